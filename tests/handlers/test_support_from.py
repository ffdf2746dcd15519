"""*Support us* under what many get: the page opens, and what brought somebody there is counted, never who."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.appeals import AppealRules
from bot.domain.articles import Article
from bot.domain.ids import ArticleId, PushId
from bot.domain.pushes import PushState
from bot.domain.support_counts import Dimension, Since, Step, Steps
from bot.domain.support_links import Place, Reference
from bot.rendering.callbacks import Action, pack
from bot.sandbox.client import ScreenMessage
from tests.handlers.conftest import REFERENCES
from tests.handlers.scene import ANA, BORIS, DORA, EN, Scene, labels
from tests.handlers.test_appeal import asked
from tests.handlers.test_groups import group_of, presses
from tests.handlers.test_less_like_this import pushed

BOT = "https://t.me/kolporter_sandbox_bot?start="
TRAIN = "The night train"


@pytest.fixture
def appeals() -> AppealRules | None:
    """After two actions."""
    return AppealRules(actions=2, newcomers=timedelta(0))


def today(scene: Scene) -> Since:
    """The paper's day."""
    zone = scene.newsroom.paper.zone
    return Since.begin(scene.clock.now().astimezone(zone).date(), zone)


async def counted(scene: Scene, dimension: Dimension) -> Mapping[Any, Steps]:
    """What was counted today."""
    async with scene.open_store() as store:
        return await store.support.by(dimension, today(scene))


async def total(scene: Scene) -> Steps:
    """What was counted today in all."""
    async with scene.open_store() as store:
        return await store.support.total(today(scene))


async def pushed_to_ana(scene: Scene, source: str = "") -> Article:
    """Ana came with this link, and has got an article."""
    await scene.types(ANA, f"/start {source}".strip())
    await scene.taps(ANA, "Top stories")
    return await pushed(scene, TRAIN)


def said(page: ScreenMessage) -> Reference:
    """What the first link of the page says."""
    (written,) = parse_qs(urlsplit(page.buttons[0][0].url or "").query)["ref"]
    found = REFERENCES.read(written)
    assert found
    return found


async def test_a_push_opens_the_page_and_is_counted_once_with_its_article(scene: Scene) -> None:
    article = await pushed_to_ana(scene, "qr_market")
    for _ in range(2):
        await scene.taps(ANA, "Support us")
    page = (await scene.messages(ANA))[-1]
    assert labels(page)[:3] == ["€5 a month", "€10 a month", "Another amount"]
    async with scene.open_store() as store:
        (push,) = await store.pushes.of_article(article.id)
        assert await store.support.by_source(today(scene)) == {"qr_market": {Step.TAPPED: 1}}
    assert said(page) == Reference(
        place=Place.PUSH, day=scene.clock.now().date(), edition=EN, push=push.id, article=article.id
    )
    assert push.state is PushState.DONE
    assert await counted(scene, Dimension.ARTICLE) == {article.id: {Step.TAPPED: 1}}
    assert await counted(scene, Dimension.PUSH) == {push.id: {Step.TAPPED: 1}}


async def test_in_a_group_it_opens_the_readers_own_chat_and_counts_there(scene: Scene) -> None:
    group = await group_of(scene, BORIS, ANA)
    await presses(scene, BORIS, group, "Everything of Primer Daily")
    article = await pushed(scene, TRAIN)
    await presses(scene, ANA, group, "Support us")
    opened = (await scene.toast(group)).url or ""
    assert opened.startswith(f"{BOT}support_")
    assert len(opened.removeprefix(BOT)) <= 64
    assert await total(scene) == {Step.CONFIRMED: 0}
    await scene.phones.start(ANA, opened.removeprefix(BOT))
    page = await scene.answered(ANA)
    assert (said(page).place, said(page).article, said(page).reader) == (Place.PUSH, article.id, 0)
    assert await counted(scene, Dimension.PLACE) == {Place.PUSH: {Step.TAPPED: 1}}


