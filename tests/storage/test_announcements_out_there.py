"""What of an announcement is on readers' phones, on both databases."""

from dataclasses import replace

from bot.domain.audit import Deed, decided
from bot.domain.corrections import Ended
from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.ids import ArticleId, ChatId, PushId
from bot.domain.origins import OfAnnouncement, OfArticle
from bot.domain.push_reports import Stage
from bot.domain.pushes import Action, Card, PushKind
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CVETA,
    EDITOR,
    LATER,
    NOW,
    Choices,
    claim,
    intend,
    join,
    ledger_of,
    message,
    plan,
    push_of,
    refused,
    sent,
    settle,
)

DORA = ChatId(504)
FIRST = PushId(1)
ABOUT = OfAnnouncement(FIRST)


async def add(
    database: Database,
    kind: PushKind = PushKind.ANNOUNCEMENT,
    action: Action = Action.SEND,
    target: PushId | None = None,
) -> PushId:
    """A push without an article, planned."""
    choices = Choices(action=action, target=target)
    new = push_of(ArticleId(1), slot=f"{kind}/{target}", choices=choices, mk=Card(html="<b>Come</b> to us"))
    async with database.open_store() as store:
        push = await store.pushes.add(replace(new, kind=kind, article_id=None, keys=()))
    assert push
    await plan(database, push.id)
    return push.id


async def announced(database: Database) -> None:
    """Ana has it, Boris blocked us; Dora came later."""
    await join(database, ANA, BORIS)
    await add(database)
    ana, boris = sorted(await claim(database), key=lambda one: one.subscriber_id)
    await intend(database, ana, boris)
    await settle(database, sent(ana, 11), refused(boris, Reason.BLOCKED))
    await join(database, DORA)


async def test_who_missed_it_gets_it_and_it_is_the_same_announcement(database: Database) -> None:
    await announced(database)
    async with database.open_store() as store:
        assert await store.out_there.missed(FIRST, NOW) == 1
    again = await add(database, target=FIRST)
    (dora,) = await claim(database)
    await intend(database, dora)
    await settle(database, sent(dora, 12))
    deletion = await add(database, PushKind.RETRACTION, Action.DELETE, again)
    async with database.open_store() as store:
        assert await store.out_there.missed(FIRST, NOW) == 0
        assert [one.push_id for one in await store.out_there.of(ABOUT)] == [FIRST, again, deletion]
        assert await store.out_there.of(OfArticle(ArticleId(1))) == []
        assert await store.out_there.older(ABOUT, LATER) == 2
        assert await store.out_there.shown_in(DORA, message(12)) == ABOUT
        (boris,) = await store.out_there.undelivered(ABOUT)
    assert (dora.chat_id, boris.chat_id, boris.state) == (DORA, BORIS, DeliveryState.FAILED)


async def test_the_desk_is_told_what_was_taken_back_and_its_report_leads_to_it(database: Database) -> None:
    await announced(database)
    deletion = await add(database, PushKind.RETRACTION, Action.DELETE, FIRST)
    (gone,) = await claim(database)
    await intend(database, gone)
    await settle(database, sent(gone, 11))
    await (await ledger_of(database)).finish(NOW)
    async with database.open_store() as store:
        await store.reports.shown(FIRST, CVETA, message(70), Stage.UNDER_WAY)
        assert await store.out_there.shown_in(CVETA, message(70)) == ABOUT
        ((ended, chat_id),) = await store.out_there.unreported([CVETA])
    assert isinstance(ended, Ended)
    assert (ended.push_id, ended.headline, chat_id) == (deletion, "Come to us", CVETA)


async def test_who_was_faster_is_found_by_the_push(database: Database) -> None:
    async with database.open_store() as store:
        await store.audit.add(decided(Deed.RETRACT, EDITOR, NOW, push_id=FIRST))
        found = await store.audit.about(ABOUT, Deed.RETRACT)
        assert found
        assert found.name == EDITOR.name
        assert await store.audit.about(OfArticle(ArticleId(1)), Deed.RETRACT) is None
