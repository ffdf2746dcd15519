"""Channels: who lets the bot in chooses in their own chat with it, as long as they are an admin there."""

from bot.domain.subscribers import ChatKind, Standing
from tests.handlers.scene import ANA, BORIS, DORA, Scene, labels, texts
from tests.handlers.test_less_like_this import pushed

TRAIN = "The night train"
MAY_POST = ["can_post_messages", "can_edit_messages", "can_delete_messages"]


async def channel_of(scene: Scene, owner: int, *others: int, rights: list[str] | None = None) -> int:
    """A channel whose owner has just made the bot an admin, after they had pressed Start."""
    for person in (owner, *others):
        await scene.types(person, "/start")
    channel = await scene.phones.chat(
        "channel", "Daily Wire", [owner, *others], bot="administrator", rights=rights or MAY_POST
    )
    await scene.answer()
    return channel


async def chosen(scene: Scene, owner: int = ANA) -> int:
    """A channel that gets everything."""
    channel = await channel_of(scene, owner)
    await scene.taps(owner, "Everything of Primer Daily")
    return channel


async def test_who_lets_the_bot_in_chooses_in_private_and_the_channel_gets_it(scene: Scene) -> None:
    channel = await channel_of(scene, ANA)
    greeting = (await scene.messages(ANA))[-1]
    assert greeting.text.startswith("Daily Wire\nNews of Primer Daily can come here")
    await scene.taps(ANA, "Everything of Primer Daily")
    await pushed(scene)
    assert TRAIN in (await scene.messages(channel))[-1].text
    assert all(TRAIN not in text for text in texts(await scene.messages(ANA)))
    assert await scene.subscriber(ANA) is None


async def test_the_channel_is_on_file_as_one(scene: Scene) -> None:
    channel = await scene.subscriber(await chosen(scene))
    assert channel
    assert (channel.kind, channel.title, channel.keeper_id) == (ChatKind.CHANNEL, "Daily Wire", ANA)


async def test_nothing_is_written_into_the_channel_but_news(scene: Scene) -> None:
    assert await scene.messages(await chosen(scene)) == []


async def test_every_page_of_the_choice_speaks_for_the_channel(scene: Scene) -> None:
    await pushed(scene)
    channel = await channel_of(scene, ANA)
    await scene.taps(ANA, "Choose topics")
    await scene.taps(ANA, "🏷 Railway")
    await scene.taps(ANA, "What I follow")
    assert "✕ 🏷 Railway" in labels((await scene.messages(ANA))[-1])
    await pushed(scene, "A late train")
    assert "A late train" in (await scene.messages(channel))[-1].text


async def test_who_is_no_admin_there_any_more_chooses_nothing(scene: Scene) -> None:
    channel = await channel_of(scene, BORIS, ANA)
    await scene.phones.place(channel, ANA, "administrator")
    await scene.phones.place_bot(channel, "left", by=ANA)
    await scene.phones.place_bot(channel, "administrator", MAY_POST, by=ANA)
    scene.clock.pass_by(minutes=2)
    await scene.answer()
    await scene.phones.place(channel, ANA, "member")
    await scene.taps(ANA, "Everything of Primer Daily")
    assert (await scene.toast(ANA)).text == "Only admins of this group or channel can do this."


async def test_without_the_right_to_post_it_is_told_so_and_goes_on_when_it_gets_it(scene: Scene) -> None:
    channel = await chosen(scene)
    await scene.phones.place_bot(channel, "administrator", ["can_edit_messages"])
    told = await scene.answered(ANA)
    assert told.text.startswith("I may not write in Daily Wire any more")
    assert await scene.standing(channel) is Standing.BLOCKED
    await scene.phones.place_bot(channel, "administrator", MAY_POST)
    assert (await scene.answered(ANA)).text.startswith("I may write in Daily Wire again")
    await pushed(scene)
    assert TRAIN in (await scene.messages(channel))[-1].text


