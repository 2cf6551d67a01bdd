"""Corrections on disk: a CSV that only grows, and copies of the photos by content."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from carinspect.core.correction import Correction
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.paths import private_folder
from carinspect.storage.photo_store import PhotoStore

_FILE: Final = "corrections.csv"
_BEGINNING: Final = re.compile(rb"^\d{4}-\d\d-\d\dT", re.MULTILINE)
_COLUMNS: Final = ("at", "by", "sha256", "label", "photo", "model", "said", "probability")


class CorrectionStore:
    """A folder of corrections; several windows may add to it at once.

    The file is a log: a line is added whole and none is changed; the last one on a photo holds.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self.photos = PhotoStore(folder / "photos")

    def add(self, correction: Correction) -> None:
        """Add a line; the photo is stored already.

        Raises:
            CarInspectError: the file cannot be written.
        """
        try:
            private_folder(self._file.parent)
            is_new = not self._file.exists()
            with self._file.open("ab") as file:
                # One write each: two windows' lines never mix, and a torn last line of a crash
                # stays alone.
                line = _line(_cells(correction))
                file.write(_line(_COLUMNS) + line if is_new else self._ending() + line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=self._file, reason=reason) from error

    def history(self) -> tuple[Correction, ...]:
        """Every line, oldest first; one that a crash tore is left out.

        Raises:
            CarInspectError: the file cannot be read.
        """
        try:
            text = self._file.read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ()
        except OSError:
            raise CarInspectError(ErrorCode.FILE_DAMAGED, file=self._file) from None
        rows = csv.reader(io.StringIO(text, newline=""))
        return tuple(read for row in rows if (read := _correction(row)) is not None)

    def holding(self) -> dict[str, Correction]:
        """What holds now, by the SHA-256 of the photo; without what was taken back."""
        latest = {correction.sha256: correction for correction in self.history()}
        return {sha256: one for sha256, one in latest.items() if one.truth is not None}

    def forget(self, photos: Collection[str]) -> int:
        """Remove copies of photos by SHA-256, and blank their lines; how many photos there were.

        The lines are overwritten where they stand, so that no line of another window is lost.

        Raises:
            CarInspectError: the file or the folder cannot be written.
        """
        try:
            self._blank([sha256.encode("ascii") for sha256 in photos])
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=self._file, reason=reason) from error
        return sum(self.photos.remove(sha256) for sha256 in photos)

    def _blank(self, hashes: list[bytes]) -> None:
        if not self._file.exists():
            return
        with self._file.open("r+b") as file:
            text = file.read()
            # A file's name may go over several lines; a new entry begins with its time.
            begins = [match.start() for match in _BEGINNING.finditer(text)]
            for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
                line = text[begin:end].rstrip(b"\r\n")
                if any(sha256 in line for sha256 in hashes):
                    file.seek(begin)
                    file.write(b" " * len(line))
            file.flush()
            os.fsync(file.fileno())

    def _ending(self) -> bytes:
        with self._file.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return b"" if file.read(1) == b"\n" else b"\r\n"


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "surrogateescape")


def _cells(one: Correction) -> tuple[str, ...]:
    return (
        one.at.isoformat(),
        one.by,
        one.sha256,
        one.truth.value if one.truth else "",
        one.name,
        one.model_id,
        one.said.value,
        "" if one.probability is None else f"{one.probability:.6f}",
    )


def _correction(row: list[str]) -> Correction | None:
    """The correction of a line; None for the heading and for a torn line."""
    try:
        at, by, sha256, label, name, model_id, said, probability = row
        return Correction(
            datetime.fromisoformat(at),
            by,
            sha256,
            Outcome(label) if label else None,
            name,
            model_id,
            Outcome(said),
            float(probability) if probability else None,
        )
    except ValueError:
        return None
