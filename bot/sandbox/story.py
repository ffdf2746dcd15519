"""The demo's fixed story, told through phones alone: what people type, tap and see.

It is an acceptance test that reads like a play: every step waits until the screen shows what was
promised, and `StoryBrokeError` names the step that did not come true.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.sandbox.client import SandboxClient, ScreenMessage

READER, EDITOR, ADMIN = 1001, 1002, 1003
_NAMES = {READER: "Reader", EDITOR: "Editor", ADMIN: "Admin"}
_ZONE = ZoneInfo("Europe/Skopje")
_ANALYSIS = "video-stojcevska-three-reasons-why-skopjes-buses-are-late"
_OLDER_VIDEO = "video-stojcevska-why-the-night-train-may-return"


def demo_newspaper(paper: str) -> str:
    """The newspaper.toml of the demo, for the sample newspaper at this address."""
    template = (Path(__file__).parent / "demo.toml").read_text("utf-8")
    return template.replace("{paper}", paper).replace("{host}", urlsplit(paper).netloc)


class StoryBrokeError(Exception):
    """A step that did not happen; the text says which, and what the phone showed instead."""


@dataclass(frozen=True)
class Props:
    """What the stage gives the story: the bot's clock, and where to print."""

    now: Callable[[], datetime]
    advance: Callable[[timedelta], None]
    tell: Callable[[str], None]


async def people_arrive(telegram: SandboxClient) -> None:
    """Three people with telephones, in English."""
    await telegram.person(READER, "Ana", language_code="en", role="reader")
    await telegram.person(EDITOR, "Boris", language_code="en", role="editor")
    await telegram.person(ADMIN, "Vera", language_code="en", role="admin")


class Story:
    """The play, act by act."""

    def __init__(self, telegram: SandboxClient, props: Props) -> None:
        self._telegram = telegram
        self._props = props
        self._paper = f"{telegram.address}/paper"
        self._seen = dict.fromkeys(_NAMES, 0)

    async def play(self) -> None:
        """Every act in order. Raises StoryBrokeError."""
        await people_arrive(self._telegram)
        acts = (
            self._reader_subscribes,
            self._editor_approves_a_video_analysis,
            self._reader_asks,
            self._editor_schedules_a_video,
            self._admin_reads_statistics,
        )
        for act in acts:
            self._props.tell(f"\n== {act.__name__.strip('_').replace('_', ' ')} ==")
            await act()

    async def _reader_subscribes(self) -> None:
        await self._type(READER, "/start")
        await self._sees(READER, "Primer Daily")
        await self._tap(READER, "Top stories")
        await self._sees(READER, "subscribed")
        await self._type(EDITOR, "/start")
        await self._sees(EDITOR, "Primer Daily")

    async def _editor_approves_a_video_analysis(self) -> None:
        self._props.tell(f"Paper publishes: {_ANALYSIS}")
        await self._telegram.publish("en", _ANALYSIS, wait_for_reader=True)
        card = await self._sees(EDITOR, "VIDEO")
        await self._tap(EDITOR, "Send now")
        arrived = await self._sees(READER, "VIDEO")
        self._check(arrived.text == card.text, "the reader got what the editor saw")
        self._check(any("youtube.com/watch" in url for url in _addresses(arrived)), "it leads to the video")
        self._check(_leads_to(arrived, self._address(_ANALYSIS)), "the card leads to the article")

    async def _reader_asks(self) -> None:
        await self._type(READER, "/search buses")
        await self._sees(READER, "buses")
        await self._type(READER, "Why are the busses in Skopje late?")
        reasons = await self._sees(READER, "share their lane")
        self._check("•" in reasons.text, "the reasons come as a list, in the article's own words")
        await self._type(READER, "Who discovered penicillin?")
        await self._sees(READER, "has not written about")
        await self._type(READER, "/support")
        support = await self._sees(READER, "free for everyone")
        self._check(_leads_to(support, f"{self._paper}/en/membership/"), "it leads to the membership page")
        self._props.tell("Reader pays there, and the page tells the bot")
        await self._telegram.pay(_addresses(support)[0])
        await self._sees(READER, "You are a member")

    async def _editor_schedules_a_video(self) -> None:
        due = self._props.now().astimezone(_ZONE) + timedelta(hours=2)
        await self._type(EDITOR, f"/push {self._address(_OLDER_VIDEO)} {due:%H:%M}")
        await self._sees(EDITOR, f"{due:%H:%M}")
        self._props.tell("   … an hour passes …")
        self._props.advance(timedelta(hours=1))
        await self._type(READER, "/latest")
        await self._sees(READER, "night train")
        screen = await self._telegram.screen(READER)
        early = any(_leads_to(message, self._address(_OLDER_VIDEO)) for message in screen.messages)
        self._check(not early, "nothing came early")
        self._props.tell("   … and another …")
        self._props.advance(timedelta(hours=1))
        arrived = await self._sees(READER, "VIDEO")
        self._check(_leads_to(arrived, self._address(_OLDER_VIDEO)), "it is the scheduled video")

    async def _admin_reads_statistics(self) -> None:
        await self._type(ADMIN, "/stats")
        await self._sees(ADMIN, "Active")

    def _address(self, slug: str) -> str:
        return f"{self._paper}/en/{slug}/"

    async def _type(self, person: int, text: str) -> None:
        self._props.tell(f"{_NAMES[person]} types: {text}")
        self._seen[person] = await self._telegram.type(person, text)

    async def _tap(self, person: int, label: str) -> None:
        self._props.tell(f"{_NAMES[person]} taps: [{label}]")
        await self._telegram.tap(person, label)
        # The answer may be an edit of the very message that was tapped.
        self._seen[person] -= 1

    async def _sees(self, person: int, text: str) -> ScreenMessage:
        def shows(message: ScreenMessage) -> bool:
            return message.is_from_bot and text.casefold() in message.text.casefold()

        try:
            message = await self._telegram.wait_for(person, shows, after=self._seen[person], timeout=20)
        except TimeoutError:
            phone = await self._telegram.text(person)
            raise StoryBrokeError(f"{_NAMES[person]} did not see {text!r} but:\n{phone}") from None
        self._seen[person] = message.message_id
        self._props.tell(_shown(_NAMES[person], message))
        return message

    def _check(self, happened: bool, promise: str) -> None:
        if not happened:
            raise StoryBrokeError(f"this did not come true: {promise}")
        self._props.tell(f"   ✓ {promise}")


def _addresses(message: ScreenMessage) -> list[str]:
    return [button.url for row in message.buttons for button in row if button.url]


def _leads_to(message: ScreenMessage, address: str) -> bool:
    return any(one.partition("?")[0] == address for one in _addresses(message))


def _shown(name: str, message: ScreenMessage) -> str:
    lines = [f"{name} sees:", *(f"   | {line}" for line in message.text.splitlines())]
    if message.photo:
        lines.append(f"   | (picture {message.photo.rsplit('/', 1)[-1]})")
    rows = [" ".join(f"[{button.text}]" for button in row) for row in message.buttons]
    return "\n".join(lines + [f"   | {row}" for row in rows])
