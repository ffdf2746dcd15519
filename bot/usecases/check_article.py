"""What an editor should know before a card goes to everybody, found out when the desk is shown it."""

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.deliveries import Sent
from bot.domain.edits import edited
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.queue import ArticleSeen
from bot.domain.reach import Aim
from bot.domain.review_checks import PUSHED_WITHIN, Facts, check
from bot.ports import OpenStore, Store
from bot.rendering.checks import checks_text
from bot.rendering.kickers import is_breaking
from bot.rendering.support import why_not_beside
from bot.usecases.desk_card import newest, texts_of
from bot.usecases.freeze import keys_of


class CheckArticle:
    """Checks a waiting article. `per_second` is what Telegram allows the bot."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock, per_second: int) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock
        self._per_second = per_second

    async def __call__(self, article: Article, chat_id: ChatId, shown: Sent | None = None) -> Card:
        """What came of them, for a desk chat; `shown` is Telegram's receipt for the card there."""
        async with self._open_store() as store:
            checks = check(await self._facts(store, article, shown))
            texts = await texts_of(store, article, chat_id)
        return Card(html=checks_text(checks, self._paper, texts))

    async def _facts(self, store: Store, article: Article, shown: Sent | None) -> Facts:
        now = self._clock.now()
        aim = Aim(
            editions=(article.edition,),
            keys=await keys_of(store, article),
            is_breaking=is_breaking(article.kicker),
            audience=await store.queue.audience(ArticleSeen(article.id, article.revision)),
        )
        version = await newest(store, article)
        return Facts(
            article=article,
            version=version,
            no_appeal=why_not_beside(edited(article, version.edit), self._paper),
            left_behind=await store.edits.left_behind(article.id, article.revision),
            reach=await store.lookups.reach(aim, now, self._paper.preferences),
            is_narrowed=aim.audience is not None,
            per_second=self._per_second,
            earlier=await store.lookups.pushed_since(article.edition, now - PUSHED_WITHIN, article.id),
            story_id=await store.stories.of(article.id),
            is_unread=await store.lookups.is_unread(article.id),
            shown_without_picture=shown is not None and shown.without_photo,
            picture_size=shown.photo_size if shown else None,
        )
