"""What the dataset doctor finds, and what each remedy does to the list of photos."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from carinspect.core.dataset import Dataset, LabelledPhoto, Split


class FindingKind(StrEnum):
    """What is wrong."""

    UNREADABLE = "unreadable"
    LEAK = "leak"
    TWO_LABELS = "two_labels"
    LABEL_ERRORS = "label_errors"
    EXACT_DUPLICATES = "exact_duplicates"
    NEAR_DUPLICATES = "near_duplicates"
    RESOLUTION = "resolution"
    SOURCE = "source"
    BALANCE = "balance"
    FEW = "few"
    TINY = "tiny"


class Severity(StrEnum):
    """How much it matters to the figures, most first."""

    SERIOUS = "serious"
    """The accuracy you would read is not the one you would get."""
    NOTABLE = "notable"
    HINT = "hint"


class Fix(StrEnum):
    """What can be done to the list; the photos themselves are never touched."""

    LEAVE_OUT = "leave_out"
    """All of the finding's photos."""
    KEEP_ONE = "keep_one"
    """Leave out all but the first of each group."""
    ONE_SPLIT = "one_split"
    """Move each group as a whole to the first of its splits: training before validation."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor found.

    Attributes:
        groups: the photos concerned, those that belong together in one group, the worst first.
        numbers: figures that the explanation names.
        scores: a figure for single photos, in [0, 1]; for suspected label errors the
            probability of the label that the photo has.
        fix: what can be done to the list; None where nothing can.
    """

    kind: FindingKind
    severity: Severity
    groups: tuple[tuple[Path, ...], ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    scores: Mapping[Path, float] = field(default_factory=dict[Path, float])
    fix: Fix | None = None

    @property
    def photos(self) -> tuple[Path, ...]:
        """All photos concerned, group by group."""
        return tuple(path for group in self.groups for path in group)


@dataclass(frozen=True, slots=True)
class ClassDetail:
    """Medians over the photos of one class, in pixels of the longer side."""

    size_px: float
    detail_px: float


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What the doctor says about a dataset.

    Attributes:
        detail: of (undamaged, damaged); None for a class without photos.
        labels_checked: whether suspected label errors were looked for.
    """

    dataset: Dataset
    findings: tuple[Finding, ...]
    detail: tuple[ClassDetail | None, ClassDetail | None] = (None, None)
    labels_checked: bool = False


def apply_fix(dataset: Dataset, finding: Finding) -> Dataset:
    """``dataset`` with the finding's fix applied to its lists; unchanged without a fix."""
    match finding.fix:
        case Fix.LEAVE_OUT:
            return _without(dataset, set(finding.photos))
        case Fix.KEEP_ONE:
            return _without(dataset, {path for group in finding.groups for path in group[1:]})
        case Fix.ONE_SPLIT:
            return _in_one_split(dataset, finding.groups)
        case None:
            return dataset


def _without(dataset: Dataset, gone: set[Path]) -> Dataset:
    splits = {
        split: tuple(photo for photo in photos if photo.path not in gone)
        for split, photos in dataset.splits.items()
    }
    return dataclasses.replace(dataset, splits=splits)


def _in_one_split(dataset: Dataset, groups: tuple[tuple[Path, ...], ...]) -> Dataset:
    split_of = {
        photo.path: split for split in reversed(Split) for photo in dataset.of(split)
    }  # reversed: training, where a photo stands in several, wins
    order = list(Split)
    target: dict[Path, Split] = {}
    for group in groups:
        known = [split_of[path] for path in group if path in split_of]
        if known:
            target |= dict.fromkeys(group, min(known, key=order.index))
    moved: dict[Split, dict[tuple[Path, int], LabelledPhoto]] = {split: {} for split in Split}
    for split in Split:
        for photo in dataset.of(split):
            moved[target.get(photo.path, split)][photo.path, photo.label] = photo
    splits = {
        split: tuple(photos.values())
        for split, photos in moved.items()
        if photos or split in dataset.splits
    }
    return dataclasses.replace(dataset, splits=splits)
