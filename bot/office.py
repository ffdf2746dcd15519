"""What the command line does with the database's contents: the verbs in one object, as newsroom.py has the
bot's. Neither Telegram nor a feed is needed for them."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.member_codes import MemberCodes
from bot.domain.paper import Paper
from bot.domain.support_links import References
from bot.ports import OpenStore, Together
from bot.spreadsheets import write_table
from bot.star_ports import Cashier
from bot.statistics_ports import WriteTable
from bot.usecases.confirm_membership import ConfirmMembership
from bot.usecases.explain_appeal import ExplainAppeal, Explained
from bot.usecases.import_members import ImportMembers
from bot.usecases.keep_people import KeepPeople
from bot.usecases.keep_star_books import KeepStarBooks
from bot.usecases.list_feeds import ListFeeds
from bot.usecases.move_subscribers import Arrived, ExportSubscribers, ImportSubscribers
from bot.usecases.prune import Prune
from bot.usecases.report_statistics import ReportStatistics

__all__ = ["Arrived", "Cashier", "Explained", "Keys", "Office", "build_office"]


@dataclass(frozen=True, kw_only=True)
class Office:
    """Verbs on a database that is open, and which one it is."""

    place: str
    paper: Paper
    export_subscribers: ExportSubscribers
    import_subscribers: ImportSubscribers
    prune: Prune
    report_statistics: ReportStatistics
    list_feeds: ListFeeds
    explain_appeal: ExplainAppeal
    keep_people: KeepPeople
    keep_star_books: KeepStarBooks
    write_table: WriteTable
    import_members: ImportMembers


@dataclass(frozen=True)
class Keys:
    """What the membership page's references and codes are read with; None where this machine cannot."""

    references: References | None = None
    codes: MemberCodes | None = None


def build_office(
    place: str, paper: Paper, keys: Keys, open_store: OpenStore, together: Together, clock: Clock
) -> Office:
    """The verbs at work on this database."""
    confirm = ConfirmMembership(
        open_store=open_store, paper=paper, references=keys.references, codes=keys.codes, clock=clock
    )
    return Office(
        place=place,
        paper=paper,
        export_subscribers=ExportSubscribers(open_store=open_store, clock=clock),
        import_subscribers=ImportSubscribers(together=together, clock=clock),
        prune=Prune(open_store=open_store, paper=paper, clock=clock),
        report_statistics=ReportStatistics(open_store=open_store, paper=paper, clock=clock),
        list_feeds=ListFeeds(open_store=open_store),
        explain_appeal=ExplainAppeal(open_store=open_store, paper=paper, clock=clock),
        keep_people=KeepPeople(open_store=open_store, paper=paper, clock=clock),
        keep_star_books=KeepStarBooks(open_store=open_store, clock=clock),
        write_table=write_table,
        import_members=ImportMembers(
            open_store=open_store,
            together=together,
            confirm=confirm,
            references=keys.references,
            clock=clock,
        ),
    )
