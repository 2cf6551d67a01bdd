"""What readers saw on the sheets of `reading_sheets.py`, beside the labels and the model.

    python models/tools/score_readings.py FILE --key KEY --answers A B C   (keep them in FILE)
    python models/tools/score_readings.py FILE [--model ID] [--card]       (tell what came out)

A photo shows damage where most readers say yes. Kept in `readings/`: `labels.csv` (the validation
photos), `windows.csv` (`elsewhere`, used cars on and beside their marked damage), `training.csv`
(which damaged labels are doubtful) and `spots-SHA256.csv` (the hottest spots of the model whose
hash so begins). A general-purpose vision model read them, several times independently, no person.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from card_figures import add_figures, card_of
from localized_figures import VALIDATION
from measure_outcomes import as_photo
from photo_sets import DATA, ROOT
from reading_sheets import WINDOWS, windows

sys.path.insert(0, str(ROOT))

from carinspect.core.inspection import Inspection
from carinspect.core.measures import wilson
from carinspect.core.model_card import Figure
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import default_model_id, model_dir

ANSWERS: Final = ("yes", "no", "unsure")
SEEN: Final = "readers see what the label says"
SPOT: Final = "outcome: hottest spot"
READINGS: Final = Path(__file__).parent / "readings"


@dataclass(frozen=True)
class Reading:
    """One tile: what the key says of it, and each reader's answer."""

    photo: str
    what: str
    answers: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [answer for answer in self.answers if answer not in ANSWERS]
        if unknown:
            raise SystemExit(f"{self.photo}: {unknown[0]!r} is none of {', '.join(ANSWERS)}")

    @property
    def shows_damage(self) -> bool:
        """Most readers saw it."""
        return sum(answer == "yes" for answer in self.answers) * 2 > len(self.answers)

    @property
    def label(self) -> bool:
        """Whether the key calls the photo damaged."""
        return self.what == "damaged"


def keep(file: Path, key: Path, answers: Sequence[Path]) -> None:
    """Join a key and its readers' answers."""
    with key.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    readers = [_answers(path) for path in answers]
    for path, reader in zip(answers, readers, strict=True):
        if set(reader) != {row["number"] for row in rows}:
            raise SystemExit(f"{path}: not one answer for each number of {key}")
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("photo", "what", *(f"reader{i}" for i in range(1, len(readers) + 1))))
        for row in sorted(rows, key=lambda row: (row["photo"], row["what"])):
            told = (reader[row["number"]] for reader in readers)
            writer.writerow((row["photo"], row["what"], *told))


def _answers(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["number"].strip(): row["answer"].strip() for row in csv.DictReader(file)}


def read(file: Path) -> list[Reading]:
    """What :func:`keep` wrote."""
    with file.open(newline="", encoding="utf-8") as opened:
        _header, *rows = csv.reader(opened)
    return [Reading(photo, what, tuple(answers)) for photo, what, *answers in rows]


def agreement(readings: Sequence[Reading]) -> float:
    """Mean of Cohen's kappa over pairs of readers."""
    from sklearn.metrics import cohen_kappa_score

    columns = list(zip(*(reading.answers for reading in readings), strict=True))
    kappas = [cohen_kappa_score(a, b) for a, b in combinations(columns, 2)]
    return float(sum(kappas) / len(kappas))


def told_of_photos(readings: Sequence[Reading], model: str) -> dict[str, bool]:
    """Photo -> whether Gate2 calls it damaged."""
    inspector = LocalInspector(model_dir(model), for_evaluation=True)
    return {r.photo: _called_damaged(inspector.inspect(DATA / r.photo)) for r in readings}


def told_of_windows(model: str) -> dict[str, bool]:
    """The same of what `reading_sheets.windows` cuts."""
    inspector = LocalInspector(model_dir(model), for_evaluation=True)
    return {
        name: _called_damaged(inspector.inspect_photo(as_photo(trial.image)))
        for name, trial in windows()
    }


