"""The child process: reads one page after the other. Started as `python -m bot.articles.worker`."""

from zoneinfo import ZoneInfo

from bot.articles.messages import answers, unpacked
from bot.articles.read import read_page
from bot.workers import serve

_MEMORY = 1_000_000_000


def main() -> None:
    """Answer until the parent closes the pipe."""
    serve(_answer, memory=_MEMORY, out_of_memory=answers().dump_json(None))


def _answer(message: bytes) -> bytes:
    request, page, post = unpacked(message)
    reading = read_page(
        request.entry,
        page,
        edition=request.edition,
        topic=request.topic,
        post=post,
        often=request.often,
        kickers=request.kickers,
        zone=ZoneInfo(request.zone),
    )
    return answers().dump_json(reading)


if __name__ == "__main__":
    main()
