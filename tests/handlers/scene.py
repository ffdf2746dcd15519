"""A scene: people with phones in the sandbox, and the real bot with its database, which answers when told.

Updates go the way they go in service, through the inbox, the handlers and the file of answers; only the
moment when they are fetched is the test's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import ShiftedClock
from bot.domain.articles import Article, Draft, Video
from bot.domain.entries import link_identity
from bot.domain.ids import ChatId, Edition, SubscriberId, UserId
from bot.domain.paper import Paper
from bot.domain.preferences import Preferences
from bot.domain.schedules import Plan, ScheduleKind
from bot.domain.subscribers import Standing, Subscriber
from bot.inbox_ports import StoredUpdate
from bot.newsroom import Newsroom
from bot.ports import OpenStore
from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.client import ScreenMessage, Toast
from bot.sandbox.story import demo_newspaper
from bot.settings import as_paper, parse_newspaper
from bot.telegram_http import QuietBot
from bot.updates import ALLOWED
from bot.usecases.handle_updates import HandleUpdates
from tests import canaries
from tests.seals import sealed

ANA, BORIS, DORA, VERA = canaries.ANA, canaries.BORIS, canaries.DORA, canaries.CVETA
"""A reader, two editors and an admin."""
EN, SQ = Edition("en"), Edition("sq")
_SEEN = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
ACTIVE = Subscriber(
    id=SubscriberId(1),
    chat_id=ChatId(ANA),
    edition=EN,
    language="en",
    standing=Standing.ACTIVE,
    joined_at=_SEEN,
)


def sample_paper(address: str) -> Paper:
    """The sandbox's newspaper with our editors and admin, and in Albanian with a video of the day."""
    paper = as_paper(parse_newspaper(demo_newspaper(f"{address}/paper"), "test"), frozenset({VERA}), "test")
    daily = Plan(kind=ScheduleKind.VIDEO_OF_THE_DAY, edition=SQ, at=time(19), zone=paper.zone)
    return replace(
        paper,
        schedules=(daily,),
        editors=frozenset({UserId(BORIS), UserId(DORA)}),
        desk=(ChatId(BORIS), ChatId(DORA)),
    )


def draft(headline: str, **more: Any) -> Draft:
    """An article of the English edition."""
    url = f"https://paper.example/{abs(hash(headline))}"
    return Draft(**{"url": url, "edition": EN, "language": "en", "headline": headline, **more})


def video_draft(headline: str, watch: str, **more: Any) -> Draft:
    """One with a video."""
    return draft(headline, kicker="VIDEO", videos=(Video(url=watch),), **more)


