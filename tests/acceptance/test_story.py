"""`main.py demo --script`: the whole story in one process, and a transcript that shows it."""

from tests.acceptance.bot_process import command

TYPED = (
    "/start",
    "/search buses",
    "Who discovered penicillin?",
    "/support",
    "/push http",
    "/latest",
    "/stats",
)
CARD = "VIDEO | Stojcevska: Three reasons why Skopje's buses are late"


async def test_the_demos_story_comes_true_and_its_transcript_shows_it() -> None:
    told = await command("demo", "--script")
    assert (told.status, told.errors) == (0, "")
    for line in TYPED:
        assert f" types: {line}" in told.output
    assert CARD in told.output
    assert "[Send now] [Skip]" in told.output
