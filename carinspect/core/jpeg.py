"""What a JPEG's segments tell before anything is decoded (ITU-T T.81, annex B)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_START: Final = b"\xff\xd8"
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""SOF0 to SOF15; the three others are tables."""

_PROGRESSIVE: Final = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_SCAN, _EXIF = 0xDA, 0xE1
_NEEDED: Final = frozenset({0xE0, _EXIF, 0xEE})
"""JFIF, EXIF and Adobe's colour transform: what upright pixels in true colours take."""


def is_jpeg(data: bytes) -> bool:
    """Whether ``data`` begins like a JPEG."""
    return data.startswith(_START)


def is_decoded_whole(data: bytes) -> bool:
    """Whether a decoder must keep all coefficients: progressive, or a scan a colour.

    Such a JPEG takes two bytes a sample, however small it is shown.
    """
    components = 0
    for marker, start, _end in _segments(data):
        if marker in _PROGRESSIVE:
            return True
        if marker in _FRAMES:
            components = _byte(data, start + 9)
        elif marker == _SCAN:
            return _byte(data, start + 4) < components
    return False


def count_scans(data: bytes) -> int:
    """How many scans there are, at most: each goes over the whole picture."""
    first = next((start for marker, start, _end in _segments(data) if marker == _SCAN), len(data))
    return data.count(bytes((0xFF, _SCAN)), first)


def without_application_data(data: bytes) -> bytes:
    """``data`` without comments and profiles, which may be broken where the pixels are not."""
    kept, behind = [_START], len(_START)
    for marker, start, end in _segments(data):
        behind = end
        if marker == _SCAN:
            return b"".join((*kept, data[start:]))
        if marker < 0xE0 or marker in _NEEDED:
            kept.append(data[start:end])
    return b"".join((*kept, data[behind:]))


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment up to the first scan's header."""
    place = len(_START)
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        yield marker, place, end
        if marker == _SCAN:
            return
        place = end


def _byte(data: bytes, place: int) -> int:
    return data[place] if place < len(data) else 0
