"""HTML → tree → paragraphs, and what surrounds an article taken out of the tree first."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.lexicon import VIDEO_OF_THE_DAY
from bot.articles.text import clean, word_set

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_IN_CYRILLIC = re.compile(rb"<html[^>]{0,200}lang\s*=\s*[\"']?(?:mk|sr|bg|ru|uk)\b", re.IGNORECASE)
# Each alternative eats what it has looked at, up to the end where nothing closes it.
_HEAVY = re.compile(
    r"<script\b(?![^<>]*ld\+json)[^<>]*>.*?(?:</script\s*>|\Z)|<style\b.*?(?:</style\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LARGE = 500_000
_BLOCKS = word_set(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td th tr ul"
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Kinds of blocks that head a section."""
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "button", "select", "option"}
)
_APART = frozenset({"figure", "figcaption", "table", "caption", "h1"})
"""Blocks whose text is not the article's running text."""
_DEEPEST, _DEEPEST_REMOVED = 30, 200
_MOST_NODES, _MOST_REMOVED = 100_000, 2_000
_LONGEST = 20_000
_SHORT = 80
_SHOWN = 300
_A_BOX = 500
"""Characters of prose that a box beside the article may always have."""

_AROUND_TAGS = (
    'nav, aside, footer, form, dialog, [hidden], [style*="display:none" i], [style*="display: none" i]'
)
_AROUND_NAMES = word_set(
    "sidebar widget related related-posts related-news related-articles jp-relatedposts yarpp recommended "
    "read-also read-more also-read video-of-the-day comments comment-list respond share sharing social-share "
    "sharedaddy share-buttons social newsletter breadcrumb breadcrumbs post-navigation advertisement "
    "ads ad-container banner author-box popular most-read trending tags-links post-tags"
)
_SIDE = re.compile(r"(?:^|-)sidebar(?:$|-)|^widget-area$|^widget-(?:text|media|recent|video)|-of-the-day")
"""`td-main-sidebar`, `sidebar-right`: how themes name their side bars."""
_APPEAL_NAMES = word_set(
    "donate donate-box donation donations membership membership-box appeal "
    "support-us support-box become-member"
)


@dataclass(frozen=True)
class Block:
    """One paragraph as the page shows it. `kind` is the HTML name of its nearest block, or `blockquote`."""

    text: str
    kind: str


def decoded(page: bytes) -> str:
    """A page's text: UTF-8 where it is valid, else what the page declares, never an exception."""
    for mark, codec in _BOMS:
        if page.startswith(mark):
            return page.decode(codec, "replace")
    try:
        return page.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(page[:4096])
    codec = declared[1].decode() if declared else _undeclared(page)
    try:
        return page.decode(codec, "replace")
    except (LookupError, UnicodeError):
        return page.decode("utf-8", "replace")


def _undeclared(page: bytes) -> str:
    """The encoding of a page that names none: UTF-8 with a few bad bytes, or what browsers take."""
    text = page.decode("utf-8", "replace")
    if text.count("\ufffd") * 10 <= sum(not letter.isascii() for letter in text):
        return "utf-8"
    return "windows-1251" if _IN_CYRILLIC.search(page[:4096]) else "windows-1252"


