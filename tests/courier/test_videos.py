"""A video's card, step by step down: poster, then the preview of a link, then the text alone."""

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Reason, Refused, Sent
from bot.domain.ids import ChatId
from bot.domain.pushes import Button, Card
from bot.sandbox import SandboxClient
from tests import canaries

ANA = ChatId(canaries.ANA)
WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
POSTER = "https://paper.example/poster.png"
CARD = Card(
    html="<b>VIDEO | The night train</b>",
    photo=POSTER,
    preview=WATCH,
    buttons=((Button("Watch video · 3:05", url=WATCH),),),
)
POSTERS = [(413, "Request Entity Too Large"), (400, "Bad Request: failed to get HTTP URL content")]
PREVIEWS = ["Bad Request: WEBPAGE_MEDIA_EMPTY", "Bad Request: WEBPAGE_CURL_FAILED"]


async def shown(phones: SandboxClient) -> tuple[str | None, str | None]:
    """The picture and the previewed link of the one message, whose button leads to the video in any case."""
    (message,) = (await phones.screen(ANA)).messages
    button = message.button("Watch video · 3:05")
    assert (message.text, button and button.url) == ("VIDEO | The night train", WATCH)
    return message.photo, (message.link_preview or {}).get("url")


async def test_it_comes_with_its_poster(phones: SandboxClient, courier: Courier) -> None:
    assert isinstance(await courier.send(ANA, CARD), Sent)
    assert await shown(phones) == (POSTER, None)


@pytest.mark.parametrize(("status", "description"), POSTERS)
async def test_a_poster_that_is_too_large_or_missing_gives_way_to_the_link(
    phones: SandboxClient, courier: Courier, status: int, description: str
) -> None:
    await phones.fault(status, method="sendPhoto", description=description)
    assert isinstance(await courier.send(ANA, CARD), Sent)
    assert await shown(phones) == (None, WATCH)


@pytest.mark.parametrize("description", PREVIEWS)
async def test_a_link_that_cannot_be_previewed_gives_way_to_the_text(
    phones: SandboxClient, courier: Courier, description: str
) -> None:
    await phones.fault(413, method="sendPhoto")
    await phones.fault(400, method="sendMessage", description=description)
    assert isinstance(await courier.send(ANA, CARD), Sent)
    assert await shown(phones) == (None, None)


async def test_what_is_refused_even_as_text_is_refused(phones: SandboxClient, courier: Courier) -> None:
    await phones.fault(413, method="sendPhoto")
    await phones.fault(400, method="sendMessage", description=PREVIEWS[0], count=2)
    outcome = await courier.send(ANA, CARD)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.REJECTED
