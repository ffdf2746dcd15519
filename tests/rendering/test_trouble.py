"""The notice about a push that needs an editor: its figures, and what Telegram said, whatever that was."""

from dataclasses import replace

import pytest

from bot.domain.ids import Edition, PushId
from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from bot.locales import texts_for
from bot.rendering.trouble import trouble_card
from tests.rendering.samples import LANGUAGES, NASTY

TROUBLE = PushTrouble(
    push_id=PushId(5),
    kind=PushTroubleKind.STOPPED,
    headline="Tom & Jerry",
    edition=Edition("en"),
    figure=7,
    planned=90,
    said="can't parse <x>",
)
UNKNOWN = replace(TROUBLE, kind=PushTroubleKind.UNKNOWN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trouble", [TROUBLE, UNKNOWN])
def test_it_says_how_many_of_how_many_and_of_which_article(language: str, trouble: PushTrouble) -> None:
    html = trouble_card(trouble, texts_for(language)).html
    assert all(part in html for part in ("<b>Tom &amp; Jerry</b>", "7", "90"))


def test_what_telegram_said_is_escaped() -> None:
    assert "can&#x27;t parse &lt;x&gt;" in trouble_card(TROUBLE, texts_for("en")).html


@pytest.mark.parametrize("words", NASTY)
def test_long_words_do_not_make_the_notice_too_long(words: str) -> None:
    loud = replace(TROUBLE, headline=words, said=words)
    assert len(trouble_card(loud, texts_for("mk")).html) < 4096


def test_one_delivery_has_its_own_words() -> None:
    assert "it may arrive twice" in trouble_card(replace(UNKNOWN, figure=1), texts_for("en")).html


def test_the_buttons_name_the_push() -> None:
    data = [row[0].data for row in trouble_card(UNKNOWN, texts_for("en")).buttons]
    assert data == ["resend:5", "arrived:5", "leave:5"]
