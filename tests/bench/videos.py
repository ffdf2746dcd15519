"""Videos of articles: pages made for it, and real pages, where every video found must be the article's own.

The videos of the real pages were labelled by looking at them; pages without a label have none.
"""

import json
from pathlib import Path

from bot.articles.read import read_page
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from tests.bench.report import Goal, Report, main
from tests.bench.shared import marked_pages, real_pages, video_pages

_LABELS = Path(__file__).parent / "video_labels.json"


def found(content: bytes, url: str | None) -> list[str]:
    """The addresses of the videos of a page."""
    draft = read_page(Entry(url=url), content, edition=Edition(""), topic=None).draft
    return [video.url for video in draft.videos]


def measure() -> Report:
    labels: dict[str, list[str]] = json.loads(_LABELS.read_text("utf-8"))
    made = [(found(page["html"].encode(), "https://x.mk/a/"), page["expect"]) for page in video_pages()]
    made_right = sum(got == ([wanted] if wanted else []) for got, wanted in made)
    pages = (*marked_pages(), *real_pages())
    real = [(found(page.content, page.url), labels.get(page.name, [])) for page in pages]
    foreign = sum(len(set(got) - set(wanted)) for got, wanted in real)
    missed = sum(len(set(wanted) - set(got)) for got, wanted in real)
    labelled = sum(map(len, labels.values()))
    figures = {"made_pages": len(made), "real_pages": len(real), "videos_on_real_pages": labelled}
    return Report(
        "videos",
        figures,
        (
            Goal("made pages all right", made_right, len(made)),
            Goal("videos that are not the article's", foreign, 0, is_ceiling=True),
            Goal("videos missed on real pages", missed, 0, is_ceiling=True),
        ),
    )


if __name__ == "__main__":
    main(measure)
