"""Any picture → a JPEG within Telegram's limits for photos. The only place that knows Pillow."""

import io
import warnings

from PIL import Image, ImageOps

_LARGEST_SIDE = 2560
"""Pixels; Telegram shows no more."""
_STEEPEST = 20
"""Width to height or height to width; Telegram refuses more."""
_MOST_PIXELS = 60_000_000
_SMALLEST_SIDE = 2
_QUALITY = 87
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")


def as_jpeg(picture: bytes) -> bytes | None:
    """The picture upright, opaque, without what cameras write beside it; None for what is no usable one.

    Of a moving picture the first frame. Takes some tenths of a second for a large one: not for the loop.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's opinions about broken tags and large pictures
            with Image.open(io.BytesIO(picture), formats=_FORMATS) as opened:
                return _encoded(opened) if _is_usable(*opened.size) else None
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, Image.DecompressionBombError):
        # Pillow says so, in one way or another, for broken and for hostile files.
        return None


def _is_usable(width: int, height: int) -> bool:
    short, long = sorted((width, height))
    return short >= _SMALLEST_SIDE and long <= _STEEPEST * short and width * height <= _MOST_PIXELS


def _encoded(opened: Image.Image) -> bytes:
    opened.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))  # lets a large JPEG be read at half its size
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    out = io.BytesIO()
    _opaque(upright).save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _opaque(picture: Image.Image) -> Image.Image:
    """On white where one could look through it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    sheet = Image.new("RGB", layer.size, "white")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet
