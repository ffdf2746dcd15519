"""What several use cases ask before a reader is asked for support: who it is, and what the paper says."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.appeals import History, Moment, Occasion
from bot.domain.articles import Article
from bot.domain.asking import Asking, said_by
from bot.domain.ids import ChatId, UserId
from bot.domain.memberships import Member
from bot.domain.paper import EditionFacts, Paper
from bot.domain.stars import support_of
from bot.domain.subscribers import Role, Subscriber
from bot.ports import Store


async def reader_of(store: Store, chat_id: ChatId) -> Subscriber | None:
    """The subscriber, unless they left."""
    found = await store.subscribers.by_chat(chat_id)
    return None if found is None or found.is_gone else found


async def supports_until(store: Store, chat_id: ChatId, now: datetime) -> datetime | None:
    """Until when a private chat's person supports the paper with Stars."""
    return support_of(await store.stars.of(UserId(chat_id)), now).until


async def history_of(store: Store, chat_id: ChatId) -> History:
    """What is kept of them; empty where nothing is."""
    return await store.appeals.of(chat_id) or History()


def edition_of(paper: Paper, reader: Subscriber | None, language: str = "") -> EditionFacts:
    """The edition they read, or that of their language."""
    return paper.editions[paper.edition_for(reader.edition if reader else language)]


def moment_of(
    paper: Paper,
    chat_id: ChatId,
    reader: Subscriber | None,
    now: datetime,
    occasion: Occasion | None = None,
    articles: Sequence[Article] = (),
    *,
    member: Member | None = None,
    is_breaking: bool = False,
    is_forbidden: bool = False,
    is_paused: bool = False,
    role: Role = Role.READER,
    supports_until: datetime | None = None,
) -> Moment:
    """The moment after an answer with these articles."""
    return Moment(
        now=now,
        reader=reader.id if reader else 0,
        wordings=edition_of(paper, reader).wordings,
        joined_at=reader.joined_at if reader else None,
        supports_until=supports_until,
        occasion=occasion,
        about=[text for one in articles for text in said_by(one)],
        member_until=member.ends_at(paper.zone) if member else None,
        is_breaking=is_breaking,
        is_forbidden=is_forbidden,
        is_paused=is_paused,
        is_staff=role > Role.READER,
        is_private=chat_id > 0,
    )


async def asking_of(store: Store, paper: Paper, article: Article, *, is_breaking: bool = False) -> Asking:
    """What an editor said about asking for support beside it; *never* where nobody said anything and it goes
    out as breaking news, or did, beside which the paper's rules ask nobody."""
    said = (await store.edits.asking([article.id])).get(article.id, Asking.RULE)
    by_rule = said is Asking.RULE and paper.appeals is not None
    if by_rule and (is_breaking or await store.appeals.any_breaking([article.id])):
        return Asking.NEVER
    return said
