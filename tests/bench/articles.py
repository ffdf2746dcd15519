"""The articles that summaries are measured on: the shared sets and the lists written for this project."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import NotMeasurableError

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
OWN = Path(__file__).parent / "data"
LISTS = "list_articles_gold"


@dataclass(frozen=True)
class Sample:
    """An article with what its summary is measured by: a reference, or patterns of the items it must name."""

    id: str
    group: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    reference: str = ""
    items: tuple[str, ...] = ()


def summaries() -> list[Sample]:
    """Articles with references, of all sets. Raises NotMeasurableError."""
    files = sorted((SHARED / "summaries").glob("*.jsonl"))
    found = [each for file in files if file.stem != LISTS for each in _read(file)]
    if not found:
        raise NotMeasurableError(f"{SHARED} holds no summaries")
    return found


def lists(part: str) -> list[Sample]:
    """Articles that are lists: `dev`, `unseen`, or the `shared` ones. Raises NotMeasurableError."""
    file = SHARED / "summaries" / f"{LISTS}.jsonl" if part == "shared" else OWN / f"lists_{part}.jsonl"
    if not file.exists():
        raise NotMeasurableError(f"{file} is not here")
    return list(_read(file))


def _read(file: Path) -> Iterator[Sample]:
    for line in file.read_text("utf-8").splitlines():
        told = json.loads(line)
        yield Sample(
            id=told["id"],
            group=file.stem,
            language=told["lang"],
            title=told["title"],
            paragraphs=tuple(one.strip() for one in told["article"].splitlines() if one.strip()),
            reference=told.get("reference", ""),
            items=tuple(told.get("items", ())),
        )
