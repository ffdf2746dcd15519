"""Files and questions: what a card may be besides text, picture and buttons."""

from bot.courier import Courier
from bot.domain.deliveries import NotSent, Refused, Sent
from bot.domain.ids import ChatId
from bot.domain.pushes import Card, Document
from bot.sandbox import SandboxClient
from tests import canaries
from tests.courier.conftest import bot_at
from tests.courier.stand_in import StandIn, taken

ANA = ChatId(canaries.ANA)
FILE = Card(html="<b>All</b> there is", document=Document("my-data.json", '{"име": "Ана"}'))


async def test_a_document_goes_as_a_file_with_the_text_as_its_caption(telegram: StandIn) -> None:
    telegram.answers = {"sendDocument": taken({"message_id": 5})}
    async with bot_at(telegram.address) as bot:
        assert isinstance(await Courier(bot.wire).send(ANA, FILE), Sent)
    ((method, fields),) = telegram.requests
    content = '{"име": "Ана"}'.encode()
    assert method == "sendDocument"
    assert fields["document"] == ("my-data.json", "application/json", content)
    assert (fields["chat_id"], fields["caption"]) == (str(ANA), "<b>All</b> there is")


async def test_telegram_takes_the_file(phones: SandboxClient, courier: Courier) -> None:
    assert isinstance(await courier.answer(ANA, FILE), Sent)
    assert (await phones.screen(ANA)).messages[-1].text == "All there is"


async def test_a_document_that_did_not_leave_is_no_other_message(
    phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(401, method="sendDocument")
    assert isinstance(await courier.send(ANA, FILE), NotSent)
    assert not await phones.accepted()


async def test_a_caption_that_cannot_be_written_down_is_refused(courier: Courier) -> None:
    card = Card(html="\ud83d", document=Document("a.json", "{}"))
    assert isinstance(await courier.send(ANA, card), Refused)


async def test_a_question_opens_its_reply(telegram: StandIn) -> None:
    telegram.answers = {"sendMessage": taken({"message_id": 5})}
    async with bot_at(telegram.address) as bot:
        await Courier(bot.wire).send(ANA, Card(html="What is wrong?", asks=True))
    assert telegram.requests[-1][1]["reply_markup"] == {"force_reply": True}
