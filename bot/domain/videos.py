"""Addresses of videos: where a player's video is watched, and what is a video file."""

import re
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_NOT_A_VIDEO = frozenset({"videoseries", "live_stream"})
_YOUTUBE_PATH = re.compile(r"^/(?:embed|shorts|live|v|e)/([\w-]{11})(?:/|$)")
_YOUTUBE_HOSTS = frozenset({"youtube.com", "youtube-nocookie.com", "m.youtube.com", "youtu.be"})
_PLAYERS = (
    (re.compile(r"^(?:player\.)?vimeo\.com/(?:video/)?(\d+)"), "https://vimeo.com/{}"),
    (
        re.compile(r"^(?:\w+\.)?dailymotion\.com/(?:embed/)?video/(\w+)"),
        "https://www.dailymotion.com/video/{}",
    ),
    (re.compile(r"^dai\.ly/(\w+)"), "https://www.dailymotion.com/video/{}"),
    (re.compile(r"^(?:m\.)?facebook\.com/([\w.-]+/videos/[\w./-]*\d+)"), "https://www.facebook.com/{}"),
    (re.compile(r"^(?:m\.)?facebook\.com/(reel/\d+)"), "https://www.facebook.com/{}"),
    (re.compile(r"^(fb\.watch/[\w-]+)"), "https://{}/"),
    (re.compile(r"^tiktok\.com/(@[\w.-]+/video/\d+)"), "https://www.tiktok.com/{}"),
    (re.compile(r"^tiktok\.com/(?:embed/(?:v2/)?|player/v1/)(\d+)"), "https://www.tiktok.com/@_/video/{}"),
    (re.compile(r"^(?:mobile\.)?(?:x|twitter)\.com/(\w+/status/\d+)/video/\d"), "https://x.com/{}"),
    (re.compile(r"^(?:x|twitter)\.com/i/videos/(?:tweet/)?(\d+)"), "https://x.com/i/status/{}"),
)
_FILE = re.compile(r"\.(?:mp4|webm|m4v|mov|m3u8)$", re.IGNORECASE)


def watch_address(url: str) -> str | None:
    """The clean address under which a known player's video is watched; None for anything else.

    `url` is absolute: a player's, an embed's or a watch page's.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    query = parse_qs(parts.query)
    if host in _YOUTUBE_HOSTS:
        return _youtube(host, parts.path, query)
    if host == "facebook.com" and parts.path.startswith("/plugins/video"):
        return watch_address(_first(query, "href").rstrip("/"))
    if host in ("facebook.com", "m.facebook.com") and (name := _first(query, "v")).isdigit():
        return f"https://www.facebook.com/watch/?v={name}"
    if host == "geo.dailymotion.com" and (name := _first(query, "video")):
        return f"https://www.dailymotion.com/video/{name}" if name.isalnum() else None
    for pattern, watch in _PLAYERS:
        if found := pattern.match(host + parts.path):
            return watch.format(found[1])
    return None


def is_video_file(url: str) -> bool:
    """Whether an address names a video file."""
    return bool(_FILE.search(urlsplit(url).path))


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> str | None:
    found = _YOUTUBE_PATH.match(path)
    name = path[1:12] if host == "youtu.be" else found[1] if found else _first(query, "v")
    usable = _YOUTUBE_ID.fullmatch(name) and name not in _NOT_A_VIDEO
    return f"https://www.youtube.com/watch?v={name}" if usable else None


def _first(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]
