"""Pictures: by address, by Telegram's name for them, uploaded once, and left behind when they are trouble."""

import asyncio
import itertools

import pytest

from bot.courier import Courier
from bot.courier.carry import Pictures
from bot.domain.deliveries import Ambiguous, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Button, Card
from bot.sandbox import SandboxClient
from tests import canaries
from tests.courier.conftest import bot_at

ANA = ChatId(canaries.ANA)
BUS = "https://paper.example/bus.png"
CARD = Card(html="<b>News</b>", photo=BUS, buttons=((Button("Read", url="https://paper.example/a"),),))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000640000006408020000000000000000000000"
    "0000000049454e44ae426082"
)  # fmt: skip


async def methods(phones: SandboxClient) -> list[str]:
    return [one.method for one in await phones.accepted()]


def sent(outcome: Outcome) -> Sent:
    assert isinstance(outcome, Sent)
    return outcome


async def test_a_picture_goes_by_its_address(phones: SandboxClient, courier: Courier) -> None:
    outcome = sent(await courier.send(ANA, CARD))
    assert (await phones.screen(ANA)).messages[-1].photo == BUS
    assert outcome.photo_id


async def test_the_receipt_names_the_picture_for_the_next_ones(
    phones: SandboxClient, courier: Courier
) -> None:
    first = sent(await courier.send(ANA, CARD))
    again = Card(html="<b>News</b>", photo="https://paper.example/never-asked.webp", photo_id=first.photo_id)
    assert sent(await courier.send(ANA, again)).photo_id == first.photo_id
    assert (await phones.screen(ANA)).messages[-1].photo == BUS


async def test_a_name_that_telegram_forgot_gives_way_to_the_address(
    phones: SandboxClient, courier: Courier
) -> None:
    card = Card(html="News", photo=BUS, photo_id="AgACforgotten")
    assert not sent(await courier.send(ANA, card)).without_photo
    assert (await phones.screen(ANA)).messages[-1].photo == BUS


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
        "Bad Request: failed to get HTTP URL content",
        "Bad Request: wrong type of the web page content",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: WEBPAGE_CURL_FAILED",
        "Bad Request: WEBPAGE_MEDIA_EMPTY",
        "Bad Request: photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp",
        "Bad Request: not enough rights to send photos to the chat",
    ],
)
async def test_a_picture_that_telegram_cannot_use_stays_behind(
    description: str, phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(400, method="sendPhoto", description=description)
    assert sent(await courier.send(ANA, CARD)).without_photo
    message = (await phones.screen(ANA)).messages[-1]
    assert (message.text, message.photo, message.button("Read") is not None) == ("News", None, True)


async def test_a_picture_that_is_too_large_stays_behind(phones: SandboxClient, courier: Courier) -> None:
    await phones.fault(413, method="sendPhoto")
    assert sent(await courier.send(ANA, CARD)).without_photo


async def test_an_address_without_a_picture_stays_behind(phones: SandboxClient, courier: Courier) -> None:
    await phones.on_web(BUS, status=404)
    assert sent(await courier.send(ANA, CARD)).without_photo


async def test_a_name_that_telegram_forgot_stays_behind_when_it_is_all_there_is(courier: Courier) -> None:
    assert sent(await courier.send(ANA, Card(html="News", photo_id="AgACforgotten"))).without_photo


@pytest.mark.parametrize(
    ("status", "description", "kind"),
    [
        (400, "Bad Request: chat not found", Refused),
        (400, "Bad Request: can't parse entities: unexpected end tag", Refused),
        (403, "Forbidden: bot was blocked by the user", Refused),
        (401, None, NotSent),
        (429, None, Throttled),
        (502, None, Ambiguous),
    ],
)
async def test_other_trouble_than_with_the_picture_is_not_tried_without_it(
    status: int, description: str | None, kind: type[Outcome], phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(status, method="sendPhoto", description=description)
    assert isinstance(await courier.send(ANA, CARD), kind)
    assert not await phones.accepted()


async def test_without_its_picture_a_card_is_tried_only_once(phones: SandboxClient, courier: Courier) -> None:
    await phones.fault(413, method="send*", count=2)
    assert isinstance(await courier.send(ANA, CARD), Refused)
    assert (await phones.faults())["dealt"] == {"status_413": 2}


async def test_a_picture_of_our_own_is_uploaded_once_for_all_who_wait(phones: SandboxClient) -> None:
    async with bot_at(phones.address) as bot:
        courier = Courier(bot.wire, _another_bus())
        outcomes = await asyncio.gather(*(courier.send(ANA, CARD) for _ in range(5)))
    assert len({sent(one).photo_id for one in outcomes}) == 1
    assert await methods(phones) == ["sendPhoto"] * 5


async def test_an_upload_that_failed_is_tried_by_the_next(phones: SandboxClient) -> None:
    await phones.fault(502, method="sendPhoto")
    async with bot_at(phones.address) as bot:
        courier = Courier(bot.wire, _bus)
        first, second = await asyncio.gather(courier.send(ANA, CARD), courier.send(ANA, CARD))
    assert isinstance(first, Ambiguous)
    assert sent(second).photo_id


async def test_a_caption_that_cannot_be_written_down_is_not_uploaded(phones: SandboxClient) -> None:
    async with bot_at(phones.address) as bot:
        outcome = await Courier(bot.wire, _bus).send(ANA, Card(html="\ud83d", photo=BUS))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.REJECTED


@pytest.mark.parametrize("fails", [False, True])
async def test_a_picture_we_have_not_got_is_left_to_telegram(fails: bool, phones: SandboxClient) -> None:
    async def pictures(_: str) -> bytes | None:
        if fails:
            raise OSError("the paper's site is down")
        return None

    async with bot_at(phones.address) as bot:
        await Courier(bot.wire, pictures).send(ANA, CARD)
    assert (await phones.screen(ANA)).messages[-1].photo == BUS


async def _bus(url: str) -> bytes | None:
    return PIXEL if url == BUS else None


def _another_bus() -> Pictures:
    """Every time other bytes, so that two uploads would have two names."""
    numbers = itertools.count()

    async def pictures(_: str) -> bytes | None:
        return PIXEL + b"%d" % next(numbers)

    return pictures


@pytest.mark.parametrize("how", ["address", "upload", "refused"])
async def test_a_follow_up_is_a_reply_whichever_way_its_picture_takes(
    phones: SandboxClient, how: str
) -> None:
    async def uploaded(_: str) -> bytes | None:
        return PIXEL if how == "upload" else None

    async with bot_at(phones.address) as bot:
        courier = Courier(bot.wire, uploaded)
        first = sent(await courier.send(ANA, Card(html="First")))
        if how == "refused":
            await phones.fault(413, method="sendPhoto")
        await courier.send(ANA, CARD, reply_to=first.message_id)
    assert (await phones.screen(ANA)).messages[-1].reply_to == first.message_id


async def test_a_reply_to_what_is_gone_stands_alone(phones: SandboxClient, courier: Courier) -> None:
    outcome = await courier.send(ANA, Card(html="Second"), reply_to=MessageId(4_000))
    assert isinstance(outcome, Sent)
    assert (await phones.screen(ANA)).messages[-1].reply_to is None
