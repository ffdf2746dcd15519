"""A push is taken back when some copies are two days old and some are not; counted by what Telegram took."""

from collections import Counter
from datetime import timedelta

from bot.domain.follows import Follow, edition_subject
from bot.domain.ids import ChatId
from bot.sandbox import SandboxClient
from bot.usecases.freeze import article_push
from tests.handlers.scene import BORIS, DORA, EN, Scene, draft

EARLY, LATE = range(7000, 7060), range(7060, 7100)
READERS = range(EARLY.start, LATE.stop)
HEADLINE = "Buses are late"


async def join(scene: Scene, readers: range) -> None:
    """They press Start."""
    await scene.phones.open_chats(readers[0], len(readers))
    now = scene.clock.now()
    async with scene.open_store() as store:
        for reader in readers:
            one = await store.subscribers.join(ChatId(reader), edition=EN, language="en", now=now)
            await store.follows.put(one.id, Follow(subject=edition_subject(EN), since=now))


async def goes_out(scene: Scene) -> None:
    """What is due leaves, and the desk is told."""
    await scene.newsroom.plan_pushes()
    await scene.newsroom.deliver_pushes()
    await scene.newsroom.show_corrections()


async def took(phones: SandboxClient, method: str) -> Counter[int]:
    """How many calls of this kind Telegram took, by reader."""
    calls = await phones.accepted()
    return Counter(one.chat_id for one in calls if one.method.startswith(method) and one.chat_id in READERS)


async def test_old_copies_get_another_text_and_young_ones_disappear(scene: Scene) -> None:
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    await scene.phones.set_budgets(on=False)
    await join(scene, EARLY)
    (article,) = await scene.published(draft(HEADLINE))
    async with scene.open_store() as store:
        now = scene.clock.now()
        await store.pushes.add(article_push(article, scene.newsroom.paper, due_at=now, editor=None))
    await goes_out(scene)
    scene.passes(timedelta(hours=48, seconds=1))
    await join(scene, LATE)
    await scene.types(BORIS, f"/resend {article.url}")
    await scene.taps(BORIS, f"Send to {len(LATE)}")
    await goes_out(scene)
    asked = await scene.types(BORIS, f"/retract {article.url}")
    assert "100 people have it." in asked
    assert "60 have had it for more than 48 hours" in asked
    await scene.taps(BORIS, "🔴 Retract from 100")
    await goes_out(scene)
    sent, deleted, edited = [await took(scene.phones, one) for one in ("send", "delete", "edit")]
    assert sent == dict.fromkeys([*EARLY, *LATE], 1)
    assert deleted == dict.fromkeys(LATE, 1)
    reports = "\n".join(one.text for one in (await scene.messages(DORA))[-2:])
    print(f"{deleted.total()} deleted, {edited.total()} edited of {sent.total()}\n{reports}")
    assert edited == dict.fromkeys(EARLY, 1)
    assert f"Deleted: {len(LATE)}" in reports
    assert f"text replaced: {len(EARLY)}" in reports
