"""The newsroom opens: its verbs, built of what World has, group by group."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

from bot.clock import Clock
from bot.courier import PacedCourier
from bot.domain.articles import Draft
from bot.domain.hubs import HubDoor
from bot.domain.support_links import References
from bot.domain.web_keys import WebKeys
from bot.meter import meter
from bot.newsroom import Gate, Newsroom, World
from bot.ports import OpenStore
from bot.rate import Budgets
from bot.spreadsheets import write_table
from bot.usecases.adjust_settings import AdjustSettings
from bot.usecases.announce import Announce
from bot.usecases.answer_feedback import AnswerFeedback
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.appeal_to_readers import AppealToReaders
from bot.usecases.attribute_support import AttributeSupport
from bot.usecases.check_admins import CheckAdmins
from bot.usecases.check_article import CheckArticle
from bot.usecases.check_feed import CheckFeed
from bot.usecases.check_seal import CheckSeal
from bot.usecases.choose_audience import ChooseAudience
from bot.usecases.choose_when import ChooseWhen
from bot.usecases.confirm_membership import ConfirmMembership
from bot.usecases.correct_push import CorrectPush
from bot.usecases.count_taps import CountTaps
from bot.usecases.decide_surge import DecideSurge
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.drafts import DraftArticle
from bot.usecases.edit_card import EditCard
from bot.usecases.follow import FollowSubjects
from bot.usecases.grant_favours import GrantFavours
from bot.usecases.handle_copies import HandleCopies
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.hear_hub import HearHub
from bot.usecases.hear_membership import HearMembership
from bot.usecases.keep_chats import KeepChats
from bot.usecases.keep_feeds import KeepFeeds
from bot.usecases.keep_hub_orders import KeepHubOrders
from bot.usecases.keep_people import KeepPeople
from bot.usecases.keep_records import KeepRecords
from bot.usecases.keep_schedules import KeepSchedules
from bot.usecases.keep_statistics import KeepStatistics
from bot.usecases.keep_time import KeepTime
from bot.usecases.less_like_this import LessLikeThis
from bot.usecases.make_digests import MakeDigests
from bot.usecases.note_visit import NoteVisit
from bot.usecases.notice_standstill import NoticeStandstill
from bot.usecases.open_link import OpenLink
from bot.usecases.open_push_link import OpenPushLink
from bot.usecases.pause_appeals import PauseAppeals
from bot.usecases.plan_pushes import PlanPushes
from bot.usecases.poll_feeds import PollFeeds
from bot.usecases.preview_article import PreviewArticle
from bot.usecases.prune import Prune
from bot.usecases.push_article import PushArticle
from bot.usecases.read_articles import ReadArticles
from bot.usecases.read_entry import ReadEntry
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
from bot.usecases.schedule_push import SchedulePush
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
from bot.usecases.watch_health import WatchHealth
from bot.usecases.withdraw_push import WithdrawPush


def build_gate(
    keys: WebKeys,
    hub_door: HubDoor | None,
    *,
    open_store: OpenStore,
    clock: Clock,
    is_active: Callable[[], bool],
    arrived: Callable[[int], None],
    budgets: Callable[[], Budgets | None] = lambda: None,
    is_alive: Callable[[], bool] = lambda: True,
    metrics_secret: str = "",
    references: References | None = None,
    zone: tzinfo = UTC,
    hear_membership: HearMembership | None = None,
) -> Gate:
    """The gate of this process; `arrived` is called with the number of each update that came in."""
    return Gate(
        keys=keys,
        receive_update=ReceiveUpdate(open_store=open_store, clock=clock, arrived=arrived),
        report_readiness=ReportReadiness(open_store=open_store, is_active=is_active),
        hear_hub=HearHub(open_store=open_store, door=hub_door, clock=clock),
        hear_membership=hear_membership,
        open_push_link=OpenPushLink(open_store=open_store, clock=clock, references=references, zone=zone),
        report_metrics=ReportMetrics(open_store=open_store, clock=clock, meter=meter, budgets=budgets),
        is_alive=is_alive,
        metrics_secret=metrics_secret,
    )


def build_newsroom(world: World) -> Newsroom:
    """The use cases at work in this world."""
    # What freezes cards has the paper at hand, and seals their support buttons.
    world = replace(world, paper=replace(world.paper, references=world.references))
    subscribe = Subscribe(open_store=world.open_store, paper=world.paper, clock=world.clock)
    return Newsroom(
        paper=world.paper,
        subscribe=subscribe,
        **_feeds(world),
        **_desk(world),
        **_delivery(world),
        **_choices(world, subscribe),
        **_answers(world, subscribe),
        **_members(world),
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
    w = replace(w, courier=PacedCourier(w.courier, w.budgets, w.clock))
    store, paper, clock = w.open_store, w.paper, w.clock
    copies = HandleCopies(open_store=store, paper=paper, clock=clock)
    return {
        "tell_admins": TellAdmins(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "tell_keepers": TellKeepers(open_store=store, courier=w.courier),
        "remind_readers": RemindReaders(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "show_surges": ShowSurges(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "decide_surge": DecideSurge(open_store=store, paper=paper, clock=clock),
        "show_standstill": ShowStandstill(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "decide_standstill": DecideStandstill(open_store=store, clock=clock),
        "check_seal": CheckSeal(seals=w.seals, clock=clock),
        **_cards(w),
        "review_article": ReviewArticle(open_store=store, paper=paper, clock=clock),
        "withdraw_push": WithdrawPush(open_store=store, paper=paper, clock=clock),
        "edit_card": EditCard(open_store=store, best_sentences=_best_sentences, paper=paper, clock=clock),
        "try_card": TryCard(open_store=store, courier=w.courier, paper=paper),
        "push_article": PushArticle(
            open_store=store, fetch=w.fetch, read_page=w.read_page, paper=paper, clock=clock
        ),
        "show_corrections": ShowCorrections(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "correct_push": CorrectPush(open_store=store, paper=paper, clock=clock),
        "handle_copies": copies,
        "show_log": ShowLog(open_store=store, paper=paper),
        "keep_feeds": _keep_feeds(w),
        "pause_appeals": PauseAppeals(open_store=store, clock=clock),
        "watch_health": WatchHealth(
            open_store=store, courier=w.courier, probes=w.probes, paper=paper, clock=clock
        ),
        "keep_people": KeepPeople(open_store=store, paper=paper, clock=clock),
        "choose_audience": ChooseAudience(open_store=store, paper=paper, clock=clock),
        "announce": Announce(open_store=store, paper=paper, clock=clock),
        "schedule_push": SchedulePush(open_store=store, paper=paper, clock=clock),
        "show_trouble": ShowTrouble(open_store=store, courier=w.courier, paper=paper, clock=clock),
        "settle_unknown": SettleUnknown(open_store=store, clock=clock),
        "steer_push": SteerPush(open_store=store, clock=clock),
        "show_progress": ShowProgress(
            open_store=store, courier=w.courier, copies=copies, paper=paper, clock=clock
        ),
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
        "attribute_support": AttributeSupport(open_store=store, paper=w.paper, clock=clock),
        "show_support": ShowSupport(open_store=store, paper=w.paper, references=w.references, clock=clock),
        "take_stars": TakeStars(open_store=store, paper=w.paper, till=w.till, clock=clock),
        "keep_records": KeepRecords(open_store=store, clock=clock),
        "take_feedback": TakeFeedback(open_store=store, clock=clock),
        "grant_favours": GrantFavours(clock=clock),
    }


def _members(w: World) -> Verbs:
    """Who is a member, and what they are told."""
    store, paper, clock = w.open_store, w.paper, w.clock
    courier = PacedCourier(w.courier, w.budgets, clock)
    return {
        "confirm_membership": ConfirmMembership(
            open_store=store, paper=paper, references=w.references, codes=w.codes, clock=clock
        ),
        "thank_members": ThankMembers(open_store=store, courier=courier, paper=paper),
        "remind_members": RemindMembers(
            open_store=store, courier=courier, paper=paper, references=w.references, clock=clock
        ),
    }


def _handling(w: World, subscribe: Subscribe) -> Verbs:
    """What people send, and what is said to them."""
    store, clock = w.open_store, w.clock
    return {
        "handle_updates": partial(
            HandleUpdates,
            note_visit=NoteVisit(open_store=store, clock=clock),
            open_store=store,
            together=w.together,
            clock=clock,
        ),
        "send_answers": SendAnswers(
            open_store=store, courier=w.courier, subscribe=subscribe, budgets=w.budgets, clock=clock
        ),
    }


def _keep_feeds(w: World) -> KeepFeeds:
    check = CheckFeed(fetch=w.fetch, parse_feed=w.parse_feed, feed_links=w.feed_links, clock=w.clock)
    preview = PreviewArticle(fetch=w.fetch, read_page=w.read_page, paper=w.paper)
    return KeepFeeds(open_store=w.open_store, check_feed=check, preview=preview, paper=w.paper, clock=w.clock)


def _best_sentences(article: Draft) -> list[str]:
    """What chooses them is loaded when somebody puts a summary together by hand."""
    from bot.articles.best import best_sentences

    return best_sentences(article)


def _cards(w: World) -> Verbs:
    """The desk's cards, with the checks below them."""
    store, courier, paper, clock = w.open_store, w.courier, w.paper, w.clock
    check = CheckArticle(open_store=store, paper=paper, clock=clock, per_second=w.per_second)
    return {
        "show_reviews": ShowReviews(open_store=store, courier=courier, paper=paper, clock=clock),
        "refresh_cards": RefreshCards(open_store=store, courier=courier, paper=paper, clock=clock),
        "refresh_checks": RefreshChecks(open_store=store, courier=courier, check=check, clock=clock),
    }
