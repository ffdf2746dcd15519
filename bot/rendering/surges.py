"""What editors see of articles that are held together: one card, one decision."""

from html import escape
from zoneinfo import ZoneInfo

from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.surges import Surge
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import decided_buttons, wall_time
from bot.rendering.plain import shorten

_LISTED = 5
_HEADLINE = 120


def surge_card(surge: Surge, editor: Texts) -> Card:
    """How many, why they are held, the newest headlines, and the three ways to go on."""
    why = editor.html(f"surge.{surge.surprise}", count=len(surge.articles), feed=surge.feed_url)
    listed = [f"• {escape(shorten(one.headline, _HEADLINE))}" for one in surge.articles[:_LISTED]]
    more = ["…"] if len(surge.articles) > _LISTED else []
    rows = (
        ("button.push_newest", Action.PUSH_NEWEST),
        ("button.mark_seen", Action.MARK_SEEN),
        ("button.review_each", Action.REVIEW_EACH),
    )
    return Card(
        html="\n".join([why, "", *listed, *more]),
        buttons=tuple((Button(editor.plain(key), data=pack(action, surge.id)),) for key, action in rows),
    )


def surge_verdict(surge: Surge, zone: ZoneInfo, editor: Texts) -> ButtonRows:
    """What became of it, by whom and when."""
    when = wall_time(surge.decided_at, zone, editor) if surge.decided_at else ""
    return decided_buttons(f"surge.{surge.state}", editor, name=surge.decided_name or "", when=when)
