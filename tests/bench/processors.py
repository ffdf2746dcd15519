"""Each side of a benchmark on a processor of its own, where there are two."""

import os

CLIENT, SERVER = 0, 1
_ALL = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}


def stay_on(number: int, pid: int = 0) -> None:
    """Pin this process, or that one, to the first or the second processor that there is."""
    if hasattr(os, "sched_setaffinity"):
        may_use = sorted(_ALL)
        os.sched_setaffinity(pid, {may_use[number % len(may_use)]})
