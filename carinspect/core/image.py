"""Photo -> Image: decode, turn upright, bound the size.

Every pixel that a network or a window sees passes through :func:`decode`.
"""

from __future__ import annotations

import contextlib
import io
import struct
import threading
import warnings
import zlib
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import PIL.Image

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.jpeg import (
    count_scans,
    is_decoded_whole,
    is_jpeg,
    without_application_data,
)
from carinspect.core.photo import Photo
from carinspect.core.verdict import Image

MAX_MEGAPIXELS: Final = 110
"""Photos above are refused: decoding one takes four bytes a pixel, together below 1 GB."""

MAX_JPEG_MEGAPIXELS: Final = 600
"""JPEG is decoded at an eighth of its size where that suffices, so more is affordable."""

_MAX_OF_FORMAT: Final = {"WEBP": 40, "AVIF": 50, "HEIF": 50}
"""Megapixels where the decoder itself takes 9 to 15 bytes a pixel; telephones reach 50."""

_MAX_SCANS_MEGAPIXELS: Final = 3000
"""Scans times megapixels of a JPEG: a photo has ten scans, a bomb thousands."""

_REDUCIBLE: Final = {"RGB", "L", "CMYK", "YCbCr", "F", "I"}
"""Modes that shrink before the conversion, at a fraction of its cost."""

_BAND_PIXELS: Final = 4_000_000
"""The others are converted and shrunk in bands of about this many pixels."""

_FORMATS: Final = ("JPEG", "PNG", "BMP", "GIF", "PPM", "WEBP", "TIFF", "AVIF")
"""Pillow reads many more; one of them, EPS, by running Ghostscript on what a stranger sent."""

_LARGE_PIXELS: Final = 16_000_000
_large_photo = threading.Lock()
"""Photos of which more pixels must be held are decoded one at a time, whatever the threads."""

# A broken EXIF block is no news to the user, and a warning would stand among the verdicts.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

# The size is judged below, with a sentence for the user; Pillow's own guard only raises.
PIL.Image.MAX_IMAGE_PIXELS = None

_HEIF_BRANDS: Final = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

# What Pillow's decoders raise on bytes that are not what they claim to be.
_DECODER_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    EOFError,
    ZeroDivisionError,
    AttributeError,
    AssertionError,
    struct.error,
    zlib.error,
    RuntimeError,
)


@dataclass(frozen=True)
class Decoded:
    """A photo's pixels.

    Attributes:
        image: upright RGB, ``uint8``, ``(H, W, 3)``; smaller than the photo where bounded.
        size_px: width and height of the upright photo itself.
    """

    image: Image = field(repr=False)
    size_px: tuple[int, int]


def decode(photo: Photo, *, fit_px: int) -> Decoded:
    """Decode ``photo`` upright, no smaller than needed to fit a ``fit_px`` square.

    A photo whose longer side exceeds ``fit_px`` comes back with a longer side of
    ``fit_px`` to ``2 * fit_px``: JPEG is decoded at a fraction of its size, which is several
    times faster than decoding all of it.

    Raises:
        CarInspectError: not a photo, damaged, or too large.
    """
    try:
        with _open(photo) as file:
            _refuse_if_too_large(file, photo)
            size_px = _upright_size(file)
            _decode_at_fraction(file, fit_px)
            with _alone_if_large(file, photo):
                return Decoded(_upright_rgb(file, fit_px), size_px)
    except MemoryError:
        raise CarInspectError(
            ErrorCode.PHOTO_TOO_LARGE, photo=photo.path, megapixels="?", limit=MAX_MEGAPIXELS
        ) from None
    except _DECODER_ERRORS:
        raise CarInspectError(ErrorCode.PHOTO_DAMAGED_FILE, photo=photo.path) from None


def _open(photo: Photo) -> PIL.Image.Image:
    formats = _FORMATS
    if photo.data[4:8] == b"ftyp" and photo.data[8:12] in _HEIF_BRANDS:
        import pi_heif  # noqa: PLC0415 - 60 ms that only HEIC photos need

        pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
        formats = (*_FORMATS, "HEIF")
    try:
        return PIL.Image.open(io.BytesIO(photo.data), formats=formats)
    except PIL.UnidentifiedImageError:
        if is_jpeg(photo.data):
            with contextlib.suppress(PIL.UnidentifiedImageError):
                return _open_without_extras(photo.data)
        raise CarInspectError(ErrorCode.PHOTO_UNKNOWN_FORMAT, photo=photo.path) from None