def _called_damaged(inspection: Inspection) -> bool:
    if inspection.gate2 is None:
        raise SystemExit(f"{inspection.path}: {inspection.error}")
    return inspection.gate2.damaged


def of_labels(
    group: str, readings: Sequence[Reading], told: Mapping[str, bool]
) -> dict[str, Figure]:
    """How far readers, labels and the model agree on a group; the figures for the card."""
    confirmed = [r for r in readings if r.shows_damage == r.label]
    figures = {f"{SEEN}, {group}": wilson(len(confirmed), len(readings))}
    both = len({r.label for r in readings}) > 1
    if both:
        right = sum(told[r.photo] == r.label for r in confirmed)
        figures[f"gate2 accuracy where {SEEN}, {group}"] = wilson(right, len(confirmed))
    for label, name, measure in (
        (True, "damaged", "recall"),
        (False, "undamaged", "false alarms"),
    ):
        of_label = [r for r in readings if r.label == label]
        seen = [r for r in confirmed if r.label == label]
        if both:
            figures[f"{SEEN}, {group}, {name}"] = wilson(len(seen), len(of_label))
        if of_label:
            called = sum(told[r.photo] for r in seen)
            figures[f"gate2 {measure} where {SEEN}, {group}"] = wilson(called, len(seen))
    return figures


def of_spots(readings: Sequence[Reading]) -> dict[str, Figure]:
    """Which hottest spots lie on damage that is to be seen; the figures for the card."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for reading in readings:
        source, hit = reading.what.split("/")
        if hit == "decoy":
            seen[f"readers see damage at another spot, {source}"].append(reading.shows_damage)
            continue
        seen[f"{SPOT} on damage that readers see, {source}"].append(reading.shows_damage)
        either = reading.shows_damage or hit == "mark"
        seen[f"{SPOT} on the mark or on damage that readers see, {source}"].append(either)
    return {name: wilson(sum(hits), len(hits)) for name, hits in sorted(seen.items())}


def of_training(readings: Sequence[Reading]) -> dict[str, Figure]:
    """How many labels of each folder readers doubt."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for reading in readings:
        counts[str(Path(reading.photo).parent)][reading.shows_damage == reading.label] += 1
    return {
        f"{SEEN}, {folder}": wilson(count[True], count.total())
        for folder, count in sorted(counts.items())
    }


def figures_of(file: Path, readings: Sequence[Reading], model: str) -> dict[str, Figure]:
    """What is told of a kept file, by its name."""
    if file.stem.startswith("spots"):
        if not card_of(model).model_sha256.startswith(file.stem.split("-")[1]):
            raise SystemExit(f"{file} is not of the model {model}")
        return of_spots(readings)
    if file.stem == "training":
        return of_training(readings)
    if file.stem == "labels":
        return of_labels(VALIDATION, readings, told_of_photos(readings, model))
    told = told_of_windows(model)
    figures: dict[str, Figure] = {}
    for group in WINDOWS:
        some = [r for r in readings if r.photo.startswith(f"{group}/")]
        figures |= of_labels(group, some, told)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--answers", type=Path, nargs="+")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--model", default=default_model_id())
    parser.add_argument("--card", action="store_true")
    args = parser.parse_args()
    if args.key:
        keep(args.file, args.key, args.answers)
    readings = read(args.file)
    if len(readings[0].answers) > 1:
        print(f"{len(readings)} tiles, mean kappa of two readers {agreement(readings):.2f}")
    figures = figures_of(args.file, readings, args.model)
    for name, figure in figures.items():
        print(f"{name}: {figure.value:.1%} [{figure.low:.1%}, {figure.high:.1%}], n {figure.n}")
    if args.card:
        command = f"python models/tools/score_readings.py models/tools/readings/{args.file.name}"
        add_figures(args.model, figures, command)


if __name__ == "__main__":
    main()
