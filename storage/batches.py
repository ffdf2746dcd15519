"""Statements about many rows at once, each at the least cost that its kind of database allows.

A server is asked once: the rows travel as one JSON parameter that it unfolds, and the statement looks the
same for one and for five hundred. SQLite is no server. It is asked row by row, for less than unfolding costs,
and by its driver's own means, because SQLAlchemy's way to a statement takes longer than the statement.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Protocol

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    Text,
    bindparam,
    cast,
    func,
    select,
)

from storage.columns import dialect_named

Row = tuple[Any, ...]
"""Plain numbers and texts; what names it comes first."""
Fields = Mapping[str, ColumnElement[Any]]
"""What a row holds, by name."""
Write = Callable[[Fields], Any]
"""Puts a statement about a row together."""
Ask = Callable[..., Row | None]
"""Asks a connection a question, with its values in order; the first row of the answer."""

_TEXTS = ("detail",)
"""Fields that are no numbers."""


class Batch(Protocol):
    """What is done to each of many rows, where its condition holds."""

    def __call__(self, connection: Connection, rows: Sequence[Row], *shared: int) -> Sequence[Row]:
        """Do it. `shared` is what is the same for all; gives the names of the rows that it was done to."""
        ...


def batch(
    kind: str, fields: Sequence[str], write: Write, shared: Sequence[str] = (), names: Sequence[Any] = ()
) -> Batch:
    """A statement for a kind of database. `shared` are its parameters beside the fields; `names` the columns
    that name a row as its first fields do, where anybody wants to know to which it was done."""
    if kind == "sqlite":
        # A parameter of UPDATE must not be called as the column is.
        its = {name: bindparam(f"its_{name}", type_=_type_of(name)) for name in fields}
        direct = Direct(write(its), (*(one.key for one in its.values()), *shared))
        return partial(_row_by_row, direct, len(names))
    given = func.json_array_elements(cast(bindparam("rows", type_=Text), JSON)).table_valued("value")
    taken = (
        cast(given.c.value.op("->>")(place), _type_of(name)).label(name) for place, name in enumerate(fields)
    )
    statement = write(dict(select(*taken).select_from(given).subquery("incoming").c))
    return partial(_unfolded, statement.returning(*names) if names else statement, shared)


def question(kind: str, statement: Executable, order: Sequence[str]) -> Ask:
    """A question with the parameters of `order`."""
    return Direct(statement, order).ask if kind == "sqlite" else partial(_asked, statement, order)


class Direct:
    """A statement as SQLite's driver takes it, with plain values in the order of `order`."""

    def __init__(self, statement: Any, order: Sequence[str]) -> None:
        dialect = dialect_named("sqlite").dialect()
        compiled = statement.compile(dialect=dialect)
        self._sql = compiled.string
        fixed = {name: _plain(one, dialect) for name, one in compiled.binds.items() if not one.required}
        self._fixed = tuple(fixed.values())
        places = {name: place for place, name in enumerate((*order, *fixed))}
        self._in_place = itemgetter(*(places[name] for name in compiled.positiontup))

    def ask(self, connection: Connection, *values: Any) -> Row | None:
        """The first row of the answer."""
        cursor = connection.connection.cursor()
        cursor.execute(self._sql, self._in_place((*values, *self._fixed)))
        first: Row | None = cursor.fetchone()
        return first

    def each(self, connection: Connection, rows: Sequence[Row], shared: Row) -> list[Row]:
        """Once for each row; those for which it changed something."""
        cursor, rest, changed = connection.connection.cursor(), (*shared, *self._fixed), []
        for row in rows:
            cursor.execute(self._sql, self._in_place((*row, *rest)))
            if cursor.rowcount:
                changed.append(row)
        return changed


def _row_by_row(
    direct: Direct, named: int, connection: Connection, rows: Sequence[Row], *shared: int
) -> Sequence[Row]:
    return [row[:named] for row in direct.each(connection, rows, shared)]


def _unfolded(
    statement: Executable, names: Sequence[str], connection: Connection, rows: Sequence[Row], *shared: int
) -> Sequence[Any]:
    given = {"rows": orjson.dumps(rows).decode(), **dict(zip(names, shared, strict=True))}
    done = connection.execute(statement, given)
    return done.all() if done.returns_rows else ()


def _asked(statement: Executable, order: Sequence[str], connection: Connection, *values: Any) -> Any:
    return connection.execute(statement, dict(zip(order, values, strict=True))).first()


def _type_of(field: str) -> Any:
    return Text if field in _TEXTS else BigInteger


def _plain(given: Any, dialect: Any) -> Any:
    """A value that stands in the statement, as the driver takes it."""
    process = given.type.dialect_impl(dialect).bind_processor(dialect)
    return process(given.value) if process else given.value
