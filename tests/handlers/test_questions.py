"""A question, its answer and the buttons below it, as a reader sees them."""

import pytest

from tests.handlers.scene import ANA, Scene, draft, labels, video_draft

WATCH = "https://www.youtube.com/watch?v=abc"
SNOW = {"language": "en", "body": ("The pass is closed. Snow lies on it since Monday.",)}


@pytest.mark.parametrize(
    "question", ["/search buses", "buses", "BUSES late", "/search   late\nbuses", "busses"]
)
async def test_a_command_or_plain_text_is_a_question(scene: Scene, question: str) -> None:
    await scene.published(draft("Buses are late"), draft("Peppers are cheap"))
    answer = await scene.types(ANA, question)
    assert "Buses are late" in answer
    assert "Peppers" not in answer


async def test_an_answer_has_headline_link_date_and_the_articles_own_words(scene: Scene) -> None:
    (article,) = await scene.published(draft("Snow on the pass", **SNOW))
    answer = await scene.types(ANA, "Why is the pass closed?")
    message = (await scene.messages(ANA))[-1]
    links = [one["url"] for one in message.entities if one["type"] == "text_link"]
    assert links == [article.url]
    assert "29 March 2026" in answer
    assert "The pass is closed. Snow lies on it since Monday." in answer


async def test_reasons_come_as_a_list(scene: Scene) -> None:
    points = ("The pass is closed.", "The drivers strike.")
    await scene.published(draft("Two reasons why buses are late", key_points=points, body=("They are.",)))
    answer = await scene.types(ANA, "why are the buses late")
    assert "• The pass is closed.\n• The drivers strike." in answer


async def test_more_answers_are_a_tap_away_and_so_is_the_way_back(scene: Scene) -> None:
    await scene.published(*(draft(f"Snow {number}") for number in range(4)))
    await scene.types(ANA, "snow")
    assert labels((await scene.messages(ANA))[-1]) == ["More", "Newest first"]
    assert "Snow 0" in (await scene.taps(ANA, "More")).text
    assert "Snow 3" in (await scene.taps(ANA, "‹ Back")).text


async def test_the_newest_and_the_videos_are_a_tap_away(scene: Scene) -> None:
    await scene.published(draft("Snow, snow"), video_draft("Snow at night", WATCH), draft("Snowfall of snow"))
    await scene.types(ANA, "snow")
    assert "Snow, snow" not in (await scene.taps(ANA, "Only video")).text
    assert "Snow, snow" in (await scene.taps(ANA, "With and without video")).text
    newest = await scene.taps(ANA, "Newest first")
    assert labels(newest) == ["Best first", "Only video"]


async def test_what_the_paper_has_not_written_about_is_said_with_its_topics(scene: Scene) -> None:
    await scene.published(draft("Snow on the road", topics=("Weather", "x" * 70)))
    assert "has not written about “<trams> & ferries”" in await scene.types(ANA, "<trams> & ferries")
    assert labels((await scene.messages(ANA))[-1]) == ["Weather", "＋ Follow"]
    assert "You follow 🏷 Weather" in (await scene.taps(ANA, "＋ Follow")).text


async def test_a_topic_named_so_leads_to_what_there_is_about_it(scene: Scene) -> None:
    await scene.published(draft("Snow on the road", topics=("Weather",)))
    await scene.types(ANA, "trams and ferries")
    await scene.taps(ANA, "Weather")
    assert "Snow on the road" in (await scene.messages(ANA))[-1].text


async def test_an_old_button_gets_a_notice(scene: Scene) -> None:
    await scene.published(draft("Snow one"), draft("Snow two"))
    first = (await scene.types(ANA, "snow"), (await scene.messages(ANA))[-1])[1]
    for _ in range(5):
        await scene.types(ANA, "snow")
    await scene.phones.tap(ANA, "Newest first", first.message_id)
    await scene.answer()
    assert "out of date" in (await scene.toast(ANA)).text


@pytest.mark.parametrize(
    "data", ["ask:", "ask:1", "ask:1.0.x.a", "ask:99999.0.b.a", "ask:1.-1.b.a", "topic:", "want:", "want:?!"]
)
async def test_a_made_up_button_gets_a_notice(scene: Scene, data: str) -> None:
    await scene.types(ANA, "/start")
    message = {"message_id": 1, "date": 0, "chat": {"id": ANA, "type": "private"}}
    person = {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    press = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
    assert await scene.happens({"callback_query": press}) == 0


async def test_the_longest_answers_still_make_one_message(scene: Scene) -> None:
    long = {"body": ("<b>Snow</b> & " + "snow " * 900 + ".",) * 2, "topics": ("Weather",)}
    await scene.published(*(draft(f"Snow <{number}> " + "word " * 300, **long) for number in range(4)))
    answer = await scene.types(ANA, "snow " * 700)
    assert "Snow <3>" in answer
    assert len(answer) <= 4096


@pytest.mark.parametrize("question", ["/search", "?!", "🙂", "🙂" * 2000])
async def test_a_question_without_words_gets_an_example(scene: Scene, question: str) -> None:
    assert "for example: /search" in await scene.types(ANA, question)


async def test_a_question_of_common_words_is_told_so(scene: Scene) -> None:
    assert "in every article" in await scene.types(ANA, "why is it so?")


@pytest.mark.parametrize(
    "question", ["<b>snow", "snow &lt;", "snow*_[x](http://y)", "\u202esnow\u202c", "шнег <i>"]
)
async def test_no_question_formats_its_answer(scene: Scene, question: str) -> None:
    await scene.published(draft("Snow on the pass"))
    await scene.types(ANA, question)
    message = (await scene.messages(ANA))[-1]
    kinds = [one["type"] for one in message.entities]
    assert set(kinds) <= {"bold", "text_link", "italic", "blockquote"}
    assert not set("\u202e\u202c") & set(message.text)
