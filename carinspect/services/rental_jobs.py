"""Jobs on one rental that take their time: comparing, and writing its evidence pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.verdict import Box
from carinspect.jobs.job import JobContext
from carinspect.services.compare_rental import CompareRental
from carinspect.services.rentals import RentalAtDesk, desk_of
from carinspect.services.workspace import Workspace


@dataclass(frozen=True)
class CompareAtDesk:
    """Compare a rental in the name of the current user, reporting ``Progress``."""

    workspace: Workspace
    number: str

    def run(self, ctx: JobContext, /) -> RentalAtDesk:
        """Compare it.

        Raises:
            CarInspectError: no such rental, it is final, has no return photos, or the model
                cannot be loaded.
        """
        desk = desk_of(self.workspace)
        inspector = self.workspace.new_inspector
        CompareRental(desk.records, inspector, self.number, desk.by).run(ctx)
        return desk.load(self.number)


@dataclass(frozen=True)
class ExportAtDesk:
    """Write the evidence pack of a rental into ``folder``, reporting ``Progress``.

    Attributes:
        hidden: what a person wants hidden, by SHA-256; None where nothing is or nobody looked.
    """

    workspace: Workspace
    number: str
    folder: Path
    language: str
    redacted: bool
    hidden: Mapping[str, tuple[Box, ...]] | None = None

    def run(self, ctx: JobContext, /) -> Path:
        """Write it; where it lies.

        Raises:
            CarInspectError: no such rental, not compared, or the folder cannot be written.
        """
        # The PDF's parts are not loaded for those who only look.
        from carinspect.services.export_evidence import ExportEvidence  # noqa: PLC0415

        desk = desk_of(self.workspace)
        return ExportEvidence(
            desk.records,
            self.number,
            self.folder,
            self.language,
            redacted=self.redacted,
            by=desk.by,
            hidden=self.hidden,
        ).run(ctx)
