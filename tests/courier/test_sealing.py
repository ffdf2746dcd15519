"""The desk's buttons leave with a seal, readers' cards as they are."""

from bot.courier.sealing import sealed, sealed_rows
from bot.domain.ids import ChatId
from bot.domain.pushes import Button, Card
from bot.rendering.callbacks import Action, pack

DESK = ChatId(-100500)
LESS = Button("Less like this", data=pack(Action.LESS, 17))
READ = Button("Read", url="https://paper.example/17")
SEND = Button("Send now", data=pack(Action.SEND_NOW, "17.2.3"))


def seal(data: str, chat_id: ChatId) -> str:
    """One that can be read."""
    return f"{data}~for {chat_id}"


def test_only_what_is_the_desks_is_sealed() -> None:
    rows = ((READ, LESS), (SEND,))
    (first, (send,)) = sealed_rows(rows, DESK, seal)
    assert first == (READ, LESS)
    assert send.data == "send:17.2.3~for -100500"


def test_a_readers_card_is_not_even_copied() -> None:
    card = Card(html="News", buttons=((READ, LESS),))
    assert sealed(card, DESK, seal) is card
