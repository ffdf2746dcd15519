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


def of_the_parser(text: str) -> str:
    """What Telegram's library says of it: why not, or the text without markup."""
    query = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(query).encode()) or b"{}")
    if answer["@type"] == "error":
        words = answer["message"]
        return f"Bad Request: {words[:1].lower()}{words[1:]}"
    return str(answer["text"]).strip()


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


def of_the_bot_api(answer: dict[str, Any]) -> str:
    return str(answer["result"]["text"]).strip() if answer["ok"] else str(answer["description"])


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
