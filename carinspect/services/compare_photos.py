"""Jobs: pickup photos against return photos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.comparison import Alignment, Comparison
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.rental import view_from_name
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.alignment import ALIGN_PX, align, find_features
from carinspect.services.inspector import ComparingInspector
from carinspect.services.photo_comparison import PhotoComparer, ViewedPhoto


@dataclass(frozen=True)
class ComparePhotos:
    """Search the damage on ``returned`` among ``pickup``, reporting ``Progress``.

    A photo's view is read from its name; photos without one are matched by alignment alone.

    Attributes:
        new_inspector: gives an inspector for this job's thread, such as
            ``Workspace.new_inspector``.
    """

    new_inspector: Callable[[], ComparingInspector]
    pickup: tuple[Path, ...]
    returned: tuple[Path, ...]

    def run(self, ctx: JobContext, /) -> Comparison:
        pickup = [ViewedPhoto(path, view_from_name(path.name)) for path in self.pickup]
        returned = [ViewedPhoto(path, view_from_name(path.name)) for path in self.returned]
        return compare(ctx, self.new_inspector(), pickup, returned)


@dataclass(frozen=True)
class AlignPhotos:
    """How one pickup photo lies over one return photo: what a blink comparator shows."""

    pickup: Path
    returned: Path

    def run(self, _ctx: JobContext, /) -> Alignment:
        pickup, returned = (
            find_features(decode(read_photo(path), fit_px=ALIGN_PX).image)
            for path in (self.pickup, self.returned)
        )
        return align(pickup, returned).alignment


def compare(
    ctx: JobContext,
    inspector: ComparingInspector,
    pickup: Sequence[ViewedPhoto],
    returned: Sequence[ViewedPhoto],
) -> Comparison:
    """Compare within a job: progress a photo, and a cancellation point after each."""
    # A return photo is looked at, then laid over the pickup photos.
    total = len(pickup) + 2 * len(returned)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        ctx.report(Progress(min(done, total), total))
        ctx.raise_if_cancelled()

    return PhotoComparer(inspector, step).compare(pickup, returned)
