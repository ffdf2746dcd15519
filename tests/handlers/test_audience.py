"""Choosing an audience on the desk's phones."""

from tests.handlers.scene import ANA, BORIS, EN, Scene, draft, labels
from tests.handlers.test_when import tick


async def test_a_push_goes_to_those_who_were_chosen_and_counted(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.before_the_desk(draft("Buses are late"))
    page = labels(await scene.taps(BORIS, "👥 Audience"))
    assert page[0] == "👥 1 reader of 1"
    page = labels(await scene.taps(BORIS, "Private chats, groups, channels"))
    assert "Only private chats" in page
    await scene.taps(BORIS, "Only private chats")
    page = labels(await scene.taps(BORIS, "Only groups"))
    assert page[0] == "👥 0 readers of 1"
    await scene.taps(BORIS, "‹ Back")
    await scene.taps(BORIS, "Send now")
    await tick(scene)
    assert not any("Buses" in one.text for one in await scene.messages(ANA))


async def test_a_topic_is_written_and_taken_off_by_a_tap(scene: Scene) -> None:
    await scene.published(draft("Trains are late", topics=("Transport",)))
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "👥 Audience")
    await scene.taps(BORIS, "Topic…")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "transport", reply_to=question.message_id)
    card = await scene.answered(BORIS)
    assert card.text == "👥 0 readers of 0"
    assert "✕ Transport" in labels(card)
    assert "Topic…" in labels(await scene.taps(BORIS, "✕ Transport"))


async def test_an_audience_is_kept_under_a_name(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "👥 Audience")
    await scene.taps(BORIS, "Active or not")
    await scene.taps(BORIS, "★ Save as…")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "Our friends", reply_to=question.message_id)
    assert "★ Our friends" in labels(await scene.answered(BORIS))
    await scene.taps(BORIS, "Active in the last 7 days")
    assert "Active in the last 7 days" in labels(await scene.taps(BORIS, "★ Our friends"))


async def test_a_source_is_written(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "👥 Audience")
    await scene.taps(BORIS, "Source…")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "qr_kiosk", reply_to=question.message_id)
    assert "✕ qr_kiosk" in labels(await scene.answered(BORIS))


async def test_a_question_that_no_button_asks_is_stale(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late", edition=EN))
    await scene.press(BORIS, f"write_who:a{article.id}.1/members")
    assert (await scene.toast(BORIS)).text
