"""An editor's word about one article: its push asks for support or does not, and reading it here follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.appeals import AppealRules
from bot.domain.asking import Asking
from bot.domain.audit import Deed
from bot.domain.pushes import Card
from bot.rendering.callbacks import Action, pack
from bot.usecases.appealing import asking_of
from tests.handlers.scene import ANA, BORIS, DORA, EN, Scene, draft, labels

BUSES = draft("Buses are late", body=("The buses of the town are late again today.",))
CRASH = draft("Three killed in a crash of buses", body=("Three people were killed.",))
WORDS = "the button with the paper’s words"
NEVER = "not at all, nor after reading here"
LINE = "Everything we write is free for everyone, because equality in information matters."


@pytest.fixture
def appeals() -> AppealRules | None:
    """After one action, not beside the dead."""
    return AppealRules(actions=1, newcomers=timedelta(0), not_about=("killed",))


async def chooses(scene: Scene, label: str) -> None:
    """Boris opens the page about asking and chooses this."""
    await scene.taps(BORIS, "Edit")
    card = await scene.card(BORIS)
    await scene.taps(BORIS, next(one for one in labels(card) if one.startswith("Support us: ")))
    await scene.card(BORIS)
    await scene.taps(BORIS, label)
    await scene.card(BORIS)


async def sends(scene: Scene) -> Card:
    """Boris goes back and sends; what readers get."""
    await scene.taps(BORIS, "‹ Back")
    await scene.card(BORIS)
    await scene.taps(BORIS, "Send now")
    async with scene.open_store() as store:
        (article,) = await store.articles.latest(EN, 1)
        (push,) = await store.pushes.of_article(article.id)
    return push.cards[EN]


def asks(card: Card) -> list[str]:
    """The labels of the buttons that lead to the membership page, by way of our own or at once."""
    ways = ("membership", f"{Action.SUPPORT_FROM}:")
    addresses = [(one.label, f"{one.url} {one.data}") for row in card.buttons for one in row]
    return [label for label, address in addresses if any(way in address for way in ways)]


async def test_words_and_button_go_with_the_push_to_everybody(scene: Scene) -> None:
    await scene.before_the_desk(BUSES)
    await chooses(scene, WORDS)
    card = await sends(scene)
    assert asks(card) == ["❤ Become a member"]
    assert card.html.endswith(f"<i>{LINE}</i>")


async def test_who_forbids_it_takes_the_button_off_and_nobody_is_asked_after_reading_it(scene: Scene) -> None:
    article = await scene.before_the_desk(BUSES)
    await scene.subscribed(ANA)
    await chooses(scene, NEVER)
    assert asks(await sends(scene)) == []
    for _ in range(2):
        await scene.shows_button(ANA, pack(Action.READ_HERE, article.id))
        await scene.taps(ANA, "Button")
    assert BUSES.headline in (await scene.messages(ANA))[-1].text


async def test_it_holds_when_the_paper_writes_the_article_anew(scene: Scene) -> None:
    article = await scene.before_the_desk(BUSES)
    await chooses(scene, NEVER)
    async with scene.open_store() as store:
        after = await store.articles.revise(article.id, CRASH, keys=(), fingerprint="2")
        version = await store.edits.newest(article.id, after.revision)
    assert (version.number, version.edit.asking) == (0, Asking.NEVER)


async def test_who_asks_beside_the_dead_is_warned_and_so_is_the_desk(scene: Scene) -> None:
    await scene.before_the_desk(CRASH)
    card = await scene.card(DORA)
    assert "Support us" not in labels(card)
    await chooses(scene, WORDS)
    assert "although it is about something beside which" in (await scene.toast(BORIS)).text
    await scene.newsroom.refresh_checks()
    told = [one.text for one in await scene.messages(DORA) if "⚠️ The card asks for support" in one.text]
    assert len(told) == 1


async def test_what_goes_out_as_breaking_news_does_not_ask_nor_does_its_correction(scene: Scene) -> None:
    (article,) = await scene.published(replace(BUSES, url=f"{scene.phones.address}/paper/en/buses/"))
    await scene.types(BORIS, f"/breaking {article.url}")
    async with scene.open_store() as store:
        (push,) = await store.pushes.of_article(article.id)
        asking = await asking_of(store, scene.newsroom.paper, article)
    assert asks(push.cards[EN]) == []
    assert asking is Asking.NEVER


async def test_what_was_chosen_is_on_record_and_so_is_undoing_it(scene: Scene) -> None:
    article = await scene.before_the_desk(BUSES)
    await chooses(scene, NEVER)
    await scene.taps(BORIS, "‹ Back")
    await scene.card(BORIS)
    await scene.taps(BORIS, "↶ Undo")
    async with scene.open_store() as store:
        (undone, chosen) = [one.decision for one in await store.audit.latest(5)]
    assert (chosen.deed, chosen.article_id, chosen.before, chosen.after) == (
        Deed.ASKING,
        article.id,
        Asking.RULE,
        Asking.NEVER,
    )
    assert (undone.before, undone.after) == (Asking.NEVER, Asking.RULE)
    assert f"by the rules → {NEVER}" in await scene.types(BORIS, "/log")


async def test_who_saw_another_choice_sends_nothing(scene: Scene) -> None:
    article = await scene.before_the_desk(BUSES)
    await chooses(scene, NEVER)
    await scene.press(DORA, pack(Action.SEND_NOW, f"{article.id}.1.0"))
    assert "Boris has changed meanwhile whether readers are asked" in (await scene.toast(DORA)).text


async def test_a_choice_that_no_button_of_ours_offers_is_stale(scene: Scene) -> None:
    article = await scene.before_the_desk(BUSES)
    await scene.press(BORIS, pack(Action.ASKING, f"{article.id}.1.0.always"))
    assert "out of date" in (await scene.toast(BORIS)).text
