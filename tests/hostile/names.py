"""Good photos with names of every script, length and trick."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.hostile.entry import GOOD, NO_ACCESS, CannotMakeError, Entry
from tests.hostile.pictures import good_files

_NAMES = {
    "korean": "반납 사진.jpg",
    "korean_nfd": unicodedata.normalize("NFD", "반납 사진 분해.jpg"),
    "emoji": "🚗💥👨‍👩‍👧‍👦.jpg",
    "right_to_left": "صورة السيارة.jpg",
    "hebrew": "תמונה.jpg",
    "override": "photo\u202egpj.exe.jpg",
    "zero_width": "pho\u200bto\ufeff.jpg",
    "combining": "e" + "\u0301" * 100 + ".jpg",
    "japanese_chinese": "損傷_车辆.jpg",
    "quotes": "a b'c\"d`e.jpg",
    "shell": "$(touch owned);&|><*?.jpg",
    "percent": "100%s%d%n{photo}{0}.jpg",
    "html": "<b>bold<script>alert(1)<.jpg",
    "sql": "'; DROP TABLE inspections;--.jpg",
    "csv_formula": "=HYPERLINK(1).jpg",
    "newline": "two\nlines.jpg",
    "return_and_tab": "a\r\tb.jpg",
    "escape": "\x1b[31mred\x07.jpg",
    "spaces_around": "  photo.jpg",
    "dots": "...photo...jpg",
    "dash": "-rf.jpg",
    "backslash": "a\\b\\..\\c.jpg",
    "windows_device": "CON.jpg",
    "colon": "stream.jpg:hidden",
    "no_suffix": "photo",
    "upper_suffix": "PHOTO.JPG",
    "255_bytes": "x" * 251 + ".jpg",
    "255_bytes_korean": "사" * 83 + "xx.jpg",
}


def entries() -> list[Entry]:
    made = [Entry("name", f"named_{key}", _named(name), GOOD) for key, name in _NAMES.items()]
    return [
        *made,
        Entry("name", "named_not_utf8", _not_utf8, GOOD),
        Entry("name", "named_300_characters", _path_of("x" * 296 + ".jpg"), NO_ACCESS),
        Entry("name", "named_300_korean", _path_of("사" * 296 + ".jpg"), NO_ACCESS),
        Entry("name", "named_5000_path", _path_of("d/" * 2500 + "x.jpg"), NO_ACCESS),
        Entry("name", "named_nul", _path_of("nul\0.jpg"), NO_ACCESS),
        Entry("name", "deep_folder", _deep, GOOD),
    ]


def _named(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        try:
            path.write_bytes(good_files()["jpg"])
        except OSError as error:
            raise CannotMakeError(f"this file system has no such names: {error.strerror}") from None
        return path

    return make


def _path_of(name: str) -> Callable[[Path], Path]:
    return lambda folder: folder / name


def _not_utf8(folder: Path) -> Path:
    if sys.platform in {"win32", "darwin"}:
        raise CannotMakeError("names are Unicode on this system")
    return _named(os.fsdecode(b"\xff\xfe\xb0\xa1.jpg"))(folder)


def _deep(folder: Path) -> Path:
    """As deep as a path may be long."""
    below = folder
    while len(str(below)) < 3500:
        below = below / ("unter" * 20)
    below.mkdir(parents=True)
    path = below / "photo.jpg"
    path.write_bytes(good_files()["jpg"])
    return path
