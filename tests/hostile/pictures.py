"""Good files of every format, from which the bad ones are made."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image

_SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "sedan_red_scratched.jpg"


@functools.cache
def car(size: tuple[int, int] = (320, 240)) -> PIL.Image.Image:
    """A drawn car, so that the files go all the way through both gates."""
    with PIL.Image.open(_SAMPLE) as picture:
        return picture.convert("RGB").resize(size)


def encoded(image: PIL.Image.Image, kind: str, **options: Any) -> bytes:
    """``image`` as a file of the format ``kind``."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> PIL.Image.Exif:
    made = PIL.Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "Camera"
    made.get_ifd(0x8769)[0x9003] = "2026:05:01 10:00:00"
    return made


def icc() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@functools.cache
def good_files() -> dict[str, bytes]:
    """Suffix, perhaps with a word before it -> a whole file."""
    small, second = car(), car().rotate(180)
    described: dict[str, Any] = {"exif": exif().tobytes(), "icc_profile": icc()}
    moving: dict[str, Any] = {"save_all": True, "append_images": [second], "duration": 100}
    return {
        "jpg": encoded(small, "JPEG", **described),
        "progressive.jpg": encoded(small, "JPEG", progressive=True),
        "restarts.jpg": encoded(small, "JPEG", restart_marker_blocks=4),
        "png": encoded(small, "PNG", **described),
        "moving.png": encoded(small, "PNG", **moving),
        "tif": encoded(small, "TIFF", **described),
        "deflate.tif": encoded(small, "TIFF", compression="tiff_adobe_deflate"),
        "lzw.tif": encoded(small, "TIFF", compression="tiff_lzw"),
        "big_endian.tif": big_endian_tiff(np.asarray(small.resize((64, 48)))),
        "webp": encoded(small, "WEBP", **described),
        "lossless.webp": encoded(small, "WEBP", lossless=True),
        "moving.webp": encoded(small, "WEBP", **moving),
        "heic": encoded(car((160, 120)), "HEIF", exif=exif().tobytes()),
        "avif": encoded(car((160, 120)), "AVIF", exif=exif().tobytes()),
        "gif": encoded(small, "GIF"),
        "moving.gif": encoded(small, "GIF", **moving),
        "bmp": encoded(small, "BMP"),
        "ppm": encoded(small, "PPM"),
        "mpo": encoded(small, "MPO", save_all=True, append_images=[second]),
    }


def big_endian_tiff(pixels: np.ndarray) -> bytes:
    """An uncompressed RGB TIFF of Motorola's byte order, directory first."""
    height, width, _channels = pixels.shape
    return tiff(
        [
            (256, 4, width),
            (257, 4, height),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 2),
            (277, 3, 3),
            (278, 4, height),
            (279, 4, pixels.size),
        ],
        pixels.tobytes(),
    )


def tiff(tags: list[tuple[int, int, int]], pixels: bytes) -> bytes:
    """A big-endian TIFF with these tags (tag, type 3 short or 4 long, value), one strip."""
    count = len(tags) + 1
    start = 8 + 2 + 12 * count + 4
    entries = b""
    for tag, kind, value in sorted([*tags, (273, 4, start)]):
        number = value.to_bytes(2, "big") + b"\0\0" if kind == 3 else value.to_bytes(4, "big")
        entries += tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + b"\0\0\0\1" + number
    head = b"MM\0*" + (8).to_bytes(4, "big") + count.to_bytes(2, "big")
    return head + entries + b"\0\0\0\0" + pixels
