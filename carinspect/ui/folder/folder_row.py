"""One photo of a folder inspection, as small as ten thousand of them must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.inspection import Outcome
from carinspect.core.quality import Flaw
from carinspect.core.record import Record
from carinspect.core.texts import error_text, flaw_text

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FolderRow:
    """What a row of the table shows; the whole record is fetched when it is looked at.

    Attributes:
        name: of the photo, below the folder that is inspected.
        key: by which names sort as people count, 2 before 10.
        probability: of damage, in [0, 1]; None where it was not judged or is not believed.
        looks_like: id and name of the likeliest class; None where there is none.
    """

    record_id: int
    name: str
    key: str
    outcome: Outcome
    probability: float | None
    looks_like: tuple[str, str] | None
    flaws: tuple[Flaw, ...]
    error: CarInspectError | None
    milliseconds: float

    def looks_like_text(self) -> str:
        """What the likeliest class is called; empty where there is none."""
        return imagenet_text(*self.looks_like) if self.looks_like else ""

    def remark(self) -> str:
        """Why there is no verdict, or what is wrong with the photo."""
        if self.error is not None:
            return error_text(self.error)
        return " ".join(flaw_text(flaw) for flaw in self.flaws)


def folder_row(record: Record, folder: Path) -> FolderRow:
    """The row of ``record``, a photo in ``folder``."""
    inspection = record.inspection
    name = name_below(inspection.photo, folder)
    gate1, gate2 = inspection.gate1, inspection.gate2
    believed = gate2 is not None and inspection.outcome is not Outcome.RETAKE
    return FolderRow(
        record.id,
        name,
        _DIGITS.sub(_padded, name.casefold()),
        record.outcome,
        gate2.probability if gate2 is not None and believed else None,
        _shared(gate1.top5[0].wnid, gate1.top5[0].name) if gate1 and gate1.top5 else None,
        inspection.quality.flaws if inspection.quality is not None else (),
        inspection.error,
        inspection.milliseconds,
    )


def name_below(photo: Path, folder: Path) -> str:
    """The photo's name as seen from ``folder``; the whole path where it lies elsewhere."""
    return str(photo.relative_to(folder) if photo.is_relative_to(folder) else photo)


@cache
def _shared(wnid: str, name: str) -> tuple[str, str]:
    # Ten thousand rows share a thousand classes.
    return wnid, name


def _padded(digits: re.Match[str]) -> str:
    return digits[0].zfill(12)
