"""Jobs: what the user gives -> photos."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import cache_dir, private_folder
from carinspect.core.photo import find_photos
from carinspect.jobs.job import JobContext


@dataclass(frozen=True, slots=True)
class FindPhotos:
    """The photos that ``paths`` name, files as they are and folders by what they hold."""

    paths: tuple[Path, ...]

    def run(self, ctx: JobContext, /) -> tuple[Path, ...]:
        """Find them.

        Raises:
            CarInspectError: a folder may not be read, or there is no photo at all.
        """
        found: list[Path] = []
        for photo in find_photos(self.paths):
            ctx.raise_if_cancelled()
            found.append(photo)
        if not found:
            raise CarInspectError(ErrorCode.NO_PHOTOS, folder=self.paths[0])
        return tuple(found)


@dataclass(frozen=True, slots=True)
class KeepPastedImage:
    """Write pixels of the clipboard to a file, as a photo is a file."""

    image: QImage

    def run(self, ctx: JobContext, /) -> tuple[Path, ...]:
        """Write it.

        Raises:
            CarInspectError: it cannot be written.
        """
        ctx.raise_if_cancelled()
        folder = cache_dir() / "pasted"
        target = folder / time.strftime("pasted-%Y%m%d-%H%M%S.png")
        number = 1
        while target.exists():
            number += 1
            target = folder / time.strftime(f"pasted-%Y%m%d-%H%M%S-{number}.png")
        private_folder(folder)
        if not self.image.save(str(target)):
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=target, reason="PNG")
        return (target,)
