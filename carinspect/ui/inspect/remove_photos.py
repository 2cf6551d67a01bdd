"""Taking photos out of the strip, undoable."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from carinspect.ui.inspect.inspection_queue import InspectionQueue
from carinspect.ui.inspect.photo_list import Entry, PhotoList, Stage


class RemovePhotos(QUndoCommand):
    """Removes rows; undo puts them back and inspects what was not inspected yet."""

    def __init__(self, photos: PhotoList, queue: InspectionQueue, rows: list[int]) -> None:
        super().__init__()
        self._photos = photos
        self._queue = queue
        self._rows = rows
        self._gone: list[tuple[int, Entry]] = []

    def redo(self) -> None:
        self._gone = self._photos.remove(self._rows)
        self._queue.discard(entry.photo for _row, entry in self._gone)

    def undo(self) -> None:
        self._photos.restore(self._gone)
        self._queue.add(entry.photo for _row, entry in self._gone if entry.stage is Stage.WAITING)
