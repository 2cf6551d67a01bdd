"""How good a localized net is: on photos never trained on, group by group."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import PIL.Image
from localized_pool import MarkedPhoto
from photo_sets import ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import Figure
from carinspect.ml.calibration import logits_of, sigmoid, wilson
from carinspect.ml.geometry import fit
from carinspect.ml.localized_camera import compress, degrade_badly
from carinspect.ml.localized_samples import erasable, erase_marked
from carinspect.ml.localized_windows import (
    SIZE_PX,
    Span,
    near_middle,
    random_window,
    unmarked_window,
)

VALIDATION = "car-damage/validation"

SIZES_PX = (320, 448)
"""Sides of the squares that the net looks at a photo in."""

VIEWS = 4
"""Close-ups, and degraded copies, of each undamaged photo that false alarms are reported on: with
one of each, 115 photos gave 7.8% where 460 gave 5.4%."""

SOFTNESS = 0.25
"""In logits, of what counts as right where a threshold is chosen."""


@dataclass(frozen=True)
class Trial:
    """One photo to judge; ``mask`` is what is marked on it, if anything is."""

    group: str
    damaged: bool
    image: Any
    mask: Any = None

    @property
    def source(self) -> str:
        """The group without its last word: ``used-cars``."""
        return self.group.split(",")[0]


@dataclass(frozen=True)
class Result:
    """What a net says of one trial.

    Attributes:
        logit: of the photo.
        peak: the greatest logit of a cell.
        hit: whether that cell touches what is marked; None where nothing is.
    """

    group: str
    damaged: bool
    logit: float
    peak: float
    hit: bool | None


Net = Callable[[Any, Any], tuple[float, Any]]
"""(image, inside) -> (logit, evidence of the square's cells)."""


def trials(kept: Sequence[MarkedPhoto]) -> Iterator[Trial]:
    """Everything that is measured but ``elsewhere``."""
    yield from _of_validation()
    for number, photo in enumerate(kept):
        rng = np.random.default_rng([8, number])
        image = photo.pixels()
        mask = photo.mask(image.shape[1], image.shape[0]) if photo.outlines else None
        name = photo.source.split("/")[0]
        yield Trial(f"{name}, whole", photo.damaged, image, mask)
        if name == "used-cars" and mask is not None:
            yield from _beside_damage(photo, image, mask, rng)


def elsewhere() -> Iterator[Trial]:
    """The other web source: never trained on, never calibrated on."""
    for label in ("damaged", "undamaged"):
        for path in folder(f"elsewhere/{label}"):
            yield Trial("elsewhere", label == "damaged", pixels_of(path))


def _of_validation() -> Iterator[Trial]:
    for label in ("damaged", "undamaged"):
        for number, path in enumerate(folder(f"{VALIDATION}/{label}")):
            rng, image = np.random.default_rng([7, number]), pixels_of(path)
            half = "odd" if number % 2 else "even"
            yield Trial(f"{VALIDATION}, {half}", label == "damaged", image)
            if label == "undamaged":
                # A threshold was fitted on the first of each of the even half.
                for view in range(VIEWS if half == "odd" else 1):
                    yield from _hard(image, half, rng)
                    rng = np.random.default_rng([7, number, view + 1])


def _hard(image: Any, half: str, rng: Any) -> Iterator[Trial]:
    """A close-up and a degraded copy of an undamaged photo."""
    size = image.shape[1], image.shape[0]
    window = random_window(size, Span(0.3, 0.55), rng, near_middle(size, rng))
    yield Trial(f"close-ups of undamaged, {half}", damaged=False, image=_cut(image, window))
    yield Trial(f"degraded undamaged, {half}", damaged=False, image=_degraded(image, rng))


def _beside_damage(photo: MarkedPhoto, image: Any, mask: Any, rng: Any) -> Iterator[Trial]:
    height, width = mask.shape
    x0, y0, x1, y1 = photo.boxes(width, height)[0]
    least = min(0.95, max(0.3, 1.2 * max(x1 - x0, y1 - y0) / max(width, height)))
    span = Span(least, min(1.0, max(1.05 * least, 0.6)))
    window = random_window((width, height), span, rng, ((x0 + x1) / 2, (y0 + y1) / 2))
    yield Trial(
        "used-cars, on damage", damaged=True, image=_cut(image, window), mask=_cut(mask, window)
    )
    beside = unmarked_window(mask, Span(0.35, 0.8), rng)
    if beside is not None:
        yield Trial("used-cars, beside damage", damaged=False, image=_cut(image, beside))
    if erasable(photo, image):
        yield Trial(
            "used-cars, damage erased", damaged=False, image=erase_marked(photo, image, rng)
        )


def _degraded(image: Any, rng: Any) -> Any:
    picture = PIL.Image.fromarray(image)
    picture.thumbnail((SIZE_PX, SIZE_PX))
    picture = compress(picture, int(rng.integers(25, 80)))
    return np.asarray(degrade_badly(picture, rng))


def judge(net: Net, many: Iterator[Trial]) -> list[Result]:
    """Run the net on every trial."""
    results: list[Result] = []
    for trial in many:
        square = fit(trial.image, SIZES_PX[-1])
        logit, evidence = net(square.image, square.inside)
        hit = None
        if trial.mask is not None and trial.mask.any():
            hit = _peak_touches(evidence, trial.mask, square.placement)
        results.append(
            Result(trial.group, trial.damaged, logit, float(logits_of(evidence.max())), hit)
        )
    return results


def _peak_touches(evidence: Any, mask: Any, placement: Any) -> bool:
    row, column = np.unravel_index(np.argmax(evidence), evidence.shape)
    cell = placement.size_px / len(evidence)
    height, width = mask.shape
    left = (column * cell - placement.left) / placement.width * width
    top = (row * cell - placement.top) / placement.height * height
    wide, high = cell / placement.width * width, cell / placement.height * height
    rows = slice(max(0, int(top)), max(0, int(np.ceil(top + high))))
    columns = slice(max(0, int(left)), max(0, int(np.ceil(left + wide))))
    return bool(mask[rows, columns].any())


def of(results: Sequence[Result], group: str, *, damaged: bool) -> Any:
    """The logits of a group (by the beginning of its name) and a label."""
    return np.array(
        [r.logit for r in results if r.group.startswith(group) and r.damaged == damaged]
    )


def area(damaged: Any, undamaged: Any) -> float:
    """Area under the ROC curve."""
    both = damaged[:, None] - undamaged[None]
    return round(float((both > 0).mean() + 0.5 * (both == 0).mean()), 4)


def balanced(damaged: Any, undamaged: Any, threshold: float) -> Figure:
    """Mean of recall and specificity, with a normal approximation of its 95% interval."""
    recall, passes = (damaged >= threshold).mean(), (undamaged < threshold).mean()
    spread = recall * (1 - recall) / len(damaged) + passes * (1 - passes) / len(undamaged)
    value, half = float(recall + passes) / 2, 1.96 * float(np.sqrt(spread)) / 2
    n = len(damaged) + len(undamaged)
    return Figure(
        round(value, 4), round(max(0.0, value - half), 4), round(min(1.0, value + half), 4), n
    )


def threshold_over_groups(results: Sequence[Result], groups: Sequence[str]) -> float:
    """The logit from which what is right is most, as a mean over groups and not over photos.

    Validation counts twice. A photo counts as right by a sigmoid of :data:`SOFTNESS`, not by a
    step: the greatest of a jagged curve is a matter of single photos, whose noise would move the
    false alarms of close-ups by some per cents.
    """
    chosen = [r for r in results if r.group in groups]
    candidates = np.unique(np.quantile([r.logit for r in chosen], np.linspace(0.1, 0.9, 161)))

    def right(group: str, *, damaged: bool) -> Any:
        beyond = of(chosen, group, damaged=damaged)[:, None] - candidates
        return sigmoid((beyond if damaged else -beyond) / SOFTNESS).mean(axis=0)

    pairs = sorted({(r.group, r.damaged) for r in chosen})
    weights = [2.0 if group.startswith(VALIDATION) else 1.0 for group, _ in pairs]
    worth = np.average([right(g, damaged=d) for g, d in pairs], axis=0, weights=weights)
    return float(candidates[int(np.argmax(worth))])


def shares(results: list[Result], threshold: float) -> dict[str, Figure]:
    """Recall or false alarms of each group, and the pointing game."""
    figures: dict[str, Figure] = {}
    groups = sorted({(r.group, r.damaged) for r in results})
    for group, damaged in groups:
        logits = of(results, group, damaged=damaged)
        name = "recall" if damaged else "false alarms"
        figures[f"gate2 {name}, {group}"] = wilson(int((logits >= threshold).sum()), len(logits))
    marked = [r for r in results if r.hit is not None]
    for name, chosen in {
        "all marked": marked,
        "marked and called damaged": [r for r in marked if r.logit >= threshold],
    }.items():
        for start in ("car-damage", "used-cars"):
            hits = [r.hit for r in chosen if r.group.startswith(start)]
            figures[f"pointing game, {start}, {name}"] = wilson(sum(map(bool, hits)), len(hits))
    return figures


def _cut(array: Any, window: tuple[int, int, int, int]) -> Any:
    x0, y0, x1, y1 = window
    return array[y0:y1, x0:x1]


def pixels_of(path: Any) -> Any:
    """A development photo, RGB, ``uint8``, ``(height, width, 3)``."""
    with PIL.Image.open(path) as file:
        return np.asarray(file.convert("RGB"))
