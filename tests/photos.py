"""Photos for the tests, drawn here: good ones and every kind of bad one."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import PIL.Image

LEFT_TOP, RIGHT_BOTTOM = (220, 30, 30), (30, 30, 220)


def landmark(size: tuple[int, int] = (64, 48)) -> PIL.Image.Image:
    """Grey with a red corner at the top left and a blue one at the bottom right."""
    width, height = size
    pixels = np.full((height, width, 3), 128, np.uint8)
    pixels[: height // 3, : width // 3] = LEFT_TOP
    pixels[-(height // 3) :, -(width // 3) :] = RIGHT_BOTTOM
    return PIL.Image.fromarray(pixels)


def save(image: PIL.Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)
    return path


def jpeg_bytes(image: PIL.Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95, subsampling=0, **options)
    return buffer.getvalue()


def exif_with_orientation(orientation: int) -> PIL.Image.Exif:
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    return exif


# What the camera's sensor saw, so that the EXIF orientation turns it into landmark().
_SEEN_BY_SENSOR = {
    1: None,
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_90,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_270,
}


def sensor_view(orientation: int, size: tuple[int, int] = (64, 48)) -> PIL.Image.Image:
    turn = _SEEN_BY_SENSOR[orientation]
    upright = landmark(size)
    return upright if turn is None else upright.transpose(turn)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its few bytes cannot hold."""
    data = bytearray(_png_bytes(landmark((8, 8))))
    data[16:24] = struct.pack(">II", width, height)
    import zlib

    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def _png_bytes(image: PIL.Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
