"""Configuration: newspaper.toml holds what an editor-in-chief decides, the environment the secrets.

Unknown keys and ill-typed values refuse to start, naming the key.
"""

import os
import tomllib
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.alarms import Limits
from bot.domain.feeds import FeedPlan
from bot.domain.ids import ChatId, Edition, UserId
from bot.domain.paper import EditionFacts, Model, Paper, Readers
from bot.domain.schedules import Plan, ScheduleKind
from bot.domain.wall_times import read_wall_time
from bot.errors import SettingsError
from bot.newspaper_tables import (
    LANGUAGES,
    EditionTable,
    FeedTable,
    NewspaperFile,
    OfTheDayTable,
    SummariesTable,
)
from bot.setting_types import WebAddress, Weekday

TELEGRAM = "https://api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram calls. A Bot API server of one's own calls every address."""
_CONTAINER_SECRETS = "/run/secrets"
"""Where containers find a file for each secret, named like its variable; systemd tells its own folder."""


class Environment(BaseSettings):
    """Secrets and addresses, from the environment or a `.env` file in the working directory."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_token: SecretStr | None = Field(default=None, description="The bot's token from @BotFather.")
    telegram_api_url: WebAddress = Field(
        default=TELEGRAM, description="The Bot API server; another one for a local server."
    )
    telegram_proxy: WebAddress | None = Field(
        default=None, description="An HTTP proxy on the way to Telegram; the environment's own are not asked."
    )
    summaries_key: SecretStr | None = Field(
        default=None, description="The key of the language model in newspaper.toml, if it wants one."
    )
    database_url: str = Field(
        default="sqlite:///kolporter.sqlite3", description="`sqlite:///file` or `postgresql://…`."
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram user ids of the admins, separated by commas."
    )
    newspaper: Path = Field(default=Path("newspaper.toml"), description="Path of the newspaper's file.")
    messages_per_second: int = Field(
        default=30, ge=1, le=1000, description="What Telegram allows the bot; more than 30 is paid for."
    )
    concurrency: int = Field(
        default=10,
        ge=1,
        le=500,
        description="How many messages may be under way, and so at risk in a crash; 1,000 a second take 100.",
    )

    web_port: int | None = Field(
        default=None, ge=1, le=65535, description="The port of our own HTTP; without it nothing listens."
    )
    web_host: str = Field(default="127.0.0.1", description="The address that port is opened at.")
    public_url: WebAddress | None = Field(
        default=None,
        description="How the web reaches that port: updates then come by webhook, news by WebSub.",
    )
    web_secret: SecretStr | None = Field(
        default=None, description="What secret paths and signatures are made of; the bot's token by default."
    )
    metrics_secret: SecretStr | None = Field(
        default=None,
        description="What whoever reads `/metrics` must know; needed where not only this machine can ask.",
    )
    membership_secret: SecretStr | None = Field(
        default=None,
        description="What the membership page signs with; without it nobody can confirm a membership.",
    )
    sentry_dsn: SecretStr | None = Field(
        default=None, description="Where errors are reported to; needs the extra `sentry`."
    )
    otel_exporter_otlp_endpoint: WebAddress | None = Field(
        default=None, description="Where traces are sent to; needs the extra `tracing`."
    )

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: Any) -> Any:
        return list(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("telegram_proxy", "web_port", "public_url", "otel_exporter_otlp_endpoint", mode="before")
    @classmethod
    def _nothing_for_empty(cls, value: Any) -> Any:
        return value or None

    @field_validator("public_url")
    @classmethod
    def _within_reach(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        if info.data.get("web_port") is None:
            raise ValueError("WEB_PORT must be set, too")
        _check_public(value, is_telegram_calling=info.data.get("telegram_api_url") == TELEGRAM)
        return value.rstrip("/")

    @field_validator(
        "telegram_token",
        "summaries_key",
        "web_secret",
        "metrics_secret",
        "membership_secret",
        "sentry_dsn",
        mode="after",
    )
    @classmethod
    def _no_empty_secret(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value and value.get_secret_value().strip() else None


def plain(secret: SecretStr | None) -> str | None:
    """The secret itself."""
    return secret.get_secret_value() if secret else None


def secrets_of(environment: Environment) -> list[str]:
    """All that no log may hold, besides what is made of it."""
    given = (getattr(environment, name) for name in type(environment).model_fields)
    addresses = (environment.database_url, environment.telegram_proxy or "")
    passwords = (address.partition("://")[2].rpartition("@")[0].partition(":")[2] for address in addresses)
    return [one.get_secret_value() for one in given if isinstance(one, SecretStr)] + list(
        filter(None, passwords)
    )


def _check_public(url: str, *, is_telegram_calling: bool) -> None:
    parts = urlsplit(url)
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("write it like https://bot.your.paper or https://your.paper/bot")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if is_telegram_calling and parts.scheme != "https":
        raise ValueError("Telegram calls https:// only")
    if is_telegram_calling and port not in WEBHOOK_PORTS:
        raise ValueError("Telegram calls only the ports 443, 80, 88 and 8443")


def read_environment() -> Environment:
    """Settings of the environment, `.env` and files of secrets. Raises SettingsError naming the variable."""
    folders = [_CONTAINER_SECRETS, os.environ.get("CREDENTIALS_DIRECTORY", "")]
    there = [one for one in folders if one and Path(one).is_dir()]
    try:
        return Environment(_secrets_dir=there)  # type: ignore[call-arg]  # pydantic's, unknown to mypy
    except ValidationError as error:
        raise _first_problem(error, "environment", upper=True) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(where=".env", name="text", problem=_plain(error)) from None


def read_newspaper(path: Path) -> NewspaperFile:
    """The newspaper's file. Raises SettingsError naming file and key."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("error.no_newspaper", where=path, problem=_plain(error)) from None
    return parse_newspaper(text, path)


