"""Topics of forum groups as a card's goal, and who a chat's admins are."""

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Reason, Refused
from bot.domain.ids import ChatId, ThreadId
from bot.domain.pushes import Card, Document
from bot.sandbox import SandboxClient
from tests.courier.conftest import ANA

BORIS = 502
NEWS = Card(html="News")
PHOTO = Card(html="News", photo="https://paper.example/train.jpg")
FILE = Card(html="News", document=Document("news.json", "{}"))


@pytest.fixture
async def forum(phones: SandboxClient) -> int:
    """A forum group of Boris, in which the bot may write."""
    await phones.person(BORIS, "Boris")
    return await phones.chat("supergroup", "Readers", [BORIS, ANA], bot="administrator", is_forum=True)


@pytest.mark.parametrize("card", [NEWS, PHOTO, FILE], ids=["text", "photo", "file"])
async def test_a_card_lands_in_its_topic(
    courier: Courier, phones: SandboxClient, forum: int, card: Card
) -> None:
    topic = await phones.topic(forum, "Railway")
    await courier.send(ChatId(forum), card, ThreadId(topic))
    assert (await phones.screen(forum)).messages[-1].thread == topic


async def test_a_deleted_topic_refuses_like_a_chat_that_is_gone(
    courier: Courier, phones: SandboxClient, forum: int
) -> None:
    topic = await phones.topic(forum, "Railway")
    await phones.change_topic(forum, topic, is_deleted=True)
    outcome = await courier.answer(ChatId(forum), NEWS, ThreadId(topic))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.UNREACHABLE


async def test_a_groups_admins_are_told_apart(courier: Courier, forum: int) -> None:
    admins = await courier.administrators(ChatId(forum))
    assert admins is not None
    assert BORIS in admins
    assert ANA not in admins


async def test_a_chat_that_is_not_ours_to_see_has_no_admins(courier: Courier) -> None:
    assert await courier.administrators(ChatId(-1_005)) == frozenset()


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "broken"])
async def test_who_the_admins_are_is_unknown_without_an_answer(
    courier: Courier, phones: SandboxClient, forum: int, kind: str
) -> None:
    await phones.mishap(kind, method="getChatAdministrators")
    assert await courier.administrators(ChatId(forum)) is None


async def test_and_so_it_is_while_telegram_is_ill(
    courier: Courier, phones: SandboxClient, forum: int
) -> None:
    await phones.fault(502, method="getChatAdministrators")
    assert await courier.administrators(ChatId(forum)) is None
