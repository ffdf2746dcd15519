"""The sample newspaper on the web: front pages, articles, feeds, pictures and a membership page.

A Starlette application to be mounted anywhere. It speaks as WordPress does, because that is what the
bot will meet: absolute addresses, guid `?p=N`, an excerpt that ends in `[...]`, conditional GET on feeds.
What is published when is decided in paper.py.
"""

import json
import secrets
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.control_requests import is_from_here
from bot.sandbox.membership_site import MembershipSite
from bot.sandbox.paper import READ_ALSO, Article, NoSuchArticleError, Paper, load_editions
from bot.sandbox.pictures import NAMES, headline_picture

__all__ = ["Paper", "newspaper"]

TEMPLATES = Path(__file__).parent / "templates"
PAPER_ZONE = ZoneInfo("Europe/Skopje")
FRONT_EDITION = "mk"
EXCERPT_WORDS = 14
RELATED = 3


class Site:
    """The handlers of the newspaper's addresses."""

    def __init__(self, paper: Paper, members: MembershipSite | None) -> None:
        self.paper = paper
        self.members = members
        self.editions = load_editions()
        self.templates = environment()

    async def root(self, request: Request) -> Response:
        """`/` is the front edition; `/?p=N`, the guid of an article, leads to the article."""
        number = request.query_params.get("p", "")
        article = self.paper.numbered(int(number)) if number.isdecimal() else None
        path = article.path if article else f"/{FRONT_EDITION}/"
        return RedirectResponse(site_address(request) + path, status_code=302)

    async def front(self, request: Request) -> Response:
        """The newest articles of an edition."""
        edition = request.path_params["edition"]
        if edition not in self.editions:
            return self.missing(request, FRONT_EDITION)
        return self.page(request, "front.html", edition, articles=self.paper.published(edition))

    async def article(self, request: Request) -> Response:
        """One article; what is not published does not exist for readers."""
        edition, slug = request.path_params["edition"], request.path_params["slug"]
        try:
            article = self.paper.article(edition, slug)
        except NoSuchArticleError:
            return self.missing(request, edition)
        if article.published is None:
            return self.missing(request, edition)
        others = [other for other in self.paper.published(edition) if other != article]
        data = structured_data(article, site_address(request), self.editions[edition]["name"])
        return self.page(
            request, "article.html", edition, article=article, related=others[:RELATED], structured=data
        )

    async def membership(self, request: Request) -> Response:
        """Where the appeal leads."""
        edition = request.path_params["edition"]
        if edition not in self.editions:
            return self.missing(request, FRONT_EDITION)
        if request.method == "POST" and not is_from_here(request.headers):
            return Response(status_code=403)
        members, outcome, code = self.members, "", ""
        if request.method == "POST" and members is not None:
            outcome, code = await self._paid(request, members)
        can_pay = members is not None
        return self.page(request, "membership.html", edition, can_pay=can_pay, outcome=outcome, code=code)

    async def _paid(self, request: Request, members: MembershipSite) -> tuple[str, str]:
        """Somebody pretends to pay for a year: tell the bot, and make a code in case it is away."""
        until = datetime.fromtimestamp(members.now(), PAPER_ZONE).date() + timedelta(days=365)
        number = secrets.randbits(32)
        code = members.code(number, until, 3)
        _, outcome = await members.tells(
            id=f"sample-{number}",
            event="confirmed",
            ref=request.query_params.get("ref", ""),
            code=code,
            amount_class="3",
            until=until.isoformat(),
        )
        return outcome or "away", code

    async def feed(self, request: Request) -> Response:
        """RSS 2.0 of an edition, answered with 304 to a reader who has it already."""
        edition = request.path_params["edition"]
        if edition not in self.editions:
            return self.missing(request, FRONT_EDITION)
        self.paper.feed_was_read(edition)
        articles = self.paper.published(edition)
        built = max(a.modified for a in articles if a.modified)
        body = self.render(request, "feed.xml", edition, articles=articles, built=built).encode()
        headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Last-Modified": http_date(built)}
        if is_unchanged(request, headers["ETag"], built):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="application/rss+xml")

    async def picture(self, request: Request) -> Response:
        """A headline picture as PNG, generated on first demand."""
        name = request.path_params["name"]
        if name not in NAMES:
            return Response(status_code=404)
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(headline_picture(name), headers=headers, media_type="image/png")

    def missing(self, request: Request, edition: str) -> Response:
        """404 in the edition's language."""
        known = edition if edition in self.editions else FRONT_EDITION
        return self.page(request, "missing.html", known, status=404)

    def page(self, request: Request, name: str, edition: str, status: int = 200, **values: Any) -> Response:
        """An HTML page of an edition."""
        return HTMLResponse(self.render(request, name, edition, **values), status_code=status)

    def render(self, request: Request, name: str, edition: str, **values: Any) -> str:
        """A template with what all of them need: the site's address and the edition's own words."""
        return self.templates.get_template(name).render(
            site=site_address(request),
            edition=edition,
            words=self.editions[edition],
            editions=self.editions,
            find=self.paper.article,
            **values,
        )


def newspaper(paper: Paper, members: MembershipSite | None = None) -> Starlette:
    """The application that shows `paper`; mount it under any path. `members` tells a bot who pays."""
    site = Site(paper, members)
    return Starlette(
        routes=[
            Route("/", site.root),
            Route("/images/{name}.png", site.picture),
            Route("/{edition}/feed", site.feed),
            Route("/{edition}/feed/", site.feed),
            Route("/{edition}/membership/", site.membership, methods=["GET", "POST"]),
            Route("/{edition}/", site.front),
            Route("/{edition}/{slug}/", site.article),
        ]
    )


@cache
def environment() -> Environment:
    """The templates, escaping everywhere and refusing unknown names."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters.update(rss_date=http_date, paper_time=paper_time, excerpt=excerpt)
    templates.globals.update(READ_ALSO=READ_ALSO)
    return templates


def site_address(request: Request) -> str:
    """The newspaper's own absolute root as this client sees it, without a closing slash."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


def http_date(moment: datetime) -> str:
    """`Mon, 23 Nov 2026 08:30:00 GMT`, for headers and for RSS."""
    return format_datetime(moment.astimezone(timezone.utc), usegmt=True)  # noqa: UP017


def paper_time(moment: datetime) -> str:
    """`23.11.2026 09:30` on the wall clock of the newsroom."""
    return moment.astimezone(PAPER_ZONE).strftime("%d.%m.%Y %H:%M")


def excerpt(text: str) -> Markup:
    """The beginning of a text with WordPress's sign that it was cut."""
    words = text.split()
    cut = Markup(" [&#8230;]") if len(words) > EXCERPT_WORDS else Markup()
    return escape(" ".join(words[:EXCERPT_WORDS])) + cut


def is_unchanged(request: Request, etag: str, modified: datetime) -> bool:
    """Whether the client's copy is still good; an ETag outranks a date (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        offered = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in offered or etag in offered
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def structured_data(article: Article, site: str, publisher: str) -> Markup:
    """JSON-LD NewsArticle, safe inside a script element."""
    assert article.published is not None
    assert article.modified is not None
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.astimezone(PAPER_ZONE).isoformat(),
        "dateModified": article.modified.astimezone(PAPER_ZONE).isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "articleSection": list(article.categories),
        "keywords": list(article.tags),
        "inLanguage": article.edition,
        "mainEntityOfPage": site + article.path,
        "image": {
            "@type": "ImageObject",
            "url": f"{site}/images/{article.image}.png",
            "width": 640,
            "height": 360,
        },
        "publisher": {"@type": "Organization", "name": publisher},
    }
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - escaped
