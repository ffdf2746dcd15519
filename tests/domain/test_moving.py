"""A file of subscribers is read by somebody who believes nothing; what is refused is named by its line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.appeals import Rest
from bot.domain.follows import FollowKind
from bot.domain.ids import UserId
from bot.domain.moving import LONGEST_LINE, Manifest, Traveller, footer, header, line_of, read_moving
from bot.domain.people import Colleague
from bot.domain.preferences import Mode
from bot.domain.subscribers import ChatKind, Role, Standing
from bot.errors import MoveRefused

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
Told = dict[str, Any]
ELENA = Colleague(id=UserId(1), role=Role.EDITOR, name="Елена", since=NOW, given_by="Горан")

APPEAL = {
    "days": [[739_946, 3]],
    "shown_at": NOW,
    "wording": "0a1b2c3d",
    "is_tapped": True,
    "rest": Rest.NEVER,
    "rests_until": None,
}


def traveller(chat_id: int, **more: Any) -> Traveller:
    """Somebody who chose a little of everything."""
    subscriber = {
        "chat_id": chat_id,
        "kind": ChatKind.PRIVATE,
        "edition": "mk",
        "language": "mk",
        "standing": Standing.PAUSED,
        "joined_at": NOW,
        "source": "qr_kiosk",
        "thread_id": None,
        "title": None,
        "keeper_id": None,
        "seen_on": NOW.date(),
    }
    preferences = {
        "zone": "Europe/Skopje",
        "mode": Mode.DIGEST,
        "digest_times": "07:30 18:00",
        "digest_days": "01234",
        "daily_cap": 3,
        "quiet": "22:00-07:00",
        "only_breaking": False,
        "paused_until": NOW,
    }
    follow = {
        "kind": FollowKind.TOPIC,
        "key": "sport",
        "label": "Спорт",
        "since": NOW,
        "muted_until": None,
        "mode": None,
    }
    return Traveller(
        **{
            "subscriber": subscriber,
            "preferences": preferences,
            "appeal": APPEAL,
            "member": {"until": NOW.date(), "is_cancelled": False, "owes_thanks": True, "reminded": None},
            "follows": (follow,),
            "moves": ({"move": "joined", "at": NOW},),
            **more,
        }
    )


def lines(*travellers: Traveller | Colleague) -> list[str]:
    """Their file."""
    manifest = Manifest()
    for one in travellers:
        manifest.add(one, line_of(one))
    return [header(NOW), *map(line_of, travellers), footer(manifest)]


def refusal(file: list[str]) -> tuple[object, object]:
    """The line that is refused, and why."""
    with pytest.raises(MoveRefused) as refused:
        list(read_moving(file))
    return refused.value.args_["line"], refused.value.args_["problem"]


def test_what_was_written_is_read() -> None:
    little = traveller(2, preferences=None, appeal=None, member=None, follows=(), moves=())
    people: list[Traveller | Colleague] = [traveller(1), little, ELENA]
    assert list(read_moving(lines(*people))) == people


def test_nobody_is_a_file_too() -> None:
    assert list(read_moving(lines())) == []


def test_a_file_without_its_end_names_the_line_that_is_missing() -> None:
    assert refusal(lines(traveller(1), traveller(2))[:-1]) == (4, "the file ends too early")
    assert refusal([]) == (1, "the file ends too early")


def test_a_line_that_is_cut_is_named() -> None:
    file = lines(traveller(1))
    assert refusal([file[0], file[1][:40]]) == (2, "this is no JSON")


def test_a_line_that_is_missing_or_changed_is_noticed_at_the_end() -> None:
    file = lines(traveller(1), traveller(2))
    assert refusal([file[0], *file[2:]]) == (3, "2 subscribers were written, 1 are here")
    changed = [one.replace("qr_kiosk", "qr_kiosK") for one in file]
    assert refusal(changed) == (4, "the checksum is another: the file was changed or damaged")


def test_what_stands_behind_the_end_is_refused() -> None:
    assert refusal([*lines(), header(NOW)])[1] == "there is more after the last line"


def test_chats_come_once_and_in_order() -> None:
    assert refusal(lines(traveller(2), traveller(2)))[0] == 3


def test_who_has_a_role_comes_once_and_after_the_subscribers() -> None:
    assert refusal(lines(ELENA, traveller(2)))[0] == 3
    assert refusal(lines(ELENA, ELENA))[0] == 3


def test_another_file_or_version_is_refused() -> None:
    assert refusal(["{}"]) == (1, "this is no file of `export-subscribers`")
    later = header(NOW).replace('"version":2', '"version":3')
    assert refusal([later]) == (1, "version 3 is unknown; this Kolporter reads up to 2")


def test_a_file_of_the_first_version_is_read() -> None:
    ana = traveller(1, appeal=None, member=None)
    line = line_of(ana).replace('"appeal":null,"member":null,', "")
    manifest = Manifest()
    manifest.add(ana, line)
    begin = header(NOW).replace('"version":2', '"version":1')
    end = footer(manifest).replace('"appeals":0,"members":0,', "").replace('"colleagues":0,', "")
    assert list(read_moving([begin, line, end])) == [ana]
    assert refusal([begin, line_of(ana)]) == (2, "`appeal` is unknown")
    assert refusal([begin, line_of(ELENA)])[0] == 2


@pytest.mark.parametrize(
    "line", ["[]", "null", "7", "{", "[" * 100_000, "1" * 5000, "x" * (LONGEST_LINE + 1)]
)
def test_what_is_no_object_is_refused(line: str) -> None:
    assert refusal([header(NOW), line])[0] == 2


def spoilt(spoil: Callable[[Told], object]) -> tuple[object, object]:
    """Why a subscriber's line is refused that somebody changed."""
    told: Told = json.loads(line_of(traveller(1)))
    spoil(told)
    return refusal([header(NOW), json.dumps(told)])


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda told: told.pop("moves"), "`moves` is missing"),
        (lambda told: told.update(extra=1), "`extra` is unknown"),
        (lambda told: told.update(type="role"), "`type` is no type of line"),
        (lambda told: told.update(subscriber=[]), "a JSON object is missing"),
        (lambda told: told.update(follows={}), "`follows` is no list"),
        (lambda told: told["subscriber"].update(chat_id=True), "`chat_id` is no number of Telegram's"),
        (lambda told: told["subscriber"].update(chat_id=2**63), "`chat_id` is no number of Telegram's"),
        (lambda told: told["subscriber"].update(edition=None), "`edition` is no text"),
        (lambda told: told["subscriber"].update(edition="m\0k"), "`edition` is no text"),
        (lambda told: told["subscriber"].update(source="\ud800"), "`source` is no text"),
        (lambda told: told["subscriber"].update(kind="bot"), "`kind` is none of private, group, channel"),
        (lambda told: told["subscriber"].update(kind=[]), "`kind` is none of private, group, channel"),
        (
            lambda told: told["subscriber"].update(standing="erased"),
            "`standing` is erased, which does not move",
        ),
        (lambda told: told["subscriber"].update(joined_at="yesterday"), "`joined_at` is no time with a zone"),
        (
            lambda told: told["subscriber"].update(joined_at="2026-01-01"),
            "`joined_at` is no time with a zone",
        ),
        (
            lambda told: told["subscriber"].update(joined_at="0001-01-01T00:00+14:00"),
            "`joined_at` is no time with a zone",
        ),
        (lambda told: told["subscriber"].update(seen_on="today"), "`seen_on` is no day"),
        (lambda told: told["preferences"].update(zone="Mars/North"), "`zone` is no time zone"),
        (
            lambda told: told["preferences"].update(digest_times="25:00"),
            "`digest_times` is no list of times of day",
        ),
        (lambda told: told["preferences"].update(digest_days=""), "`digest_days` is no list of weekdays"),
        (lambda told: told["preferences"].update(daily_cap=0), "`daily_cap` is no number of articles a day"),
        (
            lambda told: told["preferences"].update(only_breaking=1),
            "`only_breaking` is neither true nor false",
        ),
        (lambda told: told["follows"][0].update(kind="story"), "`kind` is story, which does not move"),
        (lambda told: told["follows"].append(told["follows"][0]), "`follows` name a subject twice"),
        (lambda told: told["moves"][0].update(move="danced"), "`move` is no move"),
        (lambda told: told["appeal"].update(rest="soon"), "`rest` is none of member, later, not_now, never"),
        (lambda told: told["member"].update(until=None), "`until` is no day"),
        (lambda told: told["member"].pop("reminded"), "`reminded` is missing"),
        (lambda told: told["appeal"].update(days=7), "`days` is no list of days"),
        (lambda told: told["appeal"]["days"].append([1, True]), "`days` holds no pair of a day and a count"),
        (lambda told: told["appeal"]["days"].append([0, 1]), "`days` holds a day that is none"),
    ],
)
def test_a_field_that_is_not_as_it_must_be_is_named(spoil: Callable[[Told], object], problem: str) -> None:
    assert spoilt(spoil) == (2, problem)


@pytest.mark.parametrize("role", [1, 4, "admin", True])
def test_a_role_that_nobody_is_given_is_refused(role: object) -> None:
    told = json.loads(line_of(ELENA)) | {"role": role}
    assert refusal([header(NOW), json.dumps(told)]) == (2, "`role` is no role that can be given")