async def test_a_card_that_was_no_push_counts_for_its_article_alone(scene: Scene) -> None:
    await pushed_to_ana(scene)
    (other,) = await scene.published(replace(await pushed(scene, "Another"), url="https://p.example/o"))
    await scene.phones.start(ANA, f"article_{other.id}")
    await scene.answer()
    await scene.taps(ANA, "Support us")
    assert await counted(scene, Dimension.ARTICLE) == {other.id: {Step.TAPPED: 1}}
    assert await counted(scene, Dimension.PUSH) == {}


async def test_a_digest_counts_as_the_push_it_was(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    day = scene.clock.now().date() - timedelta(days=60)
    digest = Reference(place=Place.DIGEST, day=day, edition=EN, push=PushId(9))
    await scene.press(ANA, pack(Action.SUPPORT_FROM, REFERENCES.write(digest)))
    assert said((await scene.messages(ANA))[-1]) == replace(digest, day=scene.clock.now().date())
    assert await counted(scene, Dimension.PUSH) == {9: {Step.TAPPED: 1}}
    assert await counted(scene, Dimension.PLACE) == {Place.DIGEST: {Step.TAPPED: 1}}


async def test_links_that_are_forged_personal_or_old_show_the_page_and_count_for_nothing(
    scene: Scene,
) -> None:
    await scene.types(ANA, "/start")
    now = scene.clock.now().date()
    push = Reference(place=Place.PUSH, day=now, article=ArticleId(7))
    carried = [
        "A" * 51,
        "",
        REFERENCES.write(replace(push, place=Place.APPEAL, reader=1, wording="0a1b2c3d")),
        REFERENCES.write(replace(push, day=now - timedelta(days=31))),
        replace(REFERENCES, key="another bot's").write(push),
    ]
    for one in carried:
        assert "free for everyone" in await scene.types(ANA, f"/start support_{one}")
        scene.clock.pass_by(seconds=2)
    assert await total(scene) == {Step.CONFIRMED: 0}
    for one in carried[:3]:
        scene.clock.pass_by(seconds=2)
        await scene.press(ANA, pack(Action.SUPPORT_FROM, one))
    assert await total(scene) == {Step.CONFIRMED: 0}


async def test_the_desk_that_tries_its_buttons_does_not_count(scene: Scene) -> None:
    for editor in (BORIS, DORA):
        await scene.types(editor, "/support")
    assert await total(scene) == {Step.CONFIRMED: 0}
    await scene.types(ANA, "/support")
    assert await counted(scene, Dimension.PLACE) == {Place.COMMAND: {Step.TAPPED: 1}}


async def test_an_appeal_counts_for_the_article_after_which_it_came(scene: Scene) -> None:
    appeal = await asked(scene)
    await scene.taps(ANA, labels(appeal)[0])
    page = (await scene.messages(ANA))[-1]
    reader = await scene.subscriber(ANA)
    assert reader
    assert said(page).reader == reader.id
    assert await counted(scene, Dimension.ARTICLE) == {said(page).article: {Step.SHOWN: 1, Step.TAPPED: 1}}
    assert await counted(scene, Dimension.EDITION) == {EN: {Step.SHOWN: 1, Step.TAPPED: 1}}


async def test_an_appeal_to_somebody_else_opens_the_page_as_if_asked_for(scene: Scene) -> None:
    appeal = await asked(scene)
    data = appeal.buttons[0][0].callback_data or ""
    await scene.subscribed(DORA)
    await scene.press(DORA, data)
    assert await counted(scene, Dimension.WORDING) == {
        key: {Step.SHOWN: 1} for key in await counted(scene, Dimension.WORDING)
    }


async def test_who_wants_less_soon_after_an_appeal_is_counted_once_for_its_wording(scene: Scene) -> None:
    await asked(scene)
    await pushed(scene, TRAIN)
    await scene.taps(ANA, "Less like this")
    await scene.taps(ANA, "‹ Back")
    await scene.taps(ANA, "Less like this")
    async with scene.open_store() as store:
        (of,) = (await store.appeals.counts(today(scene).day)).values()
    assert of == {"shown": 1, "less": 1}
