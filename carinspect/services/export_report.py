"""Job: records -> a report in a file, however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import PIL.Image

from carinspect import __version__
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.image import decode
from carinspect.core.inspection import Inspection
from carinspect.core.photo import Photo, read_photo
from carinspect.core.record import HistoryFilter, Record
from carinspect.core.verdict import Image
from carinspect.jobs.job import JobContext, Progress
from carinspect.reports.csv_report import write_csv
from carinspect.reports.json_report import write_json
from carinspect.services.records import Records, now
from carinspect.storage.atomic_file import writing_atomically
from carinspect.storage.inspection_store import InspectionStore

_TELL_EVERY: Final = 100
_PICTURE_PX: Final = 480


class ReportFormat(StrEnum):
    """What a report can be written as; the value is the file's ending."""

    CSV = "csv"
    JSON = "json"
    PDF = "pdf"

    @classmethod
    def of(cls, file: Path) -> ReportFormat:
        """The format that a file's name asks for.

        Raises:
            CarInspectError: it asks for none of them.
        """
        try:
            return cls(file.suffix.lower().removeprefix("."))
        except ValueError:
            raise CarInspectError(ErrorCode.REPORT_FORMAT, file=file) from None


@dataclass(frozen=True)
class ExportReport:
    """Write the records that ``wanted`` finds into ``file``, in the format of its ending.

    Reports ``Progress``. A cancellation or an error leaves the file as it was. The records are
    read one by one from one state of the database.

    Attributes:
        title: what the report is about, such as the name of the folder.
    """

    records: Records
    wanted: HistoryFilter
    file: Path
    title: str = ""

    def run(self, ctx: JobContext, /) -> Path:
        """Write it; the file.

        Raises:
            CarInspectError: the file cannot be written, or its name asks for no known format.
        """
        kind = ReportFormat.of(self.file)
        with self.records.database.reading() as connection:
            store = InspectionStore(connection)
            found = _told(store.find(self.wanted), store.count(self.wanted), ctx)
            with writing_atomically(self.file, private=False) as file:
                if kind is ReportFormat.PDF:
                    self._write_pdf(store, found, file, ctx)
                else:
                    self._write(kind, found, file)
        return self.file

    def _write_pdf(
        self, store: InspectionStore, found: Iterable[Record], file: BinaryIO, ctx: JobContext
    ) -> None:
        # reportlab takes a moment to load, and nothing else here needs it.
        from carinspect.reports.pdf_report import Overview, write_pdf  # noqa: PLC0415

        overview = Overview()
        for record in store.find(self.wanted):
            ctx.raise_if_cancelled()
            overview.take(record)
        shown = (store.get(number) for number in overview.most_evident())
        pictured = ((record, _picture(self.records, record.inspection)) for record in shown)
        write_pdf(overview, pictured, found, self.title or _("History"), file)

    def _write(self, kind: ReportFormat, found: Iterable[Record], file: BinaryIO) -> None:
        if kind is ReportFormat.CSV:
            write_csv(found, file)
        else:
            about = {
                "title": self.title,
                "created_at": now().isoformat(timespec="seconds"),
                "program": f"carinspect {__version__}",
            }
            write_json(found, about, file)


def _told(records: Iterable[Record], total: int, ctx: JobContext) -> Iterator[Record]:
    for done, record in enumerate(records):
        if done % _TELL_EVERY == 0:
            ctx.raise_if_cancelled()
            ctx.report(Progress(done, total))
        yield record
    ctx.report(Progress(total, total))


def _picture(records: Records, inspection: Inspection) -> Image | None:
    """The photo, small, as it was inspected; None where it is not there any more."""
    try:
        if records.photos.has(inspection.sha256):
            photo = Photo(
                inspection.photo, inspection.sha256, records.photos.read(inspection.sha256)
            )
        else:
            photo = read_photo(inspection.photo)
        if photo.sha256 != inspection.sha256:
            return None
        image = PIL.Image.fromarray(decode(photo, fit_px=_PICTURE_PX).image)
    except CarInspectError:  # gone or unreadable by now; the page says so in its place
        return None
    image.thumbnail((_PICTURE_PX, _PICTURE_PX))
    return np.asarray(image)
