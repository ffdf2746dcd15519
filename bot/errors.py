"""Everything that can go wrong in words a person understands.

KolporterError
├── UsageError                 somebody asked for what cannot be done; exit status 2 on the command line
│   ├── SettingsError          configuration is missing or wrong
│   ├── NotAnArticle           an address that is no article of the paper
│   ├── BadTime                a time nobody can read, or in the past
│   ├── NotAllowed             the role does not reach that far
│   ├── RefRefused             a desk button that is forged, forwarded, too old or used
│   ├── ClaimRefused           what the membership page says cannot be understood
│   └── MembersRefused         a file of members with lines that are not as they must be
├── StartError                 Kolporter cannot start as things are
│   ├── DatabaseTooNew         the database was written by a later version
│   ├── DatabaseTooOld         the database lacks migrations, and this command does not run them
│   ├── DatabaseUnavailable    the database cannot be used
│   ├── AlreadyRunning         another process works on the same SQLite file
│   ├── PortTaken              our own HTTP has no port to listen at
│   ├── WebhookRefused         Telegram does not want to bring updates to PUBLIC_URL
│   └── TokenRefused           Telegram does not know the token
├── FetchError                 an address could not be read; carries `retry_after` where the server gave one
│   └── Gone                   the server says that the address is gone for good
├── FeedError                  what came back is no feed
├── UpkeepError                a file for the database's sake cannot be used, or not so
│   ├── BackupRefused          a backup that cannot be made, or is none
│   ├── MoveRefused            a line of a file of subscribers is not as it must be
│   └── MoveFailed             what arrived is not what left
├── StarsRefused               Telegram does not do what we ask about Stars
├── StarsUnclear               Telegram gave no answer about Stars; asking again is safe
├── LeaseLost                  another process is the active one now; this one stands by
└── CarrierError               causes under python-telegram-bot's exceptions, never shown to people
    ├── RequestNotSent         no byte left for Telegram
    └── AnswerLost             bytes left, and no usable answer came back

Each carries a locale key and arguments, so that the person gets a sentence in their language and the
log gets the cause. Secrets are never arguments.
"""

from datetime import timedelta
from typing import ClassVar


class KolporterError(Exception):
    """Base of all: `key` names a text in bot/locales, `args_` fill its placeholders."""

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, key: str | None = None, /, **args_: object) -> None:
        self.text_key = key or type(self).key
        self.args_ = args_
        detail = ", ".join(f"{name}={value}" for name, value in args_.items())
        super().__init__(f"{self.text_key}: {detail}" if detail else self.text_key)


class UsageError(KolporterError):
    """Somebody asked for what cannot be done."""

    key = "error.usage"


class SettingsError(UsageError):
    """Configuration is missing or wrong: `where` (file or variable), `name` (the key), `problem`."""

    key = "error.settings"


class NotAnArticle(UsageError):
    """An address that is no article of the paper: `url`."""

    key = "error.not_an_article"


class BadTime(UsageError):
    """A time that nobody can read: `text`."""

    key = "error.bad_time"


class NotAllowed(UsageError):
    """The person's role does not reach that far."""

    key = "error.not_allowed"


class RefRefused(UsageError):
    """A desk button that is forged, forwarded, too old or used: the key says which."""

    key = "refused.forged"


class ClaimRefused(UsageError):
    """What the membership page says cannot be understood: `field`, `problem`."""

    key = "error.claim"


class MembersRefused(UsageError):
    """A file of members has lines that are not as they must be: `number`, `lines`."""

    key = "error.members"


class StartError(KolporterError):
    """Kolporter cannot start as things are."""


class DatabaseTooNew(StartError):
    """The database was written by a later version: `revision`."""

    key = "error.database_too_new"


class DatabaseTooOld(StartError):
    """The database lacks migrations: it is at `revision`, `newest` is wanted."""

    key = "error.database_too_old"


class DatabaseUnavailable(StartError):
    """The database cannot be used: `problem`."""

    key = "error.database_unavailable"


class AlreadyRunning(StartError):
    """Another process works on the same SQLite file: `path`."""

    key = "error.already_running"


class PortTaken(StartError):
    """Our own HTTP cannot listen there: `port`, `problem`."""

    key = "error.port_taken"


class WebhookRefused(StartError):
    """Telegram does not want to bring updates to that address: `problem`."""

    key = "error.webhook_refused"


class TokenRefused(StartError):
    """Telegram does not know the token."""

    key = "error.token_refused"


class StarsRefused(KolporterError):
    """Telegram does not do what we ask about Stars: `problem`."""

    key = "error.stars_refused"


class StarsUnclear(KolporterError):
    """Telegram gave no answer about Stars; asking again is safe. `problem` is for the log."""

    key = "error.stars_unclear"


class LeaseLost(KolporterError):
    """Another process is the active one now: what this one still had in hand is the other's."""

    key = "error.lease_lost"


class FetchError(KolporterError):
    """An address could not be read: `url`, and `problem` or `status`."""

    key = "error.fetch"

    def __init__(
        self, key: str | None = None, /, *, retry_after: timedelta | None = None, **args_: object
    ) -> None:
        super().__init__(key, **args_)
        self.retry_after = retry_after


class Gone(FetchError):
    """The server says that the address is gone for good: `url`."""

    key = "error.fetch.gone"


class FeedError(KolporterError):
    """What came back is no feed: `problem`."""

    key = "error.feed"


class UpkeepError(KolporterError):
    """A file for the database's sake cannot be used, or not so."""


class BackupRefused(UpkeepError):
    """A backup that cannot be made, or is none: `path`, `problem`; or a key that says more."""

    key = "error.backup"


class MoveRefused(UpkeepError):
    """A file of subscribers is not as it must be: `line` (from 1), `problem`."""

    key = "error.moving.line"


class MoveFailed(UpkeepError):
    """What arrived is not what left: `left` and `arrived` are checksums."""

    key = "error.moving.differs"


class CarrierError(Exception):
    """Causes under python-telegram-bot's exceptions."""


class RequestNotSent(CarrierError):
    """No byte left for Telegram: sending again is safe."""


class AnswerLost(CarrierError):
    """Bytes left and no usable answer came back: the message may have arrived."""
