"""Job: a rental -> its evidence pack, a ZIP that proves itself."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.comparison import StoredComparison
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evidence import (
    MANIFEST,
    VERIFIER,
    Manifest,
    PackFile,
    Role,
    root_hash,
    sha256_of,
    verifier_page,
)
from carinspect.core.i18n import speaking
from carinspect.core.image import decode
from carinspect.core.paths import resource
from carinspect.core.photo import Photo
from carinspect.core.rental import Rental, RentalPhoto
from carinspect.core.verdict import Box, Image
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.redaction import find_private, hide
from carinspect.reports.evidence import Evidence, PackPhoto, evidence_record
from carinspect.services.records import Records, now
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.pack_file import write_pack
from carinspect.storage.photo_store import PhotoStore
from carinspect.storage.rental_store import RentalStore

_REDACTED_PX: Final = 2000
_REPORT_PX: Final = 700
_JPEG_QUALITY: Final = 92


@dataclass(frozen=True)
class ExportEvidence:
    """Write the evidence pack of rental ``number`` into ``folder``; its path.

    Reports ``Progress``. The pack's seal goes into the audit log.

    Attributes:
        language: of the report.
        redacted: plates and faces hidden, no original photo, no plate, no customer reference.
        by: who exports.
        hidden: the boxes to hide, by the original's SHA-256, as a person has checked them; None
            where nobody has: then what is found is hidden.

    Raises:
        CarInspectError: no such rental, not compared, not reviewed, a stored photo is missing or
            altered, or the folder cannot be written.
    """

    records: Records
    number: str
    folder: Path
    language: str
    redacted: bool = False
    by: str = ""
    hidden: Mapping[str, tuple[Box, ...]] | None = None

    def run(self, ctx: JobContext, /) -> Path:
        rental, photos, comparison = self._read()
        pack = _Pack(self.records.photos, self.redacted, self.hidden)
        for done, photo in enumerate(photos, start=1):
            ctx.raise_if_cancelled()
            pack.add_photo(photo)
            ctx.report(Progress(done, len(photos) + 1))
        manifest = self._list(pack, rental, comparison)
        path = self.folder / _file_name(self.number, manifest)
        write_pack(path, _entries(pack, manifest))
        self._note(manifest)
        ctx.report(Progress(len(photos) + 1, len(photos) + 1))
        return path

    def _read(self) -> tuple[Rental, tuple[RentalPhoto, ...], StoredComparison]:
        with self.records.database.reading() as connection:
            rentals = RentalStore(connection)
            rental, photos = rentals.get(self.number), rentals.photos(self.number)
            comparison = ComparisonStore(connection).latest(self.number)
        if comparison is None:
            raise CarInspectError(ErrorCode.NOT_COMPARED, rental=self.number)
        if not comparison.reviewed:
            raise CarInspectError(ErrorCode.NOT_REVIEWED, rental=self.number)
        return rental, photos, comparison

    def _list(self, pack: _Pack, rental: Rental, comparison: StoredComparison) -> Manifest:
        """Make report and data, and list all files."""
        made_at = now()
        with self.records.database.reading() as connection:
            last = AuditLog(connection).last()
        evidence = Evidence(
            rental,
            comparison,
            tuple(pack.photos),
            pack.image,
            made_at,
            self.by,
            self.redacted,
            root_hash([one.photo.sha256 for one in pack.photos]),
            last.number if last else 0,
            last.hash if last else "",
        )
        pack.add_documents(evidence, self.language)
        return Manifest(
            self.number,
            made_at.isoformat(timespec="seconds"),
            self.by,
            self.redacted,
            evidence.audit_number,
            evidence.audit_hash,
            evidence.originals_root,
            sha256_of(_template().encode("utf-8")),
            tuple(pack.files),
        )

    def _note(self, manifest: Manifest) -> None:
        """Keep the seal in the log; a pack that the log does not know is worth nothing."""
        subject = f"rental:{self.number}"[:100]
        details = {"seal": manifest.seal, "redacted": self.redacted}
        with self.records.database.writing() as connection:
            AuditLog(connection).append(
                now(), self.by, action="evidence.exported", subject=subject, details=details
            )


class _Pack:
    """The files of a pack; photos are read again when they are written, not kept."""

    def __init__(
        self,
        store: PhotoStore,
        redacted: bool,  # noqa: FBT001
        hidden: Mapping[str, tuple[Box, ...]] | None,
    ) -> None:
        self._store = store
        self._redacted = redacted
        self._hidden = hidden
        self._made: dict[str, bytes] = {}
        self._by_hash: dict[str, bytes] = {}
        self.files: list[PackFile] = []
        self.photos: list[PackPhoto] = []

    def add_photo(self, photo: RentalPhoto) -> None:
        """List a photo; a redacted one is made now."""
        data = self._store.read(photo.sha256)
        name = _photo_name(len(self.photos) + 1, photo, self._redacted)
        if self._redacted:
            data = self._by_hash.get(photo.sha256) or self._redact(photo, data)
            self._by_hash[photo.sha256] = self._made[name] = data
        sha256 = sha256_of(data)
        self.photos.append(PackPhoto(photo, name, sha256))
        role = Role.REDACTED if self._redacted else Role.ORIGINAL
        original = photo.sha256 if self._redacted else ""
        self.files.append(PackFile(name, sha256, len(data), role, original))

    def add_documents(self, evidence: Evidence, language: str) -> None:
        """Write the report, the data and the signatures."""
        # reportlab takes a moment to import; only here it is needed.
        from carinspect.reports.evidence_pdf import evidence_pdf  # noqa: PLC0415

        with speaking(language):
            self._add("report.pdf", evidence_pdf(evidence), Role.REPORT)
        record = json.dumps(evidence_record(evidence), ensure_ascii=False, indent=1)
        self._add("data.json", record.encode("utf-8"), Role.DATA)
        if not self._redacted:
            for number, statement in enumerate(evidence.comparison.statements, start=1):
                if statement.signature:
                    self._add(f"signature-{number}.png", statement.signature, Role.SIGNATURE)

    def image(self, sha256: str) -> npt.NDArray[np.uint8]:
        """The pixels of a photo as the pack shows it."""
        data = self._by_hash.get(sha256) or self._store.read(sha256)
        return _pixels(self._store.path(sha256), sha256, data, _REPORT_PX)

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every listed file."""
        originals = {one.file: one.photo.sha256 for one in self.photos}
        for file in self.files:
            made = self._made.get(file.name)
            yield file.name, self._store.read(originals[file.name]) if made is None else made

    def _add(self, name: str, data: bytes, role: Role) -> None:
        self._made[name] = data
        self.files.append(PackFile(name, sha256_of(data), len(data), role))

    def _redact(self, photo: RentalPhoto, data: bytes) -> bytes:
        """A new JPEG without EXIF: a place or a serial number tells as much as a plate."""
        image = _pixels(self._store.path(photo.sha256), photo.sha256, data, _REDACTED_PX)
        checked = None if self._hidden is None else self._hidden.get(photo.sha256)
        # A photo that came after the check is not in it: what is found there is hidden.
        boxes = find_private(image) if checked is None else checked
        file = io.BytesIO()
        PIL.Image.fromarray(hide(image, boxes)).save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()