async def test_who_brought_it_is_told_even_when_another_admin_demotes_it(scene: Scene) -> None:
    channel = await channel_of(scene, ANA, DORA)
    await scene.phones.place(channel, DORA, "administrator")
    await scene.phones.place_bot(channel, "administrator", ["can_edit_messages"], by=DORA)
    await scene.answer()
    assert "I may not write in Daily Wire" in (await scene.messages(ANA))[-1].text
    assert all("I may not write" not in text for text in texts(await scene.messages(DORA)))


async def test_let_in_without_the_right_to_post_it_says_what_it_needs(scene: Scene) -> None:
    channel = await channel_of(scene, ANA, rights=["can_edit_messages"])
    assert "Give me the right to post" in (await scene.messages(ANA))[-1].text
    assert await scene.subscriber(channel) is None
    await scene.phones.place_bot(channel, "administrator", MAY_POST)
    assert "can come here" in (await scene.answered(ANA)).text


async def test_other_rights_that_come_and_go_are_no_news(scene: Scene) -> None:
    channel = await chosen(scene)
    before = len(await scene.messages(ANA))
    await scene.phones.place_bot(channel, "administrator", ["can_post_messages"])
    await scene.answer()
    assert len(await scene.messages(ANA)) == before


async def test_put_out_it_is_silent(scene: Scene) -> None:
    channel = await chosen(scene)
    await scene.phones.place_bot(channel, "kicked")
    await scene.answer()
    assert await scene.standing(channel) is Standing.BLOCKED


async def test_settings_leads_back_to_the_channels_that_somebody_keeps(scene: Scene) -> None:
    await chosen(scene)
    await scene.taps(ANA, "Top stories")
    await scene.types(ANA, "/settings")
    await scene.taps(ANA, "👥 Groups and channels")
    page = await scene.taps(ANA, "Daily Wire")
    assert "What admins chose from Primer Daily comes here" in page.text
    page = await scene.taps(ANA, "⏸ Pause")
    assert "is paused here" in page.text
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_the_ways_in_ask_for_the_rights_that_are_needed(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/settings")
    page = await scene.taps(ANA, "👥 Groups and channels")
    group, channel = (page.button(one) for one in ("＋ Add to a group", "＋ Add to a channel"))
    assert group
    assert channel
    assert group.url == "https://t.me/kolporter_sandbox_bot?startgroup=here"
    assert "startchannel&admin=post_messages+edit_messages+delete_messages" in (channel.url or "")


async def test_a_stranger_who_brought_it_without_ever_pressing_start_is_no_trouble(scene: Scene) -> None:
    channel = await scene.phones.chat("channel", "Daily Wire", [ANA], bot="administrator", rights=MAY_POST)
    await scene.answer()
    assert await scene.messages(ANA) == []
    subscriber = await scene.subscriber(channel)
    assert subscriber
    assert subscriber.standing is Standing.ACTIVE


async def test_forgetme_forgets_who_keeps_a_channel_and_leaves_the_channel(scene: Scene) -> None:
    channel = await chosen(scene)
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    subscriber = await scene.subscriber(channel)
    assert subscriber
    assert subscriber.keeper_id is None


async def test_under_a_card_in_a_channel_a_tap_leads_to_alerts_of_ones_own(scene: Scene) -> None:
    channel = await chosen(scene)
    await pushed(scene)
    assert labels((await scene.messages(channel))[-1])[-1] == "🔔 Personal alerts"
    await scene.phones.place(channel, BORIS, "member")
    await scene.phones.tap(BORIS, "🔔 Personal alerts", chat=channel)
    await scene.answer()
    opened = (await scene.toast(channel)).url
    assert opened == "https://t.me/kolporter_sandbox_bot?start=campaign_channel"


async def test_nobody_else_has_that_button(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await pushed(scene)
    assert "🔔 Personal alerts" not in labels((await scene.messages(ANA))[-1])
