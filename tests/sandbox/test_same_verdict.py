"""Random HTML, legal and illegal, gets through the Bot API the verdict of Telegram's own parser."""

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import tdjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.sandbox import Sandbox, serve
from tests.sandbox.test_entities import NAMES

TOKEN = "42:well-formed"
ANA = 501
TAGS = (
    "b",
    "i",
    "u",
    "s",
    "code",
    "pre",
    "blockquote",
    "tg-spoiler",
    "strong",
    "em",
    "del",
    "p",
    "h1",
    "div",
    "br",
)
ATTRIBUTES = (
    "", ' href="https://a.mk/?a=1&amp;b=2"', " expandable", ' class="tg-spoiler"', " =",
    ' href="javascript:x"', ' class="language-py"', ' emoji-id="5"', " href=https://x", "/",
)  # fmt: skip
PIECES = (
    "Скопје", "a", " ", "\n", "😀", "&lt;", "&amp;", "&nbsp;", "&#8222;", "&#xD83D;", "<", ">", "&", '"',
    "</", "<>", "#вести", "https://a.mk", "@ana_reader", "<!-- x -->", "</b>", "</a>", "<b", "</>",
)  # fmt: skip


def tag(name: str, attributes: str, inside: str, end: str) -> str:
    return f"<{name}{attributes}>{inside}{end.replace('*', name)}"


texts = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
legal = st.sampled_from(("b", "i", "code", "blockquote", "tg-spoiler"))
tags = st.builds(
    tag,
    st.one_of(legal, st.sampled_from((*TAGS, "a", "span", "tg-emoji", "B"))),
    st.one_of(st.just(""), st.sampled_from(ATTRIBUTES)),
    st.deferred(lambda: html),
    st.sampled_from(("</*>", "</*>", "</*>", "</>", "</* >", "", "</b>")),
)
html: st.SearchStrategy[str] = st.lists(st.one_of(texts, tags), max_size=4).map("".join)


KINDS = NAMES | {"textEntityTypePreCode": "pre"}
Covered = list[tuple[str, frozenset[str]]]


def of_the_parser(text: str) -> str | Covered:
    """What Telegram's library says of it: why not, or every unit of the text with its formatting."""
    query = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = asked(query)
    if answer["@type"] == "error":
        words = answer["message"]
        return f"Bad Request: {words[:1].lower()}{words[1:]}"
    # The way on, where it sorts out what overlaps.
    answer = asked({"@type": "parseMarkdown", "text": answer})
    told = [(KINDS.get(e["type"]["@type"]), e["offset"], e["length"]) for e in answer["entities"]]
    return covered(answer["text"], told)


def asked(question: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(question).encode()) or b"{}")
    return answer


def covered(text: str, entities: list[tuple[str | None, int, int]]) -> Covered:
    """The text's UTF-16 units, without white space around, each with what lies on it.

    What Telegram finds by itself splits styles, which this does not see, and is left out.
    """
    raw = text.encode("utf-16-le")
    units = [raw[at : at + 2].decode("utf-16-le", "surrogatepass") for at in range(0, len(raw), 2)]
    kinds = [
        {kind for kind, at, length in entities if kind and at <= unit < at + length}
        for unit in range(len(units))
    ]
    start = next((unit for unit, sign in enumerate(units) if sign.strip()), len(units))
    end = next((unit for unit in range(len(units), 0, -1) if units[unit - 1].strip()), start)
    return [(units[unit], frozenset(kinds[unit])) for unit in range(start, end)]


class Witness:
    """A sandbox and a client in a loop of their own, asked one text after the other."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()

    async def begin(self) -> None:
        self.address = await self.stack.enter_async_context(serve(Sandbox(chats=[ANA], budgets=False).app))
        self.http = await self.stack.enter_async_context(aiohttp.ClientSession())

    async def ask(self, text: str) -> dict[str, Any]:
        call = {"chat_id": ANA, "text": text, "parse_mode": "HTML"}
        async with self.http.post(f"{self.address}/bot{TOKEN}/sendMessage", json=call) as response:
            answer: dict[str, Any] = await response.json()
            return answer


def of_the_bot_api(answer: dict[str, Any]) -> str | Covered:
    if not answer["ok"]:
        return str(answer["description"])
    found = [(e["type"], e["offset"], e["length"]) for e in answer["result"].get("entities", [])]
    told = [(kind if kind in KINDS.values() else None, at, length) for kind, at, length in found]
    return covered(answer["result"]["text"], told)


def test_the_verdict_is_the_parsers() -> None:
    witness = Witness()

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(html)
    @example("<b>x</b>")
    @example("<a href='javascript:x'>x</a>")
    @example("<pre><code class='language-py'>x</code></pre>")
    def check(text: str) -> None:
        expected = of_the_parser(text)
        if not text:
            expected = "Bad Request: message text is empty"
        elif not expected:
            expected = "Bad Request: text must be non-empty"
        assert of_the_bot_api(witness.runner.run(witness.ask(text))) == expected

    with witness.runner as runner:
        runner.run(witness.begin())
        try:
            check()
        finally:
            runner.run(witness.stack.aclose())