def _entries(pack: _Pack, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    text = manifest.to_json()
    yield VERIFIER, verifier_page(_template(), text).encode("utf-8")
    yield MANIFEST, text.encode("ascii")
    yield from pack.contents()


def _template() -> str:
    return resource("evidence", VERIFIER).read_text(encoding="utf-8")


def _pixels(path: Path, sha256: str, data: bytes, fit_px: int) -> Image:
    return decode(Photo(path, sha256, data), fit_px=fit_px).image


def _photo_name(number: int, photo: RentalPhoto, redacted: bool) -> str:  # noqa: FBT001
    view = photo.view.value if photo.view else "photo"
    suffix = Path(photo.name).suffix.lower()
    known = suffix if re.fullmatch(r"\.[a-z0-9]{2,5}", suffix) and not redacted else ".jpg"
    return f"photos/{photo.phase.value}/{number:02d}-{view}{known}"


def _file_name(number: str, manifest: Manifest) -> str:
    """Such as ``evidence-R-1-redacted-3f9a2c41.zip``, with the first digits of the seal."""
    plain = re.sub(r"[^\w\-]+", "_", number)[:60]
    kind = "-redacted" if manifest.redacted else ""
    return f"evidence-{plain}{kind}-{manifest.seal[:12]}.zip"
