"""Photo -> Image: decode, turn upright, bound the size.

Every pixel that a network or a window sees passes through :func:`decode`.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import PIL.Image

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo import Photo
from carinspect.core.verdict import Image

MAX_MEGAPIXELS: Final = 150
"""Photos above are refused: decoding one takes about three bytes a pixel."""

MAX_JPEG_MEGAPIXELS: Final = 600
"""JPEG is decoded at an eighth of its size where that suffices, so more is affordable."""

_REDUCIBLE: Final = {"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr", "F", "I"}
"""Modes that shrink before the conversion, at a fraction of its cost."""

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
    struct.error,
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
            return Decoded(_upright_rgb(file, fit_px), size_px)
    except MemoryError:
        raise CarInspectError(
            ErrorCode.PHOTO_TOO_LARGE, photo=photo.path, megapixels="?", limit=MAX_MEGAPIXELS
        ) from None
    except _DECODER_ERRORS:
        raise CarInspectError(ErrorCode.PHOTO_DAMAGED_FILE, photo=photo.path) from None


def _open(photo: Photo) -> PIL.Image.Image:
    if photo.data[4:8] == b"ftyp" and photo.data[8:12] in _HEIF_BRANDS:
        import pi_heif  # noqa: PLC0415 - 60 ms that only HEIC photos need

        pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
    try:
        return PIL.Image.open(io.BytesIO(photo.data))
    except PIL.UnidentifiedImageError:
        raise CarInspectError(ErrorCode.PHOTO_UNKNOWN_FORMAT, photo=photo.path) from None


def _refuse_if_too_large(file: PIL.Image.Image, photo: Photo) -> None:
    megapixels = file.width * file.height / 1e6
    limit = MAX_JPEG_MEGAPIXELS if file.format == "JPEG" else MAX_MEGAPIXELS
    if megapixels > limit:
        raise CarInspectError(
            ErrorCode.PHOTO_TOO_LARGE, photo=photo.path, megapixels=round(megapixels), limit=limit
        )


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
        file.draft("RGB", (file.width * fit_px // longer, file.height * fit_px // longer))


def _upright_rgb(file: PIL.Image.Image, fit_px: int) -> Image:
    file.load()
    factor = max(file.size) // fit_px
    if factor < 2:
        rgb = _to_rgb(file)
    elif file.mode in _REDUCIBLE:
        rgb = _to_rgb(file.reduce(factor))
    else:
        rgb = _to_rgb(file).reduce(factor)
    turned = _TURNS.get(_orientation(file))
    return np.asarray(rgb if turned is None else rgb.transpose(turned))


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
