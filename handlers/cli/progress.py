"""A bar for long work, on standard error, where somebody looks at it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """What is to be called with how many more are done; shown only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    # Imported when it is shown: a start loads nothing for nobody.
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda more: bar.advance(task, more)
