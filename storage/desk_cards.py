"""Where the cards of waiting articles stand, and what they show."""

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ids import ArticleId, ChatId, MessageId
from bot.domain.reviews import Page, ReviewState
from bot.review_ports import DeskCard
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
            .values(turn=row.turn + 1, anew=or_(row.anew, row.chat_id == (anew_in or 0)))
        )

    async def outdated(self) -> list[DeskCard]:
        """Cards that do not show yet what they should."""
        row = ReviewMessageRow
        found = await self._session.execute(
            select(ArticleRow, row.chat_id, row.message_id, row.page, row.picture, row.turn, row.anew)
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
            )
            for article, chat_id, message_id, page, picture, turn, anew in found
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
