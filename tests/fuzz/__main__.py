"""`python -m tests.fuzz [--seconds 60] [--inputs N]`: the hostile corpus at its limits, then mutated feeds.

The corpus goes through the parser's processes: each document within 5.5 seconds and 700 MB, the loop
never held for more than 50 ms, this process's memory bounded. The mutations go through all that touches a
feed's bytes (parsing, comparing, reading, showing); whatever but FeedError comes out is printed with the seed
that makes it again. Exit 0 if all held, 1 if not.
"""

import argparse
import asyncio
import os
import random
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.articles.read import read_page
from bot.clock import SystemClock
from bot.domain.entries import compare_all
from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.errors import FeedError
from bot.feeds import FeedParser
from bot.feeds.parse import parse_document
from bot.locales import texts_for
from bot.rendering.cards import article_card
from tests.feeds.hostile import corpus
from tests.fuzz.mutate import mutated, seeds
from tests.fuzz.pulse import Pulse

SECONDS, MEGABYTES, HELD = 5.5, 700, 0.05
_PARENT_MEGABYTES = 150
_AT_ONCE = 500
_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_EDITION = EditionFacts(code=Edition("mk"), title="P", membership_url="https://p.example/", appeal="")
_PAPER = Paper(name="P", zone=ZoneInfo("Europe/Skopje"), editions={_EDITION.code: _EDITION})


def through_everything(body: bytes) -> str:
    """The way of a body from the wire to a card. Lets out what nobody should."""
    try:
        parsed = parse_document(body, url="https://paper.example/feed", content_type="", now=_NOW)
    except FeedError as refusal:
        return refusal.text_key
    for one in compare_all(parsed.entries, {}):
        reading = read_page(one.entry, None, edition=_EDITION.code, topic=None)
        article_card(reading.draft, _PAPER, texts_for("mk"))
    return "entries" if parsed.entries else "no entries"


def batch(start: int) -> tuple[Counter[str], list[str]]:
    """So many mutations, counted by what came of them, and the ones that broke something."""
    bodies, counts, broken = seeds(), Counter[str](), []
    for number in range(start, start + _AT_ONCE):
        dice = random.Random(number)
        try:
            counts[through_everything(mutated(dice.choice(bodies), dice))] += 1
        except Exception as error:
            broken.append(f"seed {number}: {type(error).__name__}: {error}")
    return counts, broken


def mutations(seconds: float, inputs: int, first: int) -> bool:
    """Mutate until time or number is used up; whether nothing broke."""
    end, counts, broken = time.monotonic() + seconds, Counter[str](), list[str]()
    starts = iter(range(first, first + inputs, _AT_ONCE))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = {pool.submit(batch, start) for _, start in zip(range(4), starts, strict=False)}
        while waiting:
            done = next(as_completed(waiting))
            waiting.remove(done)
            counts += done.result()[0]
            broken += done.result()[1]
            start = next(starts, None)
            if start is not None and time.monotonic() < end:
                waiting.add(pool.submit(batch, start))
    print(f"{counts.total() + len(broken):,} mutated feeds, {len(broken)} uncaught: {dict(counts)}")
    print(*broken[:20], sep="\n")
    return not broken


async def hostile() -> bool:
    """The corpus at its real limits; whether all of them held."""
    kinds, slowest, bodies = Counter[str](), (0.0, ""), corpus()
    async with FeedParser(SystemClock()) as parse:
        with Pulse() as pulse:
            for name, body in bodies.items():
                began = time.monotonic()
                try:
                    feed = await parse(body, url="https://hostile.example/", content_type="")
                    kinds["entries" if feed.entries else "no entries"] += 1
                except FeedError as refusal:
                    kinds[refusal.text_key] += 1
                slowest = max(slowest, (time.monotonic() - began, name))
    ours, theirs = (
        resource.getrusage(who).ru_maxrss // 1_000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{len(bodies)} hostile feeds: {dict(kinds)}")
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]}), loop held {pulse.longest * 1_000:.0f} ms at most")
    print(f"memory: parser {theirs} MB, this process {ours} MB")
    return bool(
        slowest[0] <= SECONDS
        and pulse.longest <= HELD
        and theirs <= MEGABYTES
        and ours <= _PARENT_MEGABYTES
        and "error.feed.parser_died" not in kinds
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    options = parser.parse_args()
    corpus_held = asyncio.run(hostile())
    mutations_held = mutations(options.seconds, options.inputs, options.first)
    return 0 if corpus_held and mutations_held else 1


if __name__ == "__main__":
    sys.exit(main())
