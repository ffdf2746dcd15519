"""How a video is shown: where it is watched, and how long it is where that is known."""

from bot.domain.articles import Video
from bot.domain.pushes import Button
from bot.locales import Texts

_HOUR, _MINUTE = 3_600, 60


def duration(seconds: int) -> str:
    """`3:05`, or `1:02:03` of an hour and more."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def watch_button(video: Video, texts: Texts) -> Button:
    """*Watch video*, leading to its clean address."""
    if not video.duration_seconds:
        return Button(texts.plain("button.watch"), url=video.url)
    label = texts.plain("button.watch_for", duration=duration(video.duration_seconds))
    return Button(label, url=video.url)
