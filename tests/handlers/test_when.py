"""A digest on the phone: at its hour, with what is best, and more behind a button."""

from datetime import timedelta
from typing import Any

from bot.sandbox.client import ScreenMessage
from bot.usecases.freeze import article_push, file_push
from tests.handlers.scene import ANA, Scene, draft, labels


async def pushed(scene: Scene, *headlines: str, **more: Any) -> None:
    """Articles that go to whoever wants them at once."""
    for article in await scene.published(*(draft(one, **more) for one in headlines)):
        push = article_push(article, scene.newsroom.paper, due_at=scene.clock.now(), editor=None)
        async with scene.open_store() as store:
            assert await file_push(store, push, article)
        await tick(scene)


async def tick(scene: Scene) -> None:
    """One tick of everything that sends."""
    await scene.newsroom.send_digests()
    await scene.newsroom.plan_pushes()
    scene.clock.pass_by(seconds=1)  # so much lies between two messages to one chat
    await scene.newsroom.deliver_pushes()


async def next_morning(scene: Scene) -> ScreenMessage | None:
    """What came at half past seven in Skopje."""
    here = scene.clock.now().astimezone(scene.newsroom.paper.zone)
    morning = here.replace(hour=7, minute=30, second=5) + timedelta(days=1)
    scene.passes(morning - here)
    before = len(await scene.messages(ANA))
    await tick(scene)
    after = await scene.messages(ANA)
    return after[-1] if len(after) > before else None


async def begun(scene: Scene) -> None:
    """Ana gets everything, in the morning of a day that has just begun."""
    here = scene.clock.now().astimezone(scene.newsroom.paper.zone)
    scene.passes(here.replace(hour=9, minute=0) + timedelta(days=1) - here)
    await tick(scene)
    await scene.subscribed(ANA)


async def test_the_fourth_article_of_a_day_comes_in_the_morning(scene: Scene) -> None:
    await begun(scene)
    await pushed(scene, *(f"Street {number} is closed" for number in range(1, 5)))
    assert not any("Street 4" in one.text for one in await scene.messages(ANA))
    digest = await next_morning(scene)
    assert digest
    assert digest.text.startswith("Primer Daily: 1 article for you")
    assert "Street 4 is closed" in digest.text


async def test_only_in_the_digest_is_one_tap_and_can_be_undone(scene: Scene) -> None:
    await begun(scene)
    await pushed(scene, "Street 1 is closed")
    await scene.taps(ANA, "Less like this")
    panel = await scene.taps(ANA, "Only in the digest: Primer Daily")
    assert "↩ As before: Primer Daily" in labels(panel)
    assert (await scene.toast(ANA)).text == "From now on only in your digest. You can undo that below."
    await pushed(scene, "Street 2 is closed")
    assert not any("Street 2" in one.text for one in await scene.messages(ANA))
    panel = await scene.taps(ANA, "↩ As before: Primer Daily")
    assert "Only in the digest: Primer Daily" in labels(panel)
    await pushed(scene, "Street 3 is closed")
    assert (await scene.messages(ANA))[-1].text.startswith("Street 3")


async def test_what_comes_only_in_the_digest_is_seen_and_undone_without_the_card(scene: Scene) -> None:
    await begun(scene)
    await pushed(scene, "Street 1 is closed")
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, "Only in the digest: Primer Daily")
    assert "Only in the digest: Primer Daily. /following" in (await scene.in_settings(ANA)).text
    assert "comes only in the digest" in await scene.types(ANA, "/following")
    assert "↩ 📰 Primer Daily" in labels(await scene.taps(ANA, "✕ 📰 Primer Daily · 🗞"))
    page = await scene.taps(ANA, "↩ 📰 Primer Daily")
    assert "✕ 📰 Primer Daily" in labels(page)
    assert "digest" not in page.text
    assert "Only in the digest" not in (await scene.in_settings(ANA)).text


async def test_more_than_ten_are_behind_a_button_in_place(scene: Scene) -> None:
    await begun(scene)
    await pushed(scene, *(f"Street {number} is closed for {number} days" for number in range(1, 16)))
    digest = await next_morning(scene)
    assert digest
    assert labels(digest) == ["2 more ›", "Support us"]
    more = await scene.taps(ANA, "2 more ›")
    assert more.message_id == digest.message_id
    assert more.text.count("is closed") == 2
    again = await scene.taps(ANA, "‹ From the top")
    assert again.text == digest.text
