"""Named lists of car categories: one that is shipped, and the user's own, a file each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.gate1_tools import Category, CategoryList
from carinspect.core.paths import data_dir, resource
from carinspect.storage.atomic_file import write_atomically

_DAMAGE: Final = (
    *(OSError, ValueError, KeyError, TypeError, AttributeError),
    *(IndexError, OverflowError, RecursionError),
)
"""What bytes that are not as they were written end in."""

_MAX_NAME: Final = 80
_FORBIDDEN: Final = frozenset('/\\:*?"<>|\0\n\r\t')
"""What no file name may hold on some system."""


def own_list_names() -> list[str]:
    """Names of the user's own lists."""
    return sorted(path.stem for path in _folder().glob("*.json") if _allowed(path.stem))


def read_category_list(name: str = "") -> CategoryList:
    """A list by its name; the shipped one for the empty name.

    Raises:
        CarInspectError: there is none, or its file is damaged.
    """
    path = _path(name) if name else resource("car_categories.json")
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
        categories = tuple(
            Category(str(row["wnid"]), str(row["name"]), float(row["sum"]))
            for row in record["categories"]
        )
        model = str(record.get("model", record.get("backbone", "")))
        return CategoryList(name, categories, int(record["photos"]), model)
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.LIST_MISSING, name=name) from None
    except _DAMAGE:
        raise CarInspectError(ErrorCode.LIST_DAMAGED, name=name) from None


def save_category_list(categories: CategoryList) -> None:
    """Write a list of the user's own, replacing one of that name.

    Raises:
        CarInspectError: the name is no name for a file, or the file cannot be written.
    """
    record = {
        "model": categories.model_id,
        "photos": categories.photos,
        "categories": [
            {"wnid": one.wnid, "name": one.name, "sum": round(one.total, 4)}
            for one in categories.categories
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_atomically(_path(categories.name), text.encode("utf-8"))


def remove_category_list(name: str) -> None:
    """Remove a list of the user's own.

    Raises:
        CarInspectError: there is none.
    """
    try:
        _path(name).unlink()
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.LIST_MISSING, name=name) from None


def _folder() -> Path:
    return data_dir() / "car_categories"


def _path(name: str) -> Path:
    if not _allowed(name):
        raise CarInspectError(ErrorCode.LIST_NAME, name=name)
    return _folder() / f"{name}.json"


def _allowed(name: str) -> bool:
    plain = name.strip() == name and not name.startswith(".") and not _FORBIDDEN & set(name)
    return plain and 0 < len(name) <= _MAX_NAME
