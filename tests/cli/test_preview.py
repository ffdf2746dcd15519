"""`preview`: the messages on standard output, what is odd on standard error, and how it ends."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.usecases.web import Web, article_page

KEYS = [
    *("kicker", "headline", "summary", "body", "language", "url", "image", "credit", "series"),
    *("authors", "topics", "key_points", "videos", "dropped", "keywords", "problems"),
]
PAGE = article_page("VIDEO | Snow closes roads").body.replace(b"<article>", b"<nav>Sport</nav><article>")


def file(folder: Path, content: bytes, name: str = "page.html") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_a_person_sees_the_card_the_other_messages_and_what_was_left_out(
    invoke: Invoke, tmp_path: Path
) -> None:
    ended = invoke("preview", file(tmp_path, PAGE))
    assert "🎬 VIDEO | Snow closes roads\n\nThe council voted" in ended.stdout
    assert "Left out: beside the article: Sport" in ended.stdout
    assert (ended.exit_code, ended.stderr) == (0, "")


def test_a_program_gets_one_object(invoke: Invoke, tmp_path: Path) -> None:
    seen = json.loads(invoke("preview", "--json", file(tmp_path, PAGE)).stdout)
    assert list(seen) == KEYS
    assert (seen["kicker"], seen["headline"], seen["image"]) == ("VIDEO", "Snow closes roads", "")
    assert seen["dropped"] == [{"text": "Sport", "reason": "around"}]
    assert seen["body"].count("\n\n") == 3


def test_a_plain_text_is_headline_and_paragraphs(invoke: Invoke, tmp_path: Path) -> None:
    text = file(
        tmp_path, "ВИДЕО | Снег\n\nПаднаа 20 сантиметри снег.\n\nПатот е затворен.\n".encode(), "a.txt"
    )
    seen = json.loads(invoke("preview", "--json", text).stdout)
    assert (seen["kicker"], seen["headline"]) == ("ВИДЕО", "Снег")
    assert seen["body"] == "Паднаа 20 сантиметри снег.\n\nПатот е затворен."


def test_a_page_is_fetched_from_where_the_newspapers_file_allows(
    invoke: Invoke, web: Web, newspaper: Path
) -> None:
    newspaper.write_text(
        'name = "P"\nprivate_hosts = ["127.0.0.1"]\n'
        '[editions.mk]\ntitle = "P"\nmembership_url = "https://p.example/join"\nappeal = ""\n'
    )
    ended = invoke("preview", web.put("/snow", PAGE.decode()))
    assert "[Поддржете нè] https://p.example/join" in ended.stdout
    assert ended.exit_code == 0


def test_of_a_page_of_20_megabytes_the_beginning_is_shown_with_the_reason(
    invoke: Invoke, web: Web, newspaper: Path
) -> None:
    newspaper.write_text(
        'name = "P"\nprivate_hosts = ["127.0.0.1"]\n'
        '[editions.en]\ntitle = "P"\nmembership_url = "https://p.example/join"\nappeal = ""\n'
    )
    url = web.put("/big", PAGE + b"<!-- " + b"x" * 20_000_000)
    ended = invoke("preview", "--json", url)
    assert (ended.exit_code, json.loads(ended.stdout)["headline"]) == (0, "Snow closes roads")
    assert ended.stderr == "The page is too large; only its beginning was read.\n"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<html><body><nav>Sport</nav></body></html>"])
def test_without_a_card_it_ends_with_1_and_says_why(invoke: Invoke, tmp_path: Path, content: bytes) -> None:
    ended = invoke("preview", "--json", file(tmp_path, content))
    assert (ended.exit_code, json.loads(ended.stdout)["headline"]) == (1, "")
    assert ended.stderr == "Nothing to read: no headline and no text.\n"


def test_an_address_that_gives_nothing_ends_with_1(invoke: Invoke) -> None:
    ended = invoke("preview", "http://127.0.0.1:9/")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "not a public address" in ended.stderr


def test_a_program_gets_one_object_for_an_address_that_gives_nothing(invoke: Invoke) -> None:
    ended = invoke("preview", "--json", "http://127.0.0.1:9/")
    seen = json.loads(ended.stdout)
    assert (ended.exit_code, list(seen), seen["headline"], seen["videos"]) == (1, KEYS, "", [])
    assert "not a public address" in seen["problems"][0]


def test_a_program_gets_what_is_odd_about_a_page(invoke: Invoke, tmp_path: Path) -> None:
    seen = json.loads(invoke("preview", "--json", file(tmp_path, b"<h1>Snow</h1>")).stdout)
    assert seen["problems"] == ["No text was found; the card shows the headline."]


@pytest.mark.parametrize(
    "arguments", [[], ["no-such-file"], ["ftp://p.example/a"], ["a", "b"], ["--yaml", "a"]]
)
def test_bad_usage_ends_with_2(invoke: Invoke, arguments: list[str]) -> None:
    assert invoke("preview", *arguments).exit_code == 2


def test_the_reason_of_a_poor_card_is_told(invoke: Invoke, tmp_path: Path) -> None:
    ended = invoke("preview", file(tmp_path, b"<h1>Snow</h1>"))
    assert (ended.exit_code, ended.stderr) == (0, "No text was found; the card shows the headline.\n")


@pytest.mark.parametrize(
    ("said", "shown", "told"),
    [
        ("The council voted on Monday.", "The council voted on Monday.", ""),
        (
            "Zaev voted on Monday.",
            "The council voted on Monday, and",
            "held a name that is not in the article",
        ),
    ],
)
def test_a_language_models_summary_is_shown_or_why_it_is_not(
    invoke: Invoke, web: Web, newspaper: Path, tmp_path: Path, said: str, shown: str, told: str
) -> None:
    answer = json.dumps({"choices": [{"message": {"content": said}}]})
    web.put("/v1/chat/completions", answer)
    newspaper.write_text(
        f'name = "P"\n[summaries]\naddress = "{web.address}/v1"\nmodel = "small"\n'
        '[editions.en]\ntitle = "P"\nmembership_url = "https://p.example/join"\nappeal = ""\n'
    )
    page = article_page("Snow closes roads", paragraphs=9).body
    ended = invoke("preview", "--json", file(tmp_path, page))
    assert json.loads(ended.stdout)["summary"].startswith(shown)
    assert told in ended.stderr
    assert bool(told) is bool(ended.stderr)
