"""Widgets on which files can be let go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DropTarget(QObject):
    """Lets a widget, with all that lies in it, take what is dropped.

    Args:
        widget: where things are let go.
        takes: whether a drop holds what the widget can take.
        take: does something with it.
        hover: told whether something that can be taken is held over the widget now.
    """

    def __init__(
        self,
        widget: QWidget,
        takes: Callable[[QMimeData], bool],
        take: Callable[[QMimeData], object],
        hover: Callable[[bool], object] = bool,
    ) -> None:
        super().__init__(widget)
        self._takes, self._take, self._hover = takes, take, hover
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A drop is told by its class first: its base is that of the moves before it.
        if isinstance(event, QDragEnterEvent):
            if self._takes(event.mimeData()):
                event.acceptProposedAction()
                self._hover(True)  # noqa: FBT003 - as a signal's argument
            return True
        if isinstance(event, QDragMoveEvent):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent):
            self._hover(False)  # noqa: FBT003
            event.acceptProposedAction()
            self._take(event.mimeData())
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._hover(False)  # noqa: FBT003
            return True
        return super().eventFilter(watched, event)


def local_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer in a drop or a clipboard."""
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


def has_local_paths(mime: QMimeData) -> bool:
    """Whether there is any file or folder of this computer."""
    return bool(local_paths(mime))
