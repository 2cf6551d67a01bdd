"""CSV files of labelled photos: ``photo,label`` and perhaps ``split``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo import is_there
from carinspect.storage.atomic_file import write_atomically

_COLUMNS: Final = {
    "photo": ("photo", "file", "filename", "file_name", "path", "image", "사진", "파일"),
    "label": ("label", "class", "라벨", "레이블", "분류"),
    "split": ("split", "set", "subset", "분할"),
}
_ENCODINGS: Final = ("utf-8-sig", "cp949")
"""What spreadsheets write, Korean Excel's own encoding last."""

_LOOKED_AT: Final = 20
"""Rows by which it is found out what the paths start from."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One row; ``label`` and ``split`` are the file's own words, ``split`` may be empty."""

    photo: Path
    label: str
    split: str = ""


def read_label_rows(file: Path, photos: Path | None = None) -> list[LabelRow]:
    """The rows of ``file`` with whole paths.

    Args:
        file: a CSV with a heading; separated by commas, semicolons or tabs.
        photos: what its paths start from; None for the file's folder or the one above it,
            whichever has the photos.

    Raises:
        CarInspectError: the file cannot be read, or a column is missing.
    """
    rows = _parse(file)
    names = [name for name, _label, _split in rows]
    start = photos or _start_of_paths(file, names)
    return [LabelRow(_join(start, name), label, split) for name, label, split in rows]


def write_label_rows(file: Path, rows: Iterable[LabelRow]) -> None:
    """Write ``file`` anew, whole; paths below its folder, or the one above, become relative.

    Raises:
        CarInspectError: it cannot be written.
    """
    rows = list(rows)
    start = _start_for(file, rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("photo", "label", "split"))
    for row in rows:
        path = row.photo.absolute()
        shown = path.relative_to(start).as_posix() if start else str(path)
        writer.writerow((shown, row.label, row.split))
    write_atomically(file, text.getvalue().encode("utf-8", "surrogateescape"), private=False)


def _parse(file: Path) -> list[tuple[str, str, str]]:
    text = _text(file)
    heading = text.split("\n", 1)[0]
    separator = max(",;\t", key=heading.count)
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        raise CarInspectError(ErrorCode.CSV_UNREADABLE, file=file) from None
    titles = [title.strip().casefold() for title in table[0]] if table else []
    columns = {
        name: next((titles.index(word) for word in words if word in titles), None)
        for name, words in _COLUMNS.items()
    }
    photo, label, split = columns["photo"], columns["label"], columns["split"]
    if photo is None or label is None:
        raise CarInspectError(ErrorCode.CSV_COLUMNS, file=file, columns=heading.strip()[:80])
    return [
        (_cell(row, photo), _cell(row, label), "" if split is None else _cell(row, split))
        for row in table[1:]
        if _cell(row, photo)
    ]


def _cell(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError:
        raise CarInspectError(ErrorCode.CSV_UNREADABLE, file=file) from None
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CarInspectError(ErrorCode.CSV_UNREADABLE, file=file)


def _start_of_paths(file: Path, names: list[str]) -> Path:
    here = file.absolute().parent
    step = max(1, len(names) // _LOOKED_AT)
    looked_at = names[::step]

    def found(start: Path) -> int:
        return sum(is_there(_join(start, name)) for name in looked_at)

    return max((here, here.parent), key=found)  # of equals the first


def _join(start: Path, name: str) -> Path:
    path = start / name
    if "\\" in name and not is_there(path):
        return start / PureWindowsPath(name).as_posix()
    return path


def _start_for(file: Path, rows: list[LabelRow]) -> Path | None:
    here = file.absolute().parent
    for start in (here, here.parent):
        # Everything lies below the root: that would say nothing.
        if start != Path(start.anchor) and all(
            row.photo.absolute().is_relative_to(start) for row in rows
        ):
            return start
    return None
