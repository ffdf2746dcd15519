"""Files and albums: kinds, sizes, what stands at an address, and how much is kept."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest

from bot.sandbox import SandboxClient
from bot.sandbox.errors import ApiError
from bot.sandbox.files import FileStore, Upload
from tests.sandbox.test_conversation import png

Api = Callable[..., Awaitable[dict[str, Any]]]
PHOTO, VIDEO, PDF = "https://a.mk/1.jpg", "https://a.mk/v.mp4", "https://a.mk/a.pdf"
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("method", "kind", "found", "words"),
    [
        ("sendPhoto", PHOTO, {"size": 5 * MEGABYTE + 1}, "failed to get HTTP URL content"),
        ("sendVideo", VIDEO, {"size": 20 * MEGABYTE + 1}, "failed to get HTTP URL content"),
        ("sendPhoto", PHOTO, {"status": 404}, "failed to get HTTP URL content"),
        ("sendPhoto", PHOTO, {"content_type": "image/webp"}, "wrong type of the web page content"),
        ("sendPhoto", PHOTO, {"content_type": "text/html"}, "wrong type of the web page content"),
        ("sendVideo", VIDEO, {"content_type": "text/html"}, "wrong type of the web page content"),
        ("sendDocument", "https://a.mk/a.docx", {}, "wrong type of the web page content"),
        ("sendPhoto", "http://[1/1.jpg", {}, "invalid file HTTP URL specified: Wrong HTTP URL"),
    ],
)
async def test_what_stands_at_an_address_must_fit(
    ana: int, phones: SandboxClient, api: Api, method: str, kind: str, found: dict[str, Any], words: str
) -> None:
    await phones.on_web(kind, **found)
    answer = await api(method, chat_id=ana, **{method.removeprefix("send").lower(): kind})
    assert answer["description"] == f"Bad Request: {words}"


async def test_what_fits_at_an_address_is_taken(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.on_web(PHOTO, size=5 * MEGABYTE, content_type="image/jpeg")
    assert (await bot.send_photo(ana, PHOTO)).photo


async def test_an_album_is_one_thing_of_several_messages(ana: int, phones: SandboxClient, bot: Bot) -> None:
    upload = InputMediaPhoto(png(), filename="b.png")
    media = (InputMediaPhoto(PHOTO, caption="first"), InputMediaVideo(VIDEO), upload)
    sent = await bot.send_media_group(ana, media)
    assert len({message.media_group_id for message in sent}) == 1
    assert [bool(message.photo) for message in sent] == [True, False, True]
    assert "[photo]\nfirst" in await phones.text(ana)


async def test_documents_stay_among_themselves(ana: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="ocument can't be mixed with other media types"):
        await bot.send_media_group(ana, [InputMediaDocument(PDF), InputMediaPhoto(PHOTO)])
    assert len(await bot.send_media_group(ana, [InputMediaDocument(PDF)] * 2)) == 2


async def test_an_album_names_the_item_that_is_wrong(ana: int, bot: Bot, phones: SandboxClient) -> None:
    with pytest.raises(BadRequest, match="ailed to send message #2 with the error message"):
        await bot.send_media_group(ana, [InputMediaPhoto(PHOTO), InputMediaPhoto("https://a.mk/x.webp")])
    assert await phones.accepted() == []


async def test_a_live_photo_is_not_offered_in_albums(ana: int, api: Api) -> None:
    live = {"type": "live_photo", "media": PHOTO, "photo": PHOTO}
    answer = await api("sendMediaGroup", chat_id=ana, media=[live, live])
    assert "expected type photo, video, document, audio" in answer["description"]


async def test_a_file_id_stays_what_it_is(ana: int, bot: Bot) -> None:
    document = (await bot.send_document(ana, b"%PDF", filename="a.pdf")).document
    assert document is not None
    assert document.file_name == "a.pdf"
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type Document as Audio"):
        await bot.send_audio(ana, document.file_id)


async def test_a_message_can_show_any_file_on_the_phone(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_voice(ana, b"OggS", filename="a.ogg", caption="listen")
    answer = await phones._get(f"chats/{ana}")
    assert answer["messages"][-1]["file"]["kind"] == "voice"


async def test_a_voice_cannot_be_exchanged(ana: int, bot: Bot) -> None:
    sent = await bot.send_voice(ana, b"OggS", filename="a.ogg")
    with pytest.raises(BadRequest, match="can't be edited"):
        await sent.edit_media(InputMediaPhoto(PHOTO))


async def test_media_of_an_unknown_kind_are_refused(ana: int, bot: Bot, api: Api) -> None:
    sent = await bot.send_photo(ana, PHOTO)
    call = {
        "chat_id": ana,
        "message_id": sent.message_id,
        "media": {"type": "live_photo", "media": PHOTO, "photo": PHOTO},
    }
    assert "can't parse InputMedia: expected type" in (await api("editMessageMedia", **call))["description"]


def test_the_oldest_uploads_are_forgotten_first() -> None:
    store = FileStore(limit=10)
    first, second = (store.uploaded("document", Upload("a", bytes([n]) * 6)) for n in (1, 2))
    assert store.content(first.path) is None
    assert store.content(second.path) == b"\x02" * 6
    assert store.named("document", first.file_id) == first


def test_an_upload_twice_is_kept_once() -> None:
    store = FileStore(limit=10)
    for _ in range(3):
        kept = store.uploaded("document", Upload("a", b"x" * 8))
    assert store.content(kept.path) == b"x" * 8


@pytest.mark.parametrize(("kind", "size"), [("photo", 10 * MEGABYTE + 1), ("video", 50 * MEGABYTE + 1)])
def test_an_upload_has_a_largest_size(kind: str, size: int) -> None:
    with pytest.raises(ApiError, match="file is too big"):
        FileStore().uploaded(kind, Upload("a.jpg", bytes(size)))


def test_an_empty_upload_is_none() -> None:
    with pytest.raises(ApiError, match="file must be non-empty"):
        FileStore().uploaded("photo", Upload("a.jpg", b""))


async def test_a_download_has_a_largest_size(ana: int, bot: Bot) -> None:
    sent = await bot.send_document(ana, bytes(20 * MEGABYTE + 1), filename="a.bin")
    assert sent.document is not None
    with pytest.raises(BadRequest, match="ile is too big"):
        await sent.document.get_file()


async def test_a_file_beside_a_text_is_refused(
    ana: int, http: aiohttp.ClientSession, address: str, token: str
) -> None:
    form = aiohttp.FormData({"chat_id": str(ana)})
    form.add_field("text", b"x", filename="a.txt")
    async with http.post(f"{address}/bot{token}/sendMessage", data=form) as response:
        words = 'Bad Request: parameter "text" must be of type String'
        assert (await response.json())["description"] == words