def lightened(markup: str) -> str:
    """A large page without its scripts, styles and comments; JSON-LD stays."""
    return _HEAVY.sub(" ", markup) if len(markup) > _LARGE else markup


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page or a fragment; never fails, whatever the markup."""
    return LexborHTMLParser(html)


def take_surroundings(tree: LexborHTMLParser) -> list[str]:
    """Take side bars, related articles, navigation and the like out of the tree, in place; their texts.

    Nothing leaves that holds the headline, most of the text or most of the paragraphs: names such as
    `has-sidebar` stand on whole pages too.
    """
    taken: list[str] = []
    most = len(tree.body.text()) // 2 if tree.body else 0
    most_prose = max(_prose(tree.body) // 2, _A_BOX) if tree.body else 0
    named = (node for node in tree.css("[class], [id]") if _is_around(_names(node)))
    for nodes in (tree.css(_AROUND_TAGS), named):
        for node in _outermost(nodes):
            if _removable(node) and len(node.text()) <= most and _prose(node) <= most_prose:
                taken.append(clean(node.text(separator=" ")[:_SHOWN]))
                node.decompose()
    while heading := _heading_of_the_day(tree):
        taken.append(clean(heading.text()[:_SHOWN]))
        _remove_section(heading)
    return [text for text in taken if text]


def take_appeal(tree: LexborHTMLParser) -> list[Block]:
    """Take the boxes that ask for support out of the tree and return their text."""
    blocks: list[Block] = []
    for node in _outermost(node for node in tree.css("[class], [id]") if _APPEAL_NAMES & _names(node)):
        if _removable(node):
            blocks += paragraphs(node)
            node.decompose()
    return blocks


def paragraphs(root: LexborNode | None) -> list[Block]:
    """The running text under a node, block by block, in reading order. Two line ends part paragraphs."""
    runs: list[tuple[int, str, list[str]]] = []
    for node in islice(root.traverse(include_text=True), _MOST_NODES) if root else ():
        if node.tag not in ("-text", "br"):
            continue
        block = _block_of(node)
        if block is None or block.tag in _APART:
            continue
        if not runs or runs[-1][0] != block.mem_id:
            runs.append((block.mem_id, _kind(block), []))
        runs[-1][2].append("\n" if node.tag == "br" else (node.text_content or "").replace("\n", " "))
    return [
        Block(text, kind)
        for _, kind, pieces in runs
        for part in re.split(r"(?:\n\s*){2,}", "".join(pieces))
        if (text := clean(part)[:_LONGEST])
    ]


def _block_of(node: LexborNode) -> LexborNode | None:
    """The nearest block around a text; None for texts that a reader does not see."""
    block: LexborNode | None = None
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None or parent.tag in _SILENT:
            return block if parent is None else None
        if block is None and parent.tag in _BLOCKS:
            block = parent
        if parent.tag in _APART:
            return parent
        parent = parent.parent
    return block


def _prose(node: LexborNode) -> int:
    """Characters in its paragraphs."""
    return sum(len(paragraph.text()) for paragraph in node.css("p"))


def _is_around(names: set[str]) -> bool:
    return bool(_AROUND_NAMES & names) or any(_SIDE.search(name) for name in names)


def _kind(block: LexborNode) -> str:
    around = block.parent
    quoted = block.tag == "p" and around is not None and around.tag == "blockquote"
    return "blockquote" if quoted else block.tag or ""


def _names(node: LexborNode) -> set[str]:
    words = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return set(words.casefold().replace("_", "-").split())


def _outermost(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Without those inside another one: a node must not be touched after its parent was destroyed."""
    chosen: dict[int, LexborNode] = {}
    for node in islice(nodes, _MOST_REMOVED):
        if not _inside(node, chosen):
            chosen[node.mem_id] = node
    return list(chosen.values())


def _inside(node: LexborNode, chosen: Mapping[int, LexborNode]) -> bool:
    parent = node.parent
    for _ in range(_DEEPEST_REMOVED):
        if parent is None:
            return False
        if parent.mem_id in chosen:
            return True
        parent = parent.parent
    return True


def _removable(node: LexborNode) -> bool:
    return node.tag not in ("html", "head", "body", "main") and node.css_first("h1") is None


def _heading_of_the_day(tree: LexborHTMLParser) -> LexborNode | None:
    for node in islice(tree.css("h2, h3, h4, h5, p, strong"), _MOST_REMOVED):
        text = clean(node.text()[:_SHORT])
        if len(text) < _SHORT // 2 and VIDEO_OF_THE_DAY.match(text):
            return node
    return None


def _remove_section(heading: LexborNode) -> None:
    """The heading and what follows it up to the next heading."""
    following = heading.next
    while following is not None and following.tag not in HEADINGS and _removable(following):
        after = following.next
        following.decompose()
        following = after
    heading.decompose()
