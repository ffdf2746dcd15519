"""What Telegram tells us when somebody blocks the bot, or changes its place in a group or channel."""

from handlers.chats.membership import place_changed
from handlers.context import Talk


async def membership_changed(talk: Talk) -> None:
    """Remember a block, the way back is `/start`, see start.py; in groups and channels, follow our place."""
    if talk.is_for_many:
        await place_changed(talk)
    elif talk.put_us_out:
        await talk.newsroom.subscribe.blocked(talk.person.chat_id)
