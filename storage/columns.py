"""Column types, naming rules and the base of all row classes.

Text passes one door here: what a database cannot hold (NUL, lone surrogates) never reaches it.
"""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import orjson
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from bot.domain.ids import (
    ArticleId,
    ChatId,
    Edition,
    FeedId,
    MessageId,
    PushId,
    StoryId,
    SubscriberId,
    ThreadId,
    UserId,
)
from bot.domain.questions import QuestionId

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

E = TypeVar("E", bound=StrEnum)
N = TypeVar("N", bound=IntEnum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def millis(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware moment."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def clean(text: str) -> str:
    """Text without what a database refuses: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _clean_all(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(key)): _clean_all(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean_all(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _clean_all(asdict(value))
    return value


def _as_json(value: Any) -> str:
    """JSON that both databases can hold; nearly all of it can at once, and is not walked through."""
    try:
        text = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # half a surrogate pair
        return orjson.dumps(_clean_all(value)).decode()
    return orjson.dumps(_clean_all(value)).decode() if "\\u0000" in text else text


class CleanText(TypeDecorator[str]):
    """Text that both databases can hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Choice(TypeDecorator[E]):
    """One of a StrEnum's values, kept as text."""

    impl = Text
    cache_ok = True

    def __init__(self, choices: type[E]) -> None:
        super().__init__()
        self.choices = choices
        self._by_value = {one.value: one for one in choices}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self._by_value[value]


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; always comes back aware, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone is not an instant")
        moment = value.astimezone(UTC)
        # SQLite keeps text; without the offset it sorts as time does.
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Number(TypeDecorator[N]):
    """One of an IntEnum's values, kept as a small number: for tables with millions of rows."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, choices: type[N]) -> None:
        super().__init__()
        self.choices = choices
        self._by_value = {one.value: one for one in choices}

    def process_bind_param(self, value: N | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> N | None:
        return None if value is None else self._by_value[value]


class Millis(TypeDecorator[datetime]):
    """An instant in six bytes: milliseconds since 1970. Refuses naive values; comes back aware, in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


class Json(TypeDecorator[Any]):
    """Lists, mappings and dataclasses as JSON text, the same in both databases; tuples come back as lists."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _as_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


# SQLite counts rows by itself only in a column that is exactly INTEGER.
ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of all row classes."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: CleanText,
        datetime: UTCDateTime,
        Edition: CleanText,
        FeedId: ROW_ID,
        ArticleId: ROW_ID,
        StoryId: ROW_ID,
        PushId: ROW_ID,
        QuestionId: ROW_ID,
        SubscriberId: ROW_ID,
        ChatId: BigInteger,
        UserId: BigInteger,
        MessageId: BigInteger,
        ThreadId: BigInteger,
    }


def insert(session: AsyncSession, row: type[Base] | Table) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that knows ON CONFLICT."""
    new: postgresql.Insert | sqlite.Insert = dialect_of(session.get_bind()).insert(row)
    return new


def dialect_of(bind: Engine | Connection) -> Any:
    """The module whose INSERT knows ON CONFLICT, which SQLAlchemy has for each database apart.

    By name, so that the other database's is not imported; the engine has imported this one.
    """
    return dialect_named(bind.dialect.name)


def dialect_named(kind: str) -> Any:
    """The same by the name of the kind of database."""
    return import_module(f"sqlalchemy.dialects.{kind}")
