"""What Telegram tells us when somebody blocks the bot."""

from handlers.context import Talk


async def membership_changed(talk: Talk) -> None:
    """Remember a block; the way back is `/start`, see start.py."""
    if talk.put_us_out:
        await talk.newsroom.subscribe.blocked(talk.person.chat_id)
