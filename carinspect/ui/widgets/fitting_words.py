"""Words that fit their place however long they are."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carinspect.ui.theme import GRID

_MOST: Final = 24
_RUN: Final = re.compile(rf"(\S{{{_MOST}}})(?=\S)")
_NAME_PX: Final = 22 * GRID
_BREAK: Final = "\u200b"
"""ZERO WIDTH SPACE: a line may break there."""


def breakable(text: str) -> str:
    """``text`` with places where a label may break words of more than 24 letters.

    A label that wraps is as wide as its longest word, and would widen the window with it.
    """
    return _RUN.sub(rf"\1{_BREAK}", text)


def short_name(name: str, widget: QWidget, most_px: int = _NAME_PX) -> str:
    """``name`` for the face of a button like ``widget``: cut in its middle where it is long.

    An ampersand in the name of a file or of a person is not a shortcut.
    """
    metrics = widget.fontMetrics()
    short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, most_px)
    return short.replace("&", "&&")
