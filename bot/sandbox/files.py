"""Files that Telegram keeps: by address or by upload, each with a stable file id.

Nothing is ever fetched: an address is believed, unless the web was told to hold something else there.
"""

import base64
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import PHOTO_EXTENSION, bad_request
from bot.sandbox.images import image_size

MEGABYTE = 1024 * 1024
PHOTO_UPLOAD_BYTES, FILE_UPLOAD_BYTES = 10 * MEGABYTE, 50 * MEGABYTE
PHOTO_ADDRESS_BYTES, FILE_ADDRESS_BYTES = 5 * MEGABYTE, 20 * MEGABYTE
DOWNLOAD_BYTES = 20 * MEGABYTE
STORED_BYTES = 256 * MEGABYTE
KIND_NAMES = {
    "photo": "Photo", "video": "Video", "animation": "Animation", "document": "Document", "audio": "Audio",
    "voice": "VoiceNote",
}  # fmt: skip
_MIME_TYPES = {"video": "video/mp4", "animation": "video/mp4", "audio": "audio/mpeg", "voice": "audio/ogg"}
_UNSUPPORTED = (".webp", ".avif", ".heic", ".svg")
_NO_PHOTOS = ("image/webp", "image/avif", "image/heic", "image/svg+xml")
_TYPES_BY_ADDRESS = {"photo": ("image/",), "video": ("video/",), "animation": ("video/", "image/gif")}
_DOCUMENTS_BY_ADDRESS = ("gif", "pdf", "zip")


@dataclass(frozen=True)
class Upload:
    """A file that came inside a request."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True)
class WebFile:
    """What Telegram would find at an address; `status` other than 200 means: nothing."""

    size: int = 0
    content_type: str = ""
    status: int = 200


@dataclass(frozen=True)
class StoredFile:
    """What Telegram knows of one file; `url` where it was given by address. Size in bytes."""

    file_id: str
    unique_id: str
    kind: str
    url: str | None = None
    path: str = ""
    size: int | None = None
    width: int = 1280
    height: int = 720
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        """One PhotoSize, Video, Document … of the Bot API."""
        answer: dict[str, Any] = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        if self.kind in ("photo", "video", "animation"):
            answer |= {"width": self.width, "height": self.height}
        if self.kind in _MIME_TYPES:
            answer |= {"duration": 1, "mime_type": _MIME_TYPES[self.kind]}
        if self.name and self.kind not in ("photo", "voice"):
            answer["file_name"] = self.name
        return answer if self.size is None else answer | {"file_size": self.size}


class FileStore:
    """Files by their ids. Uploads are kept up to `limit` bytes; the oldest are forgotten first."""

    def __init__(self, limit: int = STORED_BYTES) -> None:
        self.web: dict[str, WebFile] = {}
        self._files: dict[str, StoredFile] = {}
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._limit = limit
        self._stored = 0

    def get(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def content(self, path: str) -> bytes | None:
        return self._contents.get(path)

    def named(self, kind: str, name: str) -> StoredFile:
        """A file named by its id or its http(s) address, or the 400 that Telegram gives."""
        known = self._files.get(name)
        if known is not None:
            if known.kind != kind:
                raise bad_request(f"Can't use file of type {KIND_NAMES[known.kind]} as {KIND_NAMES[kind]}")
            return known
        if "." in name:
            return self._by_address(kind, name)
        raise bad_request(f"Wrong remote file identifier specified: {_identifier_fault(name)}")

    def uploaded(self, kind: str, upload: Upload) -> StoredFile:
        _check_upload(kind, upload)
        width, height = _photo_size(upload) if kind == "photo" else (1280, 720)
        digest = hashlib.sha256(upload.content).digest()
        file_id, unique_id = _identifiers(kind, digest)
        suffix = "." + upload.name.rpartition(".")[2] if "." in upload.name else ""
        path = f"{kind}s/file_{digest.hex()[:12]}{suffix}"
        size = len(upload.content)
        self._store(path, upload.content)
        return self._keep(StoredFile(file_id, unique_id, kind, None, path, size, width, height, upload.name))

    def _by_address(self, kind: str, url: str) -> StoredFile:
        _check_address(kind, url)
        found = self.web.get(url)
        if found is not None:
            _check_found(kind, found)
        file_id, unique_id = _identifiers(kind, hashlib.sha256(url.encode()).digest())
        name = urlsplit(url).path.rpartition("/")[2]
        return self._keep(StoredFile(file_id, unique_id, kind, url, name=name))

    def _keep(self, stored: StoredFile) -> StoredFile:
        return self._files.setdefault(stored.file_id, stored)

    def _store(self, path: str, content: bytes) -> None:
        self._stored += len(content) - len(self._contents.pop(path, b""))
        self._contents[path] = content
        while self._stored > self._limit:
            self._stored -= len(self._contents.popitem(last=False)[1])


def _identifiers(kind: str, digest: bytes) -> tuple[str, str]:
    number = list(KIND_NAMES).index(kind) + 2
    long = base64.urlsafe_b64encode(bytes([number, 0, 0, number]) + digest).decode().rstrip("=")
    return "AgAC" + long, "AQAD" + long[6:18]


def _identifier_fault(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", name):
        return "Wrong character in the string"
    return "Wrong string length" if len(name) % 4 == 1 else "can't unserialize it"


def _check_address(kind: str, url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        raise bad_request("Invalid file HTTP URL specified: Wrong HTTP URL") from None
    if parts.scheme not in ("http", "https"):
        raise bad_request("Invalid file HTTP URL specified: Unsupported URL protocol")
    if not parts.hostname:
        raise bad_request("Invalid file HTTP URL specified: URL host is empty")
    extension = parts.path.rpartition("/")[2].lower().rpartition(".")[2]
    is_wrong = parts.path.lower().endswith(_UNSUPPORTED) if kind == "photo" else False
    if kind == "document" and "." in parts.path:
        is_wrong = extension not in _DOCUMENTS_BY_ADDRESS
    if is_wrong:
        raise bad_request("Wrong type of the web page content")


def _check_found(kind: str, found: WebFile) -> None:
    limit = PHOTO_ADDRESS_BYTES if kind == "photo" else FILE_ADDRESS_BYTES
    if found.status != 200 or found.size > limit:
        raise bad_request("Failed to get HTTP URL content")
    wanted = _TYPES_BY_ADDRESS.get(kind, ("",))
    is_wrong = not found.content_type.startswith(wanted) or found.content_type in _NO_PHOTOS
    if found.content_type and is_wrong:
        raise bad_request("Wrong type of the web page content")


def _check_upload(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise bad_request("File must be non-empty")
    if len(upload.content) > (PHOTO_UPLOAD_BYTES if kind == "photo" else FILE_UPLOAD_BYTES):
        raise bad_request("File is too big")
    if kind == "photo" and upload.name.lower().endswith(_UNSUPPORTED):
        raise bad_request(PHOTO_EXTENSION)


def _photo_size(upload: Upload) -> tuple[int, int]:
    size = image_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > 10000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size
