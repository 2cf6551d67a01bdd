"""Write the heat map of an inspection beside others, as a picture."""

from __future__ import annotations

import io
from pathlib import Path

import PIL.Image

from carinspect.core.image import decode
from carinspect.core.inspection import Inspection
from carinspect.core.overlay import draw_heat_map
from carinspect.core.photo import read_photo
from carinspect.storage.atomic_file import write_atomically

_FIT_PX = 1600


def save_heat_map(inspection: Inspection, folder: Path) -> Path | None:
    """Draw the heat map over the photo into ``folder``.

    Returns:
        The file written, named after the photo and its hash so that photos of one name in
        several folders do not overwrite each other; None where there is no heat map.

    Raises:
        CarInspectError: the photo has vanished or the folder cannot be written.
    """
    if inspection.gate2 is None or inspection.gate2.heat_map is None:
        return None
    image = decode(read_photo(inspection.photo), fit_px=_FIT_PX).image
    buffer = io.BytesIO()
    PIL.Image.fromarray(draw_heat_map(image, inspection.gate2.heat_map)).save(buffer, "PNG")
    target = folder / f"{inspection.photo.stem[:60]}-{inspection.sha256[:8]}.heat.png"
    write_atomically(target, buffer.getvalue(), private=False)
    return target
