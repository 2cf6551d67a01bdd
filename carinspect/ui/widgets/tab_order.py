"""The order in which the Tab key goes."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def set_tab_order(*widgets: QWidget) -> None:
    """Have the Tab key go from each of ``widgets`` to the next one, as they are read."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)
