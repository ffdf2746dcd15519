"""What Telegram tells us when somebody blocks the bot."""

from bot.domain.subscribers import Standing
from handlers.context import Talk


async def membership_changed(talk: Talk) -> None:
    """Remember a block; the way back is `/start`, see start.py."""
    subscriber = await talk.newsroom.subscribe.of(talk.person)
    # Who said /stop before has left: their next /start must not subscribe them unasked.
    if talk.put_us_out and subscriber is not None and subscriber.standing is not Standing.LEFT:
        await talk.newsroom.subscribe.blocked(talk.person.chat_id)
