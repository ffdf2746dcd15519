"""What asking brings and costs, with nothing said of so few that it could tell who."""

from bot.domain.appeals import Effect
from bot.domain.support_counts import Step
from bot.domain.support_figures import SupportFacet, SupportFigures, told_steps


def figures(active: int) -> SupportFigures:
    """Of sixty days."""
    steps = {Step.SHOWN: 600, Step.TAPPED: 60}
    return SupportFigures(steps=steps, active=active, days=60, departures=120)


def test_rates_are_per_thousand_active_readers_and_month() -> None:
    assert figures(3000).rate(Step.TAPPED) == 10
    assert figures(3000).rate(Step.CONFIRMED) == 0
    assert figures(0).rate(Step.TAPPED) is None


def test_who_would_have_gone_anyway_is_told_from_how_many_go_on_any_day() -> None:
    assert figures(1000).gone_anyway == 600 * 120 / (1000 * 60)
    assert figures(0).gone_anyway is None
    assert figures(1000).cost(Effect.GONE) == 0


def test_a_step_of_few_is_not_told_and_a_group_of_few_is_not_named() -> None:
    groups = {"a": {Step.SHOWN: 40, Step.TAPPED: 9}, "b": {Step.TAPPED: 9}, "c": {Step.TAPPED: 10}}
    table = told_steps(groups, of_one_whole=False)
    assert [(one.name, one.steps[Step.SHOWN], one.steps[Step.TAPPED]) for one in table.groups] == [
        ("c", 0, 10),
        ("a", 40, None),
    ]
    assert table.hidden == 1


def test_what_a_total_would_tell_is_hidden_with_it() -> None:
    groups = {name: {Step.TAPPED: count} for name, count in (("a", 50), ("b", 20), ("c", 3))}
    table = told_steps(groups, of_one_whole=True)
    assert [one.name for one in table.groups] == ["a"]
    assert table.hidden == 2


def test_places_and_editions_add_up_to_all() -> None:
    assert [one for one in SupportFacet if one.is_of_one_whole] == [SupportFacet.PLACE, SupportFacet.EDITION]
