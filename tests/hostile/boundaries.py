"""Where the headers of a file begin and end: the places at which it is cut."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Final

Offsets = Iterator[int]


def jpeg(data: bytes) -> Offsets:
    """Each marker, its length, its end; within and at the end of each scan."""
    position = 2
    yield from (1, 2)
    while position + 4 <= len(data):
        marker = data[position + 1]
        yield from (position + 1, position + 2)
        if marker == 0xD9:
            return
        length = struct.unpack(">H", data[position + 2 : position + 4])[0]
        yield from (position + 3, position + 4, position + 2 + length // 2)
        position += 2 + length
        yield position
        if marker == 0xDA:
            end = _end_of_scan(data, position)
            yield from ((position + end) // 2, end - 1, end)
            position = end


def _end_of_scan(data: bytes, position: int) -> int:
    while position + 1 < len(data):
        if data[position] == 0xFF and data[position + 1] not in {0, *range(0xD0, 0xD8)}:
            return position
        position += 1
    return len(data)


def png(data: bytes) -> Offsets:
    """The signature; each chunk's length, type, data and check sum."""
    yield from (1, 4, 8)
    position = 8
    while position + 8 <= len(data):
        length = struct.unpack(">I", data[position : position + 4])[0]
        inner = (2, 4, 6, 8, 8 + length // 2, 8 + length, 10 + length, 12 + length)
        yield from (position + one for one in inner)
        position += 12 + length


def tiff(data: bytes) -> Offsets:
    """The header, the directory, every second of its entries, what they point to."""
    order = ">" if data[:2] == b"MM" else "<"
    directory = struct.unpack(order + "I", data[4:8])[0]
    count = struct.unpack(order + "H", data[directory : directory + 2])[0]
    yield from (2, 4, 6, 8, directory, directory + 1, directory + 2)
    end = directory + 2 + 12 * count
    yield from range(directory + 2, end, 24)
    yield from (end - 1, end, end + 2, end + 4, len(data) // 2, len(data) - 1)


def riff(data: bytes) -> Offsets:
    """The file's header; each chunk's name, size, middle and end."""
    yield from (2, 4, 8, 10, 12)
    position = 12
    while position + 8 <= len(data):
        length = struct.unpack("<I", data[position + 4 : position + 8])[0]
        yield from (position + 4, position + 8, position + 8 + length // 2, position + 8 + length)
        position += 8 + length + length % 2


def boxes(data: bytes) -> Offsets:
    """Each box of an ISO base media file and of its ``meta`` box, header and middle."""
    yield from _boxes(data, 0, len(data))


def _boxes(data: bytes, position: int, end: int) -> Offsets:
    while position + 8 <= end:
        size = struct.unpack(">I", data[position : position + 4])[0] or end - position
        name = data[position + 4 : position + 8]
        yield from (position + 2, position + 4, position + 8, position + size // 2)
        if name in {b"meta", b"iprp", b"ipco"}:
            yield from _boxes(data, position + (12 if name == b"meta" else 8), position + size)
        position += max(8, size)
        yield position


def gif(data: bytes) -> Offsets:
    """The header, the palette, into the first picture, before the end."""
    palette = 3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0
    start = 13 + palette
    inner = (start, start + 1, start + 4, start + 10, start + 11, start + 40)
    yield from (3, 6, 10, 13, 13 + palette // 2, *inner, len(data) // 2, len(data) - 1)


def bmp(data: bytes) -> Offsets:
    """The two headers and the pixels."""
    yield from (1, 2, 10, 14, 18, 26, 54, len(data) // 2, len(data) - 1)


def ppm(data: bytes) -> Offsets:
    """Each token of the head, and the pixels."""
    yield from (1, 2, 3, 6, 8, 12, 15, len(data) // 2, len(data) - 1)


_BY_SUFFIX: Final[dict[str, Callable[[bytes], Offsets]]] = {
    "jpg": jpeg,
    "mpo": jpeg,
    "png": png,
    "tif": tiff,
    "webp": riff,
    "heic": boxes,
    "avif": boxes,
    "gif": gif,
    "bmp": bmp,
    "ppm": ppm,
}


def boundaries(kind: str, data: bytes) -> list[int]:
    """The places to cut a file of the kind ``kind`` at, such as ``moving.gif``; ascending."""
    found = _BY_SUFFIX[kind.rsplit(".", 1)[-1]](data)
    return sorted({one for one in found if 0 < one < len(data)})
