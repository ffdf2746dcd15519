"""Groups: an admin lets the bot in and chooses for all; the bot keeps silent about everything else."""

from typing import Any

import pytest

from bot.domain.articles import Article
from bot.domain.follows import subjects_of
from bot.domain.ids import ChatId, ThreadId, UserId
from bot.domain.subscribers import ChatKind, Standing
from bot.sandbox.client import ScreenMessage
from bot.updates import ALLOWED
from tests.handlers.scene import ANA, BORIS, DORA, Scene, labels
from tests.handlers.test_less_like_this import pushed

TRAIN = "The night train"
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def group_of(scene: Scene, *people: int, **more: Any) -> int:
    """A group whose first member owns it and has just let the bot in."""
    for person in people:
        await scene.phones.type(person, "/start")
    await scene.answer()
    group = await scene.phones.chat("supergroup", "Readers", people, bot="member", **more)
    await scene.answer()
    return group


async def presses(scene: Scene, person: int, group: int, label: str) -> ScreenMessage:
    """The person presses the newest button of this label in the group; the message as it is then."""
    message = next(one for one in reversed(await scene.messages(group)) if one.button(label))
    await scene.phones.tap(person, label, message.message_id, chat=group)
    await scene.answer()
    return next(one for one in await scene.messages(group) if one.message_id == message.message_id)


async def says(scene: Scene, person: int, group: int, text: str, thread: int | None = None) -> list[str]:
    """The person writes in the group; what the bot says to it."""
    before = len(await scene.messages(group))
    await scene.phones.type(person, text, chat=group, thread=thread)
    await scene.answer()
    return [one.text for one in (await scene.messages(group))[before:]]


def raw(group: int, **more: Any) -> dict[str, Any]:
    """A message in the group that no phone of the sandbox can write."""
    text = str(more.get("text", ""))
    command = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    chat = {"id": group, "type": "supergroup", "title": "Readers"}
    return {"message": {"message_id": 900, "date": 1, "chat": chat, "entities": command, **more}}


def place_change(scene: Scene, group: int, now: dict[str, Any]) -> dict[str, Any]:
    """The bot, a plain member, gets another place that the sandbox does not know."""
    rights = (
        "change_info edit_tag invite_users pin_messages manage_topics react_to_messages send_polls"
        " send_other_messages send_audios send_documents send_photos send_videos"
        " send_video_notes send_voice_notes add_web_page_previews"
    )
    bot = {"id": scene.sandbox.state.bot.id, "is_bot": True, "first_name": "Kolporter"}
    change = {
        "chat": {"id": group, "type": "supergroup", "title": "Readers"},
        "from": {"id": DORA, "is_bot": False, "first_name": "Dora"},
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot} | {f"can_{one}": False for one in rights.split()} | now,
    }
    return {"my_chat_member": change}


