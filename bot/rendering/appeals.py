"""What admins see of appeals: the paper's rules in words, and every wording as readers get it."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.appeals import AppealRules, Form, Occasion, Pause
from bot.domain.asking import line_of
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, Card
from bot.locales import Texts, texts_for
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_date
from bot.rendering.support import appeal_message, appeal_row, reminder_message, support_page


def appeals_page(paper: Paper, pause: Pause | None, texts: Texts) -> Card:
    """When readers are asked, a button for each edition's words, and the one that turns all appeals off."""
    title = texts.html("appeals.title")
    editions = [
        (Button(f"👁 {one.title}", data=pack(Action.APPEALS, one.code)),) for one in paper.editions.values()
    ]
    if paper.appeals is None:
        return Card(html=f"{title}\n\n{texts.html('error.appeals_off')}", buttons=tuple(editions))
    state = [_paused(pause, paper.zone, texts)] if pause else []
    action, key = (
        (Action.RESUME_APPEALS, "button.resume_appeals")
        if pause
        else (Action.PAUSE_APPEALS, "button.pause_appeals")
    )
    switch = (Button(texts.plain(key), data=pack(action)),)
    return Card(html="\n\n".join([title, *state, _rules(paper.appeals, texts)]), buttons=(*editions, switch))


def samples(edition: EditionFacts) -> Mapping[str, Card]:
    """All that readers of an edition can be asked with, by the wording's key or another name; the links are
    the paper's own, without tags, so that looking counts for nothing."""
    texts = texts_for(edition.code)
    links = [(one.label, one.url or edition.membership_url) for one in edition.tiers]
    page = support_page(
        edition,
        edition.appeal,
        links or [("", edition.membership_url)],
        texts,
        may_rest=True,
        may_remind=True,
    )
    cards = {one.key: appeal_message(edition, one, texts) for one in edition.wordings}
    return {**cards, "/support": page, "reminder": reminder_message(edition, texts)}


def harmless(card: Card) -> Card:
    """The same to look at; its buttons say that this is a preview."""
    rows = (tuple(replace(one, data=_SAMPLE) if one.data else one for one in row) for row in card.buttons)
    return replace(card, buttons=tuple(rows))


def below_answers(edition: EditionFacts, texts: Texts) -> Card:
    """The button form of each wording, and what an editor can put under a push."""
    own = texts_for(edition.code)
    html = texts.html("appeals.below", edition=edition.title, line=line_of(edition.wordings[0].text) or "–")
    rows = (appeal_row(one, Form.BUTTON, own) for one in edition.wordings)
    return harmless(Card(html=html, buttons=tuple(rows)))


_SAMPLE = pack(Action.APPEAL_SAMPLE)


def _paused(pause: Pause, zone: ZoneInfo, texts: Texts) -> str:
    return texts.html("appeals.paused", when=wall_date(pause.begun_at, zone, texts), name=pause.name)


def _rules(rules: AppealRules, texts: Texts) -> str:
    return texts.html(
        "appeals.rules",
        actions=rules.actions,
        within=_days(rules.within.total_seconds()),
        every=_days(rules.every.total_seconds()),
        newcomers=f"{rules.newcomers.total_seconds() / 3600:g}",
        say_later=texts.plain("rest.later"),
        later=_days(rules.later.total_seconds()),
        say_not_now=texts.plain("rest.not_now"),
        not_now=_days(rules.not_now.total_seconds()),
        say_member=texts.plain("rest.member"),
        member=_days(rules.member.total_seconds()),
        read_here=texts.plain("button.read_here"),
        reading=texts.plain(f"form.{rules.forms[Occasion.READING]}"),
        search=texts.plain(f"form.{rules.forms[Occasion.SEARCH]}"),
        words=", ".join(rules.not_about) or "–",
    )


def _days(seconds: float) -> str:
    return f"{seconds / 86_400:g}"
