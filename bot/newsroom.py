"""The use cases in one frozen object: all that handlers, jobs and the command line ever see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.articles.best import best_sentences
from bot.clock import Clock
from bot.delivery_ports import Ledger
from bot.domain.hubs import HubDoor
from bot.domain.paper import Paper
from bot.domain.seals import Seals
from bot.domain.support_links import References
from bot.feed_ports import TellHub
from bot.fetch_ports import Fetch
from bot.gate import Gate, build_gate
from bot.ports import Courier, OpenStore, ParseFeed, ReadPage, Together
from bot.rate import Budgets
from bot.spreadsheets import write_table
from bot.statistics_ports import Draw
from bot.usecases.adjust_settings import AdjustSettings, Settings
from bot.usecases.announce import Announce
from bot.usecases.answer_feedback import AnswerFeedback
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.appeal_to_readers import AppealToReaders
from bot.usecases.check_admins import CheckAdmins
from bot.usecases.check_article import CheckArticle
from bot.usecases.check_seal import CheckSeal
from bot.usecases.choose_audience import ChooseAudience, Chosen
from bot.usecases.choose_when import ChooseWhen
from bot.usecases.correct_push import Corrected, CorrectPush
from bot.usecases.count_taps import CountTaps
from bot.usecases.decide_surge import DecideSurge
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.drafts import DraftArticle
from bot.usecases.edit_card import EditCard, Sentences
from bot.usecases.follow import Changed, FollowSubjects, Found, Stances
from bot.usecases.grant_favours import GrantFavours
from bot.usecases.handle_copies import Done, HandleCopies
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.hear_hub import Intent
from bot.usecases.keep_chats import KeepChats
from bot.usecases.keep_hub_orders import KeepHubOrders
from bot.usecases.keep_records import KeepRecords
from bot.usecases.keep_schedules import KeepSchedules
from bot.usecases.keep_statistics import KeepStatistics
from bot.usecases.keep_time import KeepTime
from bot.usecases.less_like_this import Choices, LessLikeThis
from bot.usecases.make_digests import MakeDigests
from bot.usecases.note_visit import NoteVisit
from bot.usecases.notice_standstill import NoticeStandstill
from bot.usecases.open_link import Arrival, OpenLink
from bot.usecases.plan_pushes import PlanPushes
from bot.usecases.poll_feeds import PollFeeds
from bot.usecases.preview_article import Preview, PreviewArticle
from bot.usecases.prune import Prune
from bot.usecases.push_article import PushArticle
from bot.usecases.read_articles import ReadArticles
from bot.usecases.read_entry import ReadEntry
from bot.usecases.read_pages_again import ReadPagesAgain
from bot.usecases.refresh_cards import RefreshCards
from bot.usecases.report_statistics import ReportStatistics
from bot.usecases.review_article import ReviewArticle
from bot.usecases.schedule_push import SchedulePush, Timed
from bot.usecases.send_answers import SendAnswers
from bot.usecases.send_digests import SendDigests
from bot.usecases.send_statistics import SendStatistics
from bot.usecases.settle_unknown import SettleUnknown
from bot.usecases.share_articles import ShareArticles
from bot.usecases.show_corrections import ShowCorrections
from bot.usecases.show_feedback import ShowFeedback
from bot.usecases.show_log import ShowLog
from bot.usecases.show_progress import ShowProgress
from bot.usecases.show_reviews import ShowReviews
from bot.usecases.show_standstill import DecideStandstill, ShowStandstill
from bot.usecases.show_support import ShowSupport
from bot.usecases.show_surges import ShowSurges
from bot.usecases.show_trouble import ShowTrouble
from bot.usecases.steer_push import SteerPush
from bot.usecases.stop_newsroom import StopNewsroom
from bot.usecases.subscribe import Subscribe
from bot.usecases.take_feedback import TakeFeedback
from bot.usecases.tell_admins import TellAdmins
from bot.usecases.tell_keepers import TellKeepers
from bot.usecases.try_card import TryCard
from bot.usecases.withdraw_push import WithdrawPush

__all__ = [
    "Arrival",
    "Changed",
    "Choices",
    "Chosen",
    "Corrected",
    "Done",
    "Found",
    "Gate",
    "Intent",
    "Newsroom",
    "Preview",
    "PreviewArticle",
    "Sentences",
    "Settings",
    "Stances",
    "Timed",
    "World",
    "build_gate",
    "build_newsroom",
]


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything outside the use cases that they work with."""

    paper: Paper
    open_store: OpenStore
    together: Together
    fetch: Fetch
    parse_feed: ParseFeed
    read_page: ReadPage
    courier: Courier
    clock: Clock
    ledger: Ledger
    budgets: Budgets
    concurrency: int = 10
    """How many messages may be under way, and so at risk when the process dies."""
    per_second: int = 30
    """What Telegram allows the bot."""
    seals: Seals
    """What the desk's buttons are sealed with; the courier's `seal` is the same."""
    references: References | None = None
    """What links to the membership page are signed with; None: they carry no reference."""
    tell_hub: TellHub | None = None
    draw: Draw | None = None
    """None where what draws charts is not installed."""
    hub_door: HubDoor | None = None
    """Where hubs find us; None where the web does not reach us."""


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """Kolporter's verbs, and the paper they serve."""

    paper: Paper
    poll_feeds: PollFeeds
    read_pages_again: ReadPagesAgain
    tell_admins: TellAdmins
    tell_keepers: TellKeepers
    show_surges: ShowSurges
    decide_surge: DecideSurge
    notice_standstill: NoticeStandstill
    show_standstill: ShowStandstill
    decide_standstill: DecideStandstill
    prune: Prune
    check_seal: CheckSeal
    show_reviews: ShowReviews
    review_article: ReviewArticle
    edit_card: EditCard
    refresh_cards: RefreshCards
    try_card: TryCard
    withdraw_push: WithdrawPush
    push_article: PushArticle
    show_corrections: ShowCorrections
    correct_push: CorrectPush
    handle_copies: HandleCopies
    show_log: ShowLog
    schedule_push: SchedulePush
    announce: Announce
    choose_audience: ChooseAudience
    show_trouble: ShowTrouble
    settle_unknown: SettleUnknown
    steer_push: SteerPush
    show_progress: ShowProgress
    stop_newsroom: StopNewsroom
    keep_schedules: KeepSchedules
    keep_time: KeepTime
    keep_hub_orders: KeepHubOrders
    plan_pushes: PlanPushes
    send_digests: SendDigests
    make_digests: MakeDigests
    deliver_pushes: DeliverPushes
    subscribe: Subscribe
    follow: FollowSubjects
    keep_chats: KeepChats
    check_admins: CheckAdmins
    choose_when: ChooseWhen
    adjust_settings: AdjustSettings
    open_link: OpenLink
    less_like_this: LessLikeThis
    count_taps: CountTaps
    answer_question: AnswerQuestion
    share_articles: ShareArticles
    appeal_to_readers: AppealToReaders
    show_support: ShowSupport
    keep_records: KeepRecords
    take_feedback: TakeFeedback
    show_feedback: ShowFeedback
    answer_feedback: AnswerFeedback
    grant_favours: GrantFavours
    note_visit: NoteVisit
    report_statistics: ReportStatistics
    send_statistics: SendStatistics
    keep_statistics: KeepStatistics
    handle_updates: Callable[..., HandleUpdates]
    """Complete but for `understand`, which handlers/ knows, and the `outlet` of its answers."""
    send_answers: SendAnswers


