"""When news comes is the reader's to decide: at the first tap, and in one message ever after.

The real bot as a process, and phones that speak three languages; every step waits until the screen shows it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import HEADLINE, push_the_night_train, sees

ANA, IGOR = 1001, 1004


@dataclass(frozen=True)
class Words:
    """What one phone shows, in the language of its reader."""

    language: str
    paper: str
    often: str
    digest: str
    subscribed: str
    settings: str
    cap: str
    at_most_one: str
    hours: str
    at_six_too: str
    town: str
    its_clock: str
    pause: str
    a_week: str
    paused: str
    resume: str


ENGLISH = Words(
    language="en", paper="Primer Daily", often="at most 3 articles a day", digest="Daily digest 07:30",
    subscribed="It comes every day at 07:30, by the clocks of Skopje", settings="⚙️ Settings",
    cap="🔢 How many a day", at_most_one="at most 1 article a day", hours="🕢 Digest hours",
    at_six_too="At 06:00, 07:30, by the clocks of Skopje", town="Melbourne", its_clock="Melbourne: it is",
    pause="⏸ Pause", a_week="7 days", paused="⏸ Paused until", resume="▶ Resume",
)  # fmt: skip
MACEDONIAN = Words(
    language="mk", paper="Весник Пример", often="најмногу 3 текстови дневно", digest="Дневен преглед 07:30",
    subscribed="Стигнува секој ден во 07:30, по часовникот на Скопје", settings="⚙️ Поставки",
    cap="🔢 Колку дневно", at_most_one="најмногу 1 текст дневно", hours="🕢 Во кој час",
    at_six_too="Во 06:00, 07:30, по часовникот на Скопје", town="Торонто", its_clock="Торонто: сега е",
    pause="⏸ Пауза", a_week="7 дена", paused="⏸ Пауза до", resume="▶ Продолжи",
)  # fmt: skip
ALBANIAN = Words(
    language="sq", paper="Gazeta Primer", often="më së shumti 3 artikuj në ditë",
    digest="Përmbledhja ditore 07:30",
    subscribed="Vjen çdo ditë në orën 07:30, me orën e qytetit Shkup", settings="⚙️ Cilësimet",
    cap="🔢 Sa në ditë", at_most_one="më së shumti 1 artikull në ditë", hours="🕢 Në ç’orë",
    at_six_too="Në orën 06:00, 07:30, me orën e qytetit Shkup", town="Zvicra",
    its_clock="Cyrih: tani është ora",
    pause="⏸ Pauzë", a_week="7 ditë", paused="⏸ Pauzë deri më", resume="▶ Vazhdo",
)  # fmt: skip
AT_ONCE = {"en": "⚡ At once", "mk": "⚡ Веднаш", "sq": "⚡ Tani"}


@pytest.fixture
async def phones(telegram: SandboxClient, desk: Desk) -> AsyncIterator[SandboxClient]:
    """Phones, and a bot at work."""
    async with bot_at_work(desk):
        yield telegram


@pytest.mark.parametrize("words", [ENGLISH, MACEDONIAN, ALBANIAN], ids=lambda one: one.language)
async def test_a_reader_decides_in_their_language_how_often_and_when(
    phones: SandboxClient, words: Words
) -> None:
    """One tap subscribes to the digest; then at once but one a day, another hour, another clock, a pause."""
    await phones.person(ANA, "Ana", language_code=words.language)
    await phones.type(ANA, "/start")
    await sees(phones, ANA, words.often, words.digest)
    await phones.tap(ANA, words.digest)
    await sees(phones, ANA, words.subscribed, words.settings)
    await phones.tap(ANA, words.settings)
    await sees(phones, ANA, words.paper, AT_ONCE[words.language])
    await phones.tap(ANA, AT_ONCE[words.language])
    await sees(phones, ANA, words.often, words.cap)
    await phones.tap(ANA, words.cap)
    await sees(phones, ANA, "?", "✓ 3")
    await phones.tap(ANA, "1")
    await sees(phones, ANA, words.at_most_one, words.hours)
    await phones.tap(ANA, words.hours)
    await sees(phones, ANA, "07:30", "06:00")
    await phones.tap(ANA, "06:00")
    await sees(phones, ANA, words.at_six_too, "✓ 06:00")
    await phones.type(ANA, f"/zone {words.town}")
    await sees(phones, ANA, words.its_clock)
    await phones.type(ANA, "/settings")
    await sees(phones, ANA, words.its_clock, words.pause)
    await phones.tap(ANA, words.pause)
    await sees(phones, ANA, "?", words.a_week)
    await phones.tap(ANA, words.a_week)
    await sees(phones, ANA, words.paused, words.resume)
    assert not await phones.violations()


async def test_who_chose_the_digest_is_left_in_peace_and_who_chose_the_top_stories_is_not(
    phones: SandboxClient,
) -> None:
    """The same push reaches Ana's phone at once; Igor's waits for his hour."""
    for person, name in ((ANA, "Ana"), (IGOR, "Igor")):
        await phones.person(person, name, language_code="en")
        await phones.type(person, "/start")
        await sees(phones, person, "Primer Daily on Telegram", "Top stories")
    await phones.tap(ANA, "Top stories")
    await sees(phones, ANA, "at most 3 articles a day", "⚙️ Settings")
    await phones.tap(IGOR, "Daily digest 07:30")
    await sees(phones, IGOR, "In between comes only breaking news", "⚙️ Settings")

    await push_the_night_train(phones, EDITOR)

    await sees(phones, ANA, HEADLINE, "Less like this")
    await phones.type(IGOR, "/following")
    await sees(phones, IGOR, "What you follow")
    assert HEADLINE not in await phones.text(IGOR)
