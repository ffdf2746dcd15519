"""*Personal alerts* under a card in a channel: our private chat, with where they came from."""

from bot.domain.links import Link, LinkKind
from handlers.context import Talk


async def alerts(talk: Talk) -> None:
    """Open it as a link of the paper's own would."""
    talk.open_bot(Link(LinkKind.CAMPAIGN, "channel").tag)
