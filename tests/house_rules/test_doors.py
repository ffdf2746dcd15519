"""Arrows that import-linter does not know: one third party, one door; nobody imports main."""

import pytest

from tests.house_rules.source import PRODUCT, File, python_files

DOORS = {
    "telegram": (
        "handlers/",
        "bot/telegram_http/",
        "bot/ptb_limiter.py",
        "bot/updates.py",
        "bot/webhooks.py",
        "bot/building.py",
    ),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "asyncpg": ("storage/",),
    "aiosqlite": ("storage/",),
    "filelock": ("storage/",),
    "feedparser": ("bot/feeds/",),
    "simplemma": ("bot/wordforms.py",),
    "selectolax": ("bot/feeds/", "bot/articles/"),
    "trafilatura": ("bot/articles/",),
    "PIL": ("bot/jpeg.py",),
    "apscheduler": ("bot/jobs.py",),
    "aiohttp": ("bot/fetch/", "bot/telegram_http/", "bot/sandbox/"),
    "brotli": ("bot/fetch/",),
    "backports": ("bot/fetch/",),
    "starlette": ("handlers/web/", "bot/sandbox/"),
    "uvicorn": ("handlers/web/", "bot/sandbox/"),
    "jinja2": ("bot/sandbox/",),
    "tdjson": ("bot/sandbox/",),
    "prometheus_client": ("handlers/web/",),
    "sentry_sdk": ("bot/telemetry.py",),
    "opentelemetry": ("bot/telemetry.py",),
    "typer": ("handlers/cli/",),
    "babel": ("bot/locales/", "bot/rendering/"),
    "matplotlib": ("bot/charts/",),
    "xlsxwriter": ("bot/spreadsheets.py",),
    "httpx": (),
    "requests": (),
}


def uses(file: File, package: str) -> bool:
    return any(name.split(".")[0] == package for name in file.imports)


@pytest.mark.parametrize("package", DOORS)
def test_a_third_party_comes_in_through_its_door(package: str) -> None:
    users = [file.name for file in python_files(*PRODUCT) if uses(file, package)]
    assert not [name for name in users if not name.startswith(DOORS[package])]


def test_nobody_imports_main() -> None:
    assert not [file.name for file in python_files("bot", "handlers", "storage") if uses(file, "main")]


def test_no_product_code_imports_tests() -> None:
    assert not [file.name for file in python_files(*PRODUCT) if uses(file, "tests")]
