"""The newspaper's file as `init` writes it."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class FeedChoice:
    """A feed of the paper; without a topic where it brings all of them."""

    url: str
    edition: str
    topic: str | None = None


@dataclass(frozen=True)
class Answers:
    """What `init` asked for; `editor` is a Telegram user id, 0 for none yet. The first feed's edition is
    the paper's first one."""

    name: str
    feeds: tuple[FeedChoice, ...]
    membership_url: str
    editor: int


def newspaper_toml(answers: Answers) -> str:
    """A complete, valid newspaper.toml; newspaper.example.toml explains every key."""
    editions = dict.fromkeys(feed.edition for feed in answers.feeds)
    parts = [
        _HEAD.format(name=_quoted(answers.name)),
        *(_edition(code, answers) for code in editions),
        *(_feed(feed) for feed in answers.feeds),
        _DESK.format(editors=f"[{answers.editor}]" if answers.editor else "[]"),
    ]
    return "\n".join(parts)


_HEAD = """\
# Every key is explained in newspaper.example.toml.
name = {name}
timezone = "Europe/Skopje"
"""
_DESK = """\
[desk]
editors = {editors}
"""


def _edition(code: str, answers: Answers) -> str:
    return f"""\
[editions.{code}]
title = {_quoted(answers.name)}
membership_url = {_quoted(answers.membership_url)}
appeal = {_quoted(_APPEALS[code])}
"""


def _feed(feed: FeedChoice) -> str:
    topic = f"topic = {_quoted(feed.topic)}\n" if feed.topic else ""
    return f"""\
[[feeds]]
url = {_quoted(feed.url)}
edition = {_quoted(feed.edition)}
mode = "review"
{topic}"""


_APPEALS = {
    "mk": "Нашите текстови се слободни за сите. Го плаќаат читателите што можат.",
    "en": "Our articles are free for everyone. Readers who can, pay for them.",
    "sq": "Artikujt tanë janë falas për të gjithë. I paguajnë lexuesit që munden.",
}


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a subset of TOML's, which also wants one for DEL.

    What a terminal sent and nobody could decode becomes a question mark.
    """
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(readable, ensure_ascii=False).replace("\x7f", "\\u007f")
