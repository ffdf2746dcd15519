"""Where the cards of waiting articles stand with the checks below them, and what they show."""

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import Sent
from bot.domain.ids import ArticleId, ChatId, MessageId
from bot.domain.reviews import Page, ReviewState
from bot.review_ports import CardToCheck, DeskCard
from storage.articles import ArticleRow, as_article
from storage.columns import insert
from storage.reviews import ReviewMessageRow, ReviewRow


class SqlDeskCards:
    """bot.review_ports.DeskCards on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def turn(
        self, article_id: ArticleId, chat_id: ChatId, message_id: MessageId, page: Page, *, anew: bool = False
    ) -> None:
        """The card in this chat is this message, and is to show this page."""
        adding = insert(self._session, ReviewMessageRow).values(
            article_id=article_id, chat_id=chat_id, message_id=message_id, page=page, turn=1, anew=anew
        )
        now = {
            "message_id": message_id,
            "page": page,
            "anew": anew,
            "turn": ReviewMessageRow.turn + 1,
        }
        await self._session.execute(
            adding.on_conflict_do_update(index_elements=["article_id", "chat_id"], set_=now)
        )

    async def changed(self, article_id: ArticleId, anew_in: ChatId | None = None) -> None:
        """All cards of this article are to show its newest version; one chat's at the end of the chat."""
        row = ReviewMessageRow
        await self._session.execute(
            update(row)
            .where(row.article_id == article_id)
            .values(
                turn=row.turn + 1,
                checks_turn=row.checks_turn + 1,
                anew=or_(row.anew, row.chat_id == (anew_in or 0)),
            )
        )

    async def recheck(self, article_id: ArticleId) -> None:
        """The checks below all cards of this article are to be made anew."""
        row = ReviewMessageRow
        await self._session.execute(
            update(row).where(row.article_id == article_id).values(checks_turn=row.checks_turn + 1)
        )

    async def to_check(self) -> list[CardToCheck]:
        """Cards that show what they should, and below them no checks yet, or older ones."""
        row = ReviewMessageRow
        found = await self._session.execute(
            select(
                ArticleRow,
                row.chat_id,
                row.message_id,
                row.checks_id,
                row.checks_turn,
                row.without_photo,
                row.photo_size,
            )
            .join(ReviewRow, ReviewRow.article_id == ArticleRow.id)
            .join(row, row.article_id == ReviewRow.article_id)
            .where(
                ReviewRow.state == ReviewState.WAITING,
                row.checks_turn != row.checked,
                row.turn == row.shown,
                row.message_id.is_not(None),
            )
            .order_by(ReviewRow.opened_at, ReviewRow.article_id, row.chat_id)
        )
        return [
            CardToCheck(
                article=as_article(article),
                chat_id=chat_id,
                shown=Sent(
                    message_id or MessageId(0),
                    without_photo=without_photo,
                    photo_size=(size[0], size[1]) if size else None,
                ),
                checks_id=checks_id,
                turn=turn,
            )
            for article, chat_id, message_id, checks_id, turn, without_photo, size in found
        ]

    async def checked(
        self, article_id: ArticleId, chat_id: ChatId, checks_id: MessageId | None, turn: int
    ) -> None:
        """The checks of this turn are this message, or can't be shown."""
        row = ReviewMessageRow
        await self._session.execute(
            update(row)
            .where(row.article_id == article_id, row.chat_id == chat_id)
            .values(checks_id=checks_id, checked=turn)
        )

    async def outdated(self) -> list[DeskCard]:
        """Cards that do not show yet what they should."""
        row = ReviewMessageRow
        found = await self._session.execute(
            select(ArticleRow, row.chat_id, row.message_id, row.page, row.picture, row.turn, row.anew)
            .add_columns(row.checks_id)
            .join(ReviewRow, ReviewRow.article_id == ArticleRow.id)
            .join(row, row.article_id == ReviewRow.article_id)
            .where(
                ReviewRow.state == ReviewState.WAITING,
                row.turn != row.shown,
                row.message_id.is_not(None),
            )
            .order_by(ReviewRow.opened_at, ReviewRow.article_id, row.chat_id)
        )
        return [
            DeskCard(
                article=as_article(article),
                chat_id=chat_id,
                message_id=message_id or MessageId(0),
                page=page,
                picture=picture,
                turn=turn,
                anew=anew,
                checks_id=checks_id,
            )
            for article, chat_id, message_id, page, picture, turn, anew, checks_id in found
        ]

    async def shows(
        self,
        article_id: ArticleId,
        chat_id: ChatId,
        message_id: MessageId,
        picture: str | None,
        turn: int | None = None,
    ) -> None:
        """The card in this chat is this message now, with this picture, and shows the change of this turn;
        None: the last one."""
        row = ReviewMessageRow
        shown = func.coalesce(turn, row.turn)
        await self._session.execute(
            update(row)
            .where(row.article_id == article_id, row.chat_id == chat_id)
            .values(
                message_id=message_id,
                picture=picture,
                shown=shown,
                # What was asked for meanwhile is still to come.
                anew=case((row.turn == shown, False), else_=row.anew),
            )
        )

    async def arrived(self, article_id: ArticleId, chat_id: ChatId, sent: Sent) -> None:
        """The card is a new message, with no checks below it yet."""
        row = ReviewMessageRow
        await self._session.execute(
            update(row)
            .where(row.article_id == article_id, row.chat_id == chat_id)
            .values(
                checks_id=None,
                checks_turn=row.checks_turn + 1,
                without_photo=sent.without_photo,
                photo_size=sent.photo_size,
            )
        )
