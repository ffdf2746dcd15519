"""Who works for the paper, as admins see it."""

from collections.abc import Mapping, Sequence
from html import escape
from zoneinfo import ZoneInfo

from bot.domain.ids import UserId
from bot.domain.paper import Paper
from bot.domain.people import Colleague
from bot.domain.pushes import Button, Card
from bot.domain.subscribers import Role
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_date
from bot.rendering.plain import one_line, shorten

_NAME = 40
_AT_MOST = 60
"""People of one role in a message; who has more finds the others by forwarding a message of theirs."""
_WORKS = (Role.ADMIN, Role.EDITOR)
_INVITES = {Role.EDITOR: "button.invite_editor", Role.ADMIN: "button.invite_admin"}
_LABELS = {
    Action.MAKE_EDITOR: "button.make_editor",
    Action.MAKE_ADMIN: "button.make_admin",
    Action.TAKE_ROLE: "button.take_role",
}


def people_page(given: Sequence[Colleague], paper: Paper, texts: Texts) -> Card:
    """Everybody by role, a button for each who can be changed here, and ways to add somebody."""
    by_id = {one.id: one for one in given}
    roles = {
        one: max(paper.role_of(one), by_id[one].role if one in by_id else Role.READER)
        for one in (*by_id, *sorted(paper.roles))
    }
    groups = [_group(role, [one for one in roles if roles[one] is role], by_id, texts) for role in _WORKS]
    rows = [(Button(name_of(one), data=pack(Action.COLLEAGUE, one.id)),) for one in given[:_AT_MOST]]
    invite = tuple(
        Button(texts.plain(label), data=pack(Action.INVITE, role.name.lower()))
        for role, label in _INVITES.items()
    )
    title = texts.html("people.title", paper=paper.name)
    return Card(html="\n\n".join((title, *groups, texts.html("people.how"))), buttons=(*rows, invite))


def person_page(
    name: str,
    role: Role,
    known: Colleague | None,
    tokens: Mapping[Action, str],
    zone: ZoneInfo,
    texts: Texts,
) -> Card:
    """What somebody is, since when and by whom, and what they can be made."""
    lines = [f"<b>{escape(short_name(name))}</b>", texts.html(f"role.{role.name.lower()}")]
    if known is not None:
        when = wall_date(known.since, zone, texts)
        key = "people.since" if known.given_by else "people.since_code"
        lines.append(texts.html(key, when=when, by=short_name(known.given_by)))
    elif role is not Role.READER:
        lines.append(texts.html("objection.in_file"))
    rows = [(Button(texts.plain(_LABELS[one]), data=pack(one, token)),) for one, token in tokens.items()]
    return Card(html="\n".join(lines), buttons=(*rows, (to_people(texts),)))


def invitation_page(role: Role, address: str, texts: Texts) -> Card:
    """The link that one person can use."""
    said = texts.html(f"invited.{role.name.lower()}", address=address)
    return Card(html=said, buttons=((to_people(texts),),))


def to_people(texts: Texts) -> Button:
    """Back to the list."""
    return Button(texts.plain("button.people"), data=pack(Action.PEOPLE))


def name_of(colleague: Colleague) -> str:
    """What to call them; by their number where their name was erased."""
    return short_name(colleague.name) or str(colleague.id)


def short_name(name: str) -> str:
    """A name as it fits, on one line."""
    return shorten(one_line(name), _NAME)


def _group(role: Role, ids: Sequence[UserId], by_id: Mapping[UserId, Colleague], texts: Texts) -> str:
    lines = [f"<b>{texts.html(f'staff.{role.name.lower()}')}</b>"]
    for one in ids[:_AT_MOST]:
        if one in by_id:
            lines.append(f"• {escape(name_of(by_id[one]))} · <code>{one}</code>")
        else:
            lines.append(texts.html("people.line_in_file", id=one))
    if not ids:
        lines.append(texts.html("people.nobody"))
    return "\n".join(lines)
