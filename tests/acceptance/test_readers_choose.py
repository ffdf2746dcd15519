"""What readers get from the bot and not from a channel: what they follow, with a reason and a way out.

The real bot as a process, two phones and an editor's; every step waits until the screen shows it.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, push_the_night_train, sees

ANA, IGOR = 1001, 1004
COLUMN = "Analysis with Stojčevska"


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk) -> AsyncIterator[SandboxClient]:
    """Ana and Igor, and a bot that has read the paper's feeds."""
    for person, name in ((ANA, "Ana"), (IGOR, "Igor")):
        await telegram.person(person, name, language_code="en")
    async with bot_at_work(desk):
        async with asyncio.timeout(60):
            while not await has_articles(telegram):
                pass
        yield telegram


async def has_articles(phones: SandboxClient) -> bool:
    """Whether the bot has read the paper by now."""
    after = await phones.type(ANA, "/latest")
    message = await phones.wait_for(ANA, lambda one: one.is_from_bot, after=after, timeout=30)
    return "the latest" in message.text


async def test_a_reader_chooses_in_the_first_minute_and_gets_that_and_no_more(phones: SandboxClient) -> None:
    """`/start`, *Choose topics*, one tap; then an article of that column comes, to whoever follows it."""
    await phones.type(ANA, "/start")
    await sees(phones, ANA, "Primer Daily on Telegram", "Choose topics")
    await phones.tap(ANA, "Choose topics")
    await sees(phones, ANA, "what do you want to get", f"📚 {COLUMN}")
    await phones.tap(ANA, f"📚 {COLUMN}")
    await sees(phones, ANA, "what do you want to get", f"✓ 📚 {COLUMN}")
    await phones.type(IGOR, "/follow theatre")
    await sees(phones, IGOR, "You follow 🔎 theatre")

    await push_the_night_train(phones, EDITOR)

    await sees(phones, ANA, HEADLINE, "Less like this")
    await phones.type(IGOR, "/following")
    await sees(phones, IGOR, "What you follow")
    assert HEADLINE not in await phones.text(IGOR)


async def test_a_name_typed_in_another_alphabet_is_followed_and_can_be_left_from_its_push(
    phones: SandboxClient,
) -> None:
    """`/follow Стојчевска`; under the push: why, a week without, undo, unfollow, back; and *Read here*."""
    await phones.type(ANA, "/follow Стојчевска")
    await sees(phones, ANA, "Which one do you mean", "＋ ✍️ Biljana Stojčevska")
    await phones.tap(ANA, "＋ ✍️ Biljana Stojčevska")
    await sees(phones, ANA, "You follow ✍️ Biljana Stojčevska")
    await push_the_night_train(phones, EDITOR)

    await sees(phones, ANA, HEADLINE, "Less like this")
    await phones.tap(ANA, "Less like this")
    await sees(phones, ANA, HEADLINE, "Why did I get this?")
    await phones.tap(ANA, "Why did I get this?")
    await phones.tap(ANA, "🔕 7 days without Biljana Stojčevska")
    await sees(phones, ANA, HEADLINE, "✕ Unfollow Biljana Stojčevska")
    await phones.tap(ANA, "✕ Unfollow Biljana Stojčevska")
    await sees(phones, ANA, HEADLINE, "↩ Follow Biljana Stojčevska again")
    await phones.tap(ANA, "‹ Back")
    await sees(phones, ANA, HEADLINE, "Read here")
    await phones.tap(ANA, "Read here")
    await sees(phones, ANA, "Lidija Proševa")
    told = [one.text for one in (await phones.screen(ANA)).toasts if one.text]
    assert told[:2] == [
        "You follow the author Biljana Stojčevska.",
        "Nothing of it for 7 days. You can undo that below.",
    ]
    assert not await phones.violations()


async def test_a_link_from_the_site_leads_to_its_topic_and_a_forwarded_old_one_to_the_greeting(
    phones: SandboxClient,
) -> None:
    """`?start=series_…` offers it with one tap; a link that leads nowhere says so and greets."""
    await phones.type(ANA, "/start series_analysis-with-stojchevska")
    await sees(phones, ANA, f"Follow 📚 {COLUMN}?", f"＋ 📚 {COLUMN}")
    await phones.tap(ANA, f"＋ 📚 {COLUMN}")
    await sees(phones, ANA, f"You follow 📚 {COLUMN}")
    await phones.type(IGOR, "/start topic_yesterday")
    assert await sees(phones, IGOR, "out of date", "Top stories")
