"""The paper: who is what to it, which edition a reader gets, and how long news stays fresh."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import Edition, UserId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import expiry
from bot.domain.subscribers import Role


def edition(code: str) -> tuple[Edition, EditionFacts]:
    facts = EditionFacts(code=Edition(code), title=code, membership_url="https://p.example", appeal="")
    return facts.code, facts


PAPER = Paper(
    name="Primer",
    zone=ZoneInfo("Europe/Skopje"),
    editions=dict([edition("mk"), edition("en")]),
    editors=frozenset({UserId(1), UserId(2)}),
    admins=frozenset({UserId(2), UserId(3)}),
)


@pytest.mark.parametrize(
    ("user_id", "role"), [(1, Role.EDITOR), (2, Role.ADMIN), (3, Role.ADMIN), (4, Role.READER)]
)
def test_the_highest_role_counts_and_strangers_are_readers(user_id: int, role: Role) -> None:
    assert PAPER.role_of(UserId(user_id)) is role


@pytest.mark.parametrize(("language", "code"), [("en", "en"), ("EN-gb", "en"), ("sq", "mk"), ("", "mk")])
def test_a_reader_gets_the_edition_of_their_app_or_the_papers_first(language: str, code: str) -> None:
    assert PAPER.edition_for(language) == code


def test_news_goes_stale_after_half_a_day() -> None:
    due = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert expiry(due) == due + timedelta(hours=12)
