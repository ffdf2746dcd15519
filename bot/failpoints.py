"""Places where a test kills the process: `FAILPOINT=name:n` means SIGKILL when it is reached the n-th time.

They stand at every commit and around every request. Without the variable they do nothing.
"""

import os
import signal
from itertools import count

_NAME, _, _TIMES = os.environ.get("FAILPOINT", "").partition(":")
_REACHED = count(1)


def reached(name: str) -> None:
    """The work has come to this place."""
    if name == _NAME and next(_REACHED) >= int(_TIMES or 1):
        os.kill(os.getpid(), signal.SIGKILL)
