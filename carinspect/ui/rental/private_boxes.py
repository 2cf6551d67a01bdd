"""The boxes to hide on each photo, as a person changes them; every change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from carinspect.core.verdict import Box

Boxes = tuple[Box, ...]


class PrivateBoxes(QObject):
    """Boxes by the photo's SHA-256.

    Signals:
        changed: SHA-256 of the photo whose boxes are others now, and which box is meant; -1 none.
    """

    changed = Signal(str, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._boxes: dict[str, Boxes] = {}
        self.undo = QUndoStack(self)

    def of(self, sha256: str) -> Boxes:
        return self._boxes.get(sha256, ())

    def begin(self, sha256: str, boxes: Boxes) -> None:
        """What was found; nothing to undo."""
        self._boxes[sha256] = boxes
        self.changed.emit(sha256, -1)

    def add(self, sha256: str, box: Box) -> None:
        before = self.of(sha256)
        self._push(_Step(sha256, before, (*before, box), len(before)))

    def replace(self, sha256: str, index: int, box: Box, *, key: bool = False) -> None:
        """Put another box in the place of one; steps by ``key`` undo together."""
        before = self.of(sha256)
        after = (*before[:index], box, *before[index + 1 :])
        if after != before:
            self._push(_Step(sha256, before, after, index, by_key=key))

    def remove(self, sha256: str, index: int) -> None:
        before = self.of(sha256)
        self._push(_Step(sha256, before, (*before[:index], *before[index + 1 :]), -1))

    def all(self) -> Mapping[str, Boxes]:
        """As they are now."""
        return dict(self._boxes)

    def _push(self, step: _Step) -> None:
        self.undo.push(_Change(self, step))

    def show(self, sha256: str, boxes: Boxes, index: int) -> None:
        """Make these the boxes of a photo."""
        self._boxes[sha256] = boxes
        self.changed.emit(sha256, index)


@dataclass(frozen=True, slots=True)
class _Step:
    sha256: str
    before: Boxes
    after: Boxes
    index: int
    by_key: bool = False


class _Change(QUndoCommand):
    """One step; arrow keys held down make one of many."""

    def __init__(self, boxes: PrivateBoxes, step: _Step) -> None:
        super().__init__()
        self._owner, self.step = boxes, step

    def id(self) -> int:
        return 1 if self.step.by_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change):
            return False
        first, second = self.step, other.step
        if (first.sha256, first.index) != (second.sha256, second.index):
            return False
        self.step = _Step(first.sha256, first.before, second.after, first.index, by_key=True)
        return True

    def redo(self) -> None:
        self._owner.show(self.step.sha256, self.step.after, self.step.index)

    def undo(self) -> None:
        step = self.step
        kept = step.index if 0 <= step.index < len(step.before) else -1
        self._owner.show(step.sha256, step.before, kept)
