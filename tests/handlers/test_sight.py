"""What is left out at first sight changes nothing: the index finds the row that the whole table finds."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from telegram import Bot, Update, User

from bot.locales import texts_for
from bot.rendering.callbacks import pack
from bot.telegram_http import build_bot
from handlers import ROUTES, rows
from handlers.fitting import first_fit
from handlers.routes import ChatCommand, Command, Message, Press, Reply, Route
from handlers.sight import Index

Told = Mapping[str, Any]
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -7, "type": "supergroup", "title": "Readers"}
MEMBER = {"user": {"id": 1, "is_bot": True, "first_name": "Kolporter"}, "status": "member"}
LEFT = {**MEMBER, "status": "left"}
PICTURE = {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]}
CONTACT = {"contact": {"phone_number": "1", "first_name": "Boris"}}
OF_A_PERSON = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Boris"}}
OF_A_CHANNEL = {"forward_origin": {"type": "channel", "date": 1, "message_id": 1, "chat": GROUP}}
PAID: Told = {
    "currency": "XTR",
    "total_amount": 1,
    "invoice_payload": "x",
    "telegram_payment_charge_id": "x",
    "provider_payment_charge_id": "x",
}
IN_PRIVATE: tuple[Told, ...] = (
    {"text": "words"},
    {"text": "/no entity"},
    {"text": "abcde-abcde-abcde-abcde"},
    PICTURE,
    CONTACT,
    OF_A_PERSON | {"text": "words"},
    OF_A_PERSON | PICTURE,
    OF_A_CHANNEL | PICTURE,
    {"location": {"longitude": 1.0, "latitude": 1.0}},
    {"successful_payment": PAID},
    {"refunded_payment": PAID},
)
IN_GROUPS: tuple[Told, ...] = ({"text": "words"}, {"migrate_to_chat_id": -8}, {"new_chat_title": "Others"})
OTHERS: tuple[Told, ...] = (
    {"callback_query": {"id": "1", "from": ANA, "chat_instance": "1", "data": "gone:1"}},
    {"callback_query": {"id": "1", "from": ANA, "chat_instance": "1", "game_short_name": "chess"}},
    {"inline_query": {"id": "1", "from": ANA, "query": "words", "offset": ""}},
    {"pre_checkout_query": {"id": "1", "from": ANA, **PAID}},
    {"subscription": {"user": ANA, "invoice_payload": "x", "state": "active"}},
    {
        "my_chat_member": {
            "chat": PRIVATE,
            "from": ANA,
            "date": 1,
            "old_chat_member": LEFT,
            "new_chat_member": MEMBER,
        }
    },
    {"edited_message": {"message_id": 1, "date": 1, "chat": PRIVATE, "from": ANA, "text": "words"}},
    {"poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}},
    {"something_new": {}},
)


FILLED = dict.fromkeys(("headline", "number", "target", "url"), "x")
"""What our questions name."""


@pytest.fixture(scope="module")
def bot() -> Bot:
    bot = build_bot("1:a", "http://127.0.0.1:9")
    bot._bot_user = User(1, "Kolporter", True, username="kolporter_bot")
    return bot


def message(chat: Told, told: Told) -> Told:
    return {"message": {"message_id": 1, "date": 1, "chat": chat, "from": ANA, **told}}


def command(chat: Told, name: str) -> Told:
    entity = {"type": "bot_command", "offset": 0, "length": len(name) + 1}
    return message(chat, {"text": f"/{name} words", "entities": [entity]})


def reply(chat: Told, question: str, told: Told) -> Told:
    asked = {"message_id": 1, "date": 1, "chat": chat, "text": question}
    return message(chat, {"reply_to_message": asked, **told})


def everything() -> Iterator[Told]:
    """Something for every row, and what is nearly for one."""
    for route in ROUTES:
        yield from for_row(route)
    for told in IN_PRIVATE:
        yield message(PRIVATE, told)
        yield reply(PRIVATE, "no question of ours", told)
    for told in IN_GROUPS:
        yield message(GROUP, told)
    for chat in (PRIVATE, GROUP):
        for name in ("weather", "weather@kolporter_bot", "start@another_bot", "START"):
            yield command(chat, name)
    yield from OTHERS


def for_row(route: Route) -> Iterator[Told]:
    match route:
        case Command(name) | ChatCommand(name):
            yield command(PRIVATE, name)
            yield command(GROUP, f"{name}@Kolporter_Bot")
        case Press(action):
            yield {
                "callback_query": {"id": "1", "from": ANA, "chat_instance": "1", "data": pack(action, "1")}
            }
        case Reply(key):
            question = texts_for("mk").plain(key, **FILLED)
            yield reply(PRIVATE, question, {"text": "words"})
            yield reply(PRIVATE, question, PICTURE)
            yield reply(GROUP, question, {"text": "words"})


def test_what_is_left_out_at_first_sight_would_not_have_taken_the_update(bot: Bot) -> None:
    table = rows()
    index = Index(table)
    reached: set[Route] = set()
    for told in everything():
        update = Update.de_json({"update_id": 1, **told}, bot)
        found = first_fit(table, update)
        seen = first_fit(index.rows({"update_id": 1, **told}), update)
        assert (seen and seen[0]) is (found and found[0]), told
        reached.update({found[0]} if found else ())
    assert {route for route in ROUTES if route not in reached} == set()


def test_what_people_type_is_not_remembered(bot: Bot) -> None:
    index = Index(rows())
    known = {id(index.rows({"update_id": 1, **command(PRIVATE, f"word{n}")})) for n in range(3)}
    assert len(known) == 1


def test_a_command_is_asked_of_few_rows() -> None:
    index = Index(rows())
    asked = index.rows({"update_id": 1, **command(PRIVATE, "start")})
    assert len(asked) < 20
    assert sum(isinstance(route, Message) for route, _ in asked) == sum(
        isinstance(route, Message) for route in ROUTES
    )
