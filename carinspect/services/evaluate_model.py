"""Job: labelled photos -> what a model says about each."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from carinspect.core.dataset import DatasetSource, LabelledPhoto, SkippedPhoto, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection import Inspection
from carinspect.core.paths import data_dir
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.inspector import Inspector, LocalInspector
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.read_dataset import read_dataset
from carinspect.services.records import now
from carinspect.services.workspace import model_dir, open_registry
from carinspect.storage.evaluation_file import EvaluationStore


def open_evaluations() -> EvaluationStore:
    """The evaluations that were kept on this computer."""
    return EvaluationStore(data_dir() / "evaluations")


@dataclass(frozen=True)
class EvaluateModel:
    """Evaluate a model on a split of a dataset, reporting ``Progress``; the evaluation is kept.

    Attributes:
        split: None for the test photos where there are any, else those to validate on, else all.
        threads: one a core by default.
    """

    model_id: str
    source: DatasetSource
    split: Split | None = None
    threads: int = 0

    def run(self, ctx: JobContext, /) -> Evaluation:
        def on_photo(done: int, total: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(done, 2 * total))

        dataset = read_dataset(self.source, validation_share=0, on_photo=on_photo)
        chosen = self._split(tuple(split for split in Split if dataset.of(split)))
        data = dataset.name if len(dataset.splits) == 1 else f"{dataset.name}, {chosen.value}"
        photos = dataset.of(chosen)
        judged, skipped = judge_photos(self.model_id, photos, ctx, self.threads, _SECOND_HALF)
        evaluation = Evaluation(
            self.model_id,
            data,
            open_registry().card(self.model_id).damage_threshold,
            judged,
            dataset.class_names,
            (*dataset.skipped, *skipped),
            now(),
        )
        open_evaluations().save(evaluation)
        return evaluation

    def _split(self, there: tuple[Split, ...]) -> Split:
        wanted = (self.split,) if self.split else (Split.TEST, Split.VALIDATION, Split.TRAINING)
        for split in wanted:
            if split in there:
                return split
        raise CarInspectError(ErrorCode.NO_PHOTOS, folder=self.source.path)


_SECOND_HALF = 2


def judge_photos(
    model_id: str,
    photos: Sequence[LabelledPhoto],
    ctx: JobContext,
    threads: int = 0,
    part: int = 1,
) -> tuple[tuple[JudgedPhoto, ...], tuple[SkippedPhoto, ...]]:
    """Ask a model about labelled photos by the one inference path, on all cores.

    Args:
        model_id: whom to ask.
        photos: whose labels are not shown to it.
        ctx: told of the progress; may cancel.
        threads: one a core by default.
        part: 2 where this is the second half of the work.

    Returns:
        The photos with their probabilities, in order, and those that cannot be read.

    Raises:
        CarInspectError: there is no such model.
    """

    def new_inspector(wanted: str) -> Inspector:
        return LocalInspector(model_dir(wanted), alone=False, for_evaluation=True)

    judged: list[JudgedPhoto] = []
    skipped: list[SkippedPhoto] = []
    ask = InThreads(new_inspector, threads)
    with contextlib.closing(ask([photo.path for photo in photos], model_id)) as inspections:
        for photo, inspection in zip(photos, inspections, strict=True):
            ctx.raise_if_cancelled()
            if inspection.error is not None:
                skipped.append(SkippedPhoto(photo.path, inspection.error))
            else:
                judged.append(_judged(photo, inspection))
            done = len(judged) + len(skipped)
            ctx.report(Progress((part - 1) * len(photos) + done, part * len(photos)))
    return tuple(judged), tuple(skipped)


def _judged(photo: LabelledPhoto, inspection: Inspection) -> JudgedPhoto:
    if inspection.gate1 is None or inspection.gate2 is None:
        raise RuntimeError(f"no verdict on {photo.path}")
    return JudgedPhoto(
        photo.path,
        photo.label,
        inspection.gate2.probability,
        photo.source,
        inspection.sha256,
        inspection.gate1.is_car,
    )
