"""Readers are asked for support after an answer, seldom; and what they say to it holds."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.appeals import AppealRules, Effect, History
from bot.domain.articles import Article
from bot.domain.ids import ChatId
from bot.domain.support_links import Place
from bot.rendering.callbacks import Action, pack
from bot.sandbox.client import ScreenMessage
from tests.handlers.conftest import REFERENCES
from tests.handlers.scene import ANA, BORIS, EN, VERA, Scene, draft, labels

BUSES = draft("Buses are late", body=("The buses of the town are late again today.",), topics=("Transport",))
CRASH = draft("Three killed in a crash of buses", body=("Three people were killed.",))
RESTS = ["I am already a member", "Not now", "Never ask me"]


@pytest.fixture
def appeals() -> AppealRules | None:
    """After two actions, not beside the dead."""
    return AppealRules(actions=2, newcomers=timedelta(0), not_about=("killed",))


async def reads(scene: Scene, article: Article, person: int = ANA) -> ScreenMessage:
    """The person taps *Read here* under a card; returns what the bot says last."""
    await scene.shows_button(person, pack(Action.READ_HERE, article.id))
    await scene.taps(person, "Button")
    return (await scene.messages(person))[-1]


async def kept(scene: Scene) -> History | None:
    """What is kept of Ana."""
    async with scene.open_store() as store:
        return await store.appeals.of(ChatId(ANA))


async def counted(scene: Scene) -> list[dict[Effect, int]]:
    """What is counted of each wording."""
    async with scene.open_store() as store:
        return [dict(of) for of in (await store.appeals.counts(scene.clock.now().date())).values()]


async def asked(scene: Scene) -> ScreenMessage:
    """Ana has subscribed, searched and read; returns the appeal."""
    await scene.subscribed(ANA)
    (article,) = await scene.published(BUSES)
    await scene.types(ANA, "buses")
    return await reads(scene, article)


async def test_who_did_enough_is_asked_after_reading_and_then_left_alone(scene: Scene) -> None:
    appeal = await asked(scene)
    wordings = scene.newsroom.paper.editions[EN].wordings
    assert any(one.text in appeal.text for one in wordings)
    assert len(appeal.buttons) == 2
    assert labels(appeal)[1:] == ["Not now", "Never ask me"]
    await scene.types(ANA, "buses")
    assert "buses" in (await scene.messages(ANA))[-1].text
    assert await counted(scene) == [{Effect.SHOWN: 1}]


async def test_its_button_shows_the_tiers_with_links_that_say_where_they_were_tapped(scene: Scene) -> None:
    appeal = await asked(scene)
    page = await scene.taps(ANA, labels(appeal)[0])
    assert labels(page) == ["€5 a month", "€10 a month", "Another amount", *RESTS]
    link = page.buttons[0][0].url
    assert link
    tags = {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
    reference = REFERENCES.read(tags.pop("ref"))
    assert reference
    assert (reference.place, reference.wording) == (Place.APPEAL, tags["utm_content"])
    assert tags | {"utm_source": "telegram", "utm_medium": "bot", "utm_campaign": "appeal"} == tags
    assert await counted(scene) == [{Effect.SHOWN: 1, Effect.TAPPED: 1}]


async def test_after_a_search_it_is_a_button_whose_page_comes_below_the_answer(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.published(BUSES)
    await scene.types(ANA, "buses")
    await scene.types(ANA, "buses")
    answer = (await scene.messages(ANA))[-1]
    assert "buses of the town" in answer.text
    under = await scene.taps(ANA, labels(answer)[-1])
    await scene.taps(ANA, labels(answer)[-1])
    assert under.text == answer.text
    assert labels((await scene.messages(ANA))[-1])[3:] == RESTS
    assert await counted(scene) == [{Effect.SHOWN: 1, Effect.TAPPED: 1}]


@pytest.mark.parametrize(
    ("label", "told", "effect"),
    [("Not now", "not ask you here before", Effect.NOT_NOW), ("Never ask me", "never ask you", Effect.NEVER)],
)
async def test_what_a_reader_says_is_kept_and_counted(
    scene: Scene, label: str, told: str, effect: Effect
) -> None:
    await asked(scene)
    assert told in (await scene.taps(ANA, label)).text
    history = await kept(scene)
    assert history
    assert history.rest == effect.value
    assert await counted(scene) == [{Effect.SHOWN: 1, effect: 1}]


async def test_where_the_page_confirms_nobody_member_leads_to_it_and_a_word_is_enough(scene: Scene) -> None:
    assert "free for everyone" in await scene.types(ANA, "/member")
    await scene.taps(ANA, "I am already a member")
    assert "Thank you for being a member" in (await scene.messages(ANA))[-1].text


@pytest.mark.parametrize("command", ["/support", "/membership", "/donate"])
async def test_whoever_asks_gets_the_page_by_each_of_its_names(scene: Scene, command: str) -> None:
    assert "free for everyone" in await scene.types(ANA, command)
    page = (await scene.messages(ANA))[-1]
    assert labels(page)[3:] == ["I am already a member"]
    link = page.buttons[0][0].url
    assert link
    reference = REFERENCES.read(parse_qs(urlsplit(link).query)["ref"][0])
    assert reference
    assert (reference.place, reference.reader, reference.wording) == (Place.COMMAND, 0, None)


async def test_who_gets_nothing_from_us_is_offered_no_reminder_and_promised_none(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.press(ANA, "rest:later.")
    assert "We will not ask you here before" in (await scene.messages(ANA))[-1].text
    await scene.subscribed(ANA)
    await scene.types(ANA, "/support")
    assert labels((await scene.messages(ANA))[-1])[3:] == ["I am already a member", "Remind me later"]


async def test_who_said_what_lasts_longer_is_offered_no_reminder(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.press(ANA, "rest:not_now.")
    await scene.types(ANA, "/support")
    assert labels((await scene.messages(ANA))[-1])[3:] == ["I am already a member"]
    scene.clock.pass_by(days=54)
    await scene.types(ANA, "/support")
    assert labels((await scene.messages(ANA))[-1])[3:] == ["I am already a member", "Remind me later"]


async def test_who_wants_to_be_reminded_is_told_when_and_is_reminded_once(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/support")
    assert "We will remind you once, without a sound" in (await scene.taps(ANA, "Remind me later")).text
    await scene.newsroom.remind_readers()
    assert len(await scene.messages(ANA)) == 2
    scene.clock.pass_by(days=7, hours=1)
    await scene.newsroom.remind_readers()
    await scene.newsroom.remind_readers()
    *_, before, reminder = await scene.messages(ANA)
    assert "We will remind you once" in before.text
    assert "You asked us to remind you" in reminder.text
    assert labels(reminder) == ["Support us", "Not now", "Never ask me"]
    page = await scene.taps(ANA, "Support us")
    assert labels(page) == ["€5 a month", "€10 a month", "Another amount", RESTS[0], "Remind me later"]
    assert await counted(scene) == []


async def test_a_member_is_thanked_and_not_asked_for_a_year(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/support")
    assert "Thank you for being a member" in (await scene.taps(ANA, "I am already a member")).text
    (article,) = await scene.published(BUSES)
    for _ in range(3):
        assert BUSES.headline in (await reads(scene, article)).text
    assert await counted(scene) == []


async def test_nobody_is_asked_beside_the_dead(scene: Scene) -> None:
    await scene.subscribed(ANA)
    (article,) = await scene.published(CRASH)
    for _ in range(3):
        assert "Three people" in (await reads(scene, article)).text
    assert await counted(scene) == []


async def test_strangers_and_the_desk_are_not_asked_and_of_strangers_nothing_is_kept(scene: Scene) -> None:
    await scene.subscribed(BORIS)
    await scene.types(ANA, "/start")
    (article,) = await scene.published(BUSES)
    for person in (ANA, BORIS, ANA, BORIS, ANA, BORIS):
        assert BUSES.headline in (await reads(scene, article, person)).text
    assert await kept(scene) is None
    assert await counted(scene) == []


async def test_who_is_erased_leaves_nothing_of_it(scene: Scene) -> None:
    await asked(scene)
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    assert await kept(scene) is None


@pytest.mark.parametrize("data", ["support:x", "support:0a1b2c3d", "rest:", "rest:never", "rest:x.0a1b2c3d"])
async def test_what_no_button_of_ours_sends_changes_nothing(scene: Scene, data: str) -> None:
    await scene.types(ANA, "/start")
    await scene.press(ANA, data)
    assert "out of date" in (await scene.toast(ANA)).text
    assert await kept(scene) is None


async def test_the_button_stays_below_the_answer_whose_pages_turn(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.published(*(draft(f"Buses are late on day {day}", body=("Buses.",)) for day in range(9)))
    await scene.types(ANA, "buses")
    await scene.types(ANA, "buses")
    asks = labels((await scene.messages(ANA))[-1])[-1]
    turned = await scene.taps(ANA, "More")
    assert labels(turned)[-1] == asks
    assert labels(await scene.taps(ANA, "Newest first"))[-1] == asks


async def test_while_all_appeals_are_off_nobody_is_asked(scene: Scene) -> None:
    await scene.types(VERA, "/start")
    await scene.press(VERA, "ask_off:")
    (article,) = await scene.published(BUSES)
    await scene.subscribed(ANA)
    for _ in range(3):
        assert BUSES.headline in (await reads(scene, article)).text


async def test_an_old_button_with_other_words_opens_the_page_and_counts_for_nothing(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.press(ANA, "support:0a1b2c3d.button")
    assert "free for everyone" in (await scene.messages(ANA))[-1].text
    assert await counted(scene) == []
