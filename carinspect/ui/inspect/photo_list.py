"""The photos of the strip: what is known of each, as a Qt model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from carinspect.core.correction import Correction
from carinspect.core.i18n import _
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.texts import outcome_text

ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The :class:`Entry` of a row."""


class Stage(Enum):
    """How far a photo has come; the value is its icon."""

    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "check"


@dataclass(slots=True, eq=False)
class Entry:
    """One photo of the strip; ``inspection`` is given exactly when the stage is ``DONE``.

    Attributes:
        correction: a person's word, which holds over the model's.
    """

    photo: Path
    stage: Stage = Stage.WAITING
    inspection: Inspection | None = None
    correction: Correction | None = None

    @property
    def outcome(self) -> Outcome | None:
        """What holds: the person's word, else the model's; None before the inspection."""
        if self.inspection is None:
            return None
        said = self.correction.truth if self.correction else None
        return said or self.inspection.outcome


Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class PhotoList(QAbstractListModel):
    """Each photo once, in the order in which it came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._known: dict[Path, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, row: int) -> Entry:
        """What is known of the photo at ``row``."""
        return self._entries[row]

    def entries(self) -> Sequence[Entry]:
        """All photos in order; not to be modified."""
        return self._entries

    def row_of(self, photo: Path) -> int | None:
        """The row of ``photo``; None where it is not in the strip."""
        entry = self._known.get(photo)
        return None if entry is None else self._entries.index(entry)

    def add(self, photos: Iterable[Path]) -> list[Path]:
        """Append those of ``photos`` that are not in the strip yet.

        Returns:
            The photos that were appended.
        """
        new = [photo for photo in dict.fromkeys(photos) if photo not in self._known]
        if new:
            start = len(self._entries)
            self.beginInsertRows(QModelIndex(), start, start + len(new) - 1)
            for photo in new:
                self._known[photo] = Entry(photo)
                self._entries.append(self._known[photo])
            self.endInsertRows()
        return new

    def remove(self, rows: Iterable[int]) -> list[tuple[int, Entry]]:
        """Take photos out of the strip.

        Returns:
            The rows and entries that :meth:`restore` puts back.
        """
        gone = [(row, self._entries[row]) for row in sorted(set(rows))]
        for row, entry in reversed(gone):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._entries[row]
            del self._known[entry.photo]
            self.endRemoveRows()
        return gone

    def restore(self, gone: Sequence[tuple[int, Entry]]) -> None:
        """Put removed photos back where they were, except those that came again meanwhile."""
        for row, entry in gone:
            if entry.photo in self._known:
                continue
            place = min(row, len(self._entries))
            self.beginInsertRows(QModelIndex(), place, place)
            self._entries.insert(place, entry)
            self._known[entry.photo] = entry
            self.endInsertRows()

    def set_inspection(self, inspection: Inspection) -> None:
        """Note what was found; a photo that has left the strip is passed over."""
        entry = self._known.get(inspection.photo)
        if entry is not None:
            entry.inspection, entry.stage = inspection, Stage.DONE
            self._changed(entry)

    def set_correction(self, photo: Path, correction: Correction | None) -> None:
        """Note a person's word on a photo; None where only the model's holds."""
        entry = self._known.get(photo)
        if entry is not None:
            entry.correction = correction
            self._changed(entry)

    def correction_of(self, photo: Path) -> Correction | None:
        """A person's word on a photo, if there is one."""
        entry = self._known.get(photo)
        return entry.correction if entry is not None else None

    def set_stage(self, photos: Iterable[Path], stage: Stage) -> None:
        """Note that ``photos`` wait or were stopped; what was found before is forgotten."""
        for photo in photos:
            entry = self._known.get(photo)
            if entry is not None:
                entry.inspection, entry.stage = None, stage
                self._changed(entry)

    def refresh(self, photo: Path) -> None:
        """Have ``photo`` painted again, as its thumbnail has come."""
        entry = self._known.get(photo)
        if entry is not None:
            self._changed(entry)

    def counts(self) -> Counter[Outcome]:
        """How many photos had which outcome."""
        return Counter(one.outcome for one in self._entries if one.outcome is not None)

    def _changed(self, entry: Entry) -> None:
        index = self.index(self._entries.index(entry))
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case _ if role == ENTRY_ROLE:
                answer = entry
            case Qt.ItemDataRole.DisplayRole:
                answer = entry.photo.name
            case Qt.ItemDataRole.ToolTipRole:
                answer = f"{entry.photo}\n{stage_words(entry)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                answer = f"{entry.photo.name}: {stage_words(entry)}"
            case _:
                answer = None
        return answer


def stage_words(entry: Entry) -> str:
    """What the strip says below the photo."""
    if entry.outcome is not None:
        words = outcome_text(entry.outcome)
        return f"{words}, {entry.correction.by}" if entry.correction else words
    return _("Waiting") if entry.stage is Stage.WAITING else _("Not inspected")
