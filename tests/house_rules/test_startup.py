"""What a start of the bot loads: nothing that only another command, a page, a picture or a word needs."""

import subprocess
import sys

import pytest

from tests.acceptance.bot_process import surroundings
from tests.house_rules.source import PRODUCT, ROOT, python_files

NO_TOKEN = surroundings() | {"TELEGRAM_TOKEN": ""}
"""So it says what is missing, and ends."""
FOR_LATER = {
    "alembic": "a database that is not at the newest revision",
    "asyncpg": "PostgreSQL",
    "sqlalchemy.dialects.postgresql": "PostgreSQL",
    "bot.sandbox": "the demo",
    "starlette": "the demo, or our own HTTP",
    "uvicorn": "the demo, or our own HTTP",
    "prometheus_client": "our own HTTP",
    "sentry_sdk": "who set SENTRY_DSN",
    "opentelemetry": "who set OTEL_EXPORTER_OTLP_ENDPOINT",
    "jinja2": "the demo",
    "tdjson": "the demo",
    "bot.articles.read": "the page reader's process",
    "bot.articles.summary": "the page reader's process, and a summary made by hand",
    "trafilatura": "the page reader's process",
    "selectolax": "the page reader's and the feed parser's process",
    "lxml": "the page reader's process",
    "feedparser": "the feed parser's process",
    "PIL": "the first picture",
    "simplemma": "the first word",
    "rich.text": "the command line's help",
    "click.core": "httpx's own command line",
    "pygments": "httpx's own command line, and the command line's help",
    "matplotlib": "the first picture of numbers",
    "xlsxwriter": "the first table",
}
"""Module and who needs it."""
DEFERRED = {
    "main.py": "the demo, our own HTTP, and what keeps the database",
    "bot/building.py": "a language model",
    "bot/opening.py": "a summary made by hand",
    "bot/looking.py": "what reads pages and feeds",
    "bot/articles/process.py": "a page that no process could read",
    "bot/charts/worker.py": "the first chart",
    "bot/pictures.py": "the first picture",
    "bot/spreadsheets.py": "the first spreadsheet",
    "bot/telemetry.py": "Sentry and OpenTelemetry",
    "bot/wordforms.py": "the first word",
    "handlers/cli/progress.py": "a bar on a terminal",
    "storage/database.py": "PostgreSQL",
    "storage/problems.py": "PostgreSQL",
    "storage/schema.py": "an older schema",
}
"""Files that import something inside a function, and for what; everywhere else imports stand on top."""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """What `main.py run` imports before it does anything, as Python itself reports it."""
    program = [sys.executable, "-X", "importtime", "main.py", "run"]
    ended = subprocess.run(program, cwd=ROOT, env=NO_TOKEN, capture_output=True, text=True, check=False)
    return frozenset(line.rpartition("|")[2].strip() for line in ended.stderr.splitlines())


def test_a_start_loads_the_service(loaded: frozenset[str]) -> None:
    assert {"telegram.ext", "storage.database", "bot.jobs"} <= loaded


@pytest.mark.parametrize("module", FOR_LATER)
def test_a_start_does_not_load_what_is_for_later(loaded: frozenset[str], module: str) -> None:
    assert module not in loaded


def test_imports_stand_on_top_but_where_something_is_for_later() -> None:
    found = {file.name for file in python_files(*PRODUCT) if file.inner_imports()}
    assert found == set(DEFERRED)
