"""What a user finds in a window: its controls, their names, all its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTabWidget,
    QTextEdit,
    QWidget,
)

_ROWS = 30
_DISPLAY, _NAME = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


def assert_none(found: Iterable[str]) -> None:
    """Fail with a line for each of ``found``."""
    lines = sorted(set(found))
    assert not lines, "".join(f"\n  {line}" for line in lines)


def visible(root: QWidget) -> list[QWidget]:
    """``root`` and all in it that is shown."""
    inside = [widget for widget in root.findChildren(QWidget) if widget.isVisible()]
    return [root, *(widget for widget in inside if widget.window() is root)]


def controls(root: QWidget) -> list[QWidget]:
    """What the Tab key is to reach, and what is disabled just now."""
    return [
        widget
        for widget in visible(root)
        if widget is not root
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not _is_part_of_another(widget)
        and not isinstance(widget, QLabel)
    ]


def _is_part_of_another(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox) or isinstance(widget, QHeaderView)


def name_of(widget: QWidget) -> str:
    """What a reader of the screen calls ``widget``."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def described(widget: QWidget) -> str:
    """How a failed test calls ``widget``."""
    parents, one = [], widget.parentWidget()
    while one is not None and len(parents) < 2:
        parents.append(type(one).__name__)
        one = one.parentWidget()
    word = getattr(widget, "text", str)
    text = word() if callable(word) else ""
    return f"{'/'.join(reversed(parents))}/{type(widget).__name__} {widget.objectName()} {text!r}"


def focused() -> QWidget | None:
    """The control that has the keyboard, where its inside has it."""
    widget = QApplication.focusWidget()
    while widget is not None and _is_part_of_another(widget):
        widget = widget.parentWidget()
    return widget


def mates(widget: QWidget) -> list[QWidget]:
    """What the arrow keys reach from ``widget``: the other buttons of its group."""
    if not isinstance(widget, QAbstractButton):
        return []
    group: QButtonGroup | None = widget.group()
    if group is not None and group.exclusive():
        return list(group.buttons())
    if widget.autoExclusive():
        return [one for one in widget.parentWidget().findChildren(QAbstractButton)
                if one.autoExclusive()]  # fmt: skip
    return []


def columns(model: QAbstractItemModel) -> int:
    """How many columns a model has; a list has no count of its own."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())


def texts(root: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    """Every text of a window: whose it is, what kind, the text itself."""
    yield root, "title", root.windowTitle()
    for widget in visible(root):
        for kind, text in (*_general(widget), *_special(widget)):
            if text.strip():
                yield widget, kind, text


def _general(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()


def _special(widget: QWidget) -> Iterator[tuple[str, str]]:  # noqa: C901, PLR0912 - a list of kinds
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    elif isinstance(widget, QGroupBox):
        yield "title", widget.title()
    elif isinstance(widget, QLineEdit):
        yield "placeholder", widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (("item", widget.itemText(row)) for row in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (("tab", widget.tabText(tab)) for tab in range(widget.count()))
        yield from (("tab tip", widget.tabToolTip(tab)) for tab in range(widget.count()))
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        yield "page", widget.toPlainText()
        yield "placeholder", widget.placeholderText()
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget)
    elif isinstance(widget, QMainWindow):
        for menu in widget.menuBar().actions():
            yield "menu", menu.text()
            yield from (("action", one.text()) for one in menu.menu().actions())
    elif isinstance(widget, QTabWidget):
        yield "tabs", widget.accessibleName()


def _cells(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    if model is None or isinstance(view, QHeaderView):
        return
    nowhere = QModelIndex()
    for column in range(columns(model)):
        if isinstance(view, QTableView) and view.horizontalHeader().isVisible():
            heading = model.headerData(column, Qt.Orientation.Horizontal, _DISPLAY)
            yield "heading", str(heading or "")
        for row in range(min(_ROWS, model.rowCount(nowhere))):
            index = model.index(row, column)
            for kind, role in (("cell", _DISPLAY), ("cell name", _NAME)):
                text = index.data(role)
                if isinstance(text, str):
                    yield kind, text
