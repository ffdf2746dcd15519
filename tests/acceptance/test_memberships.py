"""From a tap in the bot to the paper's membership site and back, with the real process in between."""

import asyncio
import re
from dataclasses import dataclass
from datetime import date

import aiohttp

from bot.clock import SystemClock
from bot.sandbox import SandboxClient
from bot.sandbox.membership_site import MembershipSite
from tests.acceptance.balancer import free_ports
from tests.acceptance.bot_process import Desk, bot_at_work
from tests.acceptance.membership_page import membership_page
from tests.acceptance.readers import arrives, sees
from tests.canaries import MEMBERSHIP_SECRET

ANA, BORIS = 7, 8
UNTIL = date(2043, 5, 1)
THANKS = "You are a member of Primer Daily until 1 May 2043"


def now() -> int:
    """What the site's clock shows."""
    return int(SystemClock().now().timestamp())


async def tapped(phones: SandboxClient, reader: int) -> int:
    """The reader asks for `/support` and taps the first amount; gives what the site answers."""
    await phones.type(reader, "/support")
    page = await sees(phones, reader, "free for everyone", "€5 a month")
    link = page.buttons[0][0].url
    assert link
    async with aiohttp.ClientSession() as http, http.get(link) as answer:
        return answer.status


async def thanked(phones: SandboxClient, reader: int) -> int:
    """How often the reader was thanked."""
    return sum(THANKS in one.text for one in (await phones.screen(reader)).messages)


@dataclass(frozen=True)
class MemberDesk(Desk):
    """A desk whose bot listens, and shares a secret with the membership site."""

    port: int = 0
    membership_url: str = ""

    def environment(self) -> dict[str, str]:
        """With our own HTTP, and a paper that leads to that site."""
        environment = super().environment()
        text = self.newspaper.read_text("utf-8")
        text = re.sub(r'membership_url = "[^"]*"', f'membership_url = "{self.membership_url}"', text)
        self.newspaper.write_text(text, "utf-8")
        return environment | {"WEB_PORT": str(self.port), "MEMBERSHIP_SECRET": MEMBERSHIP_SECRET}


async def test_from_the_tap_to_the_site_and_back(desk: Desk, telegram: SandboxClient) -> None:
    """Two readers pay: of one the site tells us, the other brings a code because we were away then."""
    (port,) = free_ports(1)
    site = MembershipSite(MEMBERSHIP_SECRET, f"http://127.0.0.1:{port}", now)
    paid = {"event": "confirmed", "amount_class": "monthly-5", "until": str(UNTIL)}
    async with membership_page() as page:
        ours = MemberDesk(desk.address, desk.folder, port=port, membership_url=page.address)
        assert await site.tells(id="order-1", **paid) == (0, "")
        code = site.code(1, UNTIL, 5)
        async with bot_at_work(ours):
            for reader in (ANA, BORIS):
                await arrives(telegram, reader)
                await telegram.tap(reader, "Top stories")
                await sees(telegram, reader, "subscribed")
            # The page is down: nothing happened, and the same link works later.
            page.is_down = True
            assert await tapped(telegram, ANA) == 503
            page.is_down = False
            assert await tapped(telegram, ANA) == 200
            paid["ref"] = page.visits[-1]["ref"]
            both = [site.tells(id="order-2", **paid) for _ in range(2)]
            assert sorted(await asyncio.gather(*both)) == [(200, "accepted"), (200, "already_known")]
            await sees(telegram, ANA, THANKS)
            await telegram.type(BORIS, f"/start m_{code}")
            await sees(telegram, BORIS, THANKS)
            await telegram.type(ANA, code)
            await sees(telegram, ANA, "used already")
            # What the site could not tell us then, it tells us later.
            late = {**paid, "ref": "", "code": code}
            assert await site.tells(id="order-1", **late) == (200, "already_known")
            assert await site.tells(id="order-2", **late) == (409, "conflict")
            await telegram.type(ANA, "/support")
            await sees(telegram, ANA, "You are a member until")
    assert [await thanked(telegram, reader) for reader in (ANA, BORIS)] == [1, 1]
    assert desk.figure("SELECT count(*) FROM confirmations WHERE subscriber_id IS NOT NULL") == 2