async def test_who_lets_the_bot_in_is_asked_what_shall_come(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    (greeting,) = await scene.messages(group)
    assert "News of Primer Daily can come here" in greeting.text
    assert {"Everything of Primer Daily", "Choose topics", "⏸ Pause"} <= set(labels(greeting))
    subscriber = await scene.subscriber(group)
    assert subscriber
    assert (subscriber.kind, subscriber.title) == (ChatKind.GROUP, "Readers")
    assert subscriber.keeper_id == UserId(BORIS)


async def test_an_admin_chooses_everything_with_one_tap_and_the_next_push_comes(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    page = await presses(scene, BORIS, group, "Everything of Primer Daily")
    assert "✓ Everything of Primer Daily" in labels(page)
    await pushed(scene)
    assert TRAIN in (await scene.messages(group))[-1].text


async def test_a_group_that_chose_nothing_gets_nothing(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await pushed(scene)
    assert len(await scene.messages(group)) == 1


async def test_a_member_who_is_no_admin_cannot_choose(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    page = await presses(scene, ANA, group, "Everything of Primer Daily")
    assert "✓ Everything of Primer Daily" not in labels(page)
    assert (await scene.toast(group)).text == "Only admins of this group or channel can do this."
    assert await says(scene, ANA, group, "/settings@kolporter_sandbox_bot") == []


async def test_who_is_no_admin_any_more_cannot_choose_half_a_minute_later(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    await scene.phones.place(group, ANA, "administrator")
    await presses(scene, ANA, group, "Choose topics")
    await scene.phones.place(group, ANA, "member")
    scene.clock.pass_by(seconds=31)
    await presses(scene, ANA, group, "Everything of Primer Daily")
    assert (await scene.toast(group)).text == "Only admins of this group or channel can do this."


async def test_while_telegram_does_not_name_the_admins_nobody_chooses(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await scene.phones.fault(502, method="getChatAdministrators")
    await presses(scene, BORIS, group, "Choose topics")
    assert "does not say right now who the admins are" in (await scene.toast(group)).text


async def test_an_anonymous_admin_is_an_admin(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    chat = {"id": group, "type": "supergroup", "title": "Readers"}
    message = raw(group, text="/settings@kolporter_sandbox_bot", sender_chat=chat) | {}
    message["message"]["from"] = ANONYMOUS
    assert await scene.happens(message) == 1


@pytest.mark.parametrize("forwarded", [True, False], ids=["linked channel", "somebody as a channel"])
async def test_a_channel_that_writes_in_the_group_commands_nothing(scene: Scene, forwarded: bool) -> None:
    group = await group_of(scene, BORIS)
    channel = {"id": -1_009, "type": "channel", "title": "Daily"}
    message = raw(group, text="/settings", sender_chat=channel, is_automatic_forward=forwarded)
    message["message"]["from"] = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
    assert await scene.happens(message) == 0


async def test_ordinary_talk_and_other_commands_get_no_answer(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    await scene.phones.place_bot(group, "administrator")
    await scene.answer()
    for text in ("Good morning", "why the night train?", "/latest", "/feedback it is wrong", "/weather"):
        assert await says(scene, BORIS, group, text) == []


async def test_settings_shows_what_comes_and_pauses_it(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    (page,) = await says(scene, BORIS, group, "/settings@kolporter_sandbox_bot")
    assert "What admins chose from Primer Daily comes here" in page
    paused = await presses(scene, BORIS, group, "⏸ Pause")
    assert "is paused here" in paused.text
    await pushed(scene)
    assert all(TRAIN not in one.text for one in await scene.messages(group))
    assert "comes here" in (await presses(scene, BORIS, group, "▶ Resume")).text


async def test_follow_with_words_is_the_groups_follow(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    (answer,) = await says(scene, BORIS, group, "/follow@kolporter_sandbox_bot railway")
    assert "You follow 🔎 railway" in answer
    await pushed(scene)
    assert TRAIN in (await scene.messages(group))[-1].text
    assert await scene.subscriber(BORIS) is None


async def test_stop_ends_it_and_the_same_button_brings_it_back(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    (farewell,) = await says(scene, BORIS, group, "/stop@kolporter_sandbox_bot")
    assert "Nothing of Primer Daily comes here" in farewell
    assert await scene.standing(group) is Standing.LEFT
    await presses(scene, BORIS, group, "▶ Resume")
    assert await scene.standing(group) is Standing.ACTIVE


async def test_another_edition_is_another_language_of_news(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    page = await presses(scene, BORIS, group, "Весник Пример")
    subscriber = await scene.subscriber(group)
    assert subscriber
    assert subscriber.edition == "mk"
    assert "✓ Весник Пример" in labels(page)


async def test_help_in_a_group_lists_what_admins_can_use_there(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    (answer,) = await says(scene, BORIS, group, "/help@kolporter_sandbox_bot")
    assert "/settings" in answer
    assert "/feedback" not in answer


async def test_the_link_that_adds_the_bot_is_greeted_once(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    assert await says(scene, BORIS, group, "/start@kolporter_sandbox_bot here") == []
    scene.clock.pass_by(minutes=5)
    assert len(await says(scene, BORIS, group, "/start@kolporter_sandbox_bot here")) == 1


async def test_what_is_put_out_gets_nothing_until_it_is_let_in_again(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    await scene.phones.place_bot(group, "kicked")
    await scene.answer()
    assert await scene.standing(group) is Standing.BLOCKED
    scene.clock.pass_by(minutes=5)
    await scene.phones.place_bot(group, "member")
    assert "What admins chose from Primer Daily comes here" in (await scene.answered(group)).text


async def test_a_group_that_becomes_a_supergroup_goes_on_where_it_is(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    group = await scene.phones.chat("group", "Readers", [BORIS], bot="member")
    await scene.answer()
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    new = await scene.phones.migrate(group)
    await scene.answer()
    assert await scene.messages(new) == []
    await pushed(scene)
    assert TRAIN in (await scene.messages(new))[-1].text


async def test_a_new_title_is_known(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    user = {"id": BORIS, "is_bot": False, "first_name": "Boris"}
    message = raw(group, new_chat_title="Neighbours")
    message["message"]["from"] = user
    assert await scene.happens(message) == 0
    subscriber = await scene.subscriber(group)
    assert subscriber
    assert subscriber.title == "Neighbours"


async def test_a_group_we_are_in_without_knowing_it_is_known_once_asked(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    group = await scene.phones.chat("supergroup", "Readers", [BORIS], bot="member")
    waiting = await scene.bot.raw_updates(scene.offset, 0, ALLOWED)
    scene.offset = waiting[-1]["update_id"] + 1
    assert len(await says(scene, BORIS, group, "/settings@kolporter_sandbox_bot")) == 1
    subscriber = await scene.subscriber(group)
    assert subscriber
    assert (subscriber.title, subscriber.keeper_id) == ("Readers", None)


async def test_news_comes_to_the_topic_where_it_was_chosen(scene: Scene) -> None:
    forum = await group_of(scene, BORIS, is_forum=True)
    topic = await scene.phones.topic(forum, "Railway")
    await says(scene, BORIS, forum, "/follow@kolporter_sandbox_bot railway", thread=topic)
    await pushed(scene)
    last = (await scene.messages(forum))[-1]
    assert TRAIN in last.text
    assert last.thread == topic


async def test_another_topic_is_one_tap_away(scene: Scene) -> None:
    forum = await group_of(scene, BORIS, is_forum=True)
    topic = await scene.phones.topic(forum, "Railway")
    await presses(scene, BORIS, forum, "Everything of Primer Daily")
    (page,) = await says(scene, BORIS, forum, "/settings@kolporter_sandbox_bot", thread=topic)
    assert "It comes to another topic of this group." in page
    after = await presses(scene, BORIS, forum, "Send it to this topic")
    assert "another topic" not in after.text
    subscriber = await scene.subscriber(forum)
    assert subscriber
    assert subscriber.thread_id == ThreadId(topic)


async def test_a_topic_that_is_gone_ends_it_until_an_admin_resumes_it_elsewhere(scene: Scene) -> None:
    forum = await group_of(scene, BORIS, is_forum=True)
    topic = await scene.phones.topic(forum, "Railway")
    await says(scene, BORIS, forum, "/follow@kolporter_sandbox_bot railway", thread=topic)
    await scene.phones.change_topic(forum, topic, is_deleted=True)
    await pushed(scene)
    assert await scene.standing(forum) is Standing.BLOCKED
    await says(scene, BORIS, forum, "/settings@kolporter_sandbox_bot")
    await presses(scene, BORIS, forum, "▶ Resume")
    subscriber = await scene.subscriber(forum)
    assert subscriber
    assert (subscriber.standing, subscriber.thread_id) == (Standing.ACTIVE, None)


async def got_it(scene: Scene) -> tuple[int, Article]:
    """A group that got the night train."""
    group = await group_of(scene, BORIS, ANA)
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    return group, await pushed(scene)


async def test_read_here_opens_the_readers_own_chat(scene: Scene) -> None:
    group, article = await got_it(scene)
    await presses(scene, ANA, group, "Read here")
    opened = (await scene.toast(group)).url
    assert opened == f"https://t.me/kolporter_sandbox_bot?start=article_{article.id}-chat"
    await scene.phones.start(ANA, opened.partition("=")[2])
    await scene.answer()
    assert any(TRAIN in one.text for one in await scene.messages(ANA))


async def test_less_like_this_is_for_admins_and_counts_for_the_group(scene: Scene) -> None:
    group, article = await got_it(scene)
    await presses(scene, ANA, group, "Less like this")
    assert (await scene.toast(group)).text == "Only admins of this group or channel can do this."
    await presses(scene, BORIS, group, "Less like this")
    await presses(scene, BORIS, group, "🔕 7 days without Railway")
    async with scene.open_store() as store:
        group_row = await store.subscribers.by_chat(ChatId(group))
        assert group_row
        follows = await store.follows.of(group_row.id)
    railway = next(one for one in subjects_of(article) if one.label == "Railway")
    assert any(one.subject == railway and one.muted_until for one in follows)


async def test_a_group_where_only_admins_write_is_left_alone(scene: Scene) -> None:
    await scene.types(DORA, "/start")
    group = await scene.phones.chat("supergroup", "Readers", [DORA])
    await scene.phones.permit(group, can_send_messages=False)
    await scene.phones.place_bot(group, "member")
    await scene.answer()
    assert await scene.standing(group) is Standing.BLOCKED
    scene.clock.pass_by(minutes=1)
    await scene.phones.place_bot(group, "administrator")
    assert "can come here" in (await scene.answered(group)).text


@pytest.mark.parametrize("may_write", [True, False])
async def test_restricted_in_a_group_it_tells_who_brought_it_unless_it_may_still_write(
    scene: Scene, may_write: bool
) -> None:
    group = await group_of(scene, BORIS)
    now = {"status": "restricted", "is_member": True, "until_date": 0, "can_send_messages": may_write}
    assert await scene.happens(place_change(scene, group, now)) == int(not may_write)
    standing = Standing.ACTIVE if may_write else Standing.BLOCKED
    assert await scene.standing(group) is standing
    said = (await scene.messages(BORIS))[-1].text
    assert ("I may not write in Readers" in said) is not may_write


async def test_who_brought_us_is_told_once_that_a_push_was_refused(scene: Scene) -> None:
    group, _ = await got_it(scene)
    before = len(await scene.messages(BORIS))
    await scene.phones.permit(group, can_send_messages=False)  # of which Telegram tells no bot
    await pushed(scene, "The day train")
    await scene.phones.fault(500)
    for _ in range(3):
        await scene.newsroom.tell_keepers()
    (told,) = (await scene.messages(BORIS))[before:]
    assert "refused my message to Readers" in told.text
    assert await scene.standing(group) is Standing.BLOCKED


async def test_who_silences_us_in_front_of_telegram_is_told_once(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    await scene.newsroom.subscribe.blocked(ChatId(group))
    now = {"status": "restricted", "is_member": True, "until_date": 0, "can_send_messages": False}
    assert await scene.happens(place_change(scene, group, now)) == 1
    before = len(await scene.messages(BORIS))
    await scene.newsroom.tell_keepers()
    assert len(await scene.messages(BORIS)) == before


async def test_restricted_and_gone_is_gone(scene: Scene) -> None:
    group = await group_of(scene, BORIS)
    now = {"status": "restricted", "is_member": False, "until_date": 0, "can_send_messages": True}
    assert await scene.happens(place_change(scene, group, now)) == 0
    assert await scene.standing(group) is Standing.BLOCKED
