"""Corrections of the counter: kept with their photos, and taken into training.

    dataset = for_training(read_dataset(source), source)

is all that training needs. Frozen photos, photos that the dataset validates or tests on, and
what looks like either are kept out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.correction import Correction
from carinspect.core.dataset import Dataset, DatasetSource, LabelledPhoto, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.paths import data_dir
from carinspect.core.photo import read_photo
from carinspect.core.record import Decision
from carinspect.jobs.job import JobContext
from carinspect.services.frozen_set import keep_frozen_out, looking_like
from carinspect.services.records import now
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.workspace import Workspace
from carinspect.storage.correction_store import CorrectionStore

SOURCE: Final = "corrections"
"""The source of corrected photos in figures by source."""


def open_corrections() -> CorrectionStore:
    """The corrections that were made on this computer."""
    return CorrectionStore(data_dir() / "corrections")


@dataclass(frozen=True)
class CorrectVerdicts:
    """Say what ``inspections`` really show; or, with None, take an earlier word back.

    Each photo is copied to the corrections. Where inspections are recorded, the person's word is
    their review too.

    Raises:
        CarInspectError: nobody is signed in, a photo has changed or vanished since it was
            inspected, or something cannot be written; what was corrected before stays.
    """

    workspace: Workspace
    inspections: tuple[Inspection, ...]
    truth: Outcome | None

    def run(self, ctx: JobContext, /) -> tuple[Correction, ...]:
        by = self.workspace.current_user().name
        store = open_corrections()
        made: list[Correction] = []
        for inspection in self.inspections:
            ctx.raise_if_cancelled()
            _keep_photo(store, inspection)
            if self.workspace.settings.record:
                self._review(inspection, ctx)
            made.append(correction_of(inspection, self.truth, by))
            store.add(made[-1])
        return tuple(made)

    def _review(self, inspection: Inspection, ctx: JobContext) -> None:
        holds = self.truth or inspection.outcome
        agrees = self.truth is inspection.outcome
        decision = Decision.AGREE if agrees else Decision.CORRECT
        correction = None if agrees else holds
        ReviewInspection(self.workspace, inspection, decision, correction).run(ctx)


@dataclass(frozen=True, slots=True)
class WithCorrections:
    """A dataset that takes corrections in.

    Attributes:
        taken: corrected photos to train on now.
        left_out: corrected photos that look like frozen, validation or test photos.
    """

    dataset: Dataset
    taken: tuple[LabelledPhoto, ...]
    left_out: tuple[LabelledPhoto, ...]


def corrected_photos() -> tuple[LabelledPhoto, ...]:
    """The photos that people said to be damaged or undamaged, where their copies lie."""
    store = open_corrections()
    return tuple(
        LabelledPhoto(store.photos.path(sha256), one.label, SOURCE)
        for sha256, one in store.holding().items()
        if one.label is not None and store.photos.has(sha256)
    )


def for_training(dataset: Dataset, source: DatasetSource) -> Dataset:
    """``dataset`` without frozen photos to train on, with the corrections that ``source`` wants.

    Raises:
        CarInspectError: the corrections or the frozen photos cannot be read.
    """
    kept, _frozen = keep_frozen_out(dataset.of(Split.TRAINING))
    if Split.TRAINING in dataset.splits:
        dataset = dataclasses.replace(dataset, splits={**dataset.splits, Split.TRAINING: kept})
    return with_corrections(dataset).dataset if source.corrections else dataset


def with_corrections(dataset: Dataset) -> WithCorrections:
    """``dataset`` with the corrected photos among those to train on.

    A photo that was corrected and is in the dataset too is learnt once, with its corrected label.

    Raises:
        CarInspectError: the corrections or the frozen photos cannot be read.
    """
    free, frozen = keep_frozen_out(corrected_photos())
    judged = [photo for split in (Split.VALIDATION, Split.TEST) for photo in dataset.of(split)]
    alike = looking_like([photo.path for photo in judged], [photo.path for photo in free])
    taken = tuple(photo for photo in free if photo.path not in alike)
    left_out = (*frozen, *(photo for photo in free if photo.path in alike))
    training = (*_others(dataset.of(Split.TRAINING), taken), *taken)
    splits = {**dataset.splits, Split.TRAINING: training}
    return WithCorrections(dataclasses.replace(dataset, splits=splits), taken, left_out)


def _others(
    photos: Sequence[LabelledPhoto], corrected: Sequence[LabelledPhoto]
) -> list[LabelledPhoto]:
    hashes = {photo.path.name for photo in corrected}  # a stored photo is named by its hash
    if not hashes:
        return list(photos)
    return [photo for photo in photos if _sha256(photo.path) not in hashes]


def _sha256(path: Path) -> str:
    return read_photo(path).sha256


def _keep_photo(store: CorrectionStore, inspection: Inspection) -> None:
    if store.photos.has(inspection.sha256):
        return
    photo = read_photo(inspection.photo)
    if photo.sha256 != inspection.sha256:
        raise CarInspectError(ErrorCode.PHOTO_CHANGED, photo=inspection.photo)
    store.photos.add(photo.data)


def correction_of(inspection: Inspection, truth: Outcome | None, by: str) -> Correction:
    """What ``by`` says now about an inspection; None takes an earlier word back."""
    gate2 = inspection.gate2
    return Correction(
        now(),
        by,
        inspection.sha256,
        truth,
        inspection.photo.name,
        inspection.model_id,
        inspection.outcome,
        gate2.probability if gate2 else None,
    )
