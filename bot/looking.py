"""What commands look with, without a service at work: at a feed, a page, a text, at this installation.

What only one command needs is imported when it runs.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.building import bot_of, codes_of, page_reader, references_of
from bot.clock import SystemClock
from bot.courier import Cashier
from bot.doctor_ports import DatabaseReport
from bot.domain.articles import Summary
from bot.domain.diagnosis import Finding
from bot.domain.paper import Paper
from bot.domain.support_links import References
from bot.errors import SettingsError
from bot.feeds import FeedParser
from bot.fetch import WebFetch
from bot.logs import set_up_logging
from bot.newsroom import PreviewArticle
from bot.office import Keys
from bot.settings import Environment, as_paper, read_environment, read_newspaper, unwritten_paper
from bot.telegram_http import TelegramInspector
from bot.usecases.check_feed import CheckFeed
from bot.usecases.diagnose import Diagnose


def newspaper_path() -> Path:
    """Where newspaper.toml is, or will be."""
    return read_environment().newspaper


def paper_of(environment: Environment) -> Paper:
    """The installation's paper. Raises SettingsError."""
    file, where = read_newspaper(environment.newspaper), environment.newspaper
    return as_paper(file, environment.admin_ids, where, environment.public_url)


@asynccontextmanager
async def feed_checker(private_hosts: frozenset[str] | None = None) -> AsyncIterator[CheckFeed]:
    """What reads any feed without remembering it; by default as this installation would, or a fresh one."""
    from bot.feeds.discover import feed_links

    clock = SystemClock()
    allowed = any_paper(read_environment()).private_hosts if private_hosts is None else private_hosts
    async with WebFetch(clock, allowed=allowed) as fetch, FeedParser(clock) as parse:
        yield CheckFeed(fetch=fetch, parse_feed=parse, feed_links=feed_links)


@asynccontextmanager
async def previewer() -> AsyncIterator[PreviewArticle]:
    """What reads any page without remembering it, as this installation would, or as a fresh one."""
    set_up_logging("ERROR")
    environment = read_environment()
    paper = any_paper(environment)
    async with (
        WebFetch(SystemClock(), allowed=paper.private_hosts) as fetch,
        page_reader(environment, paper, SystemClock()) as read,
    ):
        yield PreviewArticle(fetch=fetch, read_page=read, paper=paper)


async def diagnose(inspect: Callable[[str], Awaitable[DatabaseReport]]) -> AsyncIterator[Finding]:
    """Findings about the configured installation; `inspect` looks at the database of an address."""
    set_up_logging("ERROR")
    environment = read_environment()
    paper = paper_of(environment)

    async def look() -> DatabaseReport:
        return await inspect(environment.database_url)

    async with feed_checker(paper.private_hosts) as check_feed, AsyncExitStack() as stack:
        inspector = None
        if environment.telegram_token:
            bot = bot_of(environment)
            inspector = await stack.enter_async_context(TelegramInspector(bot, environment.telegram_api_url))
        pace = {"per_second": environment.messages_per_second, "concurrency": environment.concurrency}
        async for finding in Diagnose(paper, inspector, check_feed, look, SystemClock(), **pace)():
            yield finding


def summarise(headline: str, text: str, language: str, characters: int | None) -> Summary:
    """The summary of an article that is a plain text."""
    from bot.articles.plain import summary_of_text

    return summary_of_text(headline, text, language, characters)


def paper_here() -> Paper:
    """This installation's paper. Raises SettingsError."""
    return paper_of(read_environment())


def references_here() -> References:
    """What its links to the membership page are signed with. Raises SettingsError without a secret."""
    return references_of(read_environment())


@asynccontextmanager
async def cashier_here() -> AsyncIterator[Cashier]:
    """Telegram's till of this installation's bot. Raises SettingsError without a token."""
    environment = read_environment()
    if environment.telegram_token is None:
        raise SettingsError("error.no_token")
    request = (bot := bot_of(environment)).request
    await request.initialize()
    try:
        yield Cashier(bot.wire)
    finally:
        await request.shutdown()


def office_keys(environment: Environment) -> Keys:
    """What the command line reads references and codes with, as far as this machine knows the secrets."""
    knows = environment.web_secret or environment.telegram_token
    return Keys(references_of(environment) if knows else None, codes_of(environment))


def any_paper(environment: Environment) -> Paper:
    """The installation's paper, or one that nobody has described."""
    return paper_of(environment) if environment.newspaper.exists() else unwritten_paper()
