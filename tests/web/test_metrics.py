"""/metrics: what Prometheus can read, for who may read it."""
# ruff: noqa: F811 - fixtures that another package shares

from collections.abc import AsyncIterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.measures import BUCKETS, FEED_FAILURES, POLLS, TICKS, Figure, Times
from bot.opening import build_gate
from handlers.web import listening, web_app
from handlers.web.metrics import exposition
from tests.usecases.conftest import clock  # noqa: F401
from tests.usecases.house import HandClock
from tests.web.conftest import KEYS, Site

SECRET = "a-secret-of-whoever-watches"


@pytest.fixture
async def guarded(site: Site, clock: HandClock) -> AsyncIterator[str]:
    """The address of a server whose metrics have a secret."""
    gate = build_gate(
        KEYS, None, open_store=site.open_store, clock=clock, is_active=lambda: True, arrived=lambda _: None,
        metrics_secret=SECRET,
    )  # fmt: skip
    async with listening(web_app(gate, is_public=False, is_measured=True), "127.0.0.1", 0) as address:
        yield f"{address}/metrics"


def test_what_is_told_can_be_read_back() -> None:
    times = Times((2, *[0] * (len(BUCKETS) - 1), 1), 40.5)
    text = exposition(
        [
            Figure(POLLS, ("read",), 3),
            Figure(FEED_FAILURES, ("1", 'https://a.mk/"x"\n'), 2),
            Figure(TICKS, ("poll_feeds",), times),
        ]
    ).decode()
    samples = {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
    assert samples["kolporter_feed_polls_total", "read"] == 3
    assert samples["kolporter_feed_failures", "1", 'https://a.mk/"x"\n'] == 2
    assert samples["kolporter_tick_seconds_bucket", "0.005", "poll_feeds"] == 2
    assert samples["kolporter_tick_seconds_bucket", "30.0", "poll_feeds"] == 2
    assert samples["kolporter_tick_seconds_bucket", "+Inf", "poll_feeds"] == 3
    assert samples["kolporter_tick_seconds_count", "poll_feeds"] == 3
    assert samples["kolporter_tick_seconds_sum", "poll_feeds"] == 40.5


@pytest.mark.parametrize(
    ("given", "status"), [(None, 403), ("Bearer guess", 403), (SECRET, 403), (f"Bearer {SECRET}", 200)]
)
async def test_who_does_not_know_the_secret_reads_nothing(
    site: Site, guarded: str, given: str | None, status: int
) -> None:
    async with site.http.get(guarded, headers={"Authorization": given} if given else {}) as answer:
        assert (answer.status, "kolporter_active" in await answer.text()) == (status, status == 200)


async def test_where_strangers_could_ask_there_is_none(site: Site) -> None:
    async with site.http.get(f"{site.address}/metrics") as answer:
        assert answer.status == 404
