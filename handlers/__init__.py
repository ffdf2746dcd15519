"""Telegram's side: every command, button and role in one table.

A handler parses its update, awaits one use case and says one thing. If the paper left Telegram, this
package would be deleted.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram import Bot, BotCommand
from telegram.ext import Application, filters

from bot.domain.ids import UserId
from bot.domain.paper import Paper
from bot.domain.subscribers import Role
from bot.locales import texts_for
from bot.newsroom import Newsroom
from bot.rendering.callbacks import Action
from handlers.admins import appeals, feeds, health, people, stats
from handlers.chats import membership
from handlers.chats import settings as chats
from handlers.editors import (
    announce,
    audience,
    copies,
    corrections,
    edit,
    edit_words,
    log,
    newsroom_stop,
    progress,
    push,
    queue,
    review,
    schedule,
    standstill,
    surge,
    trouble,
)
from handlers.editors import feedback as reports
from handlers.fitting import Routes, handler_of
from handlers.introductions import OfAPerson
from handlers.menus import Menu, publish_all
from handlers.profile import publish_profile
from handlers.readers import (
    alerts,
    appeal,
    digest,
    feedback,
    follow,
    inline,
    latest,
    leaving,
    less,
    member,
    pause,
    privacy,
    read_here,
    records,
    search,
    settings,
    stars,
    start,
    stop,
    support,
    video,
    zone,
)
from handlers.readers import help as helping
from handlers.reception import Reception
from handlers.routes import (
    ChatCommand,
    Checkout,
    Command,
    Inline,
    Membership,
    Message,
    Note,
    Press,
    Renewal,
    Reply,
    Route,
    StalePress,
)

__all__ = ["ROUTES", "command_menu", "install", "publish", "publish_commands", "publish_profile", "rows"]

ROUTES: tuple[Route, ...] = (
    Command("start", start.start),
    Command("topics", follow.topics),
    Command("follow", follow.follow),
    Command("following", follow.following),
    Command("latest", latest.latest),
    Command("video", video.video),
    Command("search", search.search, fetch=search.prepare),
    Command("support", support.support, also=("membership", "donate")),
    Command("member", member.member),
    Command("settings", settings.settings),
    Command("pause", pause.pause),
    Command("zone", zone.zone),
    Command("stop", stop.stop),
    Command("help", helping.help_),
    Command("feedback", feedback.feedback),
    Command("privacy", privacy.privacy),
    Command("mydata", records.mydata),
    Command("forgetme", records.forgetme),
    Command("paysupport", stars.pay_support, only_with_stars=True),
    Command("terms", stars.terms, only_with_stars=True),
    Command("push", push.push, Role.EDITOR, fetch=push.fetch),
    Command("breaking", push.breaking, Role.EDITOR, fetch=push.fetch_breaking),
    Command("announce", announce.announce, Role.EDITOR),
    Command("queue", queue.queue, Role.EDITOR),
    Command("retract", copies.retract, Role.EDITOR),
    Command("resend", copies.missed, Role.EDITOR),
    Command("proof", copies.proof, Role.EDITOR),
    Command("log", log.log, Role.EDITOR),
    Command("pause_all", newsroom_stop.pause_all, Role.EDITOR),
    Command("stats", stats.stats, Role.ADMIN),
    Command("people", people.people, Role.ADMIN),
    Command("health", health.health, Role.ADMIN),
    Command("feeds", feeds.feeds, Role.ADMIN, fetch=feeds.fetch),
    Command("appeals", appeals.appeals, Role.ADMIN),
    ChatCommand("settings", chats.settings),
    ChatCommand("topics", follow.topics),
    ChatCommand("follow", follow.follow),
    ChatCommand("following", follow.following),
    ChatCommand("start", chats.start),
    ChatCommand("stop", chats.stop),
    ChatCommand("help", chats.help_),
    Press(Action.SUBSCRIBE, start.subscribe),
    Press(Action.TOP_STORIES, start.top_stories),
    Press(Action.DAILY_DIGEST, start.daily_digest),
    Press(Action.TOPICS, follow.show_topics),
    Press(Action.TOGGLE, follow.toggle),
    Press(Action.FOLLOWING, follow.show_following),
    Press(Action.DROP, follow.drop),
    Press(Action.FOLLOW, follow.begin),
    Press(Action.END_FOLLOW, follow.end),
    Press(Action.FOLLOW_TOPIC, follow.begin_topic),
    Press(Action.FOLLOW_DAILY, follow.begin_daily),
    Press(Action.BEGIN_STORY, follow.begin_story),
    Press(Action.READ_HERE, read_here.read_here, for_all=True),
    Press(Action.ALERTS, alerts.alerts, for_all=True),
    Press(Action.TURN_PAGE, read_here.turn_page),
    Press(Action.LESS, less.less),
    Press(Action.WHY, less.tell_why),
    Press(Action.MUTE, less.mute),
    Press(Action.UNMUTE, less.unmute),
    Press(Action.UNFOLLOW, less.unfollow),
    Press(Action.REFOLLOW, less.refollow),
    Press(Action.FOLLOW_STORY, less.follow_story),
    Press(Action.REPORT, feedback.report),
    Press(Action.BACK, less.back),
    Press(Action.DIGEST_ONLY, less.digest_only),
    Press(Action.AS_BEFORE, less.as_before),
    Press(Action.DIGEST, digest.more),
    Press(Action.EDITION, settings.choose_edition),
    Press(Action.SETTINGS, settings.show),
    Press(Action.MODE, settings.choose_mode),
    Press(Action.CAP, settings.choose_cap),
    Press(Action.HOUR, settings.choose_hour),
    Press(Action.DAYS, settings.choose_days),
    Press(Action.DAY, settings.choose_day),
    Press(Action.QUIET, settings.choose_quiet),
    Press(Action.BREAKING, settings.choose_breaking),
    Press(Action.ZONE, zone.choose),
    Press(Action.REGION, zone.show_region),
    Press(Action.WRITE, settings.write),
    Press(Action.PAUSE, pause.choose),
    Press(Action.RESUME, pause.resume),
    Press(Action.ASK_AGAIN, search.again, fetch=search.prepare),
    Press(Action.TOPIC, search.topic, fetch=search.prepare),
    Press(Action.SUPPORT, support.open_page),
    Press(Action.SUPPORT_FROM, support.open_from, for_all=True),
    Press(Action.REST, appeal.rest),
    Press(Action.GIVE_STARS, stars.give, fetch=stars.fetch_link),
    Press(Action.END_STARS, stars.end, fetch=stars.fetch_end),
    Press(Action.FORGET, records.forget, fetch=records.fetch_end),
    Press(Action.SEND_NOW, review.send_now, Role.EDITOR),
    Press(Action.SKIP, review.skip, Role.EDITOR),
    Press(Action.TEST, review.test, Role.EDITOR),
    Press(Action.CARD_PAGE, edit.turn, Role.EDITOR),
    Press(Action.HEADLINE, edit_words.ask_headline, Role.EDITOR),
    Press(Action.SUMMARY, edit.sentences, Role.EDITOR),
    Press(Action.SENTENCE, edit.choose_sentence, Role.EDITOR),
    Press(Action.TYPE_SUMMARY, edit_words.ask_summary, Role.EDITOR),
    Press(Action.SHOW_CARD, edit.show_card, Role.EDITOR),
    Press(Action.PICK_PICTURE, edit.pick_picture, Role.EDITOR),
    Press(Action.UPLOAD, edit_words.ask_picture, Role.EDITOR),
    Press(Action.SWITCH_BUTTON, edit.switch, Role.EDITOR),
    Press(Action.ASKING, edit.choose_asking, Role.EDITOR),
    Press(Action.UNDO, edit.undo, Role.EDITOR),
    Press(Action.RESET, edit.reset, Role.EDITOR),
    Press(Action.EDITIONS, edit.editions, Role.EDITOR),
    Press(Action.WITHDRAW, review.stop, Role.EDITOR),
    Press(Action.SEND_ANYWAY, review.send_anyway, Role.EDITOR),
    Press(Action.SCHEDULE, schedule.choices, Role.EDITOR),
    Press(Action.AT, schedule.at, Role.EDITOR),
    Press(Action.AT_ANYWAY, schedule.at_anyway, Role.EDITOR),
    Press(Action.WRITE_WHEN, schedule.ask, Role.EDITOR),
    Press(Action.NOT_NOW, schedule.back, Role.EDITOR),
    Press(Action.AUDIENCE, audience.show, Role.EDITOR),
    Press(Action.NARROW, audience.narrow, Role.EDITOR),
    Press(Action.USE_AUDIENCE, audience.use, Role.EDITOR),
    Press(Action.WRITE_AUDIENCE, audience.ask, Role.EDITOR),
    Press(Action.QUEUE, queue.queue, Role.EDITOR),
    Press(Action.QUEUED, queue.one, Role.EDITOR),
    Press(Action.CANCEL_PUSH, push.cancel, Role.EDITOR),
    Press(Action.RESEND_UNKNOWN, trouble.resend, Role.EDITOR),
    Press(Action.UNKNOWN_ARRIVED, trouble.arrived, Role.EDITOR),
    Press(Action.LEAVE_UNKNOWN, trouble.leave, Role.EDITOR),
    Press(Action.GO_ON, trouble.go_on, Role.EDITOR),
    Press(Action.STOP_PUSH, trouble.stop_push, Role.EDITOR),
    Press(Action.PAUSE_PUSH, progress.pause, Role.EDITOR),
    Press(Action.RESUME_PUSH, progress.resume, Role.EDITOR),
    Press(Action.ASK_CANCEL, progress.ask, Role.EDITOR),
    Press(Action.CANCEL_REST, progress.cancel, Role.EDITOR),
    Press(Action.KEEP_PUSH, progress.keep, Role.EDITOR),
    Press(Action.RESUME_ALL, newsroom_stop.resume_all, Role.EDITOR),
    Press(Action.SEND_HELD, newsroom_stop.send_held, Role.EDITOR),
    Press(Action.ASK_DROP, newsroom_stop.ask_drop, Role.EDITOR),
    Press(Action.DROP_HELD, newsroom_stop.drop_held, Role.EDITOR),
    Press(Action.LOOK_HELD, newsroom_stop.look_held, Role.EDITOR),
    Press(Action.PUSH_NEWEST, surge.push_newest, Role.EDITOR),
    Press(Action.MARK_SEEN, surge.mark_seen, Role.EDITOR),
    Press(Action.REVIEW_EACH, surge.review_each, Role.EDITOR),
    Press(Action.SEND_LATE, standstill.send_late, Role.EDITOR),
    Press(Action.DROP_LATE, standstill.drop_late, Role.EDITOR),
    Press(Action.ANSWER, reports.ask, Role.EDITOR),
    Press(Action.FIX, corrections.fix, Role.EDITOR),
    Press(Action.NOTE, corrections.ask, Role.EDITOR),
    Press(Action.SEND_NOTE, corrections.send_note, Role.EDITOR),
    Press(Action.IGNORE, corrections.ignore, Role.EDITOR),
    Press(Action.RETRACT, copies.retract, Role.EDITOR),
    Press(Action.RETRACT_NOW, copies.retract_now, Role.EDITOR),
    Press(Action.MISSED, copies.missed, Role.EDITOR),
    Press(Action.SEND_MISSED, copies.send_missed, Role.EDITOR),
    Press(Action.PROOF, copies.proof, Role.EDITOR),
    Press(Action.KEEP, copies.keep, Role.EDITOR),
    Press(Action.OLDER, log.older, Role.EDITOR),
    Press(Action.STATS, stats.turn, Role.ADMIN),
    Press(Action.CHART, stats.chart, Role.ADMIN),
    Press(Action.TABLE, stats.table, Role.ADMIN),
    Press(Action.SETTLED, review.settled, Role.EDITOR),
    Press(Action.CHATS, chats.chats),
    Press(Action.CHAT, chats.show),
    Press(Action.CHAT_EDITION, chats.choose_edition),
    Press(Action.CHAT_PAUSE, chats.pause),
    Press(Action.CHAT_RESUME, chats.resume),
    Press(Action.CHAT_TOPIC, chats.send_here),
    Press(Action.PEOPLE, people.show, Role.ADMIN),
    Press(Action.COLLEAGUE, people.colleague, Role.ADMIN),
    Press(Action.INVITE, people.invite, Role.ADMIN),
    Press(Action.MAKE_EDITOR, people.make_editor, Role.ADMIN),
    Press(Action.MAKE_ADMIN, people.make_admin, Role.ADMIN),
    Press(Action.TAKE_ROLE, people.take_role, Role.ADMIN),
    Press(Action.FEEDS, feeds.show, Role.ADMIN),
    Press(Action.FEED, feeds.feed, Role.ADMIN),
    Press(Action.FEED_ASK, feeds.ask, Role.ADMIN),
    Press(Action.FEED_DO, feeds.do, Role.ADMIN),
    Press(Action.FEED_TOPIC, feeds.ask_topic, Role.ADMIN),
    Press(Action.NEW_FEED, feeds.ask_address, Role.ADMIN),
    Press(Action.FEED_LOOK, feeds.chosen, Role.ADMIN, fetch=feeds.fetch_chosen),
    Press(Action.FEED_ADD, feeds.add, Role.ADMIN),
    Press(Action.APPEALS, appeals.show, Role.ADMIN),
    Press(Action.APPEAL_SAMPLE, appeals.sample, Role.ADMIN),
    Press(Action.PAUSE_APPEALS, appeals.pause, Role.ADMIN),
    Press(Action.RESUME_APPEALS, appeals.resume, Role.ADMIN),
    StalePress(helping.stale_button),
    Reply("member.ask", member.written),
    Reply("feedback.ask", feedback.written),
    Reply("feedback.ask_about", feedback.written),
    Reply("feedback.ask_answer", reports.answer, Role.EDITOR),
    Reply("announce.ask", announce.announce, Role.EDITOR, filters.TEXT | filters.PHOTO),
    Reply("audience.ask_subject", audience.subject_written, Role.EDITOR),
    Reply("audience.ask_source", audience.source_written, Role.EDITOR),
    Reply("audience.ask_name", audience.name_written, Role.EDITOR),
    Reply("when.ask", schedule.written, Role.EDITOR),
    Reply("settings.write_town", zone.written),
    Reply("settings.write_hour", settings.hour_written),
    Reply("settings.write_day", pause.written),
    Reply("correction.ask", corrections.written, Role.EDITOR),
    Reply("edit.ask_headline", edit_words.headline, Role.EDITOR),
    Reply("edit.ask_summary", edit_words.summary, Role.EDITOR),
    Reply("edit.ask_picture", edit_words.picture, Role.EDITOR, filters.PHOTO),
    Reply("feedpage.ask_topic", feeds.topic, Role.ADMIN),
    Reply("feedpage.ask_address", feeds.written, Role.ADMIN, fetch=feeds.fetch_written),
    Checkout(stars.check),
    Renewal(stars.told),
    Message(filters.SUCCESSFUL_PAYMENT, stars.paid),
    Message(filters.StatusUpdate.REFUNDED_PAYMENT, stars.refunded),
    Message(filters.CONTACT, people.introduced, Role.ADMIN, helping.only_words),
    Message(OfAPerson() & filters.TEXT, people.introduced, Role.ADMIN, search.search),
    Message(OfAPerson(), people.introduced, Role.ADMIN, helping.only_words),
    Message(filters.FORWARDED & (filters.TEXT | filters.PHOTO), announce.forwarded),
    Message(filters.COMMAND | filters.Regex(r"^/\w"), helping.unknown_command),
    Message(filters.Regex(member.SHOWN), member.written),
    Message(filters.TEXT, search.search, fetch=search.prepare),
    Message(filters.LOCATION, zone.located),
    Message(~filters.StatusUpdate.ALL, helping.only_words),
    Inline(inline.share, fetch=search.prepare),
    Note(filters.StatusUpdate.MIGRATE, membership.moved),
    Note(filters.StatusUpdate.NEW_CHAT_TITLE, membership.renamed),
    Membership(leaving.membership_changed),
)
"""In this order, the first that fits takes the update."""

MENU = Menu(
    tuple((one.name, one.role) for one in ROUTES if isinstance(one, Command)),
    tuple(one.name for one in ROUTES if isinstance(one, ChatCommand)),
)

_OF_STARS = frozenset(one.name for one in ROUTES if isinstance(one, Command) and one.only_with_stars)

Telegram = Application[Any, Any, Any, Any, Any, Any]


def install(application: Telegram, newsroom: Newsroom) -> Reception:
    """What finds in ROUTES what an update asks for."""
    return Reception(application, newsroom, menu_of(newsroom.paper), rows())


def rows() -> Routes:
    """The table with the handler of each route, which says whether an update fits."""
    return [(route, handler_of(route)) for route in ROUTES]


def menu_of(paper: Paper) -> Menu:
    """The menu without what the paper has no use for."""
    if paper.stars is not None:
        return MENU
    return replace(MENU, commands=tuple(one for one in MENU.commands if one[0] not in _OF_STARS))


def command_menu(language: str, role: Role) -> tuple[BotCommand, ...]:
    """The commands a person of this role sees, described in this language."""
    return MENU.entries(texts_for(language), role)


async def publish_commands(bot: Bot, paper: Paper, staff: Mapping[UserId, Role] | None = None) -> None:
    """Put the menus into people's apps, for every language we speak; `staff` is by default the paper's."""
    await publish_all(bot, paper, menu_of(paper), paper.roles if staff is None else staff)


async def publish(bot: Bot, paper: Paper, staff: Mapping[UserId, Role]) -> None:
    """The menus of everybody's role, and the profile."""
    await publish_commands(bot, paper, staff)
    await publish_profile(bot, paper)
