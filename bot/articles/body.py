"""Where an article's text stands: the container that newspaper sites use, or what trafilatura finds."""

import trafilatura
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.articles.markup import Block, paragraphs

_CONTAINERS = (
    '[itemprop="articleBody"]',
    ".entry-content",
    ".td-post-content",
    ".post-content",
    ".article-content",
    ".article-body",
    ".article__body",
    ".article__content",
    ".single-content",
    ".story-body",
    ".post__content",
)
_ENOUGH = 250
_LOOSE = frozenset({"div", "section", "article", "body", "main"})
_A_LINE = 80
_LARGEST_FOR_EXTRACTION = 2_000_000


def body_of(tree: LexborHTMLParser, page: str) -> list[Block]:
    """The paragraphs of a page whose surroundings have been taken out; `page` is the untouched document."""
    for selector in _CONTAINERS:
        for container in tree.css(selector):
            blocks = _running_text(container)
            if sum(len(block.text) for block in blocks if block.kind == "p") >= _ENOUGH:
                return blocks
    return _extracted(page) or _running_text(tree.css_first("article") or tree.css_first("main"))


def fragment_body(tree: LexborHTMLParser) -> list[Block]:
    """The paragraphs of a feed's content, which is an article and nothing else."""
    return paragraphs(tree.body)


def captions(tree: LexborHTMLParser) -> list[str]:
    """The texts under pictures, in the order of the page."""
    nodes = tree.css("figcaption, .wp-caption-text")
    return [" ".join(node.text().split()) for node in nodes if len(node.text()) < 500]


def _running_text(container: LexborNode | None) -> list[Block]:
    """Without short loose texts between the paragraphs: dates, labels, names."""
    blocks = paragraphs(container)
    return [block for block in blocks if block.kind not in _LOOSE or len(block.text) >= _A_LINE]


def _extracted(page: str) -> list[Block]:
    if len(page) > _LARGEST_FOR_EXTRACTION:
        return []
    text = trafilatura.extract(
        page, favor_precision=True, include_comments=False, include_tables=False, fast=True
    )
    return [Block(line.removeprefix("- "), "p") for line in (text or "").splitlines() if line.strip()]
