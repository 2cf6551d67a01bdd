"""What is written can be read, as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from carinspect.ui.folder.run_table import RunTable
from carinspect.ui.history.history_table import HistoryTable
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.thumbnail_strip import ThumbnailDelegate
from tests.controls import columns, described, visible
from tests.pixels import pixels, text_contrast

LEAST = 4.5
"""WCAG 2.2, criterion 1.4.3."""


def faint_texts(window: QWidget) -> Iterator[str]:
    """Texts that stand out from their ground by less than 4.5 : 1."""
    picture = window.grab().toImage()
    for widget, place in written(window):
        far = text_contrast(pixels(picture, place))
        if far < LEAST:
            yield f"faint: {described(widget)}: {far:.1f}"


def written(window):
    """Where texts are: whose they are, and their places in the window."""
    for widget in visible(window):
        if widget.isEnabled():
            for place in _places(widget):
                seen = place.intersected(widget.visibleRegion().boundingRect())
                if seen.width() > 8 and seen.height() > 8:
                    yield widget, QRect(widget.mapTo(window, seen.topLeft()), seen.size())


def _places(widget):
    for kinds, places in (
        (QLabel | QAbstractButton, lambda one: [one.rect()] if one.text().strip() else []),
        (QLineEdit, lambda one: [one.rect()] if one.text() or one.placeholderText() else []),
        (QComboBox, lambda one: [one.rect()]),
        (QTabBar, lambda one: [one.tabRect(tab) for tab in range(one.count())]),
        (QHeaderView, _sections),
        (QAbstractItemView, _cells),
    ):
        if isinstance(widget, kinds):
            return places(widget)
    return []


def _sections(header):
    if header.orientation() is not Qt.Orientation.Horizontal:
        return []
    return [
        QRect(header.sectionViewportPosition(n), 0, header.sectionSize(n), header.height())
        for n in range(header.count())
        if str(header.model().headerData(n, Qt.Orientation.Horizontal) or "").strip()
    ]


def _cells(view):
    model = view.model()
    inside = view.viewport().mapTo(view, QPoint())
    return [
        _without_picture(view, column, view.visualRect(model.index(row, column)).translated(inside))
        for row in range(min(4, model.rowCount(QModelIndex())))
        for column in range(columns(model))
        if str(model.index(row, column).data() or "").strip()
    ]


def _without_picture(view, column, place):
    """Where a cell's text is: photos have the colours that they have."""
    if isinstance(view.itemDelegate(), ThumbnailDelegate):
        place.setTop(place.bottom() - 3 * GRID)
    elif column == 0 and isinstance(view, HistoryTable | RunTable):
        return QRect()
    return place
