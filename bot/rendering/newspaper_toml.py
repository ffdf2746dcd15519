"""The newspaper's file as `init` writes it."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Answers:
    """What `init` asked for; `editor` is a Telegram user id, 0 for none yet."""

    name: str
    feed: str
    edition: str
    membership_url: str
    editor: int


def newspaper_toml(answers: Answers) -> str:
    """A complete, valid newspaper.toml; newspaper.example.toml explains every key."""
    editors = f"[{answers.editor}]" if answers.editor else "[]"
    return f"""\
# Every key is explained in newspaper.example.toml.
name = {_quoted(answers.name)}
timezone = "Europe/Skopje"

[editions.{answers.edition}]
title = {_quoted(answers.name)}
membership_url = {_quoted(answers.membership_url)}
appeal = {_quoted(_APPEALS[answers.edition])}

[[feeds]]
url = {_quoted(answers.feed)}
edition = {_quoted(answers.edition)}
mode = "review"

[desk]
editors = {editors}
"""


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
