"""`summarize`: JSON lines in, JSON lines out, in the same order."""

import json

import pytest

from tests.cli.conftest import Invoke

ARTICLE = {
    "id": "a1",
    "lang": "mk",
    "title": "ВИДЕО | Три причини зошто мостот се затвора",
    "article": "Мостот кај Струга се затвора од понеделник, соопшти општината вчера.\n"
    "Прво, столбовите се стари шеесет години и повеќе не држат.\n"
    "Второ, реката го поткопа левиот брег во поплавите.\n"
    "Трето, нема пари ниту за времена поправка.",
}


def lines(*articles: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)


def test_a_line_gives_a_line_with_summary_and_key_points(invoke: Invoke) -> None:
    ended = invoke("summarize", "--jsonl", given=lines(ARTICLE))
    assert (ended.exit_code, ended.stderr) == (0, "")
    found = json.loads(ended.stdout)
    assert list(found) == ["id", "summary", "key_points"]
    assert found["summary"] == "Мостот кај Струга се затвора од понеделник, соопшти општината вчера."
    assert found["key_points"][2] == "Нема пари ниту за времена поправка."


def test_summary_and_key_points_together_keep_to_the_characters(invoke: Invoke) -> None:
    found = json.loads(invoke("summarize", "--jsonl", "--chars", "210", given=lines(ARTICLE)).stdout)
    assert 100 < len(" ".join((found["summary"], *found["key_points"]))) <= 210
    assert len(found["key_points"]) == 3


def test_empty_lines_are_skipped_and_nothing_missing_is_needed(invoke: Invoke) -> None:
    ended = invoke("summarize", "--jsonl", given="\n" + lines({"id": 7, "article": None}) + "\n")
    assert json.loads(ended.stdout) == {"id": 7, "summary": "", "key_points": []}


@pytest.mark.parametrize("bad", ["{", "[]", '{"id": 1, "article": 5}', "null"])
def test_a_line_that_is_no_article_is_named(invoke: Invoke, bad: str) -> None:
    ended = invoke("summarize", "--jsonl", given=lines(ARTICLE) + bad)
    assert (ended.exit_code, len(ended.stdout.splitlines())) == (2, 1)
    assert ended.stderr.startswith("Line 2 ")


def test_another_form_than_json_lines_is_not_known_yet(invoke: Invoke) -> None:
    assert invoke("summarize").exit_code == 2
