"""The child process: parses one document after the other and answers on its standard output.

Started as `python -m bot.feeds.worker` with an empty environment, so that hostile bytes meet no
secrets. Each message is its length (8 bytes, big-endian) and JSON.
"""

import resource
import sys
from typing import BinaryIO

from bot.domain.entries import ParsedFeed
from bot.errors import FeedError
from bot.feeds.messages import ANSWER, REQUEST, Problem, Request, framed
from bot.feeds.parse import parse_document

_MEMORY = 700_000_000


def main() -> None:
    """Answer until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    _write(answers, b"ready")
    while size := questions.read(8):
        _write(answers, _answer(questions.read(int.from_bytes(size, "big"))))


def _answer(message: bytes) -> bytes:
    head, _, body = message.partition(b"\n")
    try:
        return ANSWER.dump_json(_parsed(REQUEST.validate_json(head), body))
    except MemoryError:
        return ANSWER.dump_json(Problem(key="error.feed.too_large", args={}))


def _parsed(request: Request, body: bytes) -> ParsedFeed | Problem:
    try:
        return parse_document(body, url=request.url, content_type=request.content_type, now=request.now)
    except FeedError as error:
        return Problem(key=error.text_key, args={name: str(value) for name, value in error.args_.items()})


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(framed(message))
    stream.flush()


if __name__ == "__main__":
    main()
