"""What a setting may look like: addresses, zones, times of day; each says in words what is wrong."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from bot.domain.wall_times import read_wall_time
from bot.errors import BadTime


def web_address(value: str) -> str:
    """The same. Raises ValueError for what is no address of the web."""
    if not value.startswith(("https://", "http://")):
        raise ValueError("an address starts with https:// or http://")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("no such time zone; write it like Europe/Skopje") from error
    return value


def _wall_time(value: str) -> str:
    try:
        read_wall_time(value)
    except BadTime as error:
        raise ValueError("a time of day is written like 19:00") from error
    return value


WebAddress = Annotated[str, AfterValidator(web_address)]
Zone = Annotated[str, AfterValidator(_zone)]
WallTime = Annotated[str, AfterValidator(_wall_time)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
