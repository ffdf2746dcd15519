"""Reading pages: bodies beside bare trafilatura, boilerplate in summaries, paragraphs wrongly left out.

What is boilerplate on the real pages was labelled by reading them; the labels are prints of paragraphs. Times
are the processor's: what else goes on at the machine is not ours.
"""

import json
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median

import trafilatura

from bot.articles.body import captions
from bot.articles.boilerplate import cleaned
from bot.articles.markup import Block, decoded, paragraphs, parsed
from bot.articles.read import read_page
from bot.domain.articles import Draft, Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.paragraphs import paragraph_print
from bot.domain.sentences import split_sentences
from tests.bench.report import Goal, Report, main
from tests.bench.shared import Page, articles, marked_pages, real_pages
from tests.bench.shingles import f1, stands_in

_LABELS = Path(__file__).parent / "boilerplate_labels.json"


def read(page: Page) -> Reading:
    return read_page(Entry(url=page.url), page.content, edition=Edition(""), topic=None)


def bare(page: Page) -> str:
    """What trafilatura alone makes of a page, with precision."""
    text = trafilatura.extract(
        page.content, favor_precision=True, include_comments=False, include_tables=False
    )
    return text or ""


def strangers(page: Page, draft: Draft, labels: Iterable[str]) -> list[str]:
    """The sentences of a summary, key points included, that are not the article's."""
    said = [*split_sentences(draft.summary), *draft.key_points]
    if page.body is not None:
        deck = trafilatura.extract_metadata(page.content).description or ""
        return [one for one in said if not stands_in(one, page.body) and not stands_in(one, deck)]
    tree, known = parsed(decoded(page.content)), set(labels)
    shown = [block.text for block in paragraphs(tree.body)] + captions(tree)
    unwanted = [text for text in shown if paragraph_print(text) in known]
    return [one for one in said if any(stands_in(one, text) for text in unwanted)]


def wrongly_left_out(rightly: Iterable[str]) -> tuple[int, int]:
    """Of the paragraphs of ordinary articles, how many leave without a label saying so; and of how many."""
    known, count, wrong = set(rightly), 0, 0
    for text in articles():
        blocks = [Block(line.strip(), "p") for line in text.splitlines() if line.strip()]
        count += len(blocks)
        wrong += sum(paragraph_print(one.text) not in known for one in cleaned(blocks).dropped)
    return wrong, count


def measure() -> Report:
    labels = json.loads(_LABELS.read_text("utf-8"))
    marked, real = marked_pages(), real_pages()
    read(real[0])  # the first page brings the libraries in
    ours, theirs, times, foreign = [], [], [], []
    for page in [*marked, *real]:
        began = time.process_time()
        reading = read(page)
        times.append(1000 * (time.process_time() - began))
        foreign += strangers(page, reading.draft, labels.get(page.name, ()))
        if page.body is not None:
            ours.append(f1(page.body, "\n".join(reading.draft.body)))
            theirs.append(f1(page.body, bare(page)))
    wrong, count = wrongly_left_out(labels["articles"])
    figures = {
        "pages": len(times), "body_f1": round(mean(ours), 4), "bare_trafilatura_f1": round(mean(theirs), 4),
        "median_ms": round(median(times), 1), "worst_ms": round(max(times), 1), "paragraphs": count,
    }  # fmt: skip
    return Report(
        "extraction",
        figures,
        (
            Goal("body F1 over bare trafilatura's", round(mean(ours) - mean(theirs), 4), 0),
            Goal("boilerplate sentences in summaries", len(foreign), 0, is_ceiling=True),
            Goal("paragraphs of 1,000 wrongly left out", round(1000 * wrong / count, 2), 1, is_ceiling=True),
            Goal("milliseconds a page, median", round(median(times), 1), 60, is_ceiling=True),
        ),
    )


if __name__ == "__main__":
    main(measure)
