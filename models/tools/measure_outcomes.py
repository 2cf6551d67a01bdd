"""What a clerk is told: the outcomes of photos with known truth, all gates and limits together.

    python models/tools/measure_outcomes.py [--model ID] [--card]

An alarm is an undamaged car called damaged, a miss a damaged one called undamaged; what is left
to a person or sent back is neither. The photos are those that no threshold, temperature or band
was fitted on: the odd half of `car-damage/validation`, its close-ups and degraded copies, and
`elsewhere`. With `--card` the figures are written into the model's card.
"""

from __future__ import annotations

import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import PIL.Image
from card_figures import add_figures, model_and_card
from localized_figures import Trial, elsewhere, trials
from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.inspection import Outcome
from carinspect.core.measures import wilson
from carinspect.core.model_card import Figure
from carinspect.core.photo import Photo
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import model_dir

OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.ERROR)


def chosen() -> Iterator[Trial]:
    """The photos that had no part in any limit."""
    without_a_part = (trial for trial in trials(()) if not trial.group.endswith(", even"))
    return chain(without_a_part, elsewhere())


def as_photo(image: Any) -> Photo:
    """The picture as a file without loss."""
    file = io.BytesIO()
    PIL.Image.fromarray(image).save(file, "PNG", compress_level=1)
    return Photo(Path("trial.png"), "", file.getvalue())


def main() -> None:
    model, writes_card = model_and_card()
    inspector = LocalInspector(model_dir(model))
    found: dict[tuple[str, bool], Counter[Outcome]] = defaultdict(Counter)
    for trial in chosen():
        outcome = inspector.inspect_photo(as_photo(trial.image)).outcome
        found[trial.group, trial.damaged][outcome] += 1
    figures = report(found)
    if writes_card:
        add_figures(model, figures, "python models/tools/measure_outcomes.py --card")


def report(found: dict[tuple[str, bool], Counter[Outcome]]) -> dict[str, Figure]:
    """Print a row a group; the shares told wrongly without a person, for the card."""
    figures: dict[str, Figure] = {}
    print(f"| photos | truth | n | {' | '.join(OUTCOMES)} | alarms or misses |")
    print("|" + "---|" * (len(OUTCOMES) + 4))
    for (group, damaged), counts in found.items():
        n = counts.total()
        wrong = wilson(counts[Outcome.UNDAMAGED if damaged else Outcome.DAMAGED], n)
        kind = "misses" if damaged else "alarms"
        figures[f"outcome: {kind} without a person, {group}"] = wrong
        cells = " | ".join(str(counts[outcome]) for outcome in OUTCOMES)
        print(
            f"| {group} | {'damaged' if damaged else 'undamaged'} | {n} | {cells} "
            f"| {wrong.value:.1%} [{wrong.low:.1%}, {wrong.high:.1%}] |"
        )
    return figures


if __name__ == "__main__":
    main()
