"""Sizes of pictures are read from their first bytes; anything else is no picture."""

import struct

import pytest

from bot.sandbox.images import image_size

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x20\x00\x40\x01"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (JPEG, (64, 32)),
        (b"GIF89a\x02\x00\x01\x00", (2, 1)),
        (b"BM" + bytes(16) + struct.pack("<ii", 7, -5), (7, 5)),
        (b"\xff\xd8\xff\xd9", None),
        (b"RIFF....WEBP", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture(content: bytes, size: tuple[int, int] | None) -> None:
    assert image_size(content) == size
