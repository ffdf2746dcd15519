"""`/member CODE`: the code that the membership page showed, typed, in a link, or in reply to our question."""

from bot.domain.memberships import CodeOutcome
from bot.rendering.members import code_text, state_text
from handlers.context import Talk
from handlers.readers.support import support

CODE_LINK = "m_"
"""What stands before the code after `?start=`."""
SHOWN = r"^\s*\w{5}(?:[-\u2010-\u2015]\w{5}){3}\s*$"
"""A code as the page shows it, sent without a word."""


async def member(talk: Talk) -> None:
    """Take the code, or ask for it; where the paper knows no codes, there is the way to become a member."""
    if talk.words:
        await bring(talk, talk.words)
        return
    known = await talk.newsroom.confirm_membership.of(talk.person)
    if known is not None:
        talk.say(state_text(known, talk.texts))
    elif talk.newsroom.confirm_membership.codes is None:
        await support(talk)
    else:
        ask(talk)


async def written(talk: Talk) -> None:
    """The reply to that question, or a code without a word."""
    await bring(talk, talk.written)


def ask(talk: Talk) -> None:
    """For the code, whose reply comes back to us."""
    talk.ask(talk.texts.html("member.ask"))


async def bring(talk: Talk, code: str) -> CodeOutcome:
    """Say what became of it."""
    brought = await talk.newsroom.confirm_membership.bring(talk.person, code, talk.update_id)
    edition = await talk.newsroom.subscribe.edition_of(talk.person)
    talk.say(code_text(brought.outcome, brought.member, talk.edition(edition), talk.texts))
    return brought.outcome
