"""The letters of the window: a bundled font, so that Korean shows on every machine."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from carinspect.core.paths import resource

FAMILY: Final = "Pretendard"

_FALLBACKS: Final = ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR")
"""For letters that the bundled font lacks, such as rare Chinese ones in file names."""

_BASE_PX: Final = 14


def install_fonts() -> None:
    """Make the bundled weights known and the first one the application's font."""
    for weight in ("Regular", "SemiBold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"{FAMILY}-{weight}.ttf")))
    font = QFont([FAMILY, *_FALLBACKS])
    font.setPixelSize(base_px())
    QGuiApplication.setFont(font)


def base_px() -> int:
    """Height of body text in device-independent pixels, larger where the desktop asks for it."""
    # macOS counts 72 to the inch and scales by itself; elsewhere 96 is the plain desktop.
    screen = QGuiApplication.primaryScreen()
    if sys.platform == "darwin":
        return _BASE_PX
    return round(_BASE_PX * max(1.0, screen.logicalDotsPerInch() / 96))


def sized(percent: int, *, strong: bool = False) -> QFont:
    """The window's font at ``percent`` of the body text, ``strong`` in its heavier weight."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(base_px() * percent / 100))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
