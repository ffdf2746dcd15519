"""Code and catalogues know the same keys, and every call fills in what its text wants."""

from typing import get_args

import pytest

from bot.domain.alarms import AlarmKind
from bot.domain.appeals import Form, Rest, WhyNot
from bot.domain.articles import Reason
from bot.domain.asking import Asking
from bot.domain.audiences import CHAT_CHOICES
from bot.domain.audit import Deed
from bot.domain.changes import Part
from bot.domain.charts import ChartKind
from bot.domain.corrections import CorrectionState
from bot.domain.deliveries import Verdict
from bot.domain.desk_refs import RefusedFor
from bot.domain.edits import Part as EditedPart
from bot.domain.feed_choices import FeedPart, FeedStanding
from bot.domain.feedback import FeedbackState
from bot.domain.feeds import Mode as FeedMode
from bot.domain.follows import FollowKind
from bot.domain.memberships import CodeOutcome
from bot.domain.people import Objection
from bot.domain.preferences import Mode
from bot.domain.push_troubles import PushTroubleKind
from bot.domain.pushes import Action
from bot.domain.reviews import ReviewState
from bot.domain.schedules import ScheduleKind
from bot.domain.standstills import StandstillState
from bot.domain.stars import Kind, Refusal
from bot.domain.statistics import Ending, Facet, Period, Topic
from bot.domain.subscribers import ChatKind, Role, Standing
from bot.domain.support_figures import SupportFacet
from bot.domain.support_links import Place
from bot.domain.surges import SurgeState, Surprise
from bot.domain.timing import Choice
from bot.domain.troubles import Trouble
from bot.rendering.zones import REGIONS
from handlers import ROUTES
from handlers.routes import Command
from tests.locales.catalogues import LANGUAGES, forms, messages, placeholders
from tests.locales.keys_in_code import families, mentioned, uses

KEYS = set(messages("en"))
ROLES = {role.name.lower() for role in Role}
NAMESPACES = {key.split(".")[0] for key in KEYS}
PUT_TOGETHER: dict[str, set[str]] = {
    "settled.": set(Verdict),
    "command.": {one.name for one in ROUTES if isinstance(one, Command)},
    "desk.": {one.value for one in ReviewState} - {ReviewState.WAITING},
    "standing.": set(Standing),
    "figures.": set(Topic),
    "period.": set(Period),
    "facet.": {*Facet, *SupportFacet},
    "place.": {one.name.lower() for one in Place},
    "ending.": set(Ending),
    "chart.": set(ChartKind),
    "kind.": set(ChatKind),
    "mode.": set(Mode),
    "when.": set(Choice),
    "queue.": set(ScheduleKind),
    "chats.": {one or "all" for one in CHAT_CHOICES},
    "narrow.": {"topic", "author", "source"},
    "surge.": {*Surprise, *SurgeState} - {SurgeState.WAITING},
    "standstill.": {one.value for one in StandstillState} - {StandstillState.WAITING},
    "verdict.": {FeedbackState.ANSWERED, FeedbackState.DELIVERED, FeedbackState.UNDELIVERED},
    "why.": {one.value for one in FollowKind} - {"digest"},
    "region.": set(REGIONS),
    "edited.": set(EditedPart),
    "dropped.": {reason.replace(" ", "_") for reason in get_args(Reason)},
    "progress.": {"failed", "blocked", "unknown", "expired", "cancelled"},
    "report.": {"done", "cancelled", "read_here", "less", "link"},
    "trouble.": {*Trouble, *PushTroubleKind},
    "refused.": set(RefusedFor),
    "unpaid.": set(Refusal),
    "offer.": set(Kind),
    "about.": set(Kind),
    "bill.": set(Kind),
    "thanks.": set(Kind),
    "column.": {"time", "charge", "kind", "stars", "renewal", "refunded"},
    "deed.": set(Deed),
    "part.": set(Part),
    "ended.": set(Action),
    "rest.": set(Rest),
    "whynot.": set(WhyNot),
    "asking.": set(Asking),
    "beside.": {WhyNot.BREAKING, WhyNot.TOPIC},
    "form.": set(Form),
    "code.": {one.value for one in CodeOutcome} - {"accepted", "yours"},
    "role.": ROLES,
    "made.": ROLES,
    "told.": ROLES,
    "staff.": ROLES - {"reader"},
    "invited.": ROLES - {"reader"},
    "objection.": set(Objection),
    "alarm.": set(AlarmKind),
    "calm.": {one.value for one in AlarmKind} - {"feed"},
    "feed_is.": set(FeedStanding),
    "feed_has.": set(Trouble),
    "part_of_feed.": {one.value for one in FeedPart} - {"all"},
    "effect.": {*FeedStanding, *FeedMode, "edition", "topic", "no_topic", "all"},
    "correction.": {one.value for one in CorrectionState} - {CorrectionState.WAITING},
}
"""Keys made at run time. A verdict is only shown once nothing waits."""


def test_the_scan_sees_the_code() -> None:
    seen = {use.key for use in uses()}
    assert {"button.read", "error.bad_time", "doctor.feed", "error.fetch.status"} <= seen


def test_every_key_in_the_code_has_a_text() -> None:
    missing = {key: path for key, path in mentioned(NAMESPACES).items() if key not in KEYS}
    assert not missing


def test_every_key_that_a_call_names_has_a_text() -> None:
    assert not [use for use in uses() if use.key not in KEYS]


def test_every_kind_of_key_made_at_run_time_is_known_here() -> None:
    assert families(NAMESPACES).keys() == PUT_TOGETHER.keys()


def test_every_key_made_at_run_time_has_a_text() -> None:
    assert {start + end for start, ends in PUT_TOGETHER.items() for end in ends} <= KEYS


def test_every_text_is_used() -> None:
    made = {start + end for start, ends in PUT_TOGETHER.items() for end in ends}
    assert not KEYS - made - mentioned(NAMESPACES).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_call_gives_what_the_text_wants(language: str) -> None:
    known = messages(language)
    calls = [use for use in uses() if use.key in known]
    assert not [use for use in calls for form in forms(known[use.key]) if placeholders(form) - use.names]


def test_a_count_and_a_plural_text_go_together() -> None:
    plural = {key for key, message in messages("en").items() if message.pluralizable}
    assert not [use for use in uses() if ("count" in use.names) is not (use.key in plural)]
