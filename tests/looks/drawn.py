"""Texts that are painted rather than set: translated too, and inside of their places."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from tests.looks.languages import untranslated

_WRAPS = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)


def drawn_badly(window: QWidget) -> Iterator[str]:
    """What is painted in English, or wider than the place that it is painted into."""
    seen: list[tuple[QRectF | None, int, str, float]] = []
    real = QPainter.drawText

    def draw(painter, *arguments):
        width = QFontMetricsF(painter.font()).horizontalAdvance(arguments[-1])
        placed = isinstance(arguments[0], QRectF)
        place, flags = (arguments[0], int(arguments[1])) if placed else (None, 0)
        seen.append((place, flags, arguments[-1], width))
        return real(painter, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QPainter, "drawText", draw)
        window.grab()
    for place, flags, text, width in seen:
        # What was shortened to fit ends in dots and lacks the closing mark.
        if "…" not in text and untranslated(text):
            yield f"painted, not translated: {text}"
        one_line = place is not None and not flags & _WRAPS and "\n" not in text
        if one_line and width > place.width() + 1:
            yield f"painted too wide: {text}: {width:.0f} > {place.width():.0f}"
