"""`people code`: eight digits on the terminal, for whoever sends them to the bot first."""

import re
from pathlib import Path

from tests.acceptance.bot_process import command


async def test_a_code_is_printed_with_what_to_do_with_it_and_is_kept_nowhere(tmp_path: Path) -> None:
    database = tmp_path / "kolporter.sqlite3"
    environment = {"DATABASE_URL": f"sqlite:///{database}", "NEWSPAPER": str(tmp_path / "none.toml")}
    ended = await command("people", "code", environment=environment)
    code = re.search(r"/start ([0-9]{4})-([0-9]{4})\n", ended.output)
    assert (ended.status, ended.errors) == (0, "")
    assert code
    assert (code[1] + code[2]).encode() not in database.read_bytes()


async def test_a_database_that_cannot_be_opened_ends_with_2(tmp_path: Path) -> None:
    ended = await command("people", "code", environment={"DATABASE_URL": f"sqlite:///{tmp_path}/no/file"})
    assert ended.status == 2
    assert ended.errors
