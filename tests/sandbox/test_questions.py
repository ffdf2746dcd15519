"""Messages that ask for a reply: the phone knows them, and the reply brings the question along."""

import aiohttp
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox import SandboxClient


async def test_a_phone_knows_which_message_asks_for_a_reply(
    ana: int, bot: Bot, address: str, http: aiohttp.ClientSession
) -> None:
    await bot.send_message(ana, "What is wrong?", reply_markup=ForceReply())
    await bot.send_message(
        ana,
        "Right?",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]]),
    )
    async with http.get(f"{address}/control/chats/{ana}") as response:
        screen = await response.json()
    assert [one["asks"] for one in screen["messages"]] == [False, True, False]


async def test_a_reply_brings_the_question_with_its_links(ana: int, phones: SandboxClient, bot: Bot) -> None:
    question = await bot.send_message(
        ana, 'Wrong in <a href="https://a.mk/1">it</a>?', parse_mode="HTML", reply_markup=ForceReply()
    )
    await phones.type(ana, "All of it", reply_to=question.message_id)
    reply = (await bot.get_updates())[-1].message
    assert reply
    assert reply.reply_to_message
    assert reply.reply_to_message.text == "Wrong in it?"
    assert [one.url for one in reply.reply_to_message.entities] == ["https://a.mk/1"]
