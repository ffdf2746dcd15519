"""A database as a newspaper would have it after some time: readers who came and went, pushes and what
became of them, questions. The same for the same numbers; rows are written past the bot, in bulk."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from bot.clock import SystemClock
from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.follows import FollowKind
from bot.domain.preferences import Mode
from bot.domain.push_reports import Effect
from bot.domain.pushes import Action, Lane, PushKind, PushState
from bot.domain.subscribers import ChatKind, Standing
from storage.articles import ArticleRow
from storage.delivery_rows import DeliveryRow
from storage.follow_rows import FollowRow
from storage.preferences import PreferenceRow
from storage.push_effects import PushEffectRow
from storage.push_rows import PushRow, PushTallyRow
from storage.statistics_rows import UnansweredRow
from storage.subscribers import Move, MoveRow, SubscriberRow

ZONE = ZoneInfo("Europe/Skopje")
LAST = date(2026, 11, 26)
_AT_ONCE = 20_000
_SOURCES = (
    "site_home",
    "article",
    "qr_kiosk",
    "fb_page",
    "instagram",
    "newsletter",
    "qr_theatre",
    "tv_promo",
)
_TOPICS = ("Политика", "Економија", "Култура", "Спорт", "Скопје", "Балкан", "Здравје", "Образование")
_AUTHORS = ("Андоновиќ", "Petrova", "Илиевска", "Krasniqi", "Стојанов")
_HOURS = (7, 7, 8, 9, 11, 12, 14, 16, 18, 18, 19, 20, 21)
_HEADLINES = (
    "Буџетот помина по три дена расправа",
    "Who pays for the new boulevard",
    "Возовите повторно без распоред",
    "Three reasons why pharmacies close",
    "Autobusët e rinj vijnë në pranverë",
    "Водата е чиста, сметките не се",
    "What the audit says about the hospital",
)
_QUESTIONS = (
    "распоред автобуси",
    "bus timetable",
    "чистење снег",
    "water supply",
    "пензии датум",
    "kino program",
)


@dataclass(frozen=True)
class Scale:
    """How much of everything. Deliveries are rows; without them pushes have only counts."""

    subscribers: int
    days: int
    pushes_a_day: int = 6
    deliveries: int = 0
    seed: int = 7

    @property
    def first(self) -> date:
        """The day on which it began."""
        return LAST - timedelta(days=self.days - 1)


@dataclass
class Life:
    """What one subscriber did."""

    id: int
    joined: datetime
    moves: list[tuple[Move, datetime]] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        """How they stand at the end."""
        return {
            Move.PAUSED: Standing.PAUSED,
            Move.LEFT: Standing.LEFT,
            Move.BLOCKED: Standing.BLOCKED,
        }.get(self.moves[-1][0], Standing.ACTIVE)


class Evening(SystemClock):
    """The last evening of the seeded time."""

    def now(self) -> datetime:
        """That moment."""
        return datetime.combine(LAST, time(18, 30), ZONE).astimezone(UTC)


def fill(connection: Connection, scale: Scale) -> None:
    """Put all of it into an empty, migrated database."""
    dice = random.Random(scale.seed)
    lives = _lives(scale, dice)
    put(connection, SubscriberRow, (_subscriber(one, dice) for one in lives))
    put(connection, MoveRow, _moves(lives))
    put(connection, FollowRow, _follows(lives, dice))
    put(connection, PreferenceRow, _preferences(lives, dice))
    pushes = list(_pushes(scale, dice))
    put(connection, ArticleRow, (_article(number) for number in range(1, len(_HEADLINES) + 1)))
    put(connection, PushRow, pushes)
    if scale.deliveries:
        counted = _deliver_all(connection, scale, pushes, dice)
    else:
        put(connection, DeliveryRow, _last_deliveries(lives, pushes))
        counted = _tallies(scale, pushes, dice)
    put(connection, PushTallyRow, counted)
    put(connection, PushEffectRow, _effects(scale, pushes, dice))
    put(connection, UnansweredRow, _asked(scale, dice))


def put(connection: Connection, row: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write many rows."""
    waiting = iter(rows)
    while part := list(islice(waiting, _AT_ONCE)):
        connection.execute(insert(row.__table__), part)


def _lives(scale: Scale, dice: random.Random) -> list[Life]:
    """More join as time goes by, fewer at weekends, many after a campaign; some leave soon, few come back."""
    days = [scale.first + timedelta(days=number) for number in range(scale.days)]
    weights = [
        (1 + 1.5 * place / scale.days)
        * (0.6 if day.weekday() > 4 else 1.0)
        * (6.0 if place % 97 == 60 else 1.0)
        for place, day in enumerate(days)
    ]
    joined = sorted(dice.choices(days, weights, k=scale.subscribers))
    return [_life(number, _moment(day, dice), dice) for number, day in enumerate(joined, start=1)]


