"""All repositories on one session. Also the place that knows every table."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.alarms import SqlAlarms
from storage.answers import SqlAnswers
from storage.appeals import SqlAppeals
from storage.archive import SqlArchive
from storage.articles import SqlArticles
from storage.audit import SqlAudit
from storage.columns import Base
from storage.corrections import SqlCorrections
from storage.delivery_rows import DeliveryRow, LeaseRow, ParkedChatRow
from storage.desk_cards import SqlDeskCards
from storage.desk_refs import SqlDeskRefs
from storage.digests import SqlDigests
from storage.edits import SqlEdits
from storage.feedback import SqlFeedbackFile
from storage.feeds import SqlFeeds
from storage.follows import SqlFollows
from storage.inbox import SqlInbox
from storage.known_feeds import SqlKnownFeeds
from storage.lookups import SqlLookups
from storage.memberships import SqlMemberships
from storage.moments import SqlMoments
from storage.moving import SqlMoving
from storage.newsroom_stop import SqlNewsroomStop
from storage.notices import SqlNotices
from storage.out_there import SqlOutThere
from storage.paragraphs import SqlParagraphs
from storage.people import SqlPeople
from storage.preferences import SqlPreferences
from storage.push_effects import SqlPushEffects
from storage.push_reports import SqlPushReports
from storage.pushes import SqlPushes
from storage.questions import SqlQuestions
from storage.queue import SqlQueue
from storage.records import SqlRecords
from storage.retention import SqlRetention
from storage.reviews import SqlReviews
from storage.saved_audiences import SqlAudiences
from storage.schedules import SqlSchedules
from storage.standstills import SqlStandstills
from storage.stars import SqlStarBooks
from storage.statistics import SqlStatistics
from storage.stories import SqlStories
from storage.subscribers import SqlSubscribers
from storage.sums import SqlSums
from storage.surges import SqlSurges
from storage.unread_pages import SqlUnreadPages
from storage.waits import SqlWaits

metadata = Base.metadata
"""Every table; complete, because this module imports every row class."""

__all__ = ["DeliveryRow", "LeaseRow", "ParkedChatRow", "SqlStore", "metadata"]


class SqlStore:
    """bot.ports.Store on SQL: everything in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.feeds = SqlFeeds(session)
        self.articles = SqlArticles(session)
        self.paragraphs = SqlParagraphs(session)
        self.stories = SqlStories(session)
        self.unread_pages = SqlUnreadPages(session)
        self.surges = SqlSurges(session)
        self.reviews = SqlReviews(session)
        self.edits = SqlEdits(session)
        self.desk_cards = SqlDeskCards(session)
        self.lookups = SqlLookups(session)
        self.notices = SqlNotices(session)
        self.pushes = SqlPushes(session)
        self.reports = SqlPushReports(session)
        self.effects = SqlPushEffects(session)
        self.newsroom_stop = SqlNewsroomStop(session)
        self.queue = SqlQueue(session)
        self.audiences = SqlAudiences(session)
        self.schedules = SqlSchedules(session)
        self.waits = SqlWaits(session)
        self.sums = SqlSums(session)
        self.subscribers = SqlSubscribers(session)
        self.follows = SqlFollows(session)
        self.digests = SqlDigests(session)
        self.preferences = SqlPreferences(session)
        self.inbox = SqlInbox(session)
        self.answers = SqlAnswers(session)
        self.archive = SqlArchive(session)
        self.appeals = SqlAppeals(session)
        self.stars = SqlStarBooks(session)
        self.memberships = SqlMemberships(session)
        self.questions = SqlQuestions(session)
        self.records = SqlRecords(session)
        self.feedback = SqlFeedbackFile(session)
        self.audit = SqlAudit(session)
        self.corrections = SqlCorrections(session)
        self.out_there = SqlOutThere(session)
        self.desk_refs = SqlDeskRefs(session)
        self.statistics = SqlStatistics(session)
        self.moving = SqlMoving(session)
        self.moments = SqlMoments(session)
        self.retention = SqlRetention(session)
        self.standstills = SqlStandstills(session)
        self.people = SqlPeople(session)
        self.known_feeds = SqlKnownFeeds(session)
        self.alarms = SqlAlarms(session)
