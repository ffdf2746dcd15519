"""What the desk reads of corrections and copies: before and after, numbers, files."""

import csv
import io
from dataclasses import replace

import pytest

from bot.domain.audit import Decision, Deed, Logged
from bot.domain.changes import Change, Part
from bot.domain.corrections import Copies, Correction, CorrectionId, Ended, PushOut, Undelivered
from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import ChatId, PushId, SubscriberId, UserId
from bot.domain.pushes import Action as Does
from bot.domain.pushes import Card, PushKind, PushState
from bot.domain.subscribers import ChatKind
from bot.locales import texts_for
from bot.rendering.callbacks import Action
from bot.rendering.cards import CAPTION_LIMIT, article_card
from bot.rendering.cells import safe_cell
from bot.rendering.copies import ask_missed, ask_retract, proof_card, proof_csv
from bot.rendering.corrections import correction_card, ended_report, note_preview, retracted_card, with_date
from bot.rendering.log import log_page
from tests.rendering.samples import ARTICLE, LANGUAGES, NASTY, NOW, PAPER, read_by_telegram

EN = texts_for("en")
TOKENS = dict.fromkeys((Action.FIX, Action.NOTE, Action.IGNORE), "t" * 22)
S, R = DeliveryState, Reason
CORRECTION = Correction(
    id=CorrectionId(3),
    article=ARTICLE,
    base=1,
    revision=2,
    changes=(Change(Part.HEADLINE, "Tom & Jerry", "Jerry <3"), Change(Part.TEXT, "One.\nTwo.", "")),
)
ROW = Undelivered(
    push_id=PushId(1),
    subscriber_id=SubscriberId(7),
    chat_id=ChatId(-1001),
    chat_kind=ChatKind.GROUP,
    state=S.FAILED,
    reason=R.REJECTED,
    detail="Bad Request: nothing",
    attempts=2,
    at=NOW,
)
PUSH = PushOut(
    push_id=PushId(1),
    kind=PushKind.ARTICLE,
    action=Does.SEND,
    state=PushState.DONE,
    revision=1,
    tally=Tally(9, {(S.SENT, None): 5}),
)
COPIES = Copies(about=ARTICLE, pushes=(PUSH,), old=2, missed=4)


def test_each_change_has_its_two_sides() -> None:
    html = correction_card(CORRECTION, 5, None, TOKENS, EN).html
    assert "<b>Headline</b>\n➖ Tom &amp; Jerry\n➕ Jerry &lt;3" in html
    assert "<b>Text</b>\n➖ One.\nTwo.\n➕ –" in html


def test_of_more_than_two_parts_the_others_are_named() -> None:
    more = (*CORRECTION.changes, Change(Part.AUTHORS, "A", "B"), Change(Part.VIDEO, "", "v"))
    html = correction_card(replace(CORRECTION, changes=more), 5, None, TOKENS, EN).html
    assert "Also changed: Authors, Video" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", NASTY)
def test_any_words_fit_into_one_message_that_telegram_reads(language: str, words: str) -> None:
    texts = texts_for(language)
    article = replace(ARTICLE, headline=words, summary=words, key_points=(words,))
    loud = replace(
        CORRECTION, article=article, changes=tuple(Change(part, words, words) for part in list(Part)[:3])
    )
    becomes = article_card(article, PAPER, texts)
    assert 0 < len(read_by_telegram(correction_card(loud, 50_000, becomes, TOKENS, texts).html)) <= 4096


def test_a_card_without_room_is_not_dated() -> None:
    full, short = Card(html="x" * CAPTION_LIMIT), Card(html="News")
    assert with_date(full, NOW, PAPER, EN) == full
    assert with_date(short, NOW, PAPER, EN).html == "News\n\n<i>✏️ Corrected, 23 Nov, 19:30</i>"


def test_what_is_taken_back_leaves_a_sentence() -> None:
    assert "took this message back, 23 Nov, 19:30" in retracted_card(NOW, PAPER, EN).html


def test_the_note_is_seen_as_readers_will_get_it() -> None:
    preview = note_preview(Card(html="<b>Two</b>"), 1_200, "t" * 22, EN)
    assert preview.html.endswith("the message is corrected:</b>\n\n<b>Two</b>")
    assert preview.buttons[0][0].label == "Correct and tell 1200"


