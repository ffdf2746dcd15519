"""Beyond the private chat: a group, a forum's topic and a channel whose admins choose, and cards that travel.

The real bot as a process; every step waits until a screen shows it.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox import SandboxClient
from bot.sandbox.client import Offers
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, push_the_night_train, sees
from tests.acceptance.test_readers_choose import COLUMN, has_articles

ANA, IGOR = 1001, 1004
BOT = "kolporter_sandbox_bot"


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk) -> AsyncIterator[SandboxClient]:
    """Ana and Igor, who have pressed Start, and a bot that has read the paper's feeds."""
    for person, name in ((ANA, "Ana"), (IGOR, "Igor")):
        await telegram.person(person, name, language_code="en")
    async with bot_at_work(desk):
        async with asyncio.timeout(60):
            while not await has_articles(telegram):
                pass
        yield telegram


async def offers(phones: SandboxClient, person: int, text: str) -> tuple[str, Offers]:
    """What somebody is offered who types the bot's name and these words in some chat."""
    query = await phones.ask_inline(person, text)
    return query, await phones.wait_for_offers(person, query, timeout=30)


async def test_an_admin_lets_the_bot_into_a_group_and_it_brings_what_the_group_follows(
    phones: SandboxClient, desk: Desk
) -> None:
    """Ana's group: a greeting, a column chosen by her, refused to Igor; the push, then a supergroup. Igor
    taps *Support us*: that leads into his own chat and counts for the article."""
    group = await phones.chat("group", "Railway friends", [ANA, IGOR], bot="member")
    await sees(phones, group, "News of Primer Daily can come here", "Choose topics")
    await phones.tap(IGOR, "Choose topics", chat=group)
    assert "Only admins" in (await phones.wait_for_toast(group, timeout=30)).text
    await phones.tap(ANA, "Choose topics", chat=group)
    await sees(phones, group, "what do you want to get", f"📚 {COLUMN}")
    await phones.tap(ANA, f"📚 {COLUMN}", chat=group)
    await sees(phones, group, "what do you want to get", f"✓ 📚 {COLUMN}")
    moved = await phones.migrate(group)
    await phones.type(ANA, f"/settings@{BOT}", chat=moved)
    await sees(phones, moved, "What admins chose from Primer Daily comes here")
    await phones.type(IGOR, f"/stop@{BOT}", chat=moved)

    await push_the_night_train(phones, EDITOR)

    await sees(phones, moved, HEADLINE, "Read here")
    await phones.tap(IGOR, "Read here", chat=moved)
    opened = (await phones.wait_for_toast(moved, timeout=30)).url
    assert opened
    await phones.start(IGOR, opened.partition("?start=")[2])
    await sees(phones, IGOR, HEADLINE)

    await phones.tap(IGOR, "Support us", chat=moved)
    async with asyncio.timeout(30):
        while "support_" not in (link := (await phones.screen(moved)).toasts[-1].url or ""):
            pass
    await phones.start(IGOR, link.partition("?start=")[2])
    await sees(phones, IGOR, "free for everyone", "€5 a month")
    tapped = f"""
        SELECT sum(taken.count) FROM support_counts AS taken
        JOIN articles ON articles.id = taken.article_id JOIN pushes ON pushes.id = taken.push_id
        WHERE step = 'tapped' AND headline LIKE '%{HEADLINE}%' AND pushes.article_id = articles.id
    """
    assert desk.figure(tapped) == 1
    assert not await phones.violations()


async def test_a_forum_gets_it_in_the_topic_and_a_channel_as_its_admin_chose_in_private(
    phones: SandboxClient,
) -> None:
    """`/follow@bot` in a topic; a channel's page in Ana's own chat, the right to post taken and given."""
    forum = await phones.chat("supergroup", "Neighbours", [ANA], bot="member", is_forum=True)
    await sees(phones, forum, "News of Primer Daily can come here")
    topic = await phones.topic(forum, "Trains")
    await phones.type(ANA, f"/follow@{BOT} night train", chat=forum, thread=topic)
    await sees(phones, forum, "You follow 🔎 night train")
    channel = await phones.chat("channel", "Daily Wire", [ANA], bot="administrator")
    await sees(phones, ANA, "Daily Wire", "Everything of Primer Daily")
    await phones.tap(ANA, "Everything of Primer Daily")
    await sees(phones, ANA, "You get everything", "✓ Everything of Primer Daily")
    await phones.place_bot(channel, "administrator", ["can_edit_messages"])
    await sees(phones, ANA, "I may not write in Daily Wire any more")
    await phones.place_bot(channel, "administrator")
    await sees(phones, ANA, "I may write in Daily Wire again")

    await push_the_night_train(phones, EDITOR)

    assert (await sees(phones, forum, HEADLINE)).thread == topic
    await sees(phones, channel, HEADLINE)
    assert not await phones.violations()


async def test_a_card_shared_in_a_strangers_chat_leads_them_to_the_bot(phones: SandboxClient) -> None:
    """`@bot night train` in a chat without the bot; Igor taps the card, gets the article, and subscribes."""
    friends = await phones.chat("group", "Friends", [ANA, IGOR])
    query, found = await offers(phones, ANA, "night train")
    first = found.results[0]
    assert HEADLINE in first.title
    assert first.thumbnail_url
    await phones.choose_inline(query, first.id, friends)
    card = (await phones.screen(friends)).messages[-1]
    assert HEADLINE in card.text
    tap = await phones.tap(IGOR, "Follow Primer Daily on Telegram", card.message_id, chat=friends)
    assert tap.url
    await phones.start(IGOR, tap.url.partition("?start=")[2])
    await sees(phones, IGOR, HEADLINE)
    await sees(phones, IGOR, "Primer Daily on Telegram", "Top stories")
    way = await phones.tap(IGOR, "Support us", card.message_id, chat=friends)
    await phones.start(IGOR, (way.url or "").partition("?start=")[2])
    await sees(phones, IGOR, "free for everyone", "€5 a month")
    await phones.tap(IGOR, "Top stories")
    await sees(phones, IGOR, "You are subscribed")

    _, nothing = await offers(phones, ANA, "xylophone")
    assert nothing.button == ("Nothing found. Ask the bot itself", "inline_search")
    _, newest = await offers(phones, ANA, "")
    assert len(newest.results) > 1
    assert not await phones.violations()
