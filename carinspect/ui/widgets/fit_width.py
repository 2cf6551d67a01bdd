"""Panels of a fixed width that give way to a long language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def fit_width(panel: QWidget, least: int, parts: Iterable[QWidget], margins: int) -> None:
    """Make ``panel`` as wide as the widest of ``parts`` asks for, and ``least`` at least.

    Args:
        panel: gets a fixed width, in device-independent pixels.
        least: its width where all parts fit.
        parts: whose words cannot be broken into lines.
        margins: left and right of them, together.
    """
    widest = max((part.sizeHint().width() for part in parts), default=0)
    panel.setFixedWidth(max(least, widest + margins))
