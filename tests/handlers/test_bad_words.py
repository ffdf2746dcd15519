"""Texts that no reader should send, wherever one can: one helpful answer, nothing breaks, nothing formats."""

import pytest

from bot.domain.preferences import Mode
from tests.handlers.scene import ANA, BORIS, Scene, draft

LONGEST = 4_096
PLACES = ["", "/follow ", "/start ", "/feedback ", "/push ", "/nonsense "]
NASTY = {
    "the longest": "snow " * 900,
    "one long word": "a" * 4_000,
    "emoji": "🙂" * 2_000,
    "flags and families": "👨‍👩‍👧‍👦🇲🇰" * 150,
    "right to left": "\u202e\u2067snow\u2069\u202c שלום",
    "control characters": "sn\x01\x02ow\x7f\u200b\u200d\ufeff",
    "combining marks": "s" + "\u0301" * 500,
    "html": "<b>snow</b> <a href='https://evil.example'>x</a> &amp; </blockquote>",
    "markdown": "*snow* _snow_ [x](https://evil.example) `code` ||spoiler||",
    "half a tag": "<b",
    "sql": "snow'); DROP TABLE subscribers; --",
    "search syntax": '"snow" AND (NEAR OR NOT *) -: ^ snow*',
    "placeholders": "{paper} {0} %s %(name)s ${x}",
    "only punctuation": "?!…—",
}
OURS = {"bold", "italic", "blockquote", "text_link", "bot_command", "code", "url"}
"""What our own texts look like; Telegram makes links of bare addresses by itself, whoever wrote them."""


@pytest.mark.parametrize("kind", NASTY)
async def test_every_text_gets_one_answer_that_it_cannot_format(scene: Scene, kind: str) -> None:
    await scene.published(draft("Snow on the pass", body=("Snow lies on it.",)))
    await scene.types(ANA, "/help")
    for place in PLACES:
        scene.clock.pass_by(minutes=1)
        before = len(await scene.messages(ANA))
        await scene.types(ANA, (place + NASTY[kind])[:LONGEST])
        answers = (await scene.messages(ANA))[before:]
        assert len(answers) == 1, place
        assert "went wrong" not in answers[0].text, place
        addresses = {one.get("url", "") for one in answers[0].entities}
        assert not [one for one in addresses if "evil" in one], place
        assert {one["type"] for one in answers[0].entities} <= OURS, place
        assert not set("\u202e\u2067\x01\x02") & set(answers[0].text), place


async def test_a_name_that_turns_text_around_is_only_a_name_on_the_desk(scene: Scene) -> None:
    await scene.phones.person(ANA, "<b>Ana</b>\u202e\u2067", language_code="en")
    await scene.types(BORIS, "/start")
    await scene.types(ANA, "/feedback hello")
    await scene.newsroom.show_feedback()
    card = (await scene.messages(BORIS))[-1]
    assert "<b>Ana</b>" in card.text
    assert not set("\u202e\u2067") & set(card.text)


async def test_two_phones_of_one_person_tap_at_once_and_see_one_result(scene: Scene) -> None:
    await scene.subscribed(ANA)
    settings = await scene.taps(ANA, "⚙️ Settings")
    for label in ("🗞 Digest", "⏸ Pause", "🗞 Digest", "👥 Groups and channels"):
        await scene.phones.tap(ANA, label, settings.message_id)
    await scene.answer()
    (one,) = await scene.messages(ANA)
    assert one.message_id == settings.message_id
    assert (await scene.chosen(ANA)).mode is Mode.DIGEST
