"""The frozen set: freezing it, testing challengers on it, keeping it out of training."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.dataset import Dataset, DatasetSource, LabelledPhoto, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation
from carinspect.core.frozen_set import FrozenPhoto, FrozenSet
from carinspect.core.model_card import ModelCard
from carinspect.core.paired_test import PairedTest, compare
from carinspect.core.paths import data_dir
from carinspect.core.photo import read_photo
from carinspect.core.user import Permission
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.near_duplicates import near_duplicates
from carinspect.services.evaluate_model import judge_photos, open_evaluations
from carinspect.services.photo_facts import measure_photos
from carinspect.services.read_dataset import read_dataset
from carinspect.services.records import now
from carinspect.services.workspace import Workspace, open_registry
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.evaluation_file import load_evaluation
from carinspect.storage.frozen_set_store import FrozenSetStore

_PREFERRED: Final = (Split.TEST, Split.VALIDATION, Split.TRAINING)


def open_frozen_set() -> FrozenSetStore:
    """Where the frozen set of this computer lies."""
    return FrozenSetStore(data_dir() / "frozen_set")


@dataclass(frozen=True)
class FreezePhotos:
    """Freeze the photos of a dataset to test challengers on, reporting ``Progress``.

    The test photos are taken where there are any, else those to validate on, else all. From now
    on they and what looks like them are kept out of training.

    Attributes:
        replace: put this set in the place of an earlier one; figures before and after are then
            no longer comparable.
    """

    workspace: Workspace
    source: DatasetSource
    replace: bool = False

    def run(self, ctx: JobContext, /) -> FrozenSet:
        user = self.workspace.require(Permission.ACTIVATE_MODEL)
        store = open_frozen_set()
        known = store.load()
        if known is not None and not self.replace:
            raise CarInspectError(ErrorCode.FROZEN_SET_EXISTS, name=known.name)

        def on_photo(done: int, total: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(done, total))

        dataset = read_dataset(self.source, validation_share=0, on_photo=on_photo)
        frozen = FrozenSet(
            dataset.name, dataset.class_names, _copied(dataset, store, ctx), now(), user.name
        )
        store.save(frozen)
        details = {"fingerprint": frozen.fingerprint, "photos": len(frozen.photos)}
        records = self.workspace.records()
        with records.database.writing() as connection:
            AuditLog(connection).append(
                now(), user.name, action="frozen_set.changed", subject="frozen_set", details=details
            )
        return frozen


@dataclass(frozen=True)
class TestChallenger:
    """Ask two models about the frozen photos and compare them, reporting ``Progress``.

    What a model said is kept, so that a champion is asked once.

    Raises:
        CarInspectError: there is no frozen set, or no such model.
    """

    __test__ = False  # not a test of pytest's

    champion: str
    challenger: str
    threads: int = 0

    def run(self, ctx: JobContext, /) -> PairedTest:
        frozen = open_frozen_set().load()
        if frozen is None or not frozen.photos:
            raise CarInspectError(ErrorCode.FROZEN_SET_MISSING, model=self.challenger)
        champion = self._judge(self.champion, frozen, ctx)
        return compare(champion, self._judge(self.challenger, frozen, ctx))

    def _judge(self, model_id: str, frozen: FrozenSet, ctx: JobContext) -> Evaluation:
        card = open_registry().card(model_id)
        known = frozen_evaluation(card)
        if known is not None:
            ctx.report(Progress(len(known.photos), len(known.photos)))
            return known
        judged, skipped = judge_photos(model_id, frozen_photos(frozen), ctx, self.threads)
        evaluation = Evaluation(
            model_id,
            _name(frozen, card),
            card.damage_threshold,
            judged,
            frozen.class_names,
            skipped,
            now(),
        )
        open_evaluations().save(evaluation)
        return evaluation


def frozen_evaluation(card: ModelCard) -> Evaluation | None:
    """What a model said about the frozen photos of now; None where it was not asked.

    Raises:
        CarInspectError: what was kept is damaged.
    """
    frozen = open_frozen_set().load()
    if frozen is None:
        return None
    name = _name(frozen, card)
    for path in open_evaluations().of(card.id):
        if path.stem == name.replace(" ", "-"):
            known = load_evaluation(path)
            # The threshold of a card may have been changed since.
            return dataclasses.replace(known, threshold=card.damage_threshold)
    return None


def _name(frozen: FrozenSet, card: ModelCard) -> str:
    return f"frozen {frozen.fingerprint[:12]} {card.model_sha256[:12]}"


def frozen_photos(frozen: FrozenSet) -> tuple[LabelledPhoto, ...]:
    """The frozen photos, where their copies lie."""
    store = open_frozen_set().photos
    return tuple(
        LabelledPhoto(store.path(photo.sha256), photo.label, photo.source)
        for photo in frozen.photos
    )


def keep_frozen_out(
    photos: Sequence[LabelledPhoto],
) -> tuple[tuple[LabelledPhoto, ...], tuple[LabelledPhoto, ...]]:
    """Part ``photos`` into those that may be learnt from and those that may not.

    A photo may not when it is a frozen one, byte for byte, or looks like one.

    Raises:
        CarInspectError: the list of the frozen photos is damaged.
    """
    frozen = open_frozen_set().load()
    if frozen is None or not photos:
        return tuple(photos), ()
    paths = [photo.path for photo in frozen_photos(frozen)]
    alike = looking_like(paths, [photo.path for photo in photos])
    kept = tuple(photo for photo in photos if photo.path not in alike)
    return kept, tuple(photo for photo in photos if photo.path in alike)


def looking_like(some: Sequence[Path], others: Sequence[Path]) -> set[Path]:
    """Those of ``others`` that are one of ``some``, byte for byte, or look like one."""
    if not some or not others:
        return set()
    facts = measure_photos([*some, *others]).facts
    first = [facts[path] for path in dict.fromkeys(some) if path in facts]
    paths = [path for path in dict.fromkeys(others) if path in facts]
    hashes = {one.sha256 for one in first}
    same = {path for path in paths if facts[path].sha256 in hashes}
    count = len(first)
    pairs = near_duplicates([*first, *(facts[path] for path in paths)])
    return same | {
        paths[pair.second - count] for pair in pairs if pair.first < count <= pair.second
    }


def _copied(dataset: Dataset, store: FrozenSetStore, ctx: JobContext) -> tuple[FrozenPhoto, ...]:
    split = next(split for split in _PREFERRED if dataset.of(split))
    found: dict[str, FrozenPhoto] = {}
    for photo in dataset.of(split):
        ctx.raise_if_cancelled()
        sha256 = store.photos.add(read_photo(photo.path).data)
        found[sha256] = FrozenPhoto(sha256, photo.label, photo.path.name, photo.source)
    return tuple(found.values())
