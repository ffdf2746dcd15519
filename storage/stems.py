"""PostgreSQL's numbers for stems: an article keeps the numbers of its stems, packed, instead of the words.

Its index can only be made of what a row holds, and the words alone are half as large as the text. The table
and the function `article_vector(id, words)` that unpacks a row are in the migration 0130.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TURN = 7_307_130
"""A number of our own among the locks of the database."""
_MOST_BEGUN = 300
_SEVEN_BITS = 127


async def wait_for_turn(session: AsyncSession) -> None:
    """Have other processes index after this transaction: they could wait for each other in a circle."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


async def learn(session: AsyncSession, stems: Sequence[str]) -> list[int]:
    """The numbers of these stems, each once; new ones are given some. Whose turn it is alone may do this."""
    known = await numbers(session, stems)
    new = [stem for stem in stems if stem not in known]
    if new:
        add = text("INSERT INTO article_stems (stem) SELECT unnest(CAST(:new AS text[]))")
        await session.execute(add, {"new": new})
        known |= await numbers(session, new)
    return [known[stem] for stem in stems]


async def numbers(session: AsyncSession, stems: Iterable[str]) -> dict[str, int]:
    """Those that any article holds, with their numbers."""
    find = text("SELECT stem, number FROM article_stems WHERE stem = ANY(CAST(:stems AS text[]))")
    found = await session.execute(find, {"stems": list(stems)})
    return {row.stem: row.number for row in found}


async def begun_by(session: AsyncSession, beginning: str) -> list[int]:
    """The numbers of the stems that begin so, the first some hundred of them."""
    find = text(
        "SELECT number FROM article_stems WHERE stem >= :first AND stem < :last ORDER BY number LIMIT :most"
    )
    span = {"first": beginning, "last": beginning + chr(0x10FFFF), "most": _MOST_BEGUN}
    return [number for (number,) in await session.execute(find, span)]


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as the gaps between them in order, seven bits a byte, the lowest first; 128 says: goes on."""
    found, before = bytearray(), 0
    for number in sorted(numbers):
        gap, before = number - before, number
        while gap > _SEVEN_BITS:
            found.append(gap & _SEVEN_BITS | 128)
            gap >>= 7
        found.append(gap)
    return bytes(found)
