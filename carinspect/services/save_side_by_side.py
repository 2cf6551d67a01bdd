"""Write each finding of a comparison as one picture."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from carinspect.core.comparison import Comparison, Finding
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Image
from carinspect.ml.alignment import ALIGN_PX, lay_over
from carinspect.reports.side_by_side import side_by_side
from carinspect.storage.atomic_file import write_atomically


def save_side_by_side(
    comparison: Comparison, paths: Mapping[str, Path], folder: Path
) -> Iterator[Path]:
    """Write a JPEG a finding into ``folder``; yields each file.

    Args:
        comparison: of photos that are still there.
        paths: SHA-256 -> where the photo lies.
        folder: made where it is not there.

    Raises:
        CarInspectError: a photo has vanished or the folder cannot be written.
    """
    for number, finding in enumerate(comparison.findings, start=1):
        returned = _image(paths[finding.return_photo])
        pickup = _image(paths[finding.pickup_photo]) if finding.pickup_photo else None
        over = None if pickup is None else _laid_over(comparison, finding, pickup, returned)
        file = io.BytesIO()
        side_by_side(finding, returned, pickup, over).save(file, "JPEG", quality=90)
        name = f"{number:02d}-{finding.newness.value}-{paths[finding.return_photo].stem[:40]}.jpg"
        write_atomically(folder / name, file.getvalue(), private=False)
        yield folder / name


def _laid_over(
    comparison: Comparison, finding: Finding, pickup: Image, returned: Image
) -> Image | None:
    for pair in comparison.pairs:
        one = pair.return_photo, pair.pickup_photo
        if one == (finding.return_photo, finding.pickup_photo) and pair.alignment.ok:
            return lay_over(pickup, pair.alignment.homography, returned.shape[:2])
    return None


def _image(path: Path) -> Image:
    return decode(read_photo(path), fit_px=ALIGN_PX).image
