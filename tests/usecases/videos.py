"""A paper with a video of the day at seven in the evening, and what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.articles import Article, Draft, Video
from bot.domain.ids import Edition
from bot.domain.paper import Paper
from bot.domain.pushes import Push
from bot.domain.schedules import Plan, ScheduleKind, SlotState
from bot.ports import OpenStore
from bot.usecases.keep_schedules import KeepSchedules
from tests.usecases.house import EN, paper_at

SKOPJE = ZoneInfo("Europe/Skopje")


def plan(edition: Edition = EN, *, at: time = time(19), zone: ZoneInfo = SKOPJE) -> Plan:
    """Every day at a time."""
    return Plan(kind=ScheduleKind.VIDEO_OF_THE_DAY, edition=edition, at=at, zone=zone)


def paper_with(*plans: Plan) -> Paper:
    """A paper that sends by the clock."""
    return replace(paper_at("https://paper.example"), schedules=plans)


def keeper(open_store: OpenStore, clock: Clock, *plans: Plan) -> KeepSchedules:
    """The use case as one process has it."""
    return KeepSchedules(open_store=open_store, paper=paper_with(*plans or (plan(),)), clock=clock)


async def publish(
    open_store: OpenStore, clock: Clock, *, edition: Edition = EN, published_at: datetime | None = None
) -> Article:
    """A new article with a video."""
    draft = Draft(
        url="https://paper.example/video",
        edition=edition,
        language=edition,
        headline="A video",
        videos=(Video(url="https://youtu.be/dQw4w9WgXcQ"),),
        published_at=published_at,
    )
    async with open_store() as store:
        return await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=clock.now())


async def pushes(open_store: OpenStore, article: Article) -> list[Push]:
    """The pushes of an article."""
    async with open_store() as store:
        return list(await store.pushes.of_article(article.id))


async def slots(open_store: OpenStore, clock: Clock, one: Plan) -> Mapping[date, SlotState]:
    """What became of the plan's slots."""
    async with open_store() as store:
        (schedule,) = await store.schedules.at_work([one], clock.now())
    return schedule.slots
