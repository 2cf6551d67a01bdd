"""Labelled photos to train and measure Gate2 on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError
from carinspect.core.outline import Outline

UNDAMAGED: Final = 0
DAMAGED: Final = 1
"""Class indices, whatever the folders are called and however they sort: P is always P(damaged)."""


class Split(StrEnum):
    """What a photo is for."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class LabelledPhoto:
    """A photo and what it shows.

    Attributes:
        label: :data:`DAMAGED` or :data:`UNDAMAGED`.
        source: where it comes from, such as its folder's parent; figures are broken down by it.
    """

    path: Path
    label: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class SkippedPhoto:
    """A file of the dataset that cannot be used, and why."""

    path: Path
    error: CarInspectError


@dataclass(frozen=True, slots=True)
class Dataset:
    """Photos by split.

    Attributes:
        name: of its folder or file, for people.
        class_names: of (undamaged, damaged), as the folders or the CSV call them.
        outlines: damage marked on photos, by their paths in the splits.
    """

    name: str
    class_names: tuple[str, str]
    splits: Mapping[Split, tuple[LabelledPhoto, ...]] = field(
        default_factory=dict[Split, tuple[LabelledPhoto, ...]]
    )
    skipped: tuple[SkippedPhoto, ...] = ()
    outlines: Mapping[Path, tuple[Outline, ...]] = field(
        default_factory=dict[Path, tuple[Outline, ...]], repr=False
    )

    def of(self, split: Split) -> tuple[LabelledPhoto, ...]:
        """The photos of ``split``, in a fixed order; empty without that split."""
        return self.splits.get(split, ())

    def all_photos(self) -> tuple[LabelledPhoto, ...]:
        """The photos of every split, in the order of :class:`Split`."""
        return tuple(photo for split in Split for photo in self.of(split))

    def counts(self, split: Split) -> tuple[int, int]:
        """How many are (undamaged, damaged)."""
        found = Counter(photo.label for photo in self.of(split))
        return found[UNDAMAGED], found[DAMAGED]


@dataclass(frozen=True, slots=True)
class DatasetSource:
    """Where a dataset lies; plain data, so that it can go to another process.

    Attributes:
        path: a folder with a sub-folder a class, a folder of such folders named like the splits
            (``train`` or ``training``, ``validation`` or ``val``, ``test``), or a CSV file with
            the columns ``photo,label`` and perhaps ``split``.
        validation: a second such folder or CSV file to validate on; None to take the split that
            ``path`` names, or else to part off a share of its photos.
        photos: the folder that the paths of a CSV file start from; None for the file's own or the
            one above it.
        damaged_class: what the damaged class is called, where its name is none of the known ones;
            every other class is then undamaged.
        corrections: whether training takes in what people corrected at the counter.
    """

    path: Path
    validation: Path | None = None
    photos: Path | None = None
    damaged_class: str = ""
    corrections: bool = False
