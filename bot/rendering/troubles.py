"""What admins are told about a feed."""

from bot.domain.pushes import Card
from bot.domain.troubles import Trouble, UntoldEvent
from bot.locales import Texts


def trouble_card(told: UntoldEvent, texts: Texts) -> Card:
    """The feed, what is the matter with it, and the cause in the words of the error where that says more."""
    event = told.event
    if event.is_over:
        return Card(html=texts.html("trouble.over", url=told.url))
    lines = [texts.html(f"trouble.{event.trouble}", url=told.url, address=event.args.get("address", ""))]
    if event.key and event.trouble is not Trouble.GONE:
        lines.append(texts.html(event.key, **event.args))
    return Card(html="\n".join(lines))
