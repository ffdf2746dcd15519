"""A reader's rights and words to the newsroom, in the real bot, one kill included."""

import asyncio
import signal

from bot.clock import SystemClock
from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import EDITOR, Desk, bot_at_work
from tests.acceptance.readers import arrives

ANA = 7


async def test_feedback_goes_to_the_desk_and_its_answer_to_the_reader(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk):
        await telegram.person(EDITOR, "Boris", language_code="mk")
        await telegram.type(EDITOR, "/start")
        await arrives(telegram, ANA)
        await telegram.type(ANA, "/feedback Which line?")
        await telegram.wait_for(EDITOR, "Which line?", timeout=30)
        await telegram.tap(EDITOR, "Answer")
        question = await telegram.wait_for(EDITOR, "бр. 1)? Напишете", timeout=30)
        await telegram.type(EDITOR, "Линија 5", reply_to=question.message_id)
        answer = await telegram.wait_for(ANA, "Линија 5", timeout=30)
    assert answer.text.startswith("Primer Daily answers you:")


async def test_who_is_erased_is_a_stranger_and_may_come_again(desk: Desk, telegram: SandboxClient) -> None:
    async with bot_at_work(desk):
        await arrives(telegram, ANA)
        await telegram.tap(ANA, "Subscribe")
        await telegram.type(ANA, "/forgetme")
        await telegram.wait_for(ANA, "cannot be undone", timeout=30)
        await telegram.tap(ANA, "Erase everything")
        gone = await telegram.wait_for(ANA, "everything about this chat is erased", timeout=30)
        assert desk.figure(f"SELECT count(*) FROM subscribers WHERE chat_id = {ANA}") == 0
        await telegram.type(ANA, "/start")
        await telegram.wait_for(ANA, "Primer Daily on Telegram", after=gone.message_id, timeout=30)


async def test_a_file_that_a_kill_kept_from_leaving_comes_at_the_next_start(
    desk: Desk, telegram: SandboxClient
) -> None:
    async with bot_at_work(desk) as process:
        await arrives(telegram, ANA)
        await telegram.mishap("silence_before", method="sendDocument", chat=ANA)
        await telegram.type(ANA, "/mydata")
        async with asyncio.timeout(30):
            while desk.figure("SELECT count(*) FROM answers WHERE payload LIKE '%my-data.json%'") == 0:
                await SystemClock().sleep(0)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await telegram.clear_faults()
    async with bot_at_work(desk):
        await telegram.wait_for(ANA, "All that Primer Daily keeps", timeout=30)
