"""Whoever hears the window instead of seeing it finds a name for everything."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from tests.controls import columns, controls, described, name_of, visible

_DECORATION = {"DropVeil", "DropZone", "MainWindow"}
"""Drawn, but saying nothing that their children do not say."""


def nameless(window: QWidget) -> Iterator[str]:
    """Controls, and widgets of our own drawing, that have no accessible name."""
    for widget in {*controls(window), *filter(_is_drawn, visible(window))}:
        if not name_of(widget):
            yield f"no name: {described(widget)}"


def _is_drawn(widget: QWidget) -> bool:
    ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("carinspect.")]
    return type(widget).__name__ not in _DECORATION and any(
        "paintEvent" in kind.__dict__ for kind in ours
    )


def silent_rows(window: QWidget) -> Iterator[str]:
    """Rows of tables and lists that have no words at all."""
    for view in visible(window):
        if isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView):
            model = view.model()
            for row in range(min(5, model.rowCount(QModelIndex()))):
                heading = model.headerData(row, Qt.Orientation.Vertical)
                cells = (model.index(row, column) for column in range(columns(model)))
                if not heading and not any(map(_said, cells)):
                    yield f"silent: {described(view)} row {row}"


def _said(index: QModelIndex) -> bool:
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    return any(str(index.data(role) or "").strip() for role in roles)
