"""Checks: what is warned of before a card goes to everybody."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.appeals import WhyNot
from bot.domain.articles import Article, Image, Video
from bot.domain.asking import Asking
from bot.domain.edits import UNTOUCHED, Edit, Part, Removable, Version
from bot.domain.ids import ArticleId, Edition, StoryId
from bot.domain.reach import Reach
from bot.domain.review_checks import (
    LONG_HEADLINE,
    EarlierPush,
    Facts,
    LinkCheck,
    PictureCheck,
    VideoCheck,
    check,
    shares_material,
)

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
ARTICLE = Article(
    id=ArticleId(17),
    seen_at=NOW,
    url="https://paper.example/a",
    edition=Edition("en"),
    language="en",
    headline="Two roads over the mountain are closed",
    image=Image("https://paper.example/a.jpg"),
)
FACTS = Facts(
    article=ARTICLE,
    version=UNTOUCHED,
    left_behind=None,
    is_narrowed=False,
    reach=Reach(605, 3, 2),
    per_second=30,
    earlier=(),
    story_id=StoryId(17),
    no_appeal=None,
    is_unread=False,
    shown_without_picture=False,
    picture_size=(1280, 720),
)
VIDEO = Video(url="https://video.example/watch?v=1")


def facts(edit: Edit | None = None, article: Article = ARTICLE, **more: Any) -> Facts:
    """What was found out, otherwise than for an article that is in order."""
    version = Version(number=1, edit=edit, name="Elena") if edit else UNTOUCHED
    return replace(FACTS, article=article, version=version, **more)


def test_a_push_takes_as_long_as_the_bots_rate_says() -> None:
    assert check(facts()).seconds == 20
    assert check(facts()).reach == Reach(605, 3, 2)


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        (EarlierPush("Two roads over the mountain are now closed", NOW), True),
        (EarlierPush("Snow", NOW, StoryId(17)), True),
        (EarlierPush("Snow", NOW, StoryId(9)), False),
        (EarlierPush("Snow", NOW), False),
    ],
)
def test_what_readers_had_lately_is_found_by_its_headline_or_its_story(
    earlier: EarlierPush, found: bool
) -> None:
    assert check(facts(earlier=(earlier,))).again == (earlier if found else None)


def test_an_article_without_a_story_shares_none() -> None:
    assert check(facts(earlier=(EarlierPush("Snow", NOW),), story_id=None)).again is None


def test_the_headline_that_counts_is_the_one_on_the_card() -> None:
    checked = check(facts(Edit(headline="x" * (LONG_HEADLINE + 1))))
    assert (checked.headline_is_long, checked.headline_length) == (True, LONG_HEADLINE + 1)
    assert not check(facts()).headline_is_long


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (facts(), PictureCheck.FITS),
        (facts(picture_size=None), PictureCheck.FITS),
        (facts(picture_size=(300, 200)), PictureCheck.SMALL),
        (facts(shown_without_picture=True), PictureCheck.REFUSED),
        (facts(Edit(picture="")), PictureCheck.NONE),
        (facts(Edit(photo_id="x"), replace(ARTICLE, image=None)), PictureCheck.FITS),
        (facts(article=replace(ARTICLE, image=None)), PictureCheck.NONE),
        (
            facts(article=replace(ARTICLE, image=None, videos=(Video(url="v", poster="p"),))),
            PictureCheck.FITS,
        ),
    ],
)
def test_a_picture_is_judged_by_what_telegram_made_of_it(found: Facts, expected: PictureCheck) -> None:
    assert check(found).picture is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (facts(), LinkCheck.FINE),
        (facts(is_unread=True), LinkCheck.UNREAD),
        (facts(article=replace(ARTICLE, url="")), LinkCheck.MISSING),
    ],
)
def test_a_link_is_judged_by_how_the_article_was_filed(found: Facts, expected: LinkCheck) -> None:
    assert check(found).link is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (facts(article=replace(ARTICLE, videos=(VIDEO,))), VideoCheck.FOUND),
        (
            facts(Edit(hidden=frozenset({Removable.WATCH})), replace(ARTICLE, videos=(VIDEO,))),
            VideoCheck.NONE,
        ),
        (facts(article=replace(ARTICLE, kicker="ВИДЕО")), VideoCheck.MISSING),
        (facts(article=replace(ARTICLE, kicker="FOTO")), VideoCheck.NONE),
        (facts(), VideoCheck.NONE),
    ],
)
def test_a_video_that_the_headline_promises_must_be_there(found: Facts, expected: VideoCheck) -> None:
    assert check(found).video is expected


def test_an_appeal_that_was_cut_out_and_an_edit_are_told() -> None:
    checked = check(facts(Edit(headline="x"), replace(ARTICLE, appeal="Dear reader")))
    assert checked.appeal_left_out
    assert (checked.edited, checked.edited_by) == ((Part.HEADLINE,), "Elena")


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ({"image": Image("http://paper.example/a.jpg?w=640")}, True),
        ({"image": Image("https://paper.example/b.jpg")}, False),
        ({"image": None}, False),
        ({"image": None, "videos": (VIDEO,)}, True),
        ({"image": None, "videos": (Video(url="https://video.example/watch?v=2"),)}, False),
        ({"image": Image("http://[bad/a.jpg")}, False),
    ],
)
def test_a_translation_is_known_by_its_picture_or_its_video(other: dict[str, Any], shared: bool) -> None:
    one = replace(ARTICLE, videos=(VIDEO,))
    assert shares_material(one, replace(ARTICLE, **other)) is shared


@pytest.mark.parametrize(
    ("asking", "reason", "asks", "despite"),
    [
        (Asking.RULE, None, True, None),
        (Asking.RULE, WhyNot.TOPIC, False, None),
        (Asking.BUTTON, None, True, None),
        (Asking.WORDS, WhyNot.BREAKING, True, WhyNot.BREAKING),
        (Asking.NEVER, None, False, None),
    ],
)
def test_an_editor_learns_whether_the_card_asks_for_support_and_against_which_rule(
    asking: Asking, reason: WhyNot | None, asks: bool, despite: WhyNot | None
) -> None:
    checked = check(facts(Edit(asking=asking), no_appeal=reason))
    assert (checked.asking, checked.asks, checked.asks_despite) == (asking, asks, despite)


def test_what_was_said_of_an_earlier_revision_is_nobodys_edit_of_this_one() -> None:
    carried = replace(UNTOUCHED, edit=Edit(asking=Asking.NEVER))
    checked = check(replace(FACTS, article=ARTICLE, version=carried))
    assert (checked.edited, checked.asks) == ((), False)