@pytest.mark.parametrize("action", Does)
def test_the_figures_of_a_report_add_up_to_who_had_it(action: Does) -> None:
    ended = {
        (S.SENT, None): 1,
        (S.SENT, R.TOO_OLD): 2,
        (S.FAILED, R.TOO_OLD): 3,
        (S.FAILED, R.GONE): 4,
        (S.FAILED, R.BLOCKED): 5,
        (S.FAILED, R.REJECTED): 6,
        (S.UNKNOWN, None): 7,
        (S.CANCELLED, None): 8,
        (S.EXPIRED, None): 9,
    }
    tally = Tally(sum(ended.values()), ended)
    over = Ended(push_id=PushId(2), headline="<x>", kind=PushKind.CORRECTION, action=action, tally=tally)
    title, planned, *counts = ended_report(over, EN).html.splitlines()
    assert "&lt;x&gt;" in title
    assert planned == "Had it: 45"
    assert [int(line.rpartition(": ")[2]) for line in counts] == [1, 2, 3, 4, 5, 6, 7, 17]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", NASTY)
def test_questions_about_copies_name_the_article_and_the_numbers(language: str, words: str) -> None:
    copies, texts = replace(COPIES, about=replace(ARTICLE, headline=words)), texts_for(language)
    for card, number in ((ask_retract(copies, "t", texts), 5), (ask_missed(copies, "t", texts), 4)):
        assert str(number) in read_by_telegram(card.html)
        assert str(number) in card.buttons[0][0].label


def test_nobody_is_told_of_old_copies_where_there_are_none() -> None:
    assert "48" not in ask_retract(replace(COPIES, old=0), "t", EN).html


def read(text: str) -> list[list[str]]:
    """The cells as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_proof_has_chats_only_for_those_who_may_see_them() -> None:
    head, row = read(proof_csv([ROW], with_chats=False))
    assert head == ["push", "reader", "kind", "state", "reason", "attempts", "at", "detail"]
    assert row[:5] == ["1", "7", "group", "failed", "rejected"]
    head, row = read(proof_csv([ROW], with_chats=True))
    assert dict(zip(head, row, strict=True))["chat"] == "-1001"


def test_what_was_never_tried_has_empty_cells() -> None:
    never = replace(ROW, state=S.CANCELLED, reason=None, detail=None, attempts=0, at=None)
    assert read(proof_csv([never], with_chats=False))[1] == ["1", "7", "group", "cancelled", "", "0", "", ""]


@pytest.mark.parametrize(
    "said", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "\r\n=cmd|' /C calc'!A0", "|x", "%0A", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(said: str) -> None:
    cell = read(proof_csv([replace(ROW, detail=said)], with_chats=False))[1][-1]
    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["", "-1001", "42", "a=b", 'Bad Request: x, "y"\nz'])
def test_what_is_none_stays_as_it_is_on_one_line(text: str) -> None:
    assert safe_cell(text) == " ".join(text.split())


def test_a_proof_is_a_file_that_spreadsheets_read() -> None:
    card = proof_card(COPIES, [ROW], EN, with_chats=False)
    assert card.document
    assert (card.document.name, card.document.content_type) == ("not-delivered-17.csv", "text/csv")
    assert "5 have it. 1 delivery did not arrive" in card.html


def entry(number: int, words: str, deed: Deed = Deed.FIX) -> Logged:
    """A decision about these words."""
    decision = Decision(deed=deed, by=UserId(9), name=words, at=NOW, about=words, before=words, after=words)
    return Logged(number, decision)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", NASTY)
def test_ten_decisions_fit_into_a_message(language: str, words: str) -> None:
    page = log_page([entry(n, words) for n in range(20, 10, -1)], True, PAPER.zone, texts_for(language))
    assert len(read_by_telegram(page.html)) <= 4096
    assert page.buttons[0][0].data == "older:11"


def test_a_decision_about_nothing_named_takes_one_line() -> None:
    bare = Logged(1, Decision(deed=Deed.PROOF, by=UserId(9), name="Elena", at=NOW))
    page = log_page([bare], False, PAPER.zone, EN)
    assert page.html.endswith("<b>23 Nov, 19:30</b> · Elena · Delivery proof")
    assert page.buttons == ()


def test_where_nothing_was_decided_it_says_so() -> None:
    assert log_page([], False, PAPER.zone, EN).html == "Nothing was decided yet."


@pytest.mark.parametrize(
    ("after", "said"), [("2026-11-26T17:30:00+00:00", "26 Nov, 18:30"), ("2026-11-26",) * 2]
)
def test_a_moment_is_told_on_the_papers_clocks(after: str, said: str) -> None:
    one = Logged(1, Decision(deed=Deed.SCHEDULE, by=UserId(9), name="Elena", at=NOW, after=after))
    assert log_page([one], False, PAPER.zone, EN).html.endswith(f"<i>– → {said}</i>")
