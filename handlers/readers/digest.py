"""The button under a digest: its next articles, in place."""

from handlers.callbacks import read_push_and_page
from handlers.context import Talk


async def more(talk: Talk) -> None:
    """The page that the button names."""
    push_id, start = read_push_and_page(talk.subject)
    card = await talk.newsroom.make_digests.more(talk.person, push_id, start)
    talk.edit(card.html, card.buttons)
