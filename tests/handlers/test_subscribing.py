"""A reader comes, chooses, pauses and goes."""

import pytest

from bot.domain.preferences import Mode
from bot.domain.subscribers import Standing
from tests.handlers.scene import ANA, BORIS, Scene, labels

GREETING = ["Top stories", "Daily digest 07:30", "Choose topics"]


async def test_start_greets_with_what_one_tap_can_get(scene: Scene) -> None:
    text = await scene.types(ANA, "/start")
    (greeting,) = await scene.messages(ANA)
    assert text.startswith("Primer Daily")
    assert "/stop" in text
    assert labels(greeting) == GREETING


async def test_start_alone_subscribes_nobody(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    assert await scene.subscriber(ANA) is None


async def test_one_tap_subscribes_and_confirms_in_place(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    confirmation = await scene.taps(ANA, "Top stories")
    assert "subscribed to Primer Daily" in confirmation.text
    assert len(await scene.messages(ANA)) == 1
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_who_writes_or_taps_is_known_to_be_here_that_day(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.taps(ANA, "Top stories")
    scene.clock.pass_by(days=3)
    await scene.types(ANA, "/help")
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert subscriber.seen_on == scene.clock.now().date()


async def test_the_confirmation_says_what_was_chosen_and_how_to_change_it(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    confirmation = await scene.taps(ANA, "Top stories")
    assert "at most 3 articles a day; the rest comes in one digest at 07:30" in confirmation.text
    assert "/settings" in confirmation.text
    assert labels(confirmation) == ["⚙️ Settings", "Choose topics", "What I follow"]


async def test_one_tap_subscribes_to_the_daily_digest_alone(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    confirmation = await scene.taps(ANA, "Daily digest 07:30")
    assert (
        "It comes every day at 07:30, by the clocks of Skopje. In between comes only breaking news."
        in confirmation.text
    )
    assert len(await scene.messages(ANA)) == 1
    assert await scene.standing(ANA) is Standing.ACTIVE
    assert (await scene.chosen(ANA)).mode is Mode.DIGEST


async def test_the_last_tap_of_two_counts(scene: Scene) -> None:
    """The second phone still shows the greeting."""
    await scene.types(ANA, "/start")
    await scene.types(ANA, "/start")
    older, newer = await scene.messages(ANA)
    await scene.phones.tap(ANA, "Daily digest 07:30", older.message_id)
    await scene.phones.tap(ANA, "Top stories", newer.message_id)
    await scene.answer()
    assert (await scene.chosen(ANA)).mode is Mode.INSTANT


async def test_start_tells_a_subscriber_that_they_are_one(scene: Scene) -> None:
    await scene.subscribed(ANA)
    assert "You are subscribed" in await scene.types(ANA, "/start")


async def test_start_tells_who_paused_that_it_is_a_pause(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA, "⏸ Pause", "Until I resume")
    assert "Paused until you resume" in await scene.types(ANA, "/start")


@pytest.mark.parametrize(
    ("language", "button", "edition"),
    [
        ("mk", "Најважното", "mk"),
        ("sq", "Më të rëndësishmet", "sq"),
        ("en-GB", "Top stories", "en"),
        ("de", "Top stories", "en"),
    ],
)
async def test_a_reader_is_met_in_the_language_of_their_app(
    scene: Scene, language: str, button: str, edition: str
) -> None:
    """A language we don't speak gets the paper's first edition."""
    await scene.phones.person(ANA, "Ana", language_code=language)
    await scene.types(ANA, "/start")
    await scene.taps(ANA, button)
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert subscriber.edition == edition


async def test_another_edition_is_marked_in_place(scene: Scene) -> None:
    await scene.subscribed(ANA)
    settings = await scene.in_settings(ANA, "📰 Edition", "Весник Пример")
    assert "subscribed to Весник Пример" in settings.text
    editions = await scene.taps(ANA, "📰 Edition")
    assert labels(editions) == ["Primer Daily", "✓ Весник Пример", "Gazeta Primer", "‹ Settings"]
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert subscriber.edition == "mk"


async def test_choosing_what_is_chosen_changes_nothing(scene: Scene) -> None:
    await scene.subscribed(ANA)
    before, subscriber = await scene.in_settings(ANA), await scene.subscriber(ANA)
    after = await scene.in_settings(ANA, "📰 Edition", "✓ Primer Daily")
    # Not the whole text: it says what time it is, and a minute may have passed.
    assert (after.text.splitlines()[0], labels(after)) == (before.text.splitlines()[0], labels(before))
    assert await scene.subscriber(ANA) == subscriber


async def test_pause_and_resume_follow_each_other(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA, "⏸ Pause", "Until I resume")
    assert await scene.standing(ANA) is Standing.PAUSED
    await scene.taps(ANA, "▶ Resume")
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_settings_of_a_stranger_offer_to_subscribe(scene: Scene) -> None:
    assert "not subscribed" in await scene.types(ANA, "/settings")
    assert labels((await scene.messages(ANA))[-1]) == ["Subscribe"]


async def test_stop_ends_it_and_shows_the_way_back(scene: Scene) -> None:
    await scene.subscribed(ANA)
    assert "sends you nothing more" in await scene.types(ANA, "/stop")
    assert await scene.standing(ANA) is Standing.LEFT
    await scene.taps(ANA, "Subscribe")
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_stop_is_fine_for_who_never_subscribed(scene: Scene) -> None:
    assert "sends you nothing more" in await scene.types(ANA, "/stop")
    assert await scene.subscriber(ANA) is None


async def test_a_block_is_remembered(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.phones.block(ANA)
    await scene.answer()
    assert await scene.standing(ANA) is Standing.BLOCKED


async def test_unblocking_alone_brings_nobody_back(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.phones.block(ANA)
    await scene.phones.unblock(ANA)
    await scene.answer()
    assert await scene.standing(ANA) is Standing.BLOCKED


async def test_start_after_a_block_brings_the_subscription_back(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.phones.block(ANA)
    assert "You are subscribed" in await scene.types(ANA, "/start")
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_who_stopped_before_blocking_is_only_asked(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/stop")
    await scene.phones.block(ANA)
    await scene.types(ANA, "/start")
    assert await scene.standing(ANA) is Standing.LEFT


async def test_the_desk_is_told_who_they_are_at_start(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    first, second = await scene.messages(BORIS)
    assert "newsroom" in first.text
    assert labels(second) == GREETING
