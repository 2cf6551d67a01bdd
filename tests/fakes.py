"""Stand-ins that decide by colour, so that stories make sense without a network."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import PIL.Image

from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.inspection import Inspection, Outcome, join_verdicts
from carinspect.core.photo import read_photo
from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Guess, HeatMap, Image, Region
from carinspect.services.inspector import Inspector
from carinspect.services.workspace import Workspace

COLOURS = {
    Outcome.DAMAGED: (200, 40, 40),
    Outcome.UNDAMAGED: (40, 60, 200),
    Outcome.REVIEW: (210, 180, 30),
    Outcome.NOT_A_CAR: (128, 128, 128),
    Outcome.RETAKE: (8, 8, 8),
}
"""The colour of a photo that the fake inspector gives this outcome."""

_PROBABILITIES = {Outcome.DAMAGED: 0.93, Outcome.UNDAMAGED: 0.04, Outcome.REVIEW: 0.52}

_TOP5 = (
    Guess("n04285008", "sports_car", 0.62),
    Guess("n04037443", "racer", 0.21),
    Guess("n03100240", "convertible", 0.08),
    Guess("n03459775", "grille", 0.04),
    Guess("n02974003", "car_wheel", 0.02),
)
_TOP5_OTHER = (
    Guess("n04442312", "toaster", 0.71),
    Guess("n04004767", "printer", 0.09),
    Guess("n03761084", "microwave", 0.05),
    Guess("n04070727", "refrigerator", 0.02),
    Guess("n04330267", "stove", 0.01),
)


def draw_photo(
    folder: Path, outcome: Outcome, name: str = "", size: tuple[int, int] = (320, 240)
) -> Path:
    """A file that the fake inspector gives ``outcome``; a text file for ``ERROR``."""
    path = folder / (name or f"{outcome.value}.png")
    if outcome is Outcome.ERROR:
        path.write_text("not a photo", encoding="utf-8")
    else:
        PIL.Image.new("RGB", size, COLOURS[outcome]).save(path)
    return path


class FakeInspector:
    """Decides by the mean colour; reads the file as the real one does."""

    model_id = "fake"

    def __init__(self, pause_s: float = 0.0) -> None:
        self._pause_s = pause_s
        self.inspected: list[Path] = []

    def inspect(self, path: Path) -> Inspection:
        time.sleep(self._pause_s)
        self.inspected.append(path)
        try:
            photo = read_photo(path)
            decoded = decode(photo, fit_px=64)
        except CarInspectError as error:
            return Inspection(path, Outcome.ERROR, self.model_id, 1.0, error=error)
        mean = decoded.image.reshape(-1, 3).mean(axis=0)
        wanted = min(COLOURS, key=lambda one: float(np.abs(mean - COLOURS[one]).sum()))
        flaws = (Flaw.DARK,) if wanted is Outcome.RETAKE else ()
        is_car = wanted is not Outcome.NOT_A_CAR
        quality = Quality(1.0, float(mean.mean()) / 255, 0.0, min(decoded.size_px), flaws)
        gate1 = Gate1Verdict(is_car, 0.99 if is_car else 0.02, _TOP5 if is_car else _TOP5_OTHER)
        gate2 = _gate2(_PROBABILITIES.get(wanted, 0.1)) if is_car else None
        return Inspection(
            path,
            join_verdicts(quality, gate1, gate2),
            self.model_id,
            12.0,
            sha256=photo.sha256,
            size_px=decoded.size_px,
            quality=quality,
            gate1=gate1,
            gate2=gate2,
        )

    def judge_damage(self, image: Image) -> Gate2Verdict:
        """A part of a photo is damaged where it is more red than blue."""
        red, _green, blue = image.reshape(-1, 3).mean(axis=0)
        return _gate2(0.93 if red > blue else 0.04)


def _gate2(probability: float) -> Gate2Verdict:
    values = np.zeros((9, 12), np.float32)
    regions: tuple[Region, ...] = ()
    if probability > 0.3:
        values[3:6, 6:9] = probability
        regions = (
            Region((0.5, 1 / 3, 0.75, 2 / 3), probability),
            Region((0.1, 0.6, 0.25, 0.8), probability / 2),
        )
    return Gate2Verdict(
        damaged=probability >= 0.5,
        probability=probability,
        threshold=0.5,
        review_band=(0.35, 0.65),
        regions=regions,
        heat_map=HeatMap(values),
    )


class FakeWorkspace(Workspace):
    """A workspace whose model is the fake one, or fails to load."""

    def __init__(
        self,
        settings_file: Path,
        inspector: Inspector | None = None,
        failure: CarInspectError | None = None,
    ) -> None:
        super().__init__(settings_file)
        self.fake: Inspector = inspector or FakeInspector()
        self.failure = failure

    def inspector(self, model_id: str = "") -> Inspector:
        if self.failure is not None:
            raise self.failure
        return self.fake

    def new_inspector(self, model_id: str = "") -> Inspector:
        return self.inspector(model_id)
