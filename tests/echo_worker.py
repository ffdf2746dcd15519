"""A worker that does what the tests of workers need: `python -m tests.echo_worker`."""

import os

from bot.workers import serve


def answer(message: bytes) -> bytes:
    word, _, rest = message.partition(b" ")
    match word:
        case b"pid":
            return str(os.getpid()).encode()
        case b"loop":
            while True:
                pass
        case b"die":
            os._exit(1)
        case b"boast":
            return bytes(70_000_000)
        case b"eat":
            return bytes(bytearray(900_000_000))
        case b"environment":
            return repr(dict(os.environ)).encode()
    return rest


if __name__ == "__main__":
    serve(answer, memory=600_000_000, out_of_memory=b"too much")
