"""The data that benchmarks are measured on; it stands beside the project and is no part of it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.report import NotMeasurableError

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@dataclass(frozen=True)
class Page:
    """A page as it came; `body` is the article's text where somebody has marked it."""

    name: str
    content: bytes
    url: str | None = None
    body: str | None = None


def marked_pages() -> list[Page]:
    """Pages whose article body somebody has marked. Raises NotMeasurableError where they are not here."""
    folder = DATA / "extraction" / "zyte"
    marked = _json(folder / "ground-truth.json").items()
    contents = (gzip.decompress((folder / f"{name}.html.gz").read_bytes()) for name, _ in marked)
    return [
        Page(name[:12], content, one["url"], one["articleBody"])
        for content, (name, one) in zip(contents, marked, strict=True)
    ]


def real_pages() -> list[Page]:
    """Pages of newspapers and the two of the seed."""
    files = sorted([*(DATA / "pages").glob("*.html"), *(DATA / "seed_pages").glob("*.html")])
    return [Page(file.name, file.read_bytes()) for file in files]


def articles() -> Iterator[str]:
    """The texts of ordinary articles in many languages, a paragraph a line."""
    for file in sorted((DATA / "summaries").glob("*.jsonl")):
        if "list_" not in file.name:
            yield from (json.loads(line)["article"] for line in file.read_text("utf-8").splitlines())


def video_pages() -> list[dict[str, Any]]:
    """Pages with the address of their video, or none, under `expect`."""
    return list(_json(DATA / "video_fixtures.json"))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise NotMeasurableError(f"{path.name} is not here: {error.strerror}") from None