class SceneClock(ShiftedClock):
    """Waits take no time here: the clocks of the bot and of Telegram go forward instead."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self._sandbox = sandbox

    async def sleep(self, seconds: float) -> None:
        """Let the others work, then it is later."""
        await super().sleep(0)
        self.pass_by(seconds=seconds)

    def pass_by(self, **by: float) -> None:
        """So much later it is, `days=7` or `seconds=1`, for the bot and for Telegram."""
        time = timedelta(**by)
        self.advance(time)
        self._sandbox.state.clock.advance(time.total_seconds())


@dataclass
class Scene:
    """Act on somebody's phone, and read it after the bot has answered."""

    phones: SandboxClient
    sandbox: Sandbox
    bot: QuietBot
    newsroom: Newsroom
    handle_updates: HandleUpdates
    open_store: OpenStore
    clock: SceneClock
    offset: int = 0

    async def types(self, person: int, text: str) -> str:
        """The person writes; returns what the bot said last."""
        await self.phones.type(person, text)
        return (await self.answered(person)).text

    async def taps(self, person: int, label: str) -> ScreenMessage:
        """The person taps the newest button of this label; returns the message it was under, or the last
        one where that is gone."""
        message = next(one for one in reversed(await self.messages(person)) if one.button(label))
        await self.phones.tap(person, label, message.message_id)
        await self.answer()
        shown = await self.messages(person)
        return next((one for one in shown if one.message_id == message.message_id), shown[-1])

    def passes(self, time: timedelta) -> None:
        """It is later, for the bot and for Telegram."""
        self.clock.advance(time)
        self.sandbox.state.clock.advance(time.total_seconds())

    async def answered(self, person: int) -> ScreenMessage:
        """Let the bot answer; returns its last message."""
        await self.answer()
        return (await self.messages(person))[-1]

    async def answer(self) -> None:
        """Let the bot work off every waiting update."""
        while updates := await self.bot.raw_updates(self.offset, 0, ALLOWED):
            await self.take_in(*updates)
            self.offset = updates[-1]["update_id"] + 1

    async def take_in(self, *updates: Mapping[str, Any]) -> None:
        """Let the bot work off these updates."""
        await self.handle_updates.take_in([StoredUpdate(one["update_id"], one) for one in updates])
        await self.handle_updates.rest()

    async def happens(self, update: dict[str, Any]) -> int:
        """An update that no phone of the sandbox can make; returns how many messages it brought."""
        before = len(await self.phones.accepted())
        await self.take_in({"update_id": 1, **update})
        return len(await self.phones.accepted()) - before

    async def messages(self, person: int) -> list[ScreenMessage]:
        """What the bot has on the person's screen."""
        screen = await self.phones.screen(person)
        return [one for one in screen.messages if one.is_from_bot and not one.is_deleted]

    async def card(self, person: int) -> ScreenMessage:
        """The newest card of the desk on the person's screen, once every phone is up to date."""
        self.clock.pass_by(seconds=10)
        await self.newsroom.refresh_cards()
        shown = [one for one in await self.messages(person) if one.button("Less like this")]
        return shown[-1]

    async def toast(self, person: int) -> Toast:
        """The last notice the person saw."""
        return (await self.phones.screen(person)).toasts[-1]

    async def subscriber(self, person: int) -> Subscriber | None:
        """The person's subscription in the database."""
        async with self.open_store() as store:
            return await store.subscribers.by_chat(ChatId(person))

    async def chosen(self, person: int) -> Preferences:
        """When the person wants to hear from us."""
        subscriber = await self.subscriber(person)
        assert subscriber is not None
        async with self.open_store() as store:
            kept = await store.preferences.of(subscriber.id)
        return kept or self.newsroom.paper.preferences

    async def standing(self, person: int) -> Standing | None:
        """How the person's subscription stands."""
        subscriber = await self.subscriber(person)
        return subscriber.standing if subscriber else None

    async def subscribed(self, person: int) -> None:
        """The person has gone through /start and Top stories."""
        await self.types(person, "/start")
        await self.taps(person, "Top stories")

    async def published(self, *drafts: Draft) -> list[Article]:
        """The paper's articles, filed in this order."""
        async with self.open_store() as store:
            return [
                await store.articles.file(
                    one, feed_id=None, keys=(link_identity(one.url),), fingerprint="", now=_SEEN
                )
                for one in drafts
            ]

    async def press(self, person: int, data: str) -> None:
        """The person taps a button of ours with this data, which a message of another time has."""
        await self.shows_button(person, sealed(data, person, self.clock.now()))
        await self.taps(person, "Button")

    async def shows_button(self, person: int, data: str) -> None:
        """The person has a message of another time with this button, as it is."""
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Button", callback_data=data)]])
        await self.bot.send_message(person, "From another time", reply_markup=keys)

    async def in_settings(self, person: int, *taps: str) -> ScreenMessage:
        """The person opens the settings anew and taps these, one after the other; returns that message."""
        await self.types(person, "/settings")
        shown = [await self.taps(person, label) for label in taps]
        return shown[-1] if shown else (await self.messages(person))[-1]

    async def before_the_desk(self, one: Draft) -> Article:
        """An article that Boris and Dora were just shown."""
        for editor in (BORIS, DORA):
            await self.types(editor, "/start")
        (article,) = await self.published(one)
        async with self.open_store() as store:
            await store.reviews.open(article.id, self.clock.now())
        await self.newsroom.show_reviews()
        return article

    def unanswered_taps(self) -> list[str]:
        """Taps whose circle still turns on a phone."""
        return [one.id for one in self.sandbox.state.callbacks.values() if not one.answered]


def labels(message: ScreenMessage) -> list[str]:
    """The labels of a message's buttons."""
    return [button.text for row in message.buttons for button in row]


def texts(messages: Iterable[ScreenMessage]) -> list[str]:
    """What the messages say."""
    return [one.text for one in messages]
