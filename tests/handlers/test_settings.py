"""`/settings`: one message, edited in place, where every choice is at most two taps away."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.preferences import EVERY_DAY, Mode, QuietHours
from bot.domain.subscribers import Standing
from bot.sandbox.client import ScreenMessage
from tests.handlers.scene import ANA, Scene, labels

FIRST = [
    "✓ At once", "🗞 Digest", "🚨 Breaking",
    "🔢 How many a day", "🕢 Digest hours",
    "📅 Digest days", "🌙 Quiet hours",
    "🌍 Time zone", "📰 Edition",
    "⏸ Pause", "What I follow",
    "👥 Groups and channels",
]  # fmt: skip


@pytest.fixture
async def ana(scene: Scene) -> Scene:
    """Ana gets the top stories."""
    await scene.subscribed(ANA)
    return scene


def lines(message: ScreenMessage) -> list[str]:
    """What the settings say holds."""
    return message.text.splitlines()[2:]


async def asked(scene: Scene, reply: str) -> ScreenMessage:
    """Ana replies to our last question; returns what the bot says to it."""
    question = (await scene.messages(ANA))[-1]
    await scene.phones.type(ANA, reply, reply_to=question.message_id)
    return await scene.answered(ANA)


async def test_the_first_page_says_what_holds_and_leads_to_everything(ana: Scene) -> None:
    page = await ana.in_settings(ANA)
    now = ana.clock.now().astimezone(ZoneInfo("Europe/Skopje"))
    assert page.text.splitlines()[0] == "You are subscribed to Primer Daily."
    assert lines(page) == [
        "⚡ At once, at most 3 articles a day; the rest in the digest",
        "🕢 Digest at 07:30, every day",
        "🌙 No quiet hours",
        f"🌍 Skopje: it is {now:%H:%M} now",
    ]
    assert labels(page) == FIRST


@pytest.mark.parametrize("language", ["en", "mk", "sq"])
async def test_every_page_leads_back_in_every_language(ana: Scene, language: str) -> None:
    await ana.phones.person(ANA, "Ana", language_code=language)
    first = await ana.in_settings(ANA)
    for label in labels(first)[3:9]:
        page = await ana.taps(ANA, label)
        assert page.message_id == first.message_id
        assert labels(await ana.taps(ANA, labels(page)[-1])) == labels(first)


async def test_one_tap_turns_to_the_digest_and_back(ana: Scene) -> None:
    digest = await ana.in_settings(ANA, "🗞 Digest")
    assert lines(digest)[:2] == [
        "🗞 In the digest; at once only breaking news",
        "🕢 Digest at 07:30, every day",
    ]
    assert (await ana.chosen(ANA)).mode is Mode.DIGEST
    assert lines(await ana.taps(ANA, "⚡ At once"))[0].startswith("⚡ At once")


@pytest.mark.parametrize(
    ("label", "cap", "line"),
    [
        ("1", 1, "⚡ At once, at most 1 article a day; the rest in the digest"),
        ("10", 10, "⚡ At once, at most 10 articles a day; the rest in the digest"),
        ("As many as there are", None, "⚡ At once, as many as there are"),
    ],
)
async def test_how_many_a_day_is_two_taps_away(ana: Scene, label: str, cap: int | None, line: str) -> None:
    page = await ana.in_settings(ANA, "🔢 How many a day", label)
    assert lines(page)[0] == line
    assert (await ana.chosen(ANA)).daily_cap == cap


async def test_the_digest_comes_at_several_hours_and_never_at_none(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "🕢 Digest hours", "18:00", "✓ 07:30")
    assert "At 18:00, by the clocks of Skopje" in page.text
    await ana.taps(ANA, "✓ 18:00")
    assert "one hour at least" in (await ana.toast(ANA)).text
    assert (await ana.chosen(ANA)).digest_times == (time(18),)


async def test_an_hour_of_the_readers_own_is_typed(ana: Scene) -> None:
    await ana.in_settings(ANA, "🕢 Digest hours", "Another hour…")
    page = await asked(ana, "6.45")
    assert "At 06:45, 07:30" in page.text
    assert "✓ 06:45" in labels(page)
    await ana.in_settings(ANA, "🕢 Digest hours", "Another hour…")
    assert "quarter" in (await asked(ana, "quarter to seven")).text


async def test_nobody_gets_more_digests_than_eight(ana: Scene) -> None:
    hours = ["06:00", "07:00", "08:00", "09:00", "10:00", "12:00", "14:00"]
    await ana.in_settings(ANA, "🕢 Digest hours", *hours, "22:00")
    assert "8 hours are the most" in (await ana.toast(ANA)).text


async def test_the_digest_comes_on_chosen_days_and_never_on_none(ana: Scene) -> None:
    await ana.in_settings(ANA, "📅 Digest days", "Weekdays")
    assert (await ana.chosen(ANA)).digest_days == frozenset(range(5))
    await ana.taps(ANA, "Sun")
    for day in ("✓ Mon", "✓ Tue", "✓ Wed", "✓ Thu", "✓ Fri"):
        await ana.taps(ANA, day)
    assert "🕢 Digest at 07:30, Sun" in lines(await ana.taps(ANA, "‹ Settings"))
    await ana.in_settings(ANA, "📅 Digest days", "✓ Sun")
    assert "one day at least" in (await ana.toast(ANA)).text
    await ana.taps(ANA, "Every day")
    assert (await ana.chosen(ANA)).digest_days == EVERY_DAY


async def test_quiet_hours_are_two_taps_away(ana: Scene) -> None:
    await ana.in_settings(ANA, "🌙 Quiet hours", "🌙 23:00")
    assert (await ana.chosen(ANA)).quiet == QuietHours(start=time(23), end=time(7))
    page = await ana.taps(ANA, "☀️ 08:00")
    assert labels(page)[2] == "✓ 23:00"
    assert "🌙 Quiet from 23:00 to 08:00" in lines(await ana.taps(ANA, "‹ Settings"))
    await ana.in_settings(ANA, "🌙 Quiet hours", "No quiet hours")
    assert (await ana.chosen(ANA)).quiet is None


async def test_only_breaking_is_one_tap_and_one_back(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "🚨 Breaking")
    assert lines(page)[:2] == ["🚨 Only breaking news", "🌙 No quiet hours"]
    assert (await ana.chosen(ANA)).only_breaking
    await ana.taps(ANA, "⚡ At once")
    assert not (await ana.chosen(ANA)).only_breaking


async def test_a_double_tap_does_what_one_does(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "🕢 Digest hours")
    for _ in range(2):
        await ana.phones.tap(ANA, "18:00", page.message_id)
    await ana.answer()
    assert (await ana.chosen(ANA)).digest_times == (time(7, 30), time(18))


async def test_two_phones_choose_at_once_and_neither_undoes_the_other(ana: Scene) -> None:
    older = await ana.in_settings(ANA, "🕢 Digest hours")
    newer = await ana.in_settings(ANA, "🌙 Quiet hours")
    await ana.phones.tap(ANA, "18:00", older.message_id)
    await ana.phones.tap(ANA, "🌙 22:00", newer.message_id)
    await ana.phones.tap(ANA, "20:00", older.message_id)
    await ana.answer()
    chosen = await ana.chosen(ANA)
    assert chosen.digest_times == (time(7, 30), time(18), time(20))
    assert chosen.quiet == QuietHours(start=time(22), end=time(7))


@pytest.mark.parametrize(
    "data",
    ["mode:later", "cap:many", "hour:+2560", "hour:0800", "day:+7", "days:", "days:78", "quiet:2200",
     "quiet:2200-2200", "quiet:9900-0700", "pause:x", "pause:999",
     "zone:Europe/Nowhere", "zone:../../etc/passwd"],
)  # fmt: skip
async def test_a_button_that_was_never_ours_changes_nothing(ana: Scene, data: str) -> None:
    before = await ana.chosen(ANA)
    await ana.press(ANA, data)
    assert (await ana.toast(ANA)).show_alert
    assert await ana.chosen(ANA) == before
    assert await ana.standing(ANA) is Standing.ACTIVE


async def test_a_pause_says_when_it_ends_and_ends_with_a_tap(ana: Scene) -> None:
    page = await ana.in_settings(ANA, "⏸ Pause", "7 days")
    until = (await ana.chosen(ANA)).paused_until
    assert until is not None
    assert timedelta(days=6, hours=22) < until - ana.clock.now() <= timedelta(days=7, hours=1)
    assert lines(page)[0].startswith("⏸ Paused until ")
    assert await ana.standing(ANA) is Standing.PAUSED
    assert "⏸ Pause" in labels(await ana.taps(ANA, "▶ Resume"))
    assert await ana.standing(ANA) is Standing.ACTIVE


@pytest.mark.parametrize("words", ["10", "１２", "1 January", "1.1."])
async def test_a_pause_can_be_typed(ana: Scene, words: str) -> None:
    assert "⏸ Paused until " in await ana.types(ANA, f"/pause {words}")
    assert await ana.standing(ANA) is Standing.PAUSED


async def test_pause_alone_asks_how_long(ana: Scene) -> None:
    assert "How long shall nothing come" in await ana.types(ANA, "/pause")
    await ana.taps(ANA, "Until a day…")
    assert "Write a day of the coming year" in (await asked(ana, "some day")).text
    await ana.taps(ANA, "Until a day…")
    assert "⏸ Paused until " in (await asked(ana, "1.1.")).text


@pytest.mark.parametrize("words", ["0", "400", "31.6.", "yesterday", "9" * 3_000])
async def test_a_pause_nobody_can_mean_is_told(ana: Scene, words: str) -> None:
    assert "Write a day of the coming year" in await ana.types(ANA, f"/pause {words}")
    assert await ana.standing(ANA) is Standing.ACTIVE
