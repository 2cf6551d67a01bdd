"""The rail at the left: one button for each page; language and theme at its foot."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.calling import calling
from carinspect.ui.fonts import sized
from carinspect.ui.icons import icon
from carinspect.ui.keys import with_keys
from carinspect.ui.pages import PAGES
from carinspect.ui.theme import DARK, GRID, colors
from carinspect.ui.translation import LANGUAGE_NAMES, other_language
from carinspect.ui.widgets.panel import Panel

_WIDTH = 10 * GRID


class Rail(Panel):
    """Navigation.

    Signals:
        page_wanted: the id of the page to show.
        language_wanted: the user wants the other language.
        theme_wanted: the user wants light instead of dark or the reverse.
    """

    page_wanted = Signal(str)
    language_wanted = Signal()
    theme_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._pages = {spec.id: self._make_button(f"page_{spec.id}") for spec in PAGES}
        self._group = QButtonGroup(self)
        for page_id, button in self._pages.items():
            button.setCheckable(True)
            self._group.addButton(button)
            button.clicked.connect(calling(self.page_wanted.emit, page_id))
        self._language = self._make_button("language")
        self._language.clicked.connect(self.language_wanted)
        self._theme = self._make_button("theme")
        self._theme.clicked.connect(self.theme_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID // 2, GRID, GRID // 2, GRID)
        column.setSpacing(GRID // 2)
        for button in self._pages.values():
            column.addWidget(button)
        column.addStretch()
        column.addWidget(self._language)
        column.addWidget(self._theme)
        self.retranslate()
        self.recolor()

    def mark(self, page_id: str) -> None:
        """Show that ``page_id`` is the page in view."""
        self._pages[page_id].setChecked(True)

    def retranslate(self) -> None:
        for spec in PAGES:
            _name(self._pages[spec.id], spec.title(), with_keys(spec.title(), spec.keys))
        # The other language in its own words: whoever cannot read this one finds the way out.
        name = LANGUAGE_NAMES.get(other_language(), other_language())
        _name(self._language, name, name)
        self._name_theme()
        self._fit()

    def recolor(self) -> None:
        for spec in PAGES:
            self._pages[spec.id].setIcon(icon(spec.icon))
        self._language.setIcon(icon("language"))
        self._theme.setIcon(icon("light" if colors() is DARK else "dark"))
        self._name_theme()

    def _name_theme(self) -> None:
        if colors() is DARK:
            _name(self._theme, _("Light"), _("Show the window in light colours"))
        else:
            _name(self._theme, _("Dark"), _("Show the window in dark colours"))

    def _make_button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 24))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _fit(self) -> None:
        """Give way to long words; those of the page in view are bold."""
        bold = QFontMetrics(sized(85, strong=True))
        buttons = (*self._pages.values(), self._language, self._theme)
        widest = max(bold.horizontalAdvance(button.text()) for button in buttons)
        self.setFixedWidth(max(_WIDTH, widest + 3 * GRID))


def _name(button: QToolButton, text: str, tip: str) -> None:
    button.setText(text)
    button.setAccessibleName(text)
    button.setToolTip(tip)
