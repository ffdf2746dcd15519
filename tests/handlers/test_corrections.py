"""The desk's corrections on phones: two editors, their buttons, and buttons that are made up."""

import random
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.articles import Article
from bot.domain.changes import changes
from bot.rendering.callbacks import Action, pack, unpack
from bot.usecases.freeze import article_push
from bot.usecases.open_correction import open_correction
from tests.handlers.scene import ANA, BORIS, DORA, VERA, Scene, draft, labels
from tests.seals import sealed

WAS, IS, CHANGED = "Buses are late", "Buses are on time", "The paper changed"
REFS = (Action.FIX, Action.NOTE, Action.SEND_NOTE, Action.IGNORE, Action.RETRACT, Action.RETRACT_NOW)
ALL_REFS = (*REFS, Action.MISSED, Action.SEND_MISSED, Action.PROOF)


@pytest.fixture
async def pushed(scene: Scene) -> Article:
    """An article that Ana has; both editors are there."""
    await scene.subscribed(ANA)
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    (article,) = await scene.published(draft(WAS, body=("They were late.",)))
    async with scene.open_store() as store:
        push = article_push(article, scene.newsroom.paper, due_at=scene.clock.now(), editor=None)
        await store.pushes.add(push)
    await goes_out(scene)
    return article


async def goes_out(scene: Scene) -> None:
    """What is due leaves, and the desk is told."""
    await scene.newsroom.plan_pushes()
    await scene.newsroom.deliver_pushes()
    await scene.newsroom.show_corrections()


async def corrected(scene: Scene, article: Article) -> None:
    """The paper changed the headline, and both editors have the card."""
    async with scene.open_store() as store:
        after = await store.articles.revise(
            article.id, replace(article, headline=IS), keys=(), fingerprint="2"
        )
        await store.articles.note_changes(after, changes(article, after), scene.clock.now())
        await open_correction(store, after, scene.clock.now())
    await scene.newsroom.show_corrections()


async def shown(scene: Scene, person: int) -> list[str]:
    """What stands on the person's phone about it."""
    return [one.text for one in await scene.messages(person) if WAS in one.text or IS in one.text]


async def replies(scene: Scene, person: int, words: str) -> str:
    """The person answers the newest question."""
    question = (await scene.messages(person))[-1]
    await scene.phones.type(person, words, reply_to=question.message_id)
    return (await scene.answered(person)).text


async def test_a_silent_fix_is_one_tap(scene: Scene, pushed: Article) -> None:
    await corrected(scene, pushed)
    card = await scene.taps(BORIS, "Silent fix for 1")
    assert "Fixed silently by Boris" in labels(card)[0]
    await goes_out(scene)
    assert [IS in one for one in await shown(scene, ANA)] == [True]


async def test_a_note_is_typed_seen_and_sent(scene: Scene, pushed: Article) -> None:
    await corrected(scene, pushed)
    await scene.taps(BORIS, "Correct with note")
    preview = await replies(scene, BORIS, "They are on time.")
    assert "This goes in reply to 1 person" in preview
    assert "They are on time." in preview
    await scene.taps(BORIS, "Correct and tell 1")
    await goes_out(scene)
    screen = await scene.messages(ANA)
    assert "They are on time." in screen[-1].text
    assert any("✏️ Corrected" in one.text for one in screen)


async def test_of_two_editors_who_tap_at_once_one_decides_and_the_other_is_told(
    scene: Scene, pushed: Article
) -> None:
    await corrected(scene, pushed)
    await scene.phones.tap(BORIS, "Silent fix for 1")
    await scene.phones.tap(DORA, "Ignore")
    await scene.answer()
    alerts = [one.text for who in (BORIS, DORA) for one in (await scene.phones.screen(who)).toasts]
    assert len(alerts) == 1
    assert "Already decided: " in alerts[0]
    async with scene.open_store() as store:
        assert len(await store.audit.latest(9)) == 1


async def test_who_comes_too_late_to_write_is_told_too(scene: Scene, pushed: Article) -> None:
    await corrected(scene, pushed)
    await scene.taps(BORIS, "Ignore")
    await scene.taps(DORA, "Correct with note")
    assert "Ignored by Boris" in (await scene.toast(DORA)).text


async def test_what_was_pushed_is_taken_back_in_reply_to_it(scene: Scene, pushed: Article) -> None:
    answer = await scene.types(BORIS, f"/retract {pushed.url}")
    assert "1 person has it." in answer
    await scene.taps(BORIS, "🔴 Retract from 1")
    await goes_out(scene)
    assert await shown(scene, ANA) == []
    assert (await scene.messages(DORA))[-1].text.endswith("Had it: 1\nDeleted: 1")


async def test_two_days_later_its_text_is_replaced(scene: Scene, pushed: Article) -> None:
    scene.passes(timedelta(hours=48, seconds=1))
    assert "1 has had it for more than 48 hours" in await scene.types(BORIS, f"/retract {pushed.url}")
    await scene.taps(BORIS, "🔴 Retract from 1")
    await goes_out(scene)
    assert "The newsroom took this message back" in (await scene.messages(ANA))[-1].text
    assert (await scene.messages(DORA))[-1].text.endswith("Too old to delete, text replaced: 1")


async def test_the_second_who_takes_it_back_is_told_by_whom_it_was(scene: Scene, pushed: Article) -> None:
    for editor in (BORIS, DORA):
        await scene.types(editor, f"/retract {pushed.url}")
    await scene.taps(BORIS, "🔴 Retract from 1")
    card = await scene.taps(DORA, "🔴 Retract from 1")
    assert "Done by Boris" in labels(card)[0]
    assert "Done by Boris" in (await scene.toast(DORA)).text


