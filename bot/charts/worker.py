"""The process that draws: a chart as JSON in, a PNG out, nothing for what can't be drawn."""

import os
import sys
import tempfile
import traceback

import orjson

from bot.domain.charts import Chart, Form
from bot.workers import serve

_MEMORY = 2 * 1024**3
"""Of addresses; what is really used is a thirtieth of that."""
_FAILED = b""


def main() -> None:
    """Serve until the pipe closes."""
    serve(_answer, memory=_MEMORY, out_of_memory=_FAILED)


def _answer(message: bytes) -> bytes:
    told = orjson.loads(message)
    try:
        return _drawn(Chart(**{**told, "form": Form(told["form"])}))
    except Exception:
        # The other side only knows that there is no picture; why stands in the log of errors.
        traceback.print_exc(file=sys.stderr)
        return _FAILED


def _drawn(chart: Chart) -> bytes:
    # What matplotlib learns of this machine's fonts goes with the picture: nobody else may have put it there.
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        # Imported when it is needed: until somebody wants a picture this process waits and is small.
        from bot.charts.drawing import drawn

        return drawn(chart)


if __name__ == "__main__":
    main()
