"""What counts once although it may happen often: remembered in memory alone, and only so much of it."""

from collections.abc import Hashable


class Once:
    """Nothing of it is on file; after a restart the same counts again."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._seen: set[Hashable] = set()

    def __contains__(self, what: Hashable) -> bool:
        return what in self._seen

    def add(self, what: Hashable) -> None:
        """From now on it was seen."""
        if len(self._seen) >= self._most:
            self._seen.clear()
        self._seen.add(what)
