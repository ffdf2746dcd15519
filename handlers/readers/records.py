"""`/mydata` and `/forgetme`: what is kept about this chat, as a file, or gone."""

from bot.domain.favours import Favour
from bot.domain.pushes import Button, Card
from bot.errors import UsageError
from bot.rendering.callbacks import Action, pack
from bot.rendering.records import record_file
from handlers.context import Talk


async def mydata(talk: Talk) -> None:
    """Everything as a file."""
    if not talk.newsroom.grant_favours(Favour.EXPORT, talk.person, talk.update_id):
        raise UsageError("error.mydata_often")
    record = await talk.newsroom.keep_records.of(talk.person)
    title = talk.texts.html("mydata.file", paper=talk.edition(talk.person.language).title)
    talk.show(Card(html=title, document=record_file(record)))


async def forgetme(talk: Talk) -> None:
    """What would go, and the button that lets it go."""
    record = await talk.newsroom.keep_records.of(talk.person)
    if record.is_empty:
        talk.say(talk.texts.html("forget.nothing"))
    else:
        button = Button(talk.texts.plain("button.forget"), data=pack(Action.FORGET))
        talk.say(talk.texts.html("forget.warning"), ((button,),))


async def fetch_end(talk: Talk) -> None:
    """What Telegram renews of theirs ends first: who is erased must not go on paying."""
    await talk.newsroom.take_stars.fetch_leave(talk.person)


async def forget(talk: Talk) -> None:
    """The button: all of it goes, and the message says so."""
    await talk.newsroom.keep_records.erase(talk.person)
    talk.edit(talk.texts.html("forget.done"))
