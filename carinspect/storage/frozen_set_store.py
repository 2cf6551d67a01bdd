"""The frozen set on disk: copies of its photos, and one file that lists them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.frozen_set import FrozenPhoto, FrozenSet
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.photo_store import PhotoStore

_LIST: Final = "frozen.json"


class FrozenSetStore:
    """A folder with the frozen set; its photos are copies, so that nothing can take them away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.photos = PhotoStore(folder / "photos")

    def load(self) -> FrozenSet | None:
        """The frozen set; None before there is one.

        Raises:
            CarInspectError: the file that lists it is damaged, or a person changed it.
        """
        path = self._folder / _LIST
        try:
            record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            frozen = _frozen_set(record)
            is_whole = record["fingerprint"] == frozen.fingerprint
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise CarInspectError(ErrorCode.FILE_DAMAGED, file=path) from None
        if not is_whole:
            raise CarInspectError(ErrorCode.FILE_DAMAGED, file=path)
        return frozen

    def save(self, frozen: FrozenSet) -> None:
        """Make this the frozen set; its photos are stored already.

        Raises:
            CarInspectError: the folder cannot be written.
        """
        record = {
            **dataclasses.asdict(frozen),
            "frozen_at": frozen.frozen_at.isoformat(),
            "fingerprint": frozen.fingerprint,
        }
        text = json.dumps(record, indent=1)
        write_atomically(self._folder / _LIST, text.encode("ascii"))
        self._forget_others(photo.sha256 for photo in frozen.photos)

    def _forget_others(self, kept: Iterable[str]) -> None:
        wanted = set(kept)
        for sha256 in list(self.photos.all()):
            if sha256 not in wanted:
                self.photos.path(sha256).unlink()


def _frozen_set(record: dict[str, Any]) -> FrozenSet:
    undamaged, damaged = record["class_names"]
    return FrozenSet(
        record["name"],
        (undamaged, damaged),
        tuple(_photo(FrozenPhoto(**photo)) for photo in record["photos"]),
        datetime.fromisoformat(record["frozen_at"]),
        record["frozen_by"],
    )


def _photo(photo: FrozenPhoto) -> FrozenPhoto:
    if type(photo.label) is not int or photo.label not in {0, 1}:
        raise ValueError(f"a label is 0 or 1, not {photo.label!r}")
    return photo
