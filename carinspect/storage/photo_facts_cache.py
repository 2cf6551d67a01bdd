"""Measured facts of photos on disk, so that a dataset is measured once."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Final

from carinspect.core.photo_facts import PhotoFacts
from carinspect.storage.atomic_file import write_atomically

_VERSION: Final = 3
"""Changes with what is measured and how."""

_MAX_KEPT: Final = 50_000


class PhotoFactsCache:
    """Facts by path; a file that was changed since (size or time) is not known any more.

    Losing it costs time and nothing else, so a damaged one is forgotten.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = _read(file)
        self._changed = False

    def get(self, photo: Path) -> PhotoFacts | None:
        """What is known about ``photo``."""
        record = self._known.get(str(photo))
        if record is None or record[0] != _stamp(photo):
            return None
        try:
            fields = dict(record[1])
            width, height = fields.pop("size_px")
            return PhotoFacts(size_px=(width, height), **fields)
        except (TypeError, ValueError, KeyError):  # damaged, so forgotten
            return None

    def put(self, photo: Path, facts: PhotoFacts) -> None:
        """Keep ``facts``."""
        self._known.pop(str(photo), None)
        self._known[str(photo)] = (_stamp(photo), dataclasses.asdict(facts))
        self._changed = True

    def save(self) -> None:
        """Write what is new, the latest 50,000 photos.

        Raises:
            CarInspectError: it cannot be written.
        """
        if not self._changed:
            return
        latest = dict(list(self._known.items())[-_MAX_KEPT:])
        record = {"version": _VERSION, "photos": latest}
        # ASCII: names that are not UTF-8 have lone surrogates, which only escapes can carry.
        write_atomically(self._file, json.dumps(record).encode("ascii"))
        self._changed = False


def _stamp(photo: Path) -> list[int]:
    try:
        state = photo.stat()
    except OSError:
        return []
    return [state.st_size, state.st_mtime_ns]


def _read(file: Path) -> dict[str, tuple[list[int], dict[str, Any]]]:
    try:
        record: Any = json.loads(file.read_bytes())
        if record["version"] != _VERSION:
            return {}
        return {path: (entry[0], entry[1]) for path, entry in record["photos"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
