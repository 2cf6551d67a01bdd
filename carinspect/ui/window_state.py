"""Where the window was when it was last closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

_GEOMETRY: Final = "window/geometry"


def restore_window(window: QMainWindow) -> None:
    """Put ``window`` where it was, or in the middle of the screen at first."""
    saved = QSettings().value(_GEOMETRY)
    if isinstance(saved, QByteArray) and window.restoreGeometry(saved):
        return
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(1280, room.width() * 9 // 10), min(840, room.height() * 9 // 10))
    window.move(room.center() - window.rect().center())


def save_window(window: QMainWindow) -> None:
    """Remember where ``window`` is."""
    QSettings().setValue(_GEOMETRY, window.saveGeometry())
