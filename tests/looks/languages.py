"""Every text is translated, and fits where it stands, however long a language is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTabBar,
    QWidget,
)

from carinspect.ui.widgets.headings import Headings
from tests import pseudo_language
from tests.controls import described, texts, visible
from tests.surfaces import SMALLEST

_DATA = {
    # Names of our own and of others, which are the same in every language.
    *("CarInspect", "Pretendard", "PostgreSQL", "English", "Gate", "CSV", "JSON", "PDF", "PNG"),
    *("AUROC", "px", "CPU", "SIL", "LGPL", "Qt", "Python", "WordNet", "xx", "root"),
    *("AdamW", "Adam", "SGD", "RMSprop", "ReLU", "ELU", "GELU", "TANH"),
    *("efficientnet", "lite", "linear", "localized", "train"),
    # Qt's own words, which Qt translates.
    *("Close", "OK", "Scroll", "Right"),
    # Classes of ImageNet that the fake inspector names.
    *("sports", "car", "racer", "convertible", "grille", "wheel", "toaster", "printer"),
    *("microwave", "refrigerator", "stove"),
}
_ENGLISH = ("CardView", "CategoryTable", "QListWidget", "Reader", "Contents", "RunsTable")
"""Whose texts are data: a model's own card, the classes of ImageNet, the names of users and runs;
and the guide, which is translated as a whole."""

_WORD = re.compile(r"[A-Za-z]{2,}")
_NO_WORDS = re.compile(
    r"(\b[\w-]+\.(png|jpg|csv|carmodel|json)\b|(/[\w.@~-]+)+/?|\b\w+://\S+|~/\S+"
    r"|\b(Ctrl|Shift|Alt|Esc|Del|Return|Enter|Space|Left|Right|F\d+)\b)"
)


_WIDEST = 1280


def untranslated(text):
    """The words of ``text`` that are in no marks and are no data."""
    outside = _NO_WORDS.sub(" ", pseudo_language.undisguised(text))
    return [word for word in _WORD.findall(outside) if word not in _DATA]


def plain_texts(window: QWidget) -> Iterator[str]:
    """Texts that are the same in the pseudo-language."""
    for widget, kind, text in texts(window):
        is_data = kind in {"page", "cell", "cell name"} and type(widget).__name__ in _ENGLISH
        is_data = is_data or (type(window).__name__ == "HelpWindow" and kind == "text")
        if not is_data and (words := untranslated(text)):
            yield f"not translated: {described(widget)} {kind}: {words}"


def cut_texts(window: QWidget) -> Iterator[str]:
    """Texts of which not all shows."""
    for widget in visible(window):
        if why := _cut(widget):
            yield f"cut: {described(widget)}: {why}"


def too_large(window: QWidget) -> Iterator[str]:
    """Whether a window is larger than a small screen.

    All pages are made and filled here, and a stack is as wide as its widest page; that each page
    by itself fits 1024 pixels is tested in ``test_main_window.py``.
    """
    widest = _WIDEST
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    for size in (least, window.size()):
        if size.width() > widest or size.height() > SMALLEST[1]:
            yield f"too large: {size.width()} x {size.height()} px"


def outside(window: QWidget) -> Iterator[str]:
    """What its parent cuts off."""
    for one in visible(window):
        if one is not window and not _scrolls(one) and not one.isWindow():
            room = one.parentWidget().rect().adjusted(-1, -1, 1, 1)
            if not room.contains(one.geometry()):
                yield f"outside of its parent: {described(one)}"


def _cut(widget):
    """What of a widget's text does not show; empty where all does."""
    for kinds, look in (
        (QLabel, _cut_label),
        (QAbstractButton, lambda one: _lack(one.sizeHint(), one) if _shows_its_text(one) else ""),
        (QComboBox, _cut_choice),
        (QTabBar, _cut_tabs),
        (QHeaderView, _cut_sections),
    ):
        if isinstance(widget, kinds):
            return look(widget)
    return ""


def _cut_choice(combo):
    wanted = combo.fontMetrics().horizontalAdvance(combo.currentText())
    room = combo.width() - _COMBO_FRAME_PX
    return f"{wanted} > {room} px wide" if wanted > room else ""


def _cut_tabs(bar):
    wanted = sum(bar.tabRect(tab).width() for tab in range(bar.count()))
    return f"{wanted} > {bar.width()} px wide" if wanted > bar.width() + 2 else ""


_COMBO_FRAME_PX = 26 + 2 * 7
"""The arrow, and the frame with its padding; see app.qss."""


def _shows_its_text(button):
    style = getattr(button, "toolButtonStyle", None)
    return bool(button.text()) and (
        style is None or style() is not Qt.ToolButtonStyle.ToolButtonIconOnly
    )


def _cut_label(label):
    if not label.text() or label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
        return ""  # it shortens its text itself and says all of it in its tooltip
    if not label.wordWrap():
        return _lack(label.sizeHint(), label)
    wanted = label.heightForWidth(label.width())
    return f"{wanted} > {label.height()} px high" if wanted > label.height() else ""


def _lack(wanted, widget):
    if wanted.width() > widget.width():
        return f"{wanted.width()} > {widget.width()} px wide"
    if wanted.height() > widget.height():
        return f"{wanted.height()} > {widget.height()} px high"
    return ""


def _cut_sections(header):
    model, across = header.model(), Qt.Orientation.Horizontal
    if header.orientation() is not across:
        return ""
    short = [
        str(model.headerData(n, across))
        for n in range(header.count())
        if not header.isSectionHidden(n)
        and header.sectionSizeFromContents(n).width() > header.sectionSize(n)
        and not (isinstance(header, Headings) and header.tip(n))
    ]
    return ", ".join(short)


def _scrolls(widget):
    while widget.parentWidget() is not None:
        widget = widget.parentWidget()
        if isinstance(widget, QAbstractScrollArea | QAbstractItemView | QTabBar | QComboBox):
            return True
    return False