def parse_newspaper(text: str, where: object) -> NewspaperFile:
    """The newspaper's file from its text; `where` names it in errors. Raises SettingsError."""
    try:
        return NewspaperFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("error.toml", where=where, problem=error) from None
    except ValidationError as error:
        raise _first_problem(error, where) from None


def as_paper(
    file: NewspaperFile, admins: frozenset[int], where: object, public_url: str | None = None
) -> Paper:
    """The file's decisions in the domain's words. Raises SettingsError for an edition that is missing."""
    for number, feed in enumerate(file.feeds):
        if feed.edition not in file.editions:
            raise SettingsError(
                where=where, name=f"feeds[{number}].edition", problem=f"there is no [editions.{feed.edition}]"
            )
    editors = frozenset(UserId(one) for one in file.desk.editors)
    return Paper(
        name=file.name,
        zone=ZoneInfo(file.timezone),
        editions={Edition(code): _edition(Edition(code), table) for code, table in file.editions.items()},
        feeds=tuple(_feed(table) for table in file.feeds),
        kickers=frozenset(file.kickers),
        editors=editors,
        admins=frozenset(UserId(one) for one in admins),
        desk=tuple(ChatId(one) for one in file.desk.chats or sorted(editors)),
        hosts=frozenset(file.hosts),
        private_hosts=frozenset(file.private_hosts),
        pictures=file.pictures,
        summaries=_model(file.summaries),
        surprise=file.surprise,
        review_expires=timedelta(hours=file.desk.review_expires_hours),
        window=timedelta(seconds=file.desk.window_seconds),
        links_by=public_url if file.desk.count_links else None,
        schedules=_schedules(file, where),
        readers=Readers(
            daily_cap=file.readers.daily_cap or None, digest_time=read_wall_time(file.readers.digest_time)
        ),
        upkeep=file.upkeep.rules,
        appeals=file.appeal.rules if file.appeal else None,
        stars=file.stars.rules if file.stars else None,
        alarms=Limits(**file.alarms.model_dump()),
        desk_rules=file.desk.rules,
    )


def unwritten_paper() -> Paper:
    """A paper that nobody has described: every language, no feeds; for looking at pages of any paper."""
    editions = {Edition(code): EditionFacts(code=Edition(code), title="", membership_url="", appeal="")
                for code in LANGUAGES}  # fmt: skip
    return Paper(name="", zone=ZoneInfo("Europe/Skopje"), editions={**editions})


def _edition(code: Edition, table: EditionTable) -> EditionFacts:
    return EditionFacts(
        code=code,
        title=table.title,
        membership_url=table.membership_url,
        appeal=table.appeal,
        tiers=tuple(one.tier for one in table.tiers),
        own_wordings=tuple(one.wording for one in table.wordings),
        terms=table.terms.strip(),
        pay_support=table.pay_support.strip(),
    )


def _schedules(file: NewspaperFile, where: object) -> tuple[Plan, ...]:
    tables = {
        ScheduleKind.VIDEO_OF_THE_DAY: file.video_of_the_day,
        ScheduleKind.DIGEST_OF_THE_DAY: file.digest_of_the_day,
    }
    found = (_plans(kind, table, file, where) for kind, table in tables.items() if table)
    return tuple(chain.from_iterable(found))


def _plans(kind: ScheduleKind, table: OfTheDayTable, file: NewspaperFile, where: object) -> tuple[Plan, ...]:
    for code in table.editions:
        if code not in file.editions:
            problem = f"there is no [editions.{code}]"
            raise SettingsError(where=where, name=f"{kind}.editions", problem=problem)
    return tuple(
        Plan(
            kind=kind,
            edition=Edition(code),
            at=read_wall_time(table.at),
            zone=ZoneInfo(table.zone or file.timezone),
            weekdays=frozenset(map(get_args(Weekday).index, table.weekdays)),
        )
        for code in dict.fromkeys(table.editions or file.editions)
    )


def _model(table: SummariesTable) -> Model | None:
    return Model(table.address, table.model) if table.address else None


def _feed(table: FeedTable) -> FeedPlan:
    return FeedPlan(
        url=table.url,
        edition=Edition(table.edition),
        mode=table.mode,
        topic=table.topic,
        every=timedelta(minutes=table.every_minutes),
    )


def _first_problem(error: ValidationError, where: object, *, upper: bool = False) -> SettingsError:
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    shown = name.upper() if upper else name
    match first["type"]:
        case "extra_forbidden":
            return SettingsError("error.settings.unknown_key", where=where, name=shown)
        case "missing":
            return SettingsError("error.settings.missing_key", where=where, name=shown)
        case _:
            problem = str(first["msg"]).removeprefix("Value error, ")
            return SettingsError(where=where, name=shown, problem=problem)


def _plain(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
