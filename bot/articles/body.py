"""Where an article's text stands on its page: what trafilatura finds, precisely first, then more loosely."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import trafilatura
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.boilerplate import is_sentence
from bot.articles.markup import Block, paragraphs
from bot.articles.text import clean, word_set

_ENOUGH = 250
"""Characters; a precise extraction with less has usually missed the article."""
_LOOSE = word_set("div section article body main")
_A_LINE = 80
_A_SENTENCE = 40
_KINDS = {"head": "h2", "quote": "blockquote", "item": "li"}
"""Trafilatura's names of what is not a plain paragraph, and HTML's."""
_BREAKS = re.compile(r"(?:\n\s*){2,}")


def body_of(tree: LexborHTMLParser) -> list[Block]:
    """The paragraphs of a page whose surroundings have been taken out; empty where there is no prose."""
    page = tree.html or ""
    precise = _extracted(page, favor_precision=True)
    if _length(precise) >= _ENOUGH:
        return precise
    # Pages that are built unlike others; what comes back may be menus, so it must read like an article.
    for found in _loosely(tree, page):
        if _is_prose(found) and _length(found) > 2 * _length(precise):
            return found
    return precise


def _loosely(tree: LexborHTMLParser, page: str) -> Iterator[list[Block]]:
    yield _extracted(page)
    yield _running_text(tree.css_first("article") or tree.body)


def fragment_body(tree: LexborHTMLParser) -> list[Block]:
    """The paragraphs of a feed's content, which is an article and nothing else."""
    return paragraphs(tree.body)


def captions(tree: LexborHTMLParser) -> list[str]:
    """The texts under pictures, in the order of the page."""
    nodes = tree.css("figcaption, .wp-caption-text")
    return [" ".join(node.text().split()) for node in nodes if len(node.text()) < 500]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_prose(blocks: Sequence[Block]) -> bool:
    sentences = [block for block in blocks if len(block.text) >= _A_SENTENCE and is_sentence(block.text)]
    return 2 * _length(sentences) > _length(blocks)


def _running_text(container: LexborNode | None) -> list[Block]:
    """Without short loose texts between the paragraphs: dates, labels, names."""
    blocks = paragraphs(container)
    return [block for block in blocks if block.kind not in _LOOSE or len(block.text) >= _A_LINE]


def _extracted(page: str, *, favor_precision: bool = False) -> list[Block]:
    document: Any = trafilatura.bare_extraction(
        page, favor_precision=favor_precision, include_comments=False, include_tables=False
    )
    return list(_blocks(document.body)) if document else []


def _blocks(body: Any) -> Iterator[Block]:
    """The blocks of trafilatura's tree: `head`, `p`, `quote` and `list` of `item`, some in each other."""
    for element in body:
        inner = [child for child in element if child.tag in ("p", "item", "quote", "list")]
        if inner:
            kind = _KINDS.get(element.tag, "p")
            yield from (Block(b.text, b.kind if b.kind != "p" else kind) for b in _blocks(element))
        elif not (element.tag == "head" and element.get("rend") == "h1"):
            for part in _BREAKS.split(_text(element)):
                if text := clean(part):
                    yield Block(text, _KINDS.get(element.tag, "p"))


def _text(element: Any) -> str:
    """Its text with line ends where the page breaks lines, not where its source does."""
    pieces = [(element.text or "").replace("\n", " ")]
    for child in element:
        pieces += ["\n" if child.tag == "lb" else _text(child), (child.tail or "").replace("\n", " ")]
    return "".join(pieces)
