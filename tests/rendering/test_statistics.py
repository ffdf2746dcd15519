"""/stats as pages, tables and pictures, in every language, whatever headlines and names are filled in."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.appeals import Effect
from bot.domain.charts import ChartKind
from bot.domain.ids import Edition, PushId
from bot.domain.small_groups import Breakdown, Group
from bot.domain.statistics import (
    ArticleFigures,
    Asked,
    Audience,
    DayEndings,
    DayMoves,
    Ending,
    Facet,
    JoinWeek,
    Period,
    Statistics,
    Topic,
)
from bot.domain.subscribers import Standing
from bot.domain.support_counts import Step
from bot.domain.support_figures import Pair, SupportFacet, SupportFigures, WordingFigures, told_steps
from bot.domain.wording_tests import Funnel
from bot.locales import texts_for
from bot.rendering.statistics import in_steps, statistics_card
from bot.rendering.statistics_charts import statistics_chart, topic_of
from bot.rendering.statistics_json import statistics_json
from bot.rendering.statistics_tables import statistics_table
from tests.rendering.samples import LANGUAGES, NASTY, NOW, PAPER, read_by_telegram

UNTIL = date(2026, 11, 26)
EN = texts_for("en")
PERIODS = {Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 90, Period.ALL: 800}


def days(number: int) -> tuple[DayMoves, ...]:
    """So many, the last one today."""
    first = UNTIL - timedelta(days=number - 1)
    return tuple(DayMoves(first + timedelta(days=one), 4, 2, 1, 1234 + one) for one in range(number))


def statistics(*words: str, period: Period = Period.WEEK) -> Statistics:
    """Full ones, with these headlines, sources and questions."""
    known = days(PERIODS[period])
    groups = tuple(Group(one, 5000 - place) for place, one in enumerate(words))
    by = {facet: Breakdown(groups, 3) for facet in (Facet.SOURCE, Facet.TOPIC, Facet.AUTHOR)}
    by[Facet.EDITION] = Breakdown((Group("en", 40), Group("xx", 12)))
    by[Facet.KIND] = Breakdown((Group("private", 40), Group("group", 12)))
    by[Facet.MODE] = Breakdown((Group("instant", 40), Group("digest", 12)))
    first = known[0].day - timedelta(days=known[0].day.weekday())
    weeks = [JoinWeek(first + timedelta(weeks=one), 1234, {7: 1000, 30: 900, 90: None}) for one in range(40)]
    endings = {Ending.SENT: 12345, Ending.LOST: 5, Ending.FAILED: 2, Ending.UNKNOWN: 3}
    return Statistics(
        period=period,
        since=known[0].day,
        until=UNTIL,
        standings={Standing.ACTIVE: 45678, Standing.PAUSED: 4, Standing.BLOCKED: 9},
        days=known,
        audience=Audience(45678, by, UNTIL),
        weeks=(*weeks, JoinWeek(first, 9, {7: 9})),
        deliveries=tuple(DayEndings(one.day, endings, 45) for one in known),
        hours={(0, 7): 5000, (6, 23): 12},
        articles=tuple(ArticleFigures(PushId(1), one, NOW, 2000, None, 25, 3) for one in words)[:10],
        taps=25,
        gone=7,
        unfollowed=3,
        unanswered=tuple(Asked(one, 4) for one in words),
        unanswered_count=44,
        support=support(*words),
    )


def support(*words: str) -> SupportFigures:
    """Figures of support with these articles and wordings."""
    steps = {Step.SHOWN: 2000, Step.TAPPED: 90, Step.CONFIRMED: 24}
    few = {Step.SHOWN: 40, Step.TAPPED: 12, Step.CONFIRMED: 3}
    table = told_steps({one: steps if place else few for place, one in enumerate(words)}, of_one_whole=False)
    first, second = (
        WordingFigures(
            edition=Edition("en"),
            key=key,
            text=words[0] if words else "Help us",
            funnel=Funnel(1000, tapped, confirmed),
            effects={Effect.GONE: 3, Effect.LESS: 12},
        )
        for key, tapped, confirmed in (("0a1b2c3d", 60, 20), ("4e5f6071", 30, 4))
    )
    return SupportFigures(
        steps=steps,
        active=45678,
        days=30,
        departures=9000,
        by=dict.fromkeys(SupportFacet, table)
        | {
            SupportFacet.PLACE: told_steps({"push": steps}, of_one_whole=True),
            SupportFacet.EDITION: told_steps({"en": steps, "xx": steps}, of_one_whole=True),
        },
        wordings=(first, second, replace(first, key="old", text="", funnel=Funnel(), effects={})),
        pairs=(Pair(first, second),),
    )


def page(topic: Topic, of: Statistics, language: str = "en") -> str:
    """What stands on the phone."""
    shown = read_by_telegram(statistics_card(of, topic, PAPER, texts_for(language), draws=True).html)
    return shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_telegram_reads_every_page_whatever_the_words_and_finds_it_short_enough(
    topic: Topic, language: str
) -> None:
    for period in Period:
        shown = page(topic, statistics(*NASTY, period=period), language)
        assert len(shown) <= 4096
        assert not [word for word in ("stats.", "figures.", "standing.", "{count}") if word in shown]


@pytest.mark.parametrize("topic", Topic)
def test_a_page_without_anything_says_so_and_has_all_buttons(topic: Topic) -> None:
    nothing = Statistics(period=Period.WEEK, since=UNTIL, until=UNTIL, standings={}, audience=Audience(0, {}))
    card = statistics_card(nothing, topic, PAPER, EN, draws=False)
    assert "does not tell who read" in read_by_telegram(card.html)
    assert len(card.buttons) == 7
    assert all(len((one.data or "").encode()) <= 64 for row in card.buttons for one in row)


def test_the_overview_tells_all_that_can_be_told_in_a_line() -> None:
    shown = page(Topic.OVERVIEW, statistics())
    for line in ("Active: 45,678", "Erased: 0", "+28 joined, −14 left, ⛔7", "Delivered: 86,415"):
        assert line in shown
    assert "Taps per 1,000 delivered: 0.3" in shown
    assert "7 left or blocked the bot, 3 times" in shown


def test_support_tells_what_came_of_asking_and_claims_no_more_than_the_numbers_say() -> None:
    shown = page(Topic.SUPPORT, statistics("Snow", "Rain"))
    for line in (
        "Asked: 2,000 · page opened: 90 · became members: 24",
        "asked 43.8, opened 2, members 0.5",
        "A “Snow”: 1,000 → 60 (6.0 %; 4.7–7.6 %) → 20 (2.0 %; 1.3–3.1 %)",
        "B “Snow”: 1,000 → 30 (3.0 %; 2.1–4.3 %) → <10",
        "Opened: A is ahead by 1.2 to 4.9 percentage points",
        "Members: A is ahead by 0.7 to 2.7 percentage points",
        "Push: 2,000 → 90 → 24",
        "By article\nRain: 2,000 → 90 → 24\nSnow: 40 → 12 → <10",
        "6 left or blocked the bot (as many as all readers do: 13.1), 24 wanted less",
    ):
        assert line in shown


def test_of_two_wordings_alike_or_shown_too_seldom_none_is_called_better() -> None:
    of = statistics()
    assert of.support
    (pair,) = of.support.pairs
    alike = replace(pair.first, funnel=Funnel(2000, 100, 5))
    unseen = replace(pair.first, funnel=Funnel())
    pairs = (Pair(alike, replace(alike, key="4e5f6071")), Pair(pair.second, unseen))
    shown = page(Topic.SUPPORT, replace(of, support=replace(of.support, pairs=pairs, active=0, by={})))
    assert "Opened: no difference to be seen; there may be one of up to 1.4 percentage points" in shown
    assert "Members: not enough data yet" in shown
    assert "Per 1,000 active readers and month: asked –" in shown
    assert "B “Help us”: 0 → 0 → 0" in shown
    assert "ahead" not in shown.replace("called ahead", "")


def test_who_is_behind_is_not_called_ahead() -> None:
    of = statistics()
    assert of.support
    turned = tuple(Pair(one.second, one.first) for one in of.support.pairs)
    shown = page(Topic.SUPPORT, replace(of, support=replace(of.support, pairs=turned)))
    assert "Opened: B is ahead by 1.2 to 4.9 percentage points" in shown


def test_the_table_of_support_hides_what_the_page_hides() -> None:
    rows = list(statistics_table(statistics("Snow", "Rain"), Topic.SUPPORT, PAPER, EN).rows)
    assert rows[0] == ("Total", "", 2000, 90, 24, None, None, 24, 6)
    assert rows[2] == ("Wording", "en 4e5f6071 Snow", 1000, 30, "<10", 0.0211, 0.0425, 12, "<10")
    assert ("By article", "Snow", 40, 12, "<10", None, None, None, None) in rows


def test_a_program_reads_intervals_and_verdicts_of_wordings() -> None:
    told = json.loads(json.dumps(statistics_json(statistics("Snow"))))["support"]
    assert told["by"]["article"] == {
        "groups": {"Snow": {"shown": 40, "tapped": 12, "confirmed": None}},
        "hidden": 0,
    }
    (pair,) = told["comparisons"]
    assert (pair["first"], pair["tapped"]["verdict"]) == ("0a1b2c3d", "first")
    assert (told["gone"], told["less"]) == (6, 24)


def test_numbers_and_days_are_written_as_the_reader_writes_them() -> None:
    shown = page(Topic.GROWTH, statistics(), "mk")
    assert "45.682" in shown
    assert "26 ное." in shown


def test_small_groups_are_not_named_and_editions_are_by_their_titles() -> None:
    shown = page(Topic.AUDIENCE, statistics("qr_kiosk"))
    assert "qr_kiosk: 5,000\n3 small groups are hidden (fewer than 10)" in shown
    assert "Primer <Daily>: 40\nxx: 12" in shown


def test_who_stays_begins_with_the_first_week_that_is_shown() -> None:
    august = replace(statistics(), weeks=(JoinWeek(date(2026, 8, 24), 100, {7: 55}),))
    assert page(Topic.RETENTION, august).startswith("Who stays · 24 Aug 2026 – 26 Nov 2026")


def test_a_week_of_few_joiners_has_no_shares() -> None:
    few = replace(statistics(), weeks=(JoinWeek(UNTIL, 9, {7: 1}), JoinWeek(UNTIL, 100, {7: 55})))
    shown = page(Topic.RETENTION, few)
    assert "26 Nov 2026: fewer than 10" in shown
    assert "26 Nov 2026: 100 → 55 % · – · –" in shown
    rows = list(statistics_table(few, Topic.RETENTION, PAPER, EN).rows)
    assert rows == [(UNTIL, "<10", None, None, None), (UNTIL, 100, 0.55, None, None)]


@pytest.mark.parametrize(("period", "steps"), [("7", 7), ("30", 5), ("90", 14), ("all", 27)])
def test_a_long_time_is_told_in_longer_steps_that_lose_nothing(period: str, steps: int) -> None:
    of = statistics(period=Period(period))
    found = in_steps(of.days, of.period)
    assert len(found) == steps
    assert sum(one.joined for one in found) == 4 * len(of.days)
    assert found[0].subscribers == of.days[-1].subscribers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_every_table_has_a_name_for_each_of_its_columns(topic: Topic, language: str) -> None:
    table = statistics_table(statistics(*NASTY), topic, PAPER, texts_for(language))
    assert not [one for one in table.columns if one.startswith(("column.", "ending."))]
    assert {len(row) for row in table.rows} == {len(table.columns)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ChartKind)
def test_every_picture_names_what_it_shows(kind: ChartKind, language: str) -> None:
    for period in Period:
        of = statistics("qr_kiosk", "", period=period)
        chart = statistics_chart(of, kind, PAPER, texts_for(language))
        assert chart
        assert {len(row) for row in chart.values} == {len(chart.columns)}
        assert "chart." not in chart.title
        assert all(one < len(chart.columns) for one in chart.ticks)
        assert len(chart.columns) <= 800


def test_a_picture_of_nothing_is_none() -> None:
    nothing = replace(statistics(), hours={}, weeks=())
    assert statistics_chart(nothing, ChartKind.HOURS, PAPER, EN) is None
    assert statistics_chart(nothing, ChartKind.RETENTION, PAPER, EN) is None


def test_every_picture_is_on_a_page() -> None:
    assert [topic_of(kind) for kind in ChartKind] == [
        Topic.GROWTH, Topic.GROWTH, Topic.AUDIENCE, Topic.RETENTION, Topic.HOURS
    ]  # fmt: skip


def test_a_program_reads_the_same_figures_and_no_small_group() -> None:
    few = replace(statistics("qr_kiosk"), weeks=(JoinWeek(UNTIL, 9, {7: 1}),))
    told = json.loads(json.dumps(statistics_json(few)))
    assert told["days"][-1] == {
        "day": "2026-11-26",
        "joined": 4,
        "left": 2,
        "blocked": 1,
        "subscribers": 1240,
    }
    assert told["audience"]["by"]["source"] == {"groups": {"qr_kiosk": 5000}, "hidden": 3}
    assert told["weeks"][0]["joined"] is None
    assert told["hours"][0] == {"weekday": 0, "hour": 7, "sent": 5000}
    assert statistics_json(replace(few, audience=None))["audience"] is None