async def test_nothing_happens_to_what_is_left_as_it_is(scene: Scene, pushed: Article) -> None:
    await scene.types(BORIS, f"/retract {pushed.url}")
    card = await scene.taps(BORIS, "Leave it as it is")
    assert labels(card) == ["Left as it is by Boris"]
    await goes_out(scene)
    assert len(await shown(scene, ANA)) == 1


async def test_who_came_later_can_be_sent_it(scene: Scene, pushed: Article) -> None:
    await scene.subscribed(DORA)
    await scene.types(BORIS, f"/resend {pushed.url}")
    await scene.taps(BORIS, "Send to 1")
    scene.clock.pass_by(seconds=2)
    await goes_out(scene)
    assert [len(await shown(scene, one)) for one in (ANA, DORA)] == [1, 1]


async def test_a_group_learns_that_there_is_a_proof_and_only_the_editor_gets_it(
    scene: Scene, pushed: Article
) -> None:
    group = await scene.phones.chat("group", "Desk", [BORIS], bot="member")
    await scene.phones.type(BORIS, f"/proof {pushed.url}", chat=group)
    await scene.answer()
    assert "Delivery proof" in (await scene.messages(BORIS))[-1].text


async def test_the_log_tells_who_did_what_a_page_at_a_time(scene: Scene, pushed: Article) -> None:
    assert "Nothing was decided yet." in await scene.types(BORIS, "/log")
    for _ in range(12):
        await scene.types(BORIS, f"/proof {pushed.url}")
    assert (await scene.types(BORIS, "/log")).count("· Boris · Delivery proof") == 10
    card = await scene.taps(BORIS, "Older")
    assert card.text.count("· Boris · Delivery proof") == 2


async def test_without_a_message_or_an_address_it_asks_for_one(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    assert "in reply to the message" in await scene.types(BORIS, "/retract")


def press(number: int, data: str, person: int = BORIS, chat: int | None = None) -> dict[str, Any]:
    """A tap as Telegram would report it."""
    where = {"id": chat or person, "type": "private", "first_name": "Somebody"}
    message = {"message_id": 5, "date": 1, "chat": where, "text": "x"}
    who = {"id": person, "is_bot": False, "first_name": "Somebody", "language_code": "en"}
    query = {"id": str(number), "from": who, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": query}


def forgeries(true: list[tuple[Action, str]], dice: random.Random) -> Iterator[tuple[str, int]]:
    """Made up, nearly right, of another action, from another chat; and what a reader presses."""
    alphabet = string.ascii_letters + string.digits + "-_"
    while True:
        action, token = dice.choice(true)
        place, other = dice.randrange(22), dice.choice([one for one in ALL_REFS if one is not action])
        near = token[:place] + dice.choice(alphabet.replace(token[place], "")) + token[place + 1 :]
        yield pack(action, near), BORIS
        yield pack(other, token), BORIS
        yield pack(dice.choice(ALL_REFS), "".join(dice.choices(alphabet, k=22))), BORIS
        yield pack(dice.choice(ALL_REFS), dice.randrange(100)), BORIS
        yield pack(action, token[:place]), BORIS
        yield pack(action, token), dice.choice([DORA, VERA])
        yield pack(action, token), ANA
        yield pack(action, token), dice.randrange(10**6, 10**9)


async def tokens(scene: Scene, article: Article) -> list[tuple[Action, str]]:
    """What the buttons on Boris' phone carry."""
    await corrected(scene, article)
    await scene.types(BORIS, f"/retract {article.url}")
    found = [
        unpack((button.callback_data or "").partition("~")[0])
        for one in await scene.messages(BORIS)
        for row in one.buttons
        for button in row
    ]
    return [one for one in found if one and one[0] in ALL_REFS]


@pytest.mark.proof
async def test_of_ten_thousand_forged_presses_none_is_obeyed(scene: Scene, pushed: Article) -> None:
    """Judged by the real routes; only the notices that end the taps are not sent."""
    true = await tokens(scene, pushed)
    made_up = forgeries(true, random.Random(11))
    reception = scene.handle_updates._understand
    outcomes: Counter[str] = Counter()
    for number in range(10_400):
        data, person = next(made_up)
        # Half of them with a true seal: then it is the reference that is looked at.
        shown = sealed(data, person, scene.clock.now()) if number % 2 else data
        matter = reception(press(10**6 + number, shown, person))
        assert matter
        with pytest.raises(Exception, match=r"refused\.|not_allowed") as refused:
            await matter.answer()
        outcomes[str(refused.value).partition(":")[0]] += 1
    assert outcomes.total() == 10_400
    assert outcomes["error.not_allowed"] == 2_600
    async with scene.open_store() as store:
        assert await store.audit.latest(9) == []
        assert len(await store.pushes.of_article(pushed.id)) == 1
    assert len(true) == 4


async def test_a_forged_press_gets_a_toast(scene: Scene, pushed: Article) -> None:
    action, token = (await tokens(scene, pushed))[0]
    await scene.bot.send_message(
        DORA, "Look", reply_markup=_button(sealed(pack(action, token), DORA, scene.clock.now()))
    )
    await scene.taps(DORA, "Press me")
    assert "only in the chat it was sent to" in (await scene.toast(DORA)).text


def _button(data: str) -> Any:
    return {"inline_keyboard": [[{"text": "Press me", "callback_data": data}]]}
