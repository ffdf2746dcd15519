"""Headline pictures for the sample newspaper, drawn as PNG with nothing but zlib.

Telegram takes no SVG, and an imaging library would be a dependency for twelve pictures. Every picture is
a small palette image: a graded sky, a sun or moon, two ranges of hills, and a row of houses.
"""

import zlib
from functools import lru_cache
from itertools import pairwise
from math import sin
from random import Random
from struct import pack

WIDTH, HEIGHT = 640, 360
SKY_STEPS = 64
SUN, FAR, NEAR, HOUSE, LIGHT = range(SKY_STEPS, SKY_STEPS + 5)
Colour = tuple[int, int, int]
# sky above, sky at the horizon, sun, far hills, near hills, houses, windows
THEMES = (
    "244a7a f7b267 ffe4a0 605c7a 3a3e5c 22243a ffd166",
    "58a0cf e2eeee fff6d6 7aa294 4a7a62 344854 f0d696",
    "121634 684876 f0ecd6 362e58 221e3e 101024 fac45a",
    "c45846 fcd6a8 fff0c4 965454 623a46 382634 ffd68c",
)
NAMES = ("buses", "library", "night-train", "peppers", "bazaar", "music", "cinema")


@lru_cache(maxsize=32)
def headline_picture(name: str) -> bytes:
    """The PNG file (640x360) for a picture's name; the same name always gives the same bytes."""
    seed = zlib.crc32(name.encode())
    theme = THEMES[NAMES.index(name) % len(THEMES)] if name in NAMES else THEMES[seed % len(THEMES)]
    return png(palette(theme), paint(Random(seed)))  # noqa: S311 - a drawing, not a secret


def palette(theme: str) -> list[Colour]:
    """The sky's steps from top to horizon, then the five plain colours."""
    top, horizon, *plain = [(part[0], part[1], part[2]) for part in map(bytes.fromhex, theme.split())]
    steps = [
        (
            top[0] + (horizon[0] - top[0]) * step // (SKY_STEPS - 1),
            top[1] + (horizon[1] - top[1]) * step // (SKY_STEPS - 1),
            top[2] + (horizon[2] - top[2]) * step // (SKY_STEPS - 1),
        )
        for step in range(SKY_STEPS)
    ]
    return steps + plain


def paint(dice: Random) -> list[bytearray]:
    """Rows of palette indexes."""
    rows = [bytearray([min(SKY_STEPS - 1, y * SKY_STEPS // 260)]) * WIDTH for y in range(HEIGHT)]
    disc(rows, dice.randrange(120, 520), dice.randrange(70, 140), dice.randrange(26, 42))
    hills(rows, FAR, base=210, swing=34, phase=dice.random() * 6)
    hills(rows, NEAR, base=262, swing=22, phase=dice.random() * 6)
    houses(rows, dice)
    return rows


def disc(rows: list[bytearray], x: int, y: int, radius: int) -> None:
    """The sun or the moon."""
    for dy in range(-radius, radius + 1):
        half = int((radius * radius - dy * dy) ** 0.5)
        rows[y + dy][x - half : x + half] = bytes([SUN]) * (2 * half)


def hills(rows: list[bytearray], colour: int, *, base: int, swing: int, phase: float) -> None:
    """A range of hills from its ridge down to the lower edge."""
    for x in range(WIDTH):
        wave = sin(x / 97 + phase) + sin(x / 41 + 2 * phase) / 2 + sin(x / 17 + 3 * phase) / 9
        for y in range(int(base - swing * wave), HEIGHT):
            rows[y][x] = colour


def houses(rows: list[bytearray], dice: Random) -> None:
    """A street of houses along the lower edge, with some windows lit."""
    edges = [0]
    while edges[-1] < WIDTH:
        edges.append(edges[-1] + dice.randrange(38, 74))
    for left, right in pairwise(edges):
        roof = HEIGHT - dice.randrange(36, 96)
        box(rows, HOUSE, left, roof, right - 4, HEIGHT)
        for x in range(left + 8, right - 14, 14):
            for y in range(roof + 10, HEIGHT - 12, 18):
                if dice.random() < 0.45:
                    box(rows, LIGHT, x, y, x + 7, y + 9)


def box(rows: list[bytearray], colour: int, left: int, top: int, right: int, bottom: int) -> None:
    """A filled rectangle, cut at the right edge."""
    right = min(right, WIDTH)
    for row in rows[top:bottom]:
        row[left:right] = bytes([colour]) * max(0, right - left)


def png(colours: list[Colour], rows: list[bytearray]) -> bytes:
    """A PNG of colour type 3: one palette index a pixel, no filter."""
    header = pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", bytes(sum(colours, ()))), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data, checksum: the frame around everything in a PNG."""
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
