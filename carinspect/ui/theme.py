"""The colours of the window, light and dark, and how they reach Qt.

Every pair of text and ground that these tables offer has a contrast of at least 4.5 : 1
(WCAG 2.2, criterion 1.4.3); a test computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from carinspect.core.inspection import Outcome
from carinspect.core.paths import resource
from carinspect.core.settings import Theme
from carinspect.ui.fonts import base_px

GRID: Final = 8
"""All distances are multiples of this many pixels, or its half."""


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of one outcome.

    Attributes:
        fill: ground of the badge; ``on_fill`` is the text on it.
        ink: text and icons on the window's own grounds.
        soft: a quiet ground for ``ink``.
    """

    fill: str
    on_fill: str
    ink: str
    soft: str


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of one theme, as ``#rrggbb``."""

    window: str
    surface: str
    sunken: str
    border: str
    control_border: str
    hover: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_soft: str
    tones: Mapping[Outcome, Tone]


LIGHT: Final = Colors(
    window="#f3f5f8",
    surface="#ffffff",
    sunken="#e6eaef",
    border="#d3dae2",
    control_border="#7b8896",
    hover="#e9eef5",
    text="#16202b",
    muted="#4f5b68",
    disabled="#8d98a4",
    accent="#1d56ad",
    on_accent="#ffffff",
    accent_soft="#dfeafa",
    tones=MappingProxyType(
        {
            Outcome.DAMAGED: Tone("#b3261e", "#ffffff", "#a8231b", "#fbe7e5"),
            Outcome.UNDAMAGED: Tone("#1c7438", "#ffffff", "#1a6a33", "#e2f3e7"),
            Outcome.REVIEW: Tone("#f2b01e", "#201500", "#7a4e00", "#fdf1d6"),
            Outcome.NOT_A_CAR: Tone("#4a5a6a", "#ffffff", "#435260", "#e6ebf0"),
            Outcome.RETAKE: Tone("#6a3fb5", "#ffffff", "#5e37a3", "#eee6fa"),
            Outcome.ERROR: Tone("#33373d", "#ffffff", "#33373d", "#e9e9eb"),
        }
    ),
)

DARK: Final = Colors(
    window="#12171d",
    surface="#1a2129",
    sunken="#0c1015",
    border="#2f3a45",
    control_border="#75828f",
    hover="#26303a",
    text="#e8edf2",
    muted="#a7b3bf",
    disabled="#6d7985",
    accent="#82b4f6",
    on_accent="#08182b",
    accent_soft="#1d3250",
    tones=MappingProxyType(
        {
            Outcome.DAMAGED: Tone("#f4766d", "#250503", "#ff8d83", "#3a1b19"),
            Outcome.UNDAMAGED: Tone("#5cc47e", "#04200e", "#74d494", "#142e1d"),
            Outcome.REVIEW: Tone("#f2b01e", "#201500", "#f5c04a", "#35290f"),
            Outcome.NOT_A_CAR: Tone("#a9b8c6", "#131a21", "#b4c2cf", "#262f38"),
            Outcome.RETAKE: Tone("#b79bf0", "#190a32", "#c4acf5", "#2a2040"),
            Outcome.ERROR: Tone("#d5d8dd", "#16181c", "#d5d8dd", "#2b2e33"),
        }
    ),
)


def colors() -> Colors:
    """The colours of the theme that is shown now."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


class ThemeSwitch(QObject):
    """Applies the theme and follows the system where the user left it to the system."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._theme = Theme.SYSTEM
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def apply(self, theme: Theme) -> None:
        """Show ``theme`` from now on."""
        self._theme = theme
        hints = self._app.styleHints()
        # Also tells the platform, so that title bars and file dialogs agree.
        if theme is Theme.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = theme is Theme.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._show()

    def _on_system_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        system_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = system_dark if self._theme is Theme.SYSTEM else self._theme is Theme.DARK
        chosen = DARK if dark else LIGHT
        self._app.setPalette(_palette(chosen))
        sheet = _style_sheet(chosen)
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)


def _palette(c: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(c.surface), QColor(c.window))
    for group_role, color in {
        role.Window: c.window,
        role.WindowText: c.text,
        role.Base: c.surface,
        role.AlternateBase: c.window,
        role.Text: c.text,
        role.PlaceholderText: c.muted,
        role.Button: c.surface,
        role.ButtonText: c.text,
        role.ToolTipBase: c.text,
        role.ToolTipText: c.surface,
        role.Highlight: c.accent,
        role.HighlightedText: c.on_accent,
        role.Link: c.accent,
        role.LinkVisited: c.accent,
    }.items():
        palette.setColor(group_role, QColor(color))
    for faded in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, faded, QColor(c.disabled))
    return palette


def _style_sheet(c: Colors) -> str:
    base = base_px()
    names = {name: getattr(c, name) for name in Colors.__slots__ if name != "tones"}
    sizes = {f"px_{percent}": round(base * percent / 100) for percent in (85, 93, 100, 120, 150)}
    text = resource("app.qss").read_text(encoding="utf-8")
    folder = resource().as_posix()
    # A style sheet cannot colour an image: there is one tick for each theme.
    check = "check_white" if c is LIGHT else "check_dark"
    return Template(text).substitute(names, **sizes, resources=folder, check=check)
