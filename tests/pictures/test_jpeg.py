"""Pictures of every kind become JPEGs that Telegram takes, or nothing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.jpeg import as_jpeg


def picture(kind: str, size: tuple[int, int] = (64, 36), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "RGBA" else (0, 0, 0, 0)).save(out, kind, **options)
    return out.getvalue()


def read(jpeg: bytes | None) -> Image.Image:
    assert jpeg
    opened = Image.open(io.BytesIO(jpeg))
    assert opened.format == "JPEG"
    return opened


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "PNG", "GIF", "JPEG", "BMP", "TIFF"])
def test_every_kind_becomes_a_jpeg_of_its_size(kind: str) -> None:
    assert read(as_jpeg(picture(kind))).size == (64, 36)


def test_what_one_can_look_through_is_put_on_white() -> None:
    assert read(as_jpeg(picture("WEBP", mode="RGBA"))).getpixel((3, 3)) == (255, 255, 255)


def test_a_large_picture_is_made_as_small_as_telegram_shows_it() -> None:
    assert read(as_jpeg(picture("JPEG", (6000, 3000)))).size == (2560, 1280)


def test_a_picture_lying_on_its_side_is_put_upright_and_says_nothing_about_its_camera() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    upright = read(as_jpeg(picture("JPEG", exif=exif)))
    assert (upright.size, len(upright.getexif())) == ((36, 64), 0)


@pytest.mark.parametrize("size", [(1, 1), (2100, 100), (100, 2100)])
def test_what_telegram_would_refuse_is_no_picture(size: tuple[int, int]) -> None:
    assert as_jpeg(picture("PNG", size)) is None


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    assert as_jpeg(picture("PNG", (9000, 9000), mode="1")) is None


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", picture("WEBP")[:40], picture("JPEG")[:200]])
def test_what_is_broken_or_no_picture_is_none(content: bytes) -> None:
    assert as_jpeg(content) is None


@given(st.integers(0, 300), st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_is_no_trouble(place: int, damage: bytes) -> None:
    whole = picture("WEBP", (40, 40))
    jpeg = as_jpeg(whole[:place] + damage + whole[place + len(damage) :])
    assert jpeg is None or read(jpeg).width > 1
