"""Job: an evaluation -> a file to print or to open in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError
from carinspect.core.evaluation import Evaluation
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Image
from carinspect.jobs.job import JobContext
from carinspect.reports.evaluation_report import evaluation_csv
from carinspect.storage.atomic_file import write_atomically

_PHOTO_PX: Final = 480


class EvaluationFormat(StrEnum):
    """What an evaluation can be written as; the value is the file's ending."""

    CSV = "csv"
    PDF = "pdf"


@dataclass(frozen=True)
class ExportEvaluation:
    """Write an evaluation, whole or not at all.

    Attributes:
        threshold: to compute the figures at.

    Raises:
        CarInspectError: the file cannot be written.
    """

    evaluation: Evaluation
    kind: EvaluationFormat
    file: Path
    threshold: float

    def run(self, ctx: JobContext, /) -> Path:
        if self.kind is EvaluationFormat.CSV:
            data = evaluation_csv(self.evaluation, self.threshold)
        else:
            # reportlab takes a moment to import.
            from carinspect.reports.evaluation_pdf import evaluation_pdf  # noqa: PLC0415

            def load(photo: Path) -> Image | None:
                ctx.raise_if_cancelled()
                return _image(photo)

            data = evaluation_pdf(self.evaluation, self.threshold, load)
        write_atomically(self.file, data, private=False)
        return self.file


def _image(photo: Path) -> Image | None:
    """The photo, small; None where it is not there any more, which the report then shows."""
    try:
        return decode(read_photo(photo), fit_px=_PHOTO_PX).image
    except CarInspectError:
        return None