def build_newsroom(world: World) -> Newsroom:
    """The use cases at work in this world."""
    subscribe = Subscribe(open_store=world.open_store, paper=world.paper, clock=world.clock)
    return Newsroom(
        paper=world.paper,
        subscribe=subscribe,
        **_feeds(world),
        **_desk(world),
        **_delivery(world),
        **_choices(world, subscribe),
        **_answers(world, subscribe),
        **_handling(world, subscribe),
    )


Verbs = dict[str, Any]
"""Some of the newsroom's, by name; one that is missing or unknown fails when the newsroom is built."""


def _feeds(w: World) -> Verbs:
    """From the paper's feeds to articles on file."""
    store, clock = w.open_store, w.clock
    draft = DraftArticle(open_store=store, read_entry=ReadEntry(w.fetch, w.read_page))
    read = ReadArticles(open_store=store, draft=draft, paper=w.paper, clock=clock)
    return {
        "poll_feeds": PollFeeds(
            open_store=store, fetch=w.fetch, parse_feed=w.parse_feed, read_articles=read, clock=clock
        ),
        "read_pages_again": ReadPagesAgain(open_store=store, draft=draft, clock=clock),
        "keep_hub_orders": KeepHubOrders(open_store=store, tell=w.tell_hub, door=w.hub_door, clock=clock),
        "keep_time": KeepTime(open_store=store, clock=clock),
        "notice_standstill": NoticeStandstill(open_store=store, paper=w.paper, clock=clock),
        "prune": Prune(open_store=store, paper=w.paper, clock=clock),
    }


