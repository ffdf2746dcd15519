"""Texts as Telegram reads them: markup to entities, cleaning, trimming.

Markup and automatic links are decided by Telegram's own library (tdjson, its two offline functions only);
what that library does later, on the way to the server, is repeated here. Lengths are the callers' rules.
Offsets and lengths of entities count UTF-16 units.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import tdjson

from bot.sandbox.entities import Entity, sorted_out
from bot.sandbox.errors import bad_request
from bot.sandbox.json_text import encoded, trusted

MAX_ENTITIES = 100
_PARSE_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
# What the library is asked, up to the text that ends each question.
_PARSE = {
    name: encoded({"@type": "parseTextEntities", "parse_mode": mode, "text": ""})[:-3]
    for name, mode in _PARSE_MODES.items()
}
_FIND = encoded({"@type": "getTextEntities", "text": ""})[:-3]
_TYPES = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeMentionName": "text_mention",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeCustomEmoji": "custom_emoji",
    "textEntityTypeUrl": "url",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypePhoneNumber": "phone_number",
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeCashtag": "cashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeDateTime": "date_time",
}
_FOUND = frozenset({"url", "email", "phone_number", "mention", "hashtag", "cashtag", "bot_command"})
_SPACES = " \n\t\v\0"
# Stored as it is; the tests ask the library about such addresses.
PLAIN_LINK = re.compile(r"https://[a-z0-9]+(?:\.[a-z0-9]+)*\.[a-z]{2,10}/[A-Za-z0-9/_-]*")
_UNCLEAN = re.compile(r"[\x00-\x09\x0b-\x1f\u030a\u0333\u033f\u2028-\u202e]")
_DROPPED = frozenset("\r\u030a\u0333\u033f\u2028\u2029\u202a\u202b\u202c\u202d\u202e")
_LARGEST_PLACE = 1_000_000
_SECOND_HALVES = range(0xDC, 0xE0)  # of characters beyond the first 65,536, as UTF-16 writes them
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u3164\ufeff\u00ad"


class FormattedText(NamedTuple):
    text: str = ""
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """The words that an entity covers."""
        return self.text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le")

    @property
    def is_blank(self) -> bool:
        return not self.text.strip(_INVISIBLE + " \n\t\u00a0\u2000\u2001\u2002\u2003\u2009\u202f\u3000")


def _ask(question: bytes, text: str) -> dict[str, Any]:
    """Telegram's library's answer to one of the questions about a text."""
    answer: dict[str, Any] = trusted(tdjson.td_execute(b"%b%b}" % (question, encoded(text))) or b"{}")
    return answer


tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')


def formatted(text: str, parse_mode: str = "", entities: list[Any] | None = None) -> FormattedText:
    """A text as it will stand in the message; ApiError 400 with the parser's own words when it can't."""
    mode = parse_mode.lower()
    if mode in ("", "none"):
        found = _given_entities(text, entities or [])
    elif mode in _PARSE_MODES:
        text, found = _parsed(text, mode)
    else:
        raise bad_request("Unsupported parse_mode")
    cleaned = _trimmed(_cleaned(FormattedText(text, tuple(found))))
    return FormattedText(cleaned.text, _settled(cleaned))


def written_by_hand(text: str) -> FormattedText:
    """What a person typed: no markup, only links, mentions, commands found by Telegram."""
    return formatted(text)


def checked_link(url: str) -> str | None:
    """The address as Telegram would store it in a link or a button; None when it would refuse it."""
    return url if PLAIN_LINK.fullmatch(url) else _checked_link(url)


@lru_cache(maxsize=1024)
def _checked_link(url: str) -> str | None:
    escaped = url.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    answer = _ask(_PARSE["html"], f'<a href="{escaped}">x</a>')
    for entity in answer.get("entities", []):
        kind = entity["type"]
        return str(kind["url"]) if "url" in kind else url
    return None


def _parsed(text: str, mode: str) -> tuple[str, list[Entity]]:
    answer = _ask(_PARSE[mode], text)
    if answer["@type"] == "error":
        raise bad_request(answer["message"])
    return answer["text"], [entity for raw in answer["entities"] if (entity := _entity(raw))]


def _entity(raw: dict[str, Any]) -> Entity | None:
    kind = raw["type"]
    name = _TYPES.get(kind["@type"])
    if name is None or not raw["length"]:
        return None
    return Entity(name, raw["offset"], raw["length"], _extra(name, kind) if len(kind) > 1 else ())


def _extra(name: str, kind: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    match name:
        case "text_link":
            return (("url", kind["url"]),)
        case "text_mention":
            return (("user_id", kind["user_id"]),)
        case "custom_emoji":
            return (("custom_emoji_id", str(kind["custom_emoji_id"])),)
        case "pre" if kind.get("language"):
            return (("language", kind["language"]),)
        case "date_time":
            return (("unix_time", kind["unix_time"]),)
    return ()


def _given_entities(text: str, given: list[Any]) -> list[Entity]:
    read = [entity for raw in given if (entity := _given_entity(raw)) is not None]
    for entity in read:
        for name, value in (("offset", entity.offset), ("length", entity.length)):
            if not 0 <= value <= _LARGEST_PLACE:
                raise bad_request(f"receive an entity with incorrect {name} {value}")
    entities = sorted_out([entity for entity in read if entity.length])
    _check_places(text, entities)
    return entities


def _check_places(text: str, entities: list[Entity]) -> None:
    """ApiError 400 for what begins or ends inside of a character, or behind the text."""
    raw = text.encode("utf-16-le")
    size = len(raw) // 2
    # The library goes through the text and meets ends before beginnings, inner ends first.
    ends = [(entity.end, 0, -entity.offset) for entity in entities]
    begins = [(entity.offset, 1, 0) for entity in entities]
    for edge, is_begin, begin in sorted(ends + begins):
        if edge < size and raw[2 * edge + 1] in _SECOND_HALVES:
            what = "begins" if is_begin else f"beginning at UTF-16 offset {-begin} ends"
            place = len(raw[: 2 * edge + 2].decode("utf-16-le").encode())
            raise bad_request(f"entity {what} in a middle of a UTF-16 symbol at byte offset {place}")
    for entity in entities:
        if entity.offset > size:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    for entity in reversed(entities):
        if entity.end > size:
            what = f"entity beginning at UTF-16 offset {entity.offset}"
            raise bad_request(f"{what} ends after the end of the text at UTF-16 offset {entity.end}")


def _given_entity(raw: dict[str, Any]) -> Entity | None:
    """None for what Telegram finds by itself."""
    name, offset, length = str(raw["type"]), int(raw["offset"]), int(raw["length"])
    if name in _FOUND:
        return None
    if name not in _TYPES.values():
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    extra: dict[str, Any] = {
        key: raw[key] for key in ("url", "language", "custom_emoji_id", "unix_time") if key in raw
    }
    if name == "text_mention":
        extra["user_id"] = raw.get("user", {}).get("id")
    if name == "text_link":
        extra["url"] = _entity_url(str(raw.get("url", "")))
    return Entity(name, offset, length, tuple(extra.items()))


def _entity_url(url: str) -> str:
    checked = checked_link(url)
    if checked is None:
        raise bad_request(f"entity URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cleaned(source: FormattedText) -> FormattedText:
    """Control characters become spaces; carriage returns, marks of direction and lines through the
    text go, and the entities move with it.
    """
    if not _UNCLEAN.search(source.text):
        return source
    text = "".join(" " if ch < " " and ch not in "\n\r" else ch for ch in source.text)
    kept = [ch not in _DROPPED for ch in text]
    return _keep(FormattedText(text, source.entities), kept)


def _trimmed(source: FormattedText) -> FormattedText:
    """Trailing white space always goes; leading only up to the first entity."""
    text = source.text
    if text and text[0] not in _SPACES and text[-1] not in _SPACES:
        return source
    end = len(text.rstrip(_SPACES))
    first = min((entity.offset for entity in source.entities), default=end)
    start = min(len(text) - len(text.lstrip(" \n")), first, end)
    if start == 0 and end == len(text):
        return source
    # What goes at the front are single units, so that offsets move by as many.
    kept = text[start:end]
    size = _units(kept)
    spans = ((e, max(e.offset - start, 0), min(e.end - start, size)) for e in source.entities)
    return FormattedText(kept, tuple(Entity(e.type, a, b - a, e.extra) for e, a, b in spans if b > a))


def _keep(source: FormattedText, kept: list[bool]) -> FormattedText:
    if all(kept):
        return source
    moved = [0]
    for character, keep in zip(source.text, kept, strict=True):
        width = 2 if character > "\uffff" else 1
        moved.extend([moved[-1] + (index + 1) * keep for index in range(width)])
    text = "".join(ch for ch, keep in zip(source.text, kept, strict=True) if keep)
    spans = ((entity, moved[entity.offset], moved[entity.end]) for entity in source.entities)
    entities = (Entity(e.type, start, end - start, e.extra) for e, start, end in spans if end > start)
    return FormattedText(text, tuple(entities))


def _settled(source: FormattedText) -> tuple[Entity, ...]:
    """Explicit and automatic entities together, in Telegram's order, at most a hundred."""
    return tuple(sorted_out(source.entities, _automatic(source.text))[:MAX_ENTITIES])


def _automatic(text: str) -> list[Entity]:
    answer = _ask(_FIND, text)
    return [entity for raw in answer.get("entities", []) if (entity := _entity(raw))]
