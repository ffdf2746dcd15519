"""Photos and videos that Telegram keeps: by address or by upload, each with a stable file id.

Nothing is ever fetched: an address is believed and remembered.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import PHOTO_EXTENSION, bad_request
from bot.sandbox.images import image_size

PHOTO_UPLOAD_BYTES = 10 * 1024 * 1024
FILE_UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
_KIND_NAMES = {"photo": "Photo", "video": "Video"}
_UNSUPPORTED = (".webp", ".avif", ".heic", ".svg")


@dataclass(frozen=True)
class Upload:
    """A file that came inside a request."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True)
class StoredFile:
    """What Telegram knows of one photo or video; `url` where it was given by address. Size in bytes."""

    file_id: str
    unique_id: str
    kind: str
    url: str | None = None
    path: str = ""
    size: int | None = None
    width: int = 1280
    height: int = 720

    def as_json(self) -> dict[str, Any]:
        """One PhotoSize or Video of the Bot API."""
        answer: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
        }
        if self.kind == "video":
            answer |= {"duration": 1, "mime_type": "video/mp4"}
        return answer if self.size is None else answer | {"file_size": self.size}


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._contents: dict[str, bytes] = {}

    def get(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def content(self, path: str) -> bytes | None:
        return self._contents.get(path)

    def named(self, kind: str, name: str) -> StoredFile:
        """A file named by its id or its http(s) address, or the 400 that Telegram gives."""
        known = self._files.get(name)
        if known is not None:
            if known.kind != kind:
                raise bad_request(f"Can't use file of type {_KIND_NAMES[known.kind]} as {_KIND_NAMES[kind]}")
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
        stored = StoredFile(file_id, unique_id, kind, None, path, len(upload.content), width, height)
        self._contents[path] = upload.content
        return self._keep(stored)

    def _by_address(self, kind: str, url: str) -> StoredFile:
        _check_address(kind, url)
        file_id, unique_id = _identifiers(kind, hashlib.sha256(url.encode()).digest())
        return self._keep(StoredFile(file_id, unique_id, kind, url))

    def _keep(self, stored: StoredFile) -> StoredFile:
        return self._files.setdefault(stored.file_id, stored)


def _identifiers(kind: str, digest: bytes) -> tuple[str, str]:
    prefix = b"\x02\x00\x00\x02" if kind == "photo" else b"\x04\x00\x00\x04"
    long = base64.urlsafe_b64encode(prefix + digest).decode().rstrip("=")
    return "AgAC" + long, "AQAD" + long[6:18]


def _identifier_fault(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", name):
        return "Wrong character in the string"
    return "Wrong string length" if len(name) % 4 == 1 else "can't unserialize it"


def _check_address(kind: str, url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https"):
        raise bad_request("Invalid file HTTP URL specified: Unsupported URL protocol")
    if not parts.hostname:
        raise bad_request("Invalid file HTTP URL specified: URL host is empty")
    if kind == "photo" and parts.path.lower().endswith(_UNSUPPORTED):
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
