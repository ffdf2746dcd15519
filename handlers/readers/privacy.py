"""`/privacy`: what is stored about a reader, why, and how to leave."""

from handlers.context import Talk


async def privacy(talk: Talk) -> None:
    """The policy that Telegram asks every bot to show."""
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    kept = talk.newsroom.paper.upkeep
    talk.say(
        talk.texts.html(
            "privacy.text",
            paper=edition.title,
            deliveries=kept.deliveries.days,
            questions=kept.questions.days,
        )
    )
