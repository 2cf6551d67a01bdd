"""What a dataset's folder or CSV file lists: photos with the words that stand for their class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from carinspect.core.class_names import label_of, split_of
from carinspect.core.dataset import SkippedPhoto, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo import is_folder, is_there, looks_like_photo, natural_key
from carinspect.storage.label_csv import read_label_rows

_MAX_DEPTH: Final = 3
"""Levels of folders above the photos' class: sources and splits, in either order."""


@dataclass(frozen=True, slots=True)
class ListedPhoto:
    """A photo as it is listed; nobody has opened it yet.

    Attributes:
        split: None where the list does not say.
    """

    path: Path
    class_name: str
    source: str
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that a folder or CSV file lists."""

    photos: list[ListedPhoto] = field(default_factory=list[ListedPhoto])
    skipped: list[SkippedPhoto] = field(default_factory=list[SkippedPhoto])

    def skip(self, path: Path, code: ErrorCode) -> None:
        """Note that ``path`` is not used, and why."""
        self.skipped.append(SkippedPhoto(path, CarInspectError(code, photo=path)))


def list_dataset(path: Path, photos: Path | None = None, damaged_class: str = "") -> Listing:
    """List the labelled photos of a folder or a CSV file, in natural order.

    Args:
        path: a folder with a sub-folder a class, perhaps below folders for splits or sources;
            or a CSV file with the columns ``photo,label`` and perhaps ``split``.
        photos: what the paths of a CSV file start from; None to find out.
        damaged_class: how the damaged class is called, where the user stated it.

    Raises:
        CarInspectError: there is no such file, or it lists no photos.
    """
    listing = Listing()
    if is_folder(path):
        _FolderWalk(listing, damaged_class).enter(path, _MAX_DEPTH, None)
    elif is_there(path):
        _list_csv(listing, path, photos)
    else:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=path)
    if not listing.photos:
        raise CarInspectError(ErrorCode.DATASET_EMPTY, data=path)
    return listing


class _FolderWalk:
    """Finds the classes' folders below a folder and lists what they hold."""

    def __init__(self, listing: Listing, damaged_class: str) -> None:
        self._listing = listing
        self._damaged_class = damaged_class

    def enter(self, folder: Path, depth: int, split: Split | None) -> None:
        """List ``folder``, which holds classes, splits or sources."""
        below = self._folders_in(folder)
        if any(split_of(entry.name) for entry in below):
            self._enter_splits(below, depth, split)
        elif depth and not self._holds_classes(below) and self._classes_lie_deeper(below, depth):
            for entry in below:
                self.enter(entry, depth - 1, split)
        else:
            for entry in below:
                self._list_class(entry, entry.name, _source_of(folder), split)

    def _folders_in(self, folder: Path) -> list[Path]:
        """The folders in ``folder``; files there belong to no class."""
        below: list[Path] = []
        for entry in _entries(folder):
            if entry.name.startswith("."):
                self._listing.skip(entry, ErrorCode.FILE_HIDDEN)
            elif is_folder(entry):
                below.append(entry)
            elif looks_like_photo(entry):
                self._listing.skip(entry, ErrorCode.FILE_OUTSIDE_CLASS)
            else:
                self._listing.skip(entry, ErrorCode.PHOTO_UNKNOWN_FORMAT)
        return below

    def _enter_splits(self, below: list[Path], depth: int, split: Split | None) -> None:
        for entry in below:
            named = split_of(entry.name)
            if named is not None and depth:
                self.enter(entry, depth - 1, split or named)
            else:
                self._listing.skip(entry, ErrorCode.FILE_OUTSIDE_CLASS)

    def _holds_classes(self, below: list[Path]) -> bool:
        return any(label_of(entry.name) is not None for entry in below) or (
            bool(self._damaged_class)
            and any(label_of(entry.name, self._damaged_class) for entry in below)
        )

    def _classes_lie_deeper(self, below: list[Path], depth: int) -> bool:
        for entry in below:
            deeper = [sub for sub in _entries(entry) if is_folder(sub)]
            if self._holds_classes(deeper) or any(split_of(sub.name) for sub in deeper):
                return True
            if depth > 1 and self._classes_lie_deeper(deeper, depth - 1):
                return True
        return False

    def _list_class(self, folder: Path, name: str, source: str, split: Split | None) -> None:
        for entry in _entries(folder):
            if entry.name.startswith("."):
                self._listing.skip(entry, ErrorCode.FILE_HIDDEN)
            elif is_folder(entry):
                if not entry.is_symlink():
                    self._list_class(entry, name, source, split)
            elif looks_like_photo(entry):
                self._listing.photos.append(ListedPhoto(entry, name, source, split))
            else:
                self._listing.skip(entry, ErrorCode.PHOTO_UNKNOWN_FORMAT)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=natural_key)
    except OSError:
        raise CarInspectError(ErrorCode.PHOTO_NO_ACCESS, photo=folder) from None


def _source_of(folder: Path) -> str:
    """The nearest folder that is not named like a split or a class."""
    for candidate in (folder, *folder.parents):
        if split_of(candidate.name) is None and label_of(candidate.name) is None:
            return candidate.name
    return folder.name


def _list_csv(listing: Listing, file: Path, photos: Path | None) -> None:
    seen: set[tuple[Path, str, Split | None]] = set()
    for row in read_label_rows(file, photos):
        split = _csv_split(file, row.split)
        listed = ListedPhoto(row.photo, row.label, _source_of(row.photo.parent), split)
        key = (listed.path, listed.class_name, split)
        if key in seen:
            listing.skip(row.photo, ErrorCode.PHOTO_LISTED_TWICE)
        elif not is_there(row.photo):
            listing.skip(row.photo, ErrorCode.PHOTO_MISSING)
        else:
            listing.photos.append(listed)
        seen.add(key)


def _csv_split(file: Path, name: str) -> Split | None:
    if not name:
        return None
    split = split_of(name)
    if split is None:
        raise CarInspectError(ErrorCode.CSV_SPLIT_UNKNOWN, file=file, name=name)
    return split


def class_names(listing: Listing) -> Iterator[str]:
    """The words for classes, each once, in the order in which they appear."""
    yield from dict.fromkeys(photo.class_name for photo in listing.photos)
