"""Each side of a benchmark on a processor of its own, where there are two."""

import os

CLIENT, SERVER = 0, 1


def stay_on(number: int) -> None:
    """Pin this process to the first or the second processor that it may use."""
    if hasattr(os, "sched_setaffinity"):
        may_use = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {may_use[number % len(may_use)]})
