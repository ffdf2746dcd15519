"""The child process: parses one document after the other. Started as `python -m bot.feeds.worker`."""

from bot.domain.entries import ParsedFeed
from bot.errors import FeedError
from bot.feeds.messages import Problem, Request, answers, requests
from bot.feeds.parse import parse_document
from bot.workers import serve

_MEMORY = 700_000_000


def main() -> None:
    """Answer until the parent closes the pipe."""
    too_large = answers().dump_json(Problem(key="error.feed.too_large", args={}))
    serve(_answer, memory=_MEMORY, out_of_memory=too_large)


def _answer(message: bytes) -> bytes:
    head, _, body = message.partition(b"\n")
    return answers().dump_json(_parsed(requests().validate_json(head), body))


def _parsed(request: Request, body: bytes) -> ParsedFeed | Problem:
    try:
        return parse_document(body, url=request.url, content_type=request.content_type, now=request.now)
    except FeedError as error:
        return Problem(key=error.text_key, args={name: str(value) for name, value in error.args_.items()})
    except MemoryError:
        raise
    except Exception:
        # What breaks us is one more feed that cannot be read, and no reason to start anew.
        return Problem(key="error.feed.parser_died", args={})


if __name__ == "__main__":
    main()
