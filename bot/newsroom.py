"""The use cases in one frozen object: all that handlers, jobs and the command line ever see."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivery_ports import Ledger
from bot.domain.hubs import HubDoor
from bot.domain.member_codes import MemberCodes
from bot.domain.paper import Paper
from bot.domain.seals import Seals
from bot.domain.support_links import References
from bot.domain.web_keys import WebKeys
from bot.feed_ports import FeedLinks, TellHub
from bot.fetch_ports import Fetch
from bot.ports import Courier, OpenStore, ParseFeed, ReadPage, Together
from bot.rate import Budgets
from bot.star_ports import Till
from bot.statistics_ports import Draw
from bot.usecases.adjust_settings import AdjustSettings, Settings
from bot.usecases.announce import Announce
from bot.usecases.answer_feedback import AnswerFeedback
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.appeal_to_readers import AppealToReaders
from bot.usecases.attribute_support import AttributeSupport
from bot.usecases.check_admins import CheckAdmins
from bot.usecases.check_seal import CheckSeal
from bot.usecases.choose_audience import ChooseAudience, Chosen
from bot.usecases.choose_when import ChooseWhen
from bot.usecases.confirm_membership import ConfirmMembership
from bot.usecases.correct_push import Corrected, CorrectPush
from bot.usecases.count_taps import CountTaps
from bot.usecases.decide_surge import DecideSurge
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.edit_card import EditCard, Sentences
from bot.usecases.follow import Changed, FollowSubjects, Found, Stances
from bot.usecases.grant_favours import GrantFavours
from bot.usecases.handle_copies import Done, HandleCopies
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.hear_hub import HearHub, Intent
from bot.usecases.hear_membership import HearMembership
from bot.usecases.keep_chats import KeepChats
from bot.usecases.keep_feeds import KeepFeeds
from bot.usecases.keep_hub_orders import KeepHubOrders
from bot.usecases.keep_people import Appointed, KeepPeople
from bot.usecases.keep_records import KeepRecords
from bot.usecases.keep_schedules import KeepSchedules
from bot.usecases.keep_statistics import KeepStatistics
from bot.usecases.keep_time import KeepTime
from bot.usecases.less_like_this import Choices, LessLikeThis
from bot.usecases.make_digests import MakeDigests
from bot.usecases.notice_standstill import NoticeStandstill
from bot.usecases.open_link import Arrival, OpenLink
from bot.usecases.open_push_link import OpenPushLink
from bot.usecases.pause_appeals import PauseAppeals
from bot.usecases.plan_pushes import PlanPushes
from bot.usecases.poll_feeds import PollFeeds
from bot.usecases.preview_article import Preview, PreviewArticle
from bot.usecases.prune import Prune
from bot.usecases.push_article import PushArticle
from bot.usecases.read_pages_again import ReadPagesAgain
from bot.usecases.receive_update import ReceiveUpdate
from bot.usecases.refresh_cards import RefreshCards
from bot.usecases.refresh_checks import RefreshChecks
from bot.usecases.remind_members import RemindMembers
from bot.usecases.remind_readers import RemindReaders
from bot.usecases.report_metrics import ReportMetrics
from bot.usecases.report_readiness import ReportReadiness
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
from bot.usecases.take_stars import TakeStars
from bot.usecases.tell_admins import TellAdmins
from bot.usecases.tell_keepers import TellKeepers
from bot.usecases.thank_members import ThankMembers
from bot.usecases.try_card import TryCard
from bot.usecases.watch_health import Probes, WatchHealth
from bot.usecases.withdraw_push import WithdrawPush

__all__ = [
    "Appointed",
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
    "Probes",
    "Sentences",
    "Settings",
    "Stances",
    "Timed",
    "World",
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
    probes: Probes = field(default_factory=Probes)
    feed_links: FeedLinks | None = None
    """Which feeds a page names; None where nobody can read pages."""
    seals: Seals
    """What the desk's buttons are sealed with; the courier's `seal` is the same."""
    till: Till
    """Telegram's, for Stars."""
    references: References | None = None
    """What links to the membership page are signed with; None: they carry no reference."""
    codes: MemberCodes | None = None
    """What that page's codes are read with; None where it shares no secret with us."""
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
    refresh_checks: RefreshChecks
    try_card: TryCard
    withdraw_push: WithdrawPush
    push_article: PushArticle
    show_corrections: ShowCorrections
    correct_push: CorrectPush
    handle_copies: HandleCopies
    show_log: ShowLog
    keep_people: KeepPeople
    keep_feeds: KeepFeeds
    watch_health: WatchHealth
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
    attribute_support: AttributeSupport
    show_support: ShowSupport
    remind_readers: RemindReaders
    pause_appeals: PauseAppeals
    take_stars: TakeStars
    confirm_membership: ConfirmMembership
    thank_members: ThankMembers
    remind_members: RemindMembers
    keep_records: KeepRecords
    take_feedback: TakeFeedback
    show_feedback: ShowFeedback
    answer_feedback: AnswerFeedback
    grant_favours: GrantFavours
    report_statistics: ReportStatistics
    send_statistics: SendStatistics
    keep_statistics: KeepStatistics
    handle_updates: Callable[..., HandleUpdates]
    """Complete but for `understand`, which handlers/ knows, and the `outlet` of its answers."""
    send_answers: SendAnswers


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The few verbs that the web can ask for, in every process: one that stands by receives updates, too."""

    keys: WebKeys
    receive_update: ReceiveUpdate
    report_readiness: ReportReadiness
    hear_hub: HearHub
    open_push_link: OpenPushLink
    report_metrics: ReportMetrics
    is_alive: Callable[[], bool]
    """Whether what must tick in this process does."""
    metrics_secret: str = ""
    hear_membership: HearMembership | None = None
    """None where the membership page shares no secret with us."""
