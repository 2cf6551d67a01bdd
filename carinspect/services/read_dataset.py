"""Read a dataset: labelled photos by split, every file that cannot be used named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path

from carinspect.core.class_names import DAMAGED_NAMES, UNDAMAGED_NAMES, label_of
from carinspect.core.dataset import (
    DAMAGED,
    UNDAMAGED,
    Dataset,
    DatasetSource,
    LabelledPhoto,
    SkippedPhoto,
    Split,
)
from carinspect.core.dataset_split import VALIDATION_SHARE, fingerprint, part_off
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.outline import Outline
from carinspect.core.photo import read_photo
from carinspect.core.photo_facts import PhotoFacts
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.near_duplicates import groups
from carinspect.services.photo_facts import measure_photos
from carinspect.storage.dataset_files import ListedPhoto, Listing, class_names, list_dataset
from carinspect.storage.region_file import regions_near


def _ignore(done: int, total: int) -> None:
    pass


def read_dataset(
    source: DatasetSource,
    *,
    validation_share: float = VALIDATION_SHARE,
    on_photo: Callable[[int, int], object] = _ignore,
) -> Dataset:
    """Read the dataset that ``source`` names.

    Every photo is decoded once, so that what the dataset gives can be read. Without photos to
    validate on, a share of those to train on is parted off: the same ones each time,
    near-duplicates together.

    Args:
        source: a folder or a CSV file, perhaps with a second one to validate on.
        validation_share: of each class to part off; 0 to leave all photos together, as for an
            evaluation.
        on_photo: told (done, total); may raise to stop.

    Raises:
        CarInspectError: nothing is listed, a class's name is not known, or there is one class.
    """
    listing = list_dataset(source.path, source.photos, source.damaged_class)
    listed = _in_splits(source, listing)
    _refuse_unknown_classes(source, listing)
    paths = [photo.path for photos in listed.values() for photo in photos]
    measured = measure_photos(paths, lambda done: on_photo(done, len(paths)))
    splits = {
        split: _labelled(photos, measured.facts, source.damaged_class)
        for split, photos in listed.items()
    }
    if Split.VALIDATION not in splits and Split.TRAINING in splits and validation_share:
        _refuse_one_class(source, listing, splits[Split.TRAINING])
        splits |= _parted(splits[Split.TRAINING], measured.facts, validation_share)
    return Dataset(
        name=_name_of(source.path),
        class_names=_class_names(listing, source.damaged_class),
        splits=splits,
        skipped=(*listing.skipped, *starmap(SkippedPhoto, measured.unreadable.items())),
        outlines=_outlines(source, paths),
    )


def data_fingerprint(photos: Iterable[LabelledPhoto]) -> str:
    """SHA-256 over the contents and labels of ``photos``, whatever they are called.

    Raises:
        CarInspectError: a photo cannot be read.
    """
    return fingerprint((read_photo(photo.path).sha256, photo.label) for photo in photos)


@dataclass(frozen=True, slots=True)
class ReadDataset:
    """Job: read a dataset, reporting ``Progress``."""

    source: DatasetSource
    validation_share: float = VALIDATION_SHARE

    def run(self, ctx: JobContext, /) -> Dataset:
        def on_photo(done: int, total: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(done, total))

        return read_dataset(self.source, validation_share=self.validation_share, on_photo=on_photo)


def _in_splits(source: DatasetSource, listing: Listing) -> dict[Split, list[ListedPhoto]]:
    listed: dict[Split, list[ListedPhoto]] = {}
    for photo in listing.photos:
        listed.setdefault(photo.split or Split.TRAINING, []).append(photo)
    if source.validation is not None:
        other = list_dataset(source.validation, source.photos, source.damaged_class)
        # Of a dataset with splits of its own, those named for it; of any other, all of them.
        named = [photo for photo in other.photos if photo.split is Split.VALIDATION]
        listed[Split.VALIDATION] = named or other.photos
        listing.photos.extend(other.photos)
        listing.skipped.extend(other.skipped)
    return listed


def _refuse_unknown_classes(source: DatasetSource, listing: Listing) -> None:
    names = list(class_names(listing))
    unknown = [name for name in names if label_of(name, source.damaged_class) is None]
    stated = source.damaged_class
    if stated and not any(label_of(name, stated) == DAMAGED for name in names):
        unknown = names
    if unknown:
        known = (
            f"{DAMAGED_NAMES[0]} / {UNDAMAGED_NAMES[0]}, {DAMAGED_NAMES[1]} / whole, 손상 / 정상"
        )
        raise CarInspectError(
            ErrorCode.CLASS_UNKNOWN,
            data=source.path,
            names=", ".join(name or "-" for name in unknown[:8]),
            classes=tuple(names),
            known=known,
        )


def _refuse_one_class(
    source: DatasetSource, listing: Listing, photos: Sequence[LabelledPhoto]
) -> None:
    if len({photo.label for photo in photos}) == 1:
        names = ", ".join(class_names(listing))
        raise CarInspectError(ErrorCode.DATASET_ONE_CLASS, data=source.path, name=names)


def _labelled(
    listed: Sequence[ListedPhoto], facts: Mapping[Path, PhotoFacts], damaged_class: str
) -> tuple[LabelledPhoto, ...]:
    labelled: list[LabelledPhoto] = []
    for photo in listed:
        label = label_of(photo.class_name, damaged_class)
        if label is not None and photo.path in facts:
            labelled.append(LabelledPhoto(photo.path, label, photo.source))
    return tuple(labelled)


def _parted(
    photos: Sequence[LabelledPhoto], facts: Mapping[Path, PhotoFacts], share: float
) -> dict[Split, tuple[LabelledPhoto, ...]]:
    paths = list(dict.fromkeys(photo.path for photo in photos))
    names = groups([facts[path] for path in paths])
    training, validation = part_off(photos, dict(zip(paths, names, strict=True)), share)
    return {Split.TRAINING: training, Split.VALIDATION: validation}


def _outlines(source: DatasetSource, paths: Iterable[Path]) -> dict[Path, tuple[Outline, ...]]:
    """What ``regions.csv`` beside or above the dataset marks on its photos."""
    above = source.path.resolve().parent
    folders = (source.path, above, above.parent)
    marked = regions_near(*((source.photos, *folders) if source.photos else folders))
    if not marked:
        return {}
    return {path: marked[path.resolve()] for path in paths if path.resolve() in marked}


def _name_of(path: Path) -> str:
    return path.stem if path.is_file() else path.resolve().name


def _class_names(listing: Listing, damaged_class: str) -> tuple[str, str]:
    named: dict[int, str] = {}
    for name in class_names(listing):
        label = label_of(name, damaged_class)
        if label is not None:
            named.setdefault(label, name)
    return named.get(UNDAMAGED, "undamaged"), named.get(DAMAGED, "damaged")
