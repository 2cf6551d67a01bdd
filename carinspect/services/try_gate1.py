"""Jobs: which classes cars are taken for, and how well Gate1 tells cars from other things."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import SkippedPhoto
from carinspect.core.gate1_tools import (
    Category,
    CategoryCount,
    CategoryList,
    Gate1Answer,
    Gate1Evaluation,
    Rule,
)
from carinspect.core.inspection import Inspection
from carinspect.core.settings import Gate1Rule
from carinspect.core.verdict import Gate1Verdict
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.gate1 import get_car_categories
from carinspect.services.gate1_photos import known_photos, photos_of_cars
from carinspect.services.inspector import Inspector, LocalInspector
from carinspect.services.parallel_inspection import InThreads, PhotoInspection
from carinspect.services.workspace import model_dir

NewInspector = Callable[[str], Inspector]


def gate1_inspector(model_id: str) -> Inspector:
    """An inspector that asks the head and names the likeliest classes, one run a photo."""
    return LocalInspector(model_dir(model_id), Gate1Rule.HEAD, alone=False, for_evaluation=True)


@dataclass(frozen=True)
class CollectCategories:
    """Sum the probabilities of the five likeliest classes over photos of cars.

    ``get_car_categories`` of the original; reports ``Progress`` after each photo.

    Attributes:
        data: a folder, or a CSV file whose label is ``car``.
    """

    data: Path
    model_id: str
    recursive: bool = False
    new_inspector: NewInspector = gate1_inspector

    def run(self, ctx: JobContext, /) -> CategoryCount:
        """Collect them.

        Raises:
            CarInspectError: there are no photos, or no such model.
        """
        photos = photos_of_cars(self.data, recursive=self.recursive)
        unreadable: list[SkippedPhoto] = []

        def top5s() -> Iterator[Gate1Verdict]:
            for _number, verdict in _verdicts(self, ctx, photos, unreadable):
                yield verdict

        sums = get_car_categories(verdict.top5 for verdict in top5s())
        return CategoryCount(
            tuple(Category(wnid, name, total) for (wnid, name), total in sums.items()),
            len(photos) - len(unreadable),
            self.model_id,
            tuple(unreadable),
        )


@dataclass(frozen=True)
class EvaluateGate1:
    """Ask Gate1 about photos of cars and of other things, by both rules.

    ``evaluate_car_categories`` of the original and what it left empty; reports ``Progress``.

    Attributes:
        cars, not_cars: folders or CSV files, see :func:`known_photos`.
        categories: what the ``top5`` rule calls a car.
    """

    cars: Path
    not_cars: Path
    model_id: str
    categories: CategoryList
    new_inspector: NewInspector = gate1_inspector

    def run(self, ctx: JobContext, /) -> Gate1Evaluation:
        """Evaluate.

        Raises:
            CarInspectError: photos of one kind are missing, or there is no such model.
        """
        known = known_photos(self.cars, self.not_cars)
        unreadable: list[SkippedPhoto] = []
        wnids = self.categories.wnids
        answers = tuple(
            Gate1Answer(
                known[number],
                verdict.car_probability,
                {
                    Rule.HEAD: verdict.is_car,
                    # A photo fails only if every one of its likeliest classes misses the list.
                    Rule.TOP5: any(guess.wnid in wnids for guess in verdict.top5),
                },
                verdict.top5,
            )
            for number, verdict in _verdicts(self, ctx, [one.path for one in known], unreadable)
        )
        return Gate1Evaluation(self.model_id, self.categories, answers, tuple(unreadable))


def _verdicts(
    job: CollectCategories | EvaluateGate1,
    ctx: JobContext,
    photos: Sequence[Path],
    unreadable: list[SkippedPhoto],
) -> Iterator[tuple[int, Gate1Verdict]]:
    """Number and verdict of every photo that can be read; the others go to ``unreadable``."""
    ask: PhotoInspection = InThreads(job.new_inspector)
    with contextlib.closing(ask(photos, job.model_id)) as inspections:
        for number, inspection in enumerate(inspections):
            ctx.raise_if_cancelled()
            verdict = _verdict_of(inspection, unreadable)
            if verdict is not None:
                yield number, verdict
            ctx.report(Progress(number + 1, len(photos)))


def _verdict_of(inspection: Inspection, unreadable: list[SkippedPhoto]) -> Gate1Verdict | None:
    if inspection.error is not None:
        unreadable.append(SkippedPhoto(inspection.photo, inspection.error))
    return inspection.gate1
