"""A customer's signature, drawn with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt


def sign(qtbot, pad):
    left = Qt.MouseButton.LeftButton
    for x in (20, 60):
        qtbot.mousePress(pad, left, pos=QPoint(x, 20))
        qtbot.mouseMove(pad, QPoint(x + 20, 60))
        qtbot.mouseRelease(pad, left, pos=QPoint(x + 20, 60))
