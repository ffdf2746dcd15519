"""Stars and the bot's own process: what was paid is in the books, whatever became of the bot meanwhile."""

from bot.sandbox import SandboxClient
from tests.acceptance.bot_process import Desk, bot_at_work, command

ANA = 5001


async def test_who_paid_as_the_bot_was_killed_is_booked_and_thanked_once(
    desk: Desk, telegram: SandboxClient
) -> None:
    await telegram.person(ANA, "Ana", language_code="en")
    async with bot_at_work(desk) as process:
        await telegram.type(ANA, "/support")
        await telegram.wait_for(ANA, "free for everyone")
        await telegram.tap(ANA, "⭐ 50")
        bill = await telegram.wait_for(ANA, "for you alone")
        link = bill.buttons[0][0].url
        assert link
        outcome = await telegram.wait_for_payment(ANA, await telegram.pay_invoice(ANA, link))
        assert outcome.state == "paid"
        process.kill()
        await process.wait()
    async with bot_at_work(desk):
        await telegram.wait_for(ANA, "Thank you! Your 50", timeout=30)
    screen = await telegram.screen(ANA)
    assert sum("Thank you! Your 50" in one.text for one in screen.messages) == 1
    checked = await command("stars", "check", environment=desk.environment())
    assert (checked.status, "agree; 1 transactions" in checked.output) == (0, True), checked
    assert desk.figure("SELECT count(*) FROM star_payments WHERE amount = 50") == 1