def _life(number: int, joined: datetime, dice: random.Random) -> Life:
    life = Life(number, joined, [(Move.JOINED, joined)])
    end = datetime.combine(LAST, time(18), ZONE).astimezone(UTC)
    at = joined
    for after, moves in ((90.0, (Move.LEFT, Move.BLOCKED)), (30.0, (Move.RETURNED,)), (200.0, (Move.LEFT,))):
        if dice.random() > 0.25:
            break
        at += timedelta(days=dice.expovariate(1 / after), minutes=5)
        if at >= end:
            break
        life.moves.append((dice.choice(moves), at))
    if life.standing is Standing.ACTIVE and dice.random() < 0.03 and at + timedelta(days=1) < end:
        life.moves.append((Move.PAUSED, at + (end - at) * dice.random()))
    return life


def _moment(day: date, dice: random.Random) -> datetime:
    hour = min(int(abs(dice.gauss(17, 4))), 23)
    return datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), ZONE).astimezone(UTC)


def _subscriber(life: Life, dice: random.Random) -> dict[str, Any]:
    kind = dice.choices(tuple(ChatKind), (970, 25, 5))[0]
    edition = dice.choices(("mk", "en", "sq"), (65, 20, 15))[0]
    source = dice.choices((None, *_SOURCES), (40, 25, 12, 9, 7, 4, 2, 0.01, 0.02))[0]
    return {
        "id": life.id,
        "chat_id": 1_000_000 + life.id if kind is ChatKind.PRIVATE else -1_000_000 - life.id,
        "kind": kind,
        "edition": edition,
        "language": edition,
        "standing": life.standing,
        "joined_at": life.joined,
        "source": source,
    }


def _moves(lives: Iterable[Life]) -> Iterator[dict[str, Any]]:
    """In the order in which they happened."""
    happened = sorted((at, life.id, move) for life in lives for move, at in life.moves)
    for number, (at, reader, move) in enumerate(happened, start=1):
        yield {"id": number, "subscriber_id": reader, "move": move, "at": at}


def _follows(lives: Iterable[Life], dice: random.Random) -> Iterator[dict[str, Any]]:
    for life in lives:
        topic = _TOPICS[min(int(dice.expovariate(0.5)), len(_TOPICS) - 1)]
        yield _follow(life, FollowKind.TOPIC, topic)
        if dice.random() < 0.2:
            yield _follow(life, FollowKind.AUTHOR, dice.choice(_AUTHORS))


def _follow(life: Life, kind: FollowKind, label: str) -> dict[str, Any]:
    key = label.lower()
    return {"subscriber_id": life.id, "kind": kind, "key": key, "label": label, "since": life.joined}


def _preferences(lives: Iterable[Life], dice: random.Random) -> Iterator[dict[str, Any]]:
    for life in lives:
        if dice.random() < 0.12:
            yield {
                "subscriber_id": life.id,
                "zone": "Europe/Skopje",
                "mode": Mode.DIGEST,
                "digest_times": "07:30",
                "digest_days": "0123456",
                "quiet": "",
                "only_breaking": False,
            }


def _article(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "url": f"https://paper.example/{number}",
        "edition": "mk",
        "language": "mk",
        "headline": _HEADLINES[number - 1],
        "authors": [],
        "topics": [],
        "body": "",
        "summary": "",
        "videos": [],
        "revision": 1,
        "seen_at": datetime(2026, 1, 1, tzinfo=UTC),
        "news_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


def _pushes(scale: Scale, dice: random.Random) -> Iterator[dict[str, Any]]:
    number = 0
    for place in range(scale.days):
        day = scale.first + timedelta(days=place)
        hours = [*dice.choices(_HOURS, k=scale.pushes_a_day - 1), 7]
        for turn, hour in enumerate(hours):
            number += 1
            is_digest = turn == len(hours) - 1
            due = datetime.combine(day, time(hour, 30), ZONE).astimezone(UTC)
            if day == LAST and hour > 17:
                continue
            yield {
                "id": number,
                "kind": PushKind.DIGEST if is_digest else PushKind.ARTICLE,
                "article_id": None if is_digest else 1 + number % len(_HEADLINES),
                "action": Action.SEND,
                "lane": Lane.DIGEST if is_digest else Lane.INSTANT,
                "state": PushState.DONE,
                "planned": scale.subscribers // 2,
                "unknown_seen": 0,
                "due_at": due,
                "expires_at": due + timedelta(hours=12),
                "schedule": "seed",
                "slot": str(number),
            }


_ENDED: tuple[tuple[DeliveryState, Reason | None, float], ...] = (
    (DeliveryState.SENT, None, 985),
    (DeliveryState.FAILED, Reason.BLOCKED, 6),
    (DeliveryState.FAILED, Reason.REJECTED, 2),
    (DeliveryState.EXPIRED, None, 4),
    (DeliveryState.CANCELLED, None, 2),
    (DeliveryState.UNKNOWN, None, 1),
)


def _tallies(scale: Scale, pushes: Iterable[dict[str, Any]], dice: random.Random) -> Iterator[dict[str, Any]]:
    """Without a row for every delivery."""
    for push in pushes:
        age = (push["due_at"].date() - scale.first).days / scale.days
        share = 0.1 if push["kind"] is PushKind.DIGEST else 0.35 + 0.4 * dice.random()
        reached = int(scale.subscribers * (0.15 + 0.7 * age) * share) + 50
        for state, reason, weight in _ENDED:
            yield _tally(push["id"], state, reason, int(reached * weight / 1000))


def _tally(push_id: int, state: DeliveryState, reason: Reason | None, count: int) -> dict[str, Any]:
    return {"push_id": push_id, "state": state, "reason": int(reason or 0), "count": count}


def _deliver_all(
    connection: Connection, scale: Scale, pushes: list[dict[str, Any]], dice: random.Random
) -> Iterator[dict[str, Any]]:
    """A row for every delivery, and the tallies of them."""
    counted: Counter[tuple[int, DeliveryState, Reason | None]] = Counter()
    each = scale.deliveries // len(pushes)
    more = scale.deliveries - each * len(pushes)

    def rows() -> Iterator[dict[str, Any]]:
        for place, push in enumerate(pushes):
            number = each + (more if place == 0 else 0)
            start = dice.randrange(max(scale.subscribers - number, 1))
            ends = dice.choices(_ENDED, [weight for *_, weight in _ENDED], k=number)
            for reader, (state, reason, _) in enumerate(ends, start=start + 1):
                counted[push["id"], state, reason] += 1
                yield _delivery(push, reader, state, reason)

    put(connection, DeliveryRow, rows())
    return (_tally(*key, count) for key, count in counted.items())


def _delivery(
    push: dict[str, Any], reader: int, state: DeliveryState, reason: Reason | None
) -> dict[str, Any]:
    return {
        "push_id": push["id"],
        "subscriber_id": reader,
        "state": state,
        "attempts": 1,
        "risk": 0,
        "at": push["due_at"] + timedelta(minutes=1),
        "reason": reason,
    }


def _last_deliveries(lives: Iterable[Life], pushes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What those got last who left: of others nobody asks."""
    articles = [push for push in pushes if push["kind"] is PushKind.ARTICLE]
    by_day: dict[date, list[dict[str, Any]]] = {}
    for push in articles:
        by_day.setdefault(push["due_at"].date(), []).append(push)
    for life in lives:
        for move, at in life.moves:
            before = [one for one in by_day.get(at.date(), ()) if one["due_at"] + timedelta(minutes=2) < at]
            if move in (Move.LEFT, Move.BLOCKED) and before and life.id % 3:
                yield _delivery(before[-1], life.id, DeliveryState.SENT, None)
                break


def _effects(scale: Scale, pushes: Iterable[dict[str, Any]], dice: random.Random) -> Iterator[dict[str, Any]]:
    """Some articles are tapped much more than others."""
    for push in pushes:
        if push["kind"] is PushKind.ARTICLE:
            age = (push["due_at"].date() - scale.first).days / scale.days
            taps = int(scale.subscribers * (0.15 + 0.7 * age) * dice.betavariate(1.5, 40))
            for effect, share in ((Effect.READ_HERE, 0.6), (Effect.LINK, 0.4), (Effect.UNFOLLOWED, 0.01)):
                yield {"push_id": push["id"], "effect": effect, "count": int(taps * share)}


def _asked(scale: Scale, dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, scale.days * 2):
        at = datetime.combine(scale.first + timedelta(days=dice.randrange(scale.days - 1)), time(12), UTC)
        words = dice.choices((*_QUESTIONS, f"само еднаш {number}"), (30, 20, 15, 10, 8, 6, 11))[0]
        yield {"id": number, "words": words, "at": at}
