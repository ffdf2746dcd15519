"""JSON-LD: what a page says about itself for machines. Anything may be missing, wrong or hostile."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.articles.text import clean

Thing = Mapping[str, Any]
_LARGEST = 500_000
_MOST_THINGS = 500


def things(tree: LexborHTMLParser) -> list[Thing]:
    """Every JSON-LD object of the page, `@graph` unfolded, in the order of the page."""
    found: list[Thing] = []
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            found += _objects(json.loads(script.text()[:_LARGEST], strict=False))
        except (ValueError, RecursionError):
            continue
    return found[:_MOST_THINGS]


def article_of(all_things: list[Thing]) -> Thing:
    """The object that describes the article; empty when there is none."""
    return next((thing for thing in all_things if _is_article(thing)), {})


def of_type(all_things: list[Thing], name: str) -> list[Thing]:
    """Objects of one type."""
    return [thing for thing in all_things if name in types(thing)]


def types(thing: Thing) -> list[str]:
    """Its `@type`, always as a list."""
    return [str(each) for each in as_list(thing.get("@type"))]


def as_list(value: object) -> list[Any]:
    """JSON-LD writes one thing bare and several in a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def named(value: object, all_things: list[Thing]) -> Iterator[str]:
    """The names behind a property: strings, objects with a `name`, references to other objects."""
    for each in as_list(value):
        thing = _resolved(each, all_things)
        text = thing.get("name") if isinstance(thing, Mapping) else thing
        if isinstance(text, str) and (name := clean(html.unescape(text))):
            yield name


def addressed(value: object, all_things: list[Thing]) -> Iterator[str]:
    """The addresses behind a property such as `image`."""
    for each in as_list(value):
        thing = _resolved(each, all_things)
        address = thing.get("url") or thing.get("contentUrl") if isinstance(thing, Mapping) else thing
        if isinstance(address, str):
            yield address


def credited(value: object, all_things: list[Thing]) -> Iterator[str]:
    """Whose the pictures behind a property are."""
    for each in as_list(value):
        thing = _resolved(each, all_things)
        if isinstance(thing, Mapping) and (credit := text_of(thing, "creditText")):
            yield credit


def text_of(thing: Thing, name: str) -> str:
    """A property as one line of text, empty when it is none."""
    value = thing.get(name)
    return clean(html.unescape(value)) if isinstance(value, str) else ""


def _resolved(value: object, all_things: list[Thing]) -> object:
    if isinstance(value, Mapping) and set(value) == {"@id"}:
        return next(
            (thing for thing in all_things if thing.get("@id") == value["@id"] and len(thing) > 1), value
        )
    return value


def _objects(value: object) -> Iterator[Thing]:
    for each in as_list(value):
        if isinstance(each, Mapping):
            yield each
            yield from (inner for inner in as_list(each.get("@graph")) if isinstance(inner, Mapping))


def _is_article(thing: Thing) -> bool:
    return any(name.endswith(("Article", "BlogPosting")) for name in types(thing))