def _desk(w: World) -> Verbs:
    """What editors and admins see and decide."""
    store, paper, clock = w.open_store, w.paper, w.clock
    return {
        "tell_admins": TellAdmins(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "tell_keepers": TellKeepers(open_store=store, courier=w.courier),
        "show_surges": ShowSurges(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "decide_surge": DecideSurge(open_store=store, paper=paper, clock=clock),
        "show_standstill": ShowStandstill(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "decide_standstill": DecideStandstill(open_store=store, clock=clock),
        "check_seal": CheckSeal(seals=w.seals, clock=clock),
        "show_reviews": _show_reviews(w),
        "review_article": ReviewArticle(open_store=store, paper=paper, clock=clock),
        "withdraw_push": WithdrawPush(open_store=store, paper=paper, clock=clock),
        "edit_card": EditCard(open_store=store, best_sentences=best_sentences, clock=clock),
        "refresh_cards": RefreshCards(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "try_card": TryCard(open_store=store, courier=w.courier, paper=paper),
        "push_article": PushArticle(
            open_store=store, fetch=w.fetch, read_page=w.read_page, paper=paper, clock=clock
        ),
        "show_corrections": ShowCorrections(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "correct_push": CorrectPush(open_store=store, paper=paper, clock=clock),
        "handle_copies": HandleCopies(open_store=store, paper=paper, clock=clock),
        "show_log": ShowLog(open_store=store, paper=paper),
        "choose_audience": ChooseAudience(open_store=store, paper=paper, clock=clock),
        "announce": Announce(open_store=store, paper=paper, clock=clock),
        "schedule_push": SchedulePush(open_store=store, paper=paper, clock=clock),
        "show_trouble": ShowTrouble(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "settle_unknown": SettleUnknown(open_store=store, clock=clock),
        "steer_push": SteerPush(open_store=store, clock=clock),
        "show_progress": ShowProgress(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "stop_newsroom": StopNewsroom(open_store=store, courier=w.courier, paper=paper, clock=clock),
        **_statistics(w),
        "show_feedback": ShowFeedback(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "answer_feedback": AnswerFeedback(open_store=store, clock=clock),
    }


def _statistics(w: World) -> Verbs:
    """What admins know of readers."""
    store, paper, clock = w.open_store, w.paper, w.clock
    report = ReportStatistics(open_store=store, paper=paper, clock=clock)
    return {
        "report_statistics": report,
        "keep_statistics": KeepStatistics(open_store=store, paper=paper, clock=clock),
        "send_statistics": SendStatistics(
            report=report,
            draw=w.draw,
            write=write_table,
            courier=w.courier,
            budgets=w.budgets,
            paper=paper,
            clock=clock,
        ),
    }


def _delivery(w: World) -> Verbs:
    """From a decision, an hour of a schedule or of a reader to the phones."""
    store, paper, clock = w.open_store, w.paper, w.clock
    make_digests = MakeDigests(open_store=store, paper=paper, clock=clock)
    return {
        "keep_schedules": KeepSchedules(open_store=store, paper=paper, clock=clock),
        "plan_pushes": PlanPushes(open_store=store, ledger=w.ledger, paper=paper, clock=clock),
        "send_digests": SendDigests(open_store=store, paper=paper, clock=clock),
        "make_digests": make_digests,
        "deliver_pushes": DeliverPushes(
            make_digests=make_digests,
            ledger=w.ledger,
            courier=w.courier,
            clock=clock,
            budgets=w.budgets,
            concurrency=w.concurrency,
            ahead=w.per_second,
        ),
    }


def _choices(w: World, subscribe: Subscribe) -> Verbs:
    """What readers, and admins of groups and channels, choose."""
    store, paper, clock = w.open_store, w.paper, w.clock
    follow = FollowSubjects(open_store=store, paper=paper, clock=clock)
    choose_when = ChooseWhen(open_store=store, paper=paper)
    return {
        "follow": follow,
        "choose_when": choose_when,
        "adjust_settings": AdjustSettings(subscribe, follow, choose_when, paper, clock),
        "open_link": OpenLink(open_store=store, follow=follow),
        "less_like_this": LessLikeThis(open_store=store, follow=follow, clock=clock),
        "count_taps": CountTaps(open_store=store),
        "keep_chats": KeepChats(open_store=store, paper=paper, clock=clock),
        "check_admins": CheckAdmins(courier=w.courier, clock=clock),
    }


def _answers(w: World, subscribe: Subscribe) -> Verbs:
    """What readers ask and tell."""
    store, clock = w.open_store, w.clock
    answer = AnswerQuestion(open_store=store, subscribe=subscribe, clock=clock)
    return {
        "answer_question": answer,
        "share_articles": ShareArticles(
            open_store=store, subscribe=subscribe, answer_question=answer, clock=clock
        ),
        "appeal_to_readers": AppealToReaders(open_store=store, paper=w.paper, clock=clock),
        "show_support": ShowSupport(open_store=store, paper=w.paper, references=w.references, clock=clock),
        "keep_records": KeepRecords(open_store=store, clock=clock),
        "take_feedback": TakeFeedback(open_store=store, clock=clock),
        "note_visit": NoteVisit(open_store=store, clock=clock),
        "grant_favours": GrantFavours(clock=clock),
    }


def _handling(w: World, subscribe: Subscribe) -> Verbs:
    """What people send, and what is said to them."""
    store, clock = w.open_store, w.clock
    return {
        "handle_updates": partial(HandleUpdates, open_store=store, together=w.together, clock=clock),
        "send_answers": SendAnswers(
            open_store=store, courier=w.courier, subscribe=subscribe, budgets=w.budgets, clock=clock
        ),
    }


def _show_reviews(w: World) -> ShowReviews:
    store, paper, clock = w.open_store, w.paper, w.clock
    check = CheckArticle(open_store=store, paper=paper, clock=clock, per_second=w.per_second)
    return ShowReviews(open_store=store, courier=w.courier, check=check, paper=paper, clock=clock)
