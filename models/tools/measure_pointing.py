"""Where a clerk is told to look: the pointing game on photos that the program calls damaged.

    python models/tools/measure_pointing.py [--model ID] [--card]

The photos of `regions.csv` that were kept back from training, whole and cut about their damage.
A hit is a peak of the shown heat map inside what is marked: its cell touches it, or, as the game
is usually played, it lies at most 15 pixels of the net's square beside it (Zhang et al., IJCV 126,
2018). With `--card` the figures are written into the model's card.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import cv2
import numpy as np
from card_figures import add_figures, model_and_card
from localized_figures import SIZES_PX, Trial, trials
from localized_pool import kept_back, marked_photos
from measure_outcomes import as_photo
from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.inspection import Outcome
from carinspect.core.measures import wilson
from carinspect.core.model_card import Figure
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import model_dir

MARGIN_PX: Final = 15
"""In the net's square."""


def beside_px(values: Any, mask: Any) -> tuple[bool, float]:
    """(the hottest cell touches what is marked, its distance from there in the net's pixels).

    Args:
        values: the heat map over the photo, ``(rows, columns)``.
        mask: ``bool``, ``(height, width)`` of the photo: what is marked.
    """
    row, column = np.unravel_index(np.argmax(values), values.shape)
    high, wide = mask.shape[0] / values.shape[0], mask.shape[1] / values.shape[1]
    rows = slice(int(row * high), int(np.ceil((row + 1) * high)))
    columns = slice(int(column * wide), int(np.ceil((column + 1) * wide)))
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    middle = away[int((row + 0.5) * high), int((column + 0.5) * wide)]
    return bool(mask[rows, columns].any()), float(middle) * SIZES_PX[-1] / max(mask.shape)


def report(found: dict[str, Sequence[tuple[bool, float]]]) -> dict[str, Figure]:
    """Print a row a group; the figures for the card."""
    figures: dict[str, Figure] = {}
    print("| photos called damaged | n | peak on the mark | or at most 15 px beside it |")
    print("|---|---|---|---|")
    for group, hits in sorted(found.items()):
        n = len(hits)
        on = wilson(sum(touches for touches, _away in hits), n)
        near = wilson(sum(touches or away <= MARGIN_PX for touches, away in hits), n)
        figures[f"outcome: pointing game, {group}"] = on
        figures[f"outcome: pointing game within 15 px, {group}"] = near
        cells = (f"{f.value:.1%} [{f.low:.1%}, {f.high:.1%}]" for f in (on, near))
        print(f"| {group} | {n} | {' | '.join(cells)} |")
    return figures


def told_damaged(inspector: LocalInspector) -> Iterator[tuple[int, Trial, Any]]:
    """(number, trial, heat map) of each marked photo kept back that the program calls damaged."""
    photos = marked_photos()
    back = kept_back(photos)
    for number, trial in enumerate(trials([photo for photo in photos if photo.path in back])):
        if trial.mask is None or not trial.mask.any():
            continue
        inspection = inspector.inspect_photo(as_photo(trial.image))
        if inspection.outcome is Outcome.DAMAGED and inspection.gate2 is not None:
            if inspection.gate2.heat_map is None:
                raise ValueError("a damaged photo without a heat map")
            yield number, trial, inspection.gate2.heat_map.values


def main() -> None:
    model, writes_card = model_and_card()
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for _number, trial, heat in told_damaged(LocalInspector(model_dir(model))):
        found[trial.source].append(beside_px(heat, trial.mask.astype(bool)))
    figures = report(dict(found))
    if writes_card:
        add_figures(model, figures, "python models/tools/measure_pointing.py --card")


if __name__ == "__main__":
    main()
