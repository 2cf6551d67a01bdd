"""An inspector that takes magenta for damage: exact, fast, on real pixels."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageDraw

from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Gate2Verdict, HeatMap, Region
from tests.conftest import ROOT
from tests.records import inspection

DAMAGE = (255, 0, 255)
CAR = ROOT / "resources" / "samples" / "hatchback_blue.jpg"
_STAR = (
    (0, -1), (0.33, -0.25), (1, 0), (0.25, 0.5), (0, 1), (-0.33, 0.25), (-1, 0), (-0.25, -0.33),
)  # fmt: skip
OTHER = ROOT / "resources" / "samples" / "house.jpg"


class SeeingInspector:
    """Magenta means damage, wherever it is; a photo that is all black is to be taken again."""

    model_id = "seeing"

    def inspect(self, path: Path) -> Inspection:
        try:
            photo = read_photo(path)
            image = decode(photo, fit_px=800).image
        except CarInspectError as error:
            return Inspection(path, Outcome.ERROR, self.model_id, 1.0, error=error)
        verdict = self.judge_damage(image)
        outcome = Outcome.DAMAGED if verdict.damaged else Outcome.UNDAMAGED
        if image.mean() < 5:
            outcome = Outcome.RETAKE
        made = inspection(str(path), outcome)
        return dataclasses.replace(
            made, photo=path, sha256=photo.sha256, model_id=self.model_id, gate2=verdict
        )

    def judge_damage(self, image):
        reach = np.abs(image.astype(int) - DAMAGE).sum(axis=2) < 120
        heat = HeatMap(reach[::4, ::4].astype(np.float32))
        regions = ()
        if reach.sum() > 20:
            rows, columns = np.nonzero(reach.any(axis=1))[0], np.nonzero(reach.any(axis=0))[0]
            height, width = reach.shape
            box = columns[0] / width, rows[0] / height, columns[-1] / width, rows[-1] / height
            regions = (Region(tuple(float(edge) for edge in box), 0.99),)
        probability = 0.99 if regions else 0.01
        return Gate2Verdict(bool(regions), probability, 0.5, (0.4, 0.6), regions, heat)


def car(damage=()):
    """The sample car, with a magenta star at each place (x, y in fractions)."""
    with PIL.Image.open(CAR) as file:
        picture = file.convert("RGB")
    draw = PIL.ImageDraw.Draw(picture)
    radius = 0.035 * picture.width
    for x, y in damage:
        star = [(x * picture.width + radius * dx, y * picture.height + radius * dy)
                for dx, dy in _STAR]  # fmt: skip
        draw.polygon(star, fill=DAMAGE)
    return picture


def seen_again(picture, *, crop=(0.0, 0.0, 1.0, 1.0), turn=3.0, light=1.15):
    """The same car on another photo: turned, cropped and lit otherwise."""
    wide, high = picture.size
    turned = picture.rotate(turn, PIL.Image.Resampling.BICUBIC, expand=False)
    box = (crop[0] * wide, crop[1] * high, crop[2] * wide, crop[3] * high)
    part = turned.crop(tuple(int(edge) for edge in box))
    part = part.resize((int(part.width * 0.85), int(part.height * 0.85)))
    pixels = np.asarray(part, np.float32)
    magenta = np.abs(pixels - DAMAGE).sum(axis=2, keepdims=True) < 200
    lit = np.clip(255 * (pixels / 255) ** (1 / light) * 0.95, 0, 255)
    return PIL.Image.fromarray(np.where(magenta, pixels, lit).astype(np.uint8))


def save(picture, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=92)
    return path
