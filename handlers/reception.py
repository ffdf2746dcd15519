"""From an update to what it asks of us: python-telegram-bot finds the route, a talk collects the answers.

Its dispatcher is not used: it awaits handlers, logs what they raise and gives nothing back, while here what a
handler says must be kept together with what it changed.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application

from bot.domain.answers import Matter, Response
from bot.domain.subscribers import Role
from bot.newsroom import Newsroom
from handlers.access import asks_admins, enter, may, recognise, unseal
from handlers.context import Talk
from handlers.errors import explain
from handlers.fitting import Routes, first_fit
from handlers.menus import Menu
from handlers.routes import Command, Handle, Inline, Message, Press, Reply, Route
from handlers.sight import Index

Meet = Callable[[], Talk]

log = structlog.get_logger()


class Reception:
    """Understands updates by a table of routes; the first that fits takes the update."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        newsroom: Newsroom,
        menu: Menu,
        routes: Routes,
    ) -> None:
        self._application = application
        self._newsroom = newsroom
        self._menu = menu
        self._index = Index(routes)

    def __call__(self, payload: Mapping[str, Any]) -> Matter | None:
        """What this update asks of us; None for what nobody handles, or can't read."""
        try:
            update = Update.de_json(dict(payload), self._application.bot)
            return self._understand(update, self._index.rows(payload))
        except Exception:
            # One update that python-telegram-bot cannot read must not stop the bot, now and at every start.
            log.exception("update_unreadable", update=payload.get("update_id"))
            return None

    def _understand(self, update: Update, routes: Routes) -> Matter | None:
        fit = first_fit(routes, update)
        if fit is None:
            return None
        route, handler, check = fit
        context = self._application.context_types.context.from_update(update, self._application)
        handler.collect_additional_context(context, update, self._application, check)
        return _matter(route, Talk.of(update, context, self._newsroom, self._menu))


def _matter(route: Route, meet: Meet | None) -> Matter | None:
    if meet is None:
        return None
    talk = meet()
    return Matter(
        answer=partial(_answer, route, meet),
        explain=partial(_explain, meet),
        fetch=_fetch(route, talk),
        # The desk's people share what they decide about, the admins of a chat its settings.
        alone=max(talk.person.role, route.role) > Role.READER or talk.is_for_many,
        visitor=talk.person.chat_id,
    )


async def _answer(route: Route, meet: Meet) -> Response:
    talk = meet()
    await enter(route, talk)
    return talk.response()


def _fetch(route: Route, talk: Talk) -> Callable[[], Awaitable[None]] | None:
    """What is got first: what the route names, or who a chat's admins are."""
    if isinstance(route, Command | Press | Reply | Message | Inline) and route.fetch is not None:
        return partial(_fetch_if_allowed, route, route.fetch, talk)
    if asks_admins(route, talk):
        return partial(talk.newsroom.check_admins.fetch, talk.person)
    return None


async def _fetch_if_allowed(route: Route, fetch: Handle, talk: Talk) -> None:
    await recognise(route, talk)
    if may(route, talk):
        unseal(route, talk)
        await fetch(talk)


def _explain(meet: Meet, error: Exception) -> Response:
    talk = meet()
    explain(talk, error)
    return talk.response()
