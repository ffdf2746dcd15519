"""What readers ask, and what they are told."""

import pytest

from tests.handlers.scene import ANA, BORIS, SQ, VERA, Scene, draft, labels, video_draft

WATCH = "https://www.youtube.com/watch?v=abc"


async def test_latest_lists_the_newest_articles(scene: Scene) -> None:
    await scene.published(draft("Buses are late"), draft("Peppers are <red> & cheap"))
    answer = await scene.types(ANA, "/latest")
    assert answer.startswith("Primer Daily: the latest")
    assert "Buses are late" in answer
    assert "Peppers are <red> & cheap" in answer


async def test_latest_says_when_there_is_nothing(scene: Scene) -> None:
    assert "no articles of Primer Daily" in await scene.types(ANA, "/latest")


async def test_the_longest_headlines_still_make_one_message(scene: Scene) -> None:
    await scene.published(*(draft(f"{number} " + "Word " * 300) for number in range(5)))
    answer = await scene.types(ANA, "/latest")
    assert "the latest" in answer
    assert len(answer) <= 4096


async def test_video_leads_to_the_videos_themselves(scene: Scene) -> None:
    await scene.published(draft("Without one"), video_draft("Night trains", WATCH))
    answer = await scene.types(ANA, "/video")
    (link,) = [one["url"] for one in (await scene.messages(ANA))[-1].entities if one["type"] == "text_link"]
    assert "Without one" not in answer
    assert link == WATCH


async def test_the_video_of_the_day_is_a_tap_away_from_the_videos(scene: Scene) -> None:
    await scene.phones.person(ANA, "Ana", language_code="sq")
    await scene.published(video_draft("Trenat e natës", WATCH, edition=SQ))
    await scene.types(ANA, "/video")
    shown = await scene.taps(ANA, "＋ 🎬 Videoja e ditës")
    assert "Trenat e natës" in shown.text
    assert "🎬 Videoja e ditës" in (await scene.messages(ANA))[-1].text
    await scene.types(ANA, "/video")
    assert not labels((await scene.messages(ANA))[-1])


async def test_video_says_when_there_is_nothing(scene: Scene) -> None:
    assert "no videos of Primer Daily" in await scene.types(ANA, "/video")


async def test_support_leads_to_the_membership_page(scene: Scene) -> None:
    assert "free for everyone" in await scene.types(ANA, "/support")
    button = (await scene.messages(ANA))[-1].button("Another amount")
    assert button
    assert button.url
    assert button.url.partition("?")[0].endswith("/paper/en/membership/")


async def test_support_speaks_for_the_edition_the_reader_chose(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA, "📰 Edition", "Gazeta Primer")
    assert "falas për të gjithë" in await scene.types(ANA, "/support")


async def test_help_lists_what_a_reader_can_do(scene: Scene) -> None:
    answer = await scene.types(ANA, "/help")
    assert "/search – Ask anything" in answer
    assert "/push" not in answer


async def test_help_lists_more_for_the_desk(scene: Scene) -> None:
    assert "/push" in await scene.types(BORIS, "/help")
    assert "/stats" not in await scene.types(BORIS, "/help")
    assert "/stats" in await scene.types(VERA, "/help")


async def test_an_unknown_command_leads_to_help(scene: Scene) -> None:
    assert "/help" in await scene.types(ANA, "/weather Skopje")


async def test_commands_may_be_shouted(scene: Scene) -> None:
    await scene.types(ANA, "/START")
    assert labels((await scene.messages(ANA))[-1]) == ["Top stories", "Daily digest 07:30", "Choose topics"]


async def test_what_telegram_itself_notes_in_a_chat_gets_none(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    note: dict[str, object] = {"write_access_allowed": {}}
    assert await scene.happens({"message": _message(ANA, "private") | note}) == 0


@pytest.mark.parametrize("text", ["/latest", "/start", "/weather", "buses", "/push", "/stats"])
async def test_the_bot_keeps_silent_in_readers_groups(scene: Scene, text: str) -> None:
    assert await scene.happens({"message": _said(text, "supergroup")}) == 0


async def test_nobody_in_particular_is_not_answered(scene: Scene) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    assert await scene.happens({"message": _said("/push", "supergroup") | {"from": anonymous}}) == 0


def _message(person: int, kind: str) -> dict[str, object]:
    user = {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    chat = {"id": person if kind == "private" else -1001, "type": kind, "title": "Readers"}
    return {"message_id": 1, "date": 1_770_000_000, "chat": chat, "from": user}


def _said(text: str, kind: str) -> dict[str, object]:
    command = {"type": "bot_command", "offset": 0, "length": len(text)}
    return _message(ANA, kind) | {"text": text, "entities": [command] if text.startswith("/") else []}
