"""What the membership page signs is believed for five minutes; what it says must be what it may say."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.member_claims import Seal, digest_of, fields_of, read_claim, seal_of, signature
from bot.domain.member_codes import MemberCodes
from bot.domain.memberships import Claim, Event
from bot.errors import ClaimRefused

SECRET = "the secret"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
BODY = b'{"id": "order-1", "event": "confirmed", "until": "2027-11-26"}'
SIGNED = signature(SECRET, STAMP, BODY)
CODES = MemberCodes(SECRET)
FIELDS = {"id": "order-1", "event": "confirmed", "until": "2027-11-26"}


def seal(timestamp: str = STAMP, body: bytes = BODY, given: str = SIGNED, now: datetime = NOW) -> Seal:
    """What our side makes of a call."""
    return seal_of(SECRET, timestamp, body, given, now)


def signed_at(moment: datetime) -> Seal:
    """A call that the site signed then."""
    stamp = str(int(moment.timestamp()))
    return seal(stamp, BODY, signature(SECRET, stamp, BODY))


def test_five_minutes_in_either_direction_are_now() -> None:
    assert seal() is Seal.GOOD
    assert signed_at(NOW - timedelta(minutes=5)) is Seal.GOOD
    assert signed_at(NOW + timedelta(minutes=5)) is Seal.GOOD
    assert signed_at(NOW - timedelta(minutes=5, seconds=1)) is Seal.STALE
    assert signed_at(NOW + timedelta(minutes=5, seconds=1)) is Seal.STALE
    assert signed_at(datetime(2200, 1, 1, tzinfo=UTC)) is Seal.STALE


def test_of_ten_thousand_forged_foreign_and_replayed_calls_none_is_accepted() -> None:
    """Another body, time or signature than was signed, signed by another, or the very same an hour later."""
    dice = random.Random(1)
    accepted = 0
    for number in range(2_500):
        place = dice.randrange(len(BODY))
        altered = BODY[:place] + bytes([BODY[place] ^ 1 << dice.randrange(7)]) + BODY[place + 1 :]
        place = dice.randrange(7, len(SIGNED))
        wrong = SIGNED[:place] + ("0" if SIGNED[place] != "0" else "1") + SIGNED[place + 1 :]
        later = NOW + timedelta(hours=1, seconds=number)
        accepted += seal(body=altered) is Seal.GOOD
        accepted += seal(given=wrong) is Seal.GOOD
        accepted += seal(given=signature(f"secret {number}", STAMP, BODY)) is Seal.GOOD
        accepted += seal(str(int(later.timestamp())), now=later) is Seal.GOOD
        accepted += seal(now=later) is Seal.GOOD
    assert accepted == 0


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "1e9", "9" * 400, "١٧٦٤", "\udcff"])
def test_a_time_that_is_none_is_no_time_of_the_sites(stamp: str) -> None:
    assert seal(stamp, BODY, signature(SECRET, stamp, BODY)) is Seal.FORGED
    assert seal(given="\udcff") is Seal.FORGED


def test_what_may_be_said_is_said() -> None:
    code = CODES.write(1, date(2027, 11, 26), 3)
    given = {**FIELDS, "ref": "abc", "code": code.lower(), "amount_class": "monthly-5"}
    assert read_claim(given, CODES) == Claim(
        id="order-1",
        event=Event.CONFIRMED,
        amount_class="monthly-5",
        until=date(2027, 11, 26),
        ref="abc",
        code=code.replace("-", ""),
    )
    told = {"id": "order-2", "event": "refunded", "until": None, "ref": ""}
    assert read_claim(told, None) == Claim(id="order-2", event=Event.REFUNDED)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "ana@example.mk"}, "email"),
        ({"id": ""}, "id"),
        ({"id": "an id"}, "id"),
        ({"id": 17}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"event": "paid"}, "event"),
        ({"event": ["confirmed"]}, "event"),
        ({"until": ""}, "until"),
        ({"until": "26.11.2027"}, "until"),
        ({"until": "2027-02-30"}, "until"),
        ({"until": "2027-W47-5"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"ref": "x" * 201}, "ref"),
        ({"ref": "a\0b"}, "ref"),
        ({"code": "AAAAA-AAAAA-AAAAA-AAAAA"}, "code"),
        ({"amount_class": "5 € a month"}, "amount_class"),
    ],
)
def test_what_may_not_be_said_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ClaimRefused) as refused:
        read_claim({**FIELDS, **change}, CODES)
    assert refused.value.args_["field"] == field


def test_where_we_share_no_secret_there_are_no_codes() -> None:
    with pytest.raises(ClaimRefused):
        read_claim({**FIELDS, "code": CODES.write(1, date(2027, 11, 26), 3)}, None)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"[" * 5_000, b'{"id": "1", "id": "2"}', b"NaN"])
def test_a_body_that_is_no_object_with_each_field_once_is_refused(body: bytes) -> None:
    with pytest.raises(ClaimRefused):
        fields_of(body)


def test_what_is_said_is_known_again_by_all_of_it_but_its_id() -> None:
    claim = read_claim(fields_of(json.dumps(FIELDS).encode()), None)
    assert digest_of(claim) == digest_of(replace(claim, id="order-2"))
    others = (
        replace(claim, event=Event.RENEWED),
        replace(claim, ref="a"),
        replace(claim, code="a"),
        replace(claim, amount_class="a"),
        replace(claim, until=date(2027, 11, 27)),
    )
    assert len({digest_of(one) for one in (claim, *others)}) == 6
