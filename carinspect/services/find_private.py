"""Job: photos of a rental -> where plates and faces may be, for a person to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Box
from carinspect.jobs.job import JobContext
from carinspect.ml.redaction import find_private

_SEARCHED_PX = 1280


@dataclass(frozen=True, slots=True)
class FoundPrivate:
    """What was found on one photo, known by its SHA-256; ``error`` where it cannot be read."""

    sha256: str
    boxes: tuple[Box, ...] = ()
    error: CarInspectError | None = None


@dataclass(frozen=True)
class FindPrivate:
    """Search photos, given by SHA-256, reporting each photo's :class:`FoundPrivate`."""

    files: Mapping[str, Path]

    def run(self, ctx: JobContext, /) -> None:
        for sha256, path in self.files.items():
            ctx.raise_if_cancelled()
            try:
                image = decode(read_photo(path), fit_px=_SEARCHED_PX).image
            except CarInspectError as error:
                ctx.report(FoundPrivate(sha256, error=error))
            else:
                ctx.report(FoundPrivate(sha256, find_private(image)))
