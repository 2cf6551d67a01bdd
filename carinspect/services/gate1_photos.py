"""Photos whose contents are known, from folders or CSV files, to try Gate1 on."""

from __future__ import annotations

from pathlib import Path

from carinspect.core.class_names import plain_name
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.gate1_tools import CAR_GROUP, KnownPhoto
from carinspect.core.photo import find_photos
from carinspect.storage.label_csv import LabelRow, read_label_rows

_CAR_NAMES = frozenset({"car", "cars", "damaged", "undamaged", "자동차", "차량"})
_OTHER_NAMES = frozenset({"notcar", "notcars", "nocar", "other", "차량아님", "자동차아님"})


def photos_of_cars(path: Path, *, recursive: bool = False) -> tuple[Path, ...]:
    """The photos of a folder, or those that a CSV file labels as cars.

    Raises:
        CarInspectError: there are none, or the CSV file cannot be read.
    """
    if path.is_dir():
        photos = tuple(find_photos([path], recursive=recursive))
    else:
        photos = tuple(row.photo for row in _rows(path) if _is_car(row))
    if not photos:
        raise CarInspectError(ErrorCode.NO_PHOTOS, folder=path)
    return photos


def known_photos(cars: Path, not_cars: Path) -> tuple[KnownPhoto, ...]:
    """Photos of cars and of other things.

    Args:
        cars: a folder, sub-folders included, or a CSV file with ``photo,label`` whose label is
            ``car``.
        not_cars: the same, each sub-folder a group; of a CSV file the rows with any other
            label, which is their group (for ``not_car`` their folder's name is). May be the same
            file.

    Raises:
        CarInspectError: there are none of either kind, or a CSV file cannot be read.
    """
    car_photos = [
        KnownPhoto(photo, is_car=True, group=CAR_GROUP)
        for photo in photos_of_cars(cars, recursive=True)
    ]
    if not_cars.is_dir():
        others = [
            KnownPhoto(photo, is_car=False, group=_group_in(not_cars, photo))
            for photo in find_photos([not_cars], recursive=True)
        ]
    else:
        others = [
            KnownPhoto(row.photo, is_car=False, group=_group_of(row))
            for row in _rows(not_cars)
            if not _is_car(row)
        ]
    if not others:
        raise CarInspectError(ErrorCode.NOT_BOTH_KINDS, data=not_cars)
    return (*car_photos, *others)


def _rows(file: Path) -> list[LabelRow]:
    if not file.exists():
        raise CarInspectError(ErrorCode.FILE_MISSING, file=file)
    return read_label_rows(file)


def _is_car(row: LabelRow) -> bool:
    return plain_name(row.label) in _CAR_NAMES


def _group_of(row: LabelRow) -> str:
    return row.photo.parent.name if plain_name(row.label) in _OTHER_NAMES else row.label


def _group_in(folder: Path, photo: Path) -> str:
    inside = photo.relative_to(folder).parts
    return inside[0] if len(inside) > 1 else folder.name
