"""How much room is left where the database writes."""

import shutil
from pathlib import Path

from bot.domain.alarms import Disk


def disk_of(path: Path | None) -> Disk | None:
    """The disk that holds this file or will; None for a database elsewhere, or where it cannot be asked."""
    if path is None:
        return None
    try:
        usage = shutil.disk_usage(path.absolute().parent)
    except OSError:
        return None
    return Disk(usage.free, usage.total)