def _open_without_extras(data: bytes) -> PIL.Image.Image:
    # Pillow takes a JPEG with a broken profile or comment for no JPEG at all.
    return PIL.Image.open(io.BytesIO(without_application_data(data)), formats=("JPEG",))


def _refuse_if_too_large(file: PIL.Image.Image, photo: Photo) -> None:
    megapixels = file.width * file.height / 1e6
    limit = _MAX_OF_FORMAT.get(file.format or "", MAX_MEGAPIXELS)
    if is_jpeg(photo.data) and not is_decoded_whole(photo.data):
        limit = MAX_JPEG_MEGAPIXELS
    if megapixels > limit:
        raise CarInspectError(
            ErrorCode.PHOTO_TOO_LARGE, photo=photo.path, megapixels=round(megapixels), limit=limit
        )
    if is_jpeg(photo.data) and megapixels * count_scans(photo.data) > _MAX_SCANS_MEGAPIXELS:
        raise CarInspectError(ErrorCode.PHOTO_DAMAGED_FILE, photo=photo.path)


def _alone_if_large(
    file: PIL.Image.Image, photo: Photo
) -> contextlib.AbstractContextManager[object]:
    held = file.width * file.height
    if is_jpeg(photo.data) and is_decoded_whole(photo.data):
        held = max(held, len(photo.data) * 8)  # about a bit a pixel
    return _large_photo if held > _LARGE_PIXELS else contextlib.nullcontext()


def _upright_size(file: PIL.Image.Image) -> tuple[int, int]:
    # Orientations 5 to 8 of the EXIF standard swap width and height; of a TIFF, Pillow already
    # gives the upright size and pixels.
    sideways = file.format != "TIFF" and _orientation(file) in {5, 6, 7, 8}
    return (file.height, file.width) if sideways else (file.width, file.height)


def _orientation(file: PIL.Image.Image) -> int:
    try:
        return int(file.getexif().get(0x0112, 1))
    except _DECODER_ERRORS:  # a broken EXIF block does not spoil the pixels
        return 1


def _decode_at_fraction(file: PIL.Image.Image, fit_px: int) -> None:
    longer = max(file.size)
    if longer > fit_px:
        # draft() takes the smallest fraction that leaves both sides at least this large; both
        # must be asked for in the photo's own proportions.
        wanted = (max(1, side * fit_px // longer) for side in file.size)
        file.draft("RGB", (next(wanted), next(wanted)))


def _upright_rgb(file: PIL.Image.Image, fit_px: int) -> Image:
    file.load()
    factor = max(file.size) // fit_px
    if factor < 2:
        rgb = _to_rgb(file)
    elif file.mode in _REDUCIBLE:
        rgb = _to_rgb(file.reduce(factor))
    else:
        rgb = _reduced_in_bands(file, factor)
    turned = _TURNS.get(_orientation(file))
    return np.asarray(rgb if turned is None else rgb.transpose(turned))


def _reduced_in_bands(file: PIL.Image.Image, factor: int) -> PIL.Image.Image:
    """What ``_to_rgb(file).reduce(factor)`` gives, without ever holding all of its pixels."""
    width, height = file.size
    whole = PIL.Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = factor * max(1, _BAND_PIXELS // (width * factor))
    for top in range(0, height, rows):
        band = file.crop((0, top, width, min(top + rows, height)))
        whole.paste(_to_rgb(band).reduce(factor), (0, top // factor))
    return whole


_TURNS: Final = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}
"""What turns a photo of this EXIF orientation upright (EXIF 2.3, tag 0x0112)."""


def _to_rgb(file: PIL.Image.Image) -> PIL.Image.Image:
    if file.mode == "RGB":
        return file
    if file.mode.startswith("I;16") or file.mode in {"I", "F"}:
        return _from_deep(file)
    if file.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in file.info:
        rgba = file.convert("RGBA")
        ground = PIL.Image.new("RGBA", rgba.size, "white")
        return PIL.Image.alpha_composite(ground, rgba).convert("RGB")
    return file.convert("RGB")


def _from_deep(file: PIL.Image.Image) -> PIL.Image.Image:
    """Grey of 16, 32 or float bits; Pillow's own conversion clips instead of scaling."""
    values = np.nan_to_num(np.asarray(file, dtype=np.float32), posinf=0, neginf=0)
    scale = 255.0 / _white_level(file.mode, float(values.max(initial=0.0)))
    return PIL.Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8)).convert("RGB")


def _white_level(mode: str, brightest: float) -> float:
    if mode.startswith("I;16"):
        return 65535.0
    # 32-bit and float files do not say what white is; take the next usual level.
    return next((level for level in (1.0, 255.0, 65535.0) if brightest <= level), brightest)
