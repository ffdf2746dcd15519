"""What must hold whatever died when: the database compared with what Telegram really accepted.

Decides over frozen values; evidence.py collects them. Every sentence it returns is a broken promise.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deliveries import DeliveryState
from bot.domain.pushes import Policy

Key = tuple[int, int]
"""Push and chat."""

JITTER = 0.1
"""Seconds by which two messages may come closer together on a busy machine than they left."""


@dataclass(frozen=True)
class Accepted:
    """One message that Telegram took; `at` in seconds."""

    push_id: int
    chat_id: int
    message_id: int
    at: float


@dataclass(frozen=True)
class Row:
    """One delivery on file."""

    push_id: int
    chat_id: int
    state: DeliveryState
    message_id: int | None = None
    risk: int = 0

    @property
    def key(self) -> Key:
        """Push and chat."""
        return self.push_id, self.chat_id


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All there is to know after the last restart has done its work."""

    policy: Policy
    concurrency: int
    per_second: int
    due: frozenset[Key]
    rows: Sequence[Row]
    accepted: Sequence[Accepted]
    crashes: Sequence[int]
    """The intents that each crash left committed and unanswered."""
    ambiguous: int
    """Requests whose answer the sandbox withheld."""
    tallies: Mapping[tuple[int, DeliveryState], int]
    integrity: str = "ok"


@dataclass(frozen=True)
class Verdict:
    """What was found; `broken` is empty when every promise held."""

    kills: int
    deliveries: int
    lost: int
    false_sent: int
    duplicates: int
    recorded_risks: int
    unknown: int
    broken: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every promise held."""
        return not self.broken


def check(evidence: Evidence) -> Verdict:
    """Hold the promises against the evidence."""
    copies = Counter((one.push_id, one.chat_id) for one in evidence.accepted)
    lost, false_sent = list(_lost(evidence)), list(_false_sent(evidence))
    broken = (*lost, *false_sent, *_copies(evidence, copies), *_risks(evidence), *_paces(evidence))
    return Verdict(
        kills=len(evidence.crashes),
        deliveries=len(evidence.due),
        lost=len(lost),
        false_sent=len(false_sent),
        duplicates=copies.total() - len(copies),
        recorded_risks=sum(row.risk for row in evidence.rows),
        unknown=_unknown(evidence),
        broken=(*broken, *_books(evidence)),
    )


def _lost(evidence: Evidence) -> Iterator[str]:
    """I1: whatever is due was sent, or is held as unknown."""
    states = {row.key: row.state for row in evidence.rows}
    arrived = {(one.push_id, one.chat_id) for one in evidence.accepted}
    for key in sorted(evidence.due):
        state = states.get(key)
        held = state is DeliveryState.UNKNOWN and evidence.policy is Policy.HOLD
        if not held and (state is not DeliveryState.SENT or key not in arrived):
            yield f"lost: {key} is {state.name.lower() if state is not None else 'not on file'}"


def _false_sent(evidence: Evidence) -> Iterator[str]:
    """I2: what is marked sent was accepted, as the message of that id."""
    receipts = {(one.push_id, one.chat_id, one.message_id) for one in evidence.accepted}
    for row in evidence.rows:
        if row.state is DeliveryState.SENT and (*row.key, row.message_id) not in receipts:
            yield f"falsely sent: {row.key} as message {row.message_id}"


def _copies(evidence: Evidence, copies: Mapping[Key, int]) -> Iterator[str]:
    """I3 and I4: a copy only where a risk was recorded; on hold, none."""
    risks = {row.key: row.risk for row in evidence.rows}
    for key, count in copies.items():
        if key not in evidence.due:
            yield f"nobody asked for: {key}"
        elif count - 1 > risks.get(key, 0):
            yield f"unrecorded copy: {key} came {count} times at {risks.get(key, 0)} risks"
        elif count > 1 and evidence.policy is Policy.HOLD:
            yield f"doubled on hold: {key} came {count} times"


def _risks(evidence: Evidence) -> Iterator[str]:
    """I5: what a crash puts at risk is what it cut off, and that is capped."""
    for number, cut_off in enumerate(evidence.crashes, 1):
        if cut_off > evidence.concurrency:
            yield f"crash {number} cut off {cut_off} intents of {evidence.concurrency} allowed"
    taken = sum(row.risk for row in evidence.rows) + _unknown(evidence)
    allowed = sum(evidence.crashes) + evidence.ambiguous
    if taken > allowed:
        yield f"{taken} risks and unknowns, but only {allowed} requests without an answer"


def _paces(evidence: Evidence) -> Iterator[str]:
    """I7: the bot's and each chat's budget in every sliding window, restarts included."""
    times = sorted(one.at for one in evidence.accepted)
    closest = _narrowest(times, evidence.per_second)
    if closest < 1 - JITTER:
        yield f"{evidence.per_second + 1} messages within {closest:.3f} s"
    by_chat: dict[int, list[float]] = {}
    for one in evidence.accepted:
        by_chat.setdefault(one.chat_id, []).append(one.at)
    for chat_id, seen in by_chat.items():
        if (gap := _narrowest(sorted(seen), 1)) < 1 - JITTER:
            yield f"chat {chat_id} got two messages within {gap:.3f} s"


def _narrowest(times: Sequence[float], limit: int) -> float:
    """The shortest time in which one more than `limit` happened."""
    spans = (last - first for first, last in zip(times, times[limit:], strict=False))
    return min(spans, default=float("inf"))


def _books(evidence: Evidence) -> Iterator[str]:
    """I8: the database is whole, and its tallies equal a recount."""
    if evidence.integrity != "ok":
        yield f"integrity: {evidence.integrity}"
    counted = Counter((row.push_id, row.state) for row in evidence.rows if row.state >= DeliveryState.SENT)
    kept = {key: count for key, count in evidence.tallies.items() if count}
    if kept != counted:
        yield f"tallies {kept} but counted {dict(counted)}"


def _unknown(evidence: Evidence) -> int:
    return sum(row.state is DeliveryState.UNKNOWN for row in evidence.rows)
