"""What the display is like: screen, platform plugin, letters for Korean."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from carinspect.core.health import DisplayFacts
from carinspect.ui.fonts import FAMILY, install_fonts


def display_facts() -> DisplayFacts:
    """What a window that is open now sees; call it in the GUI thread."""
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    return DisplayFacts(
        qt=qVersion() or "",
        platform=QGuiApplication.platformName(),
        width_px=room.width(),
        height_px=room.height(),
        scale_percent=round(100 * screen.devicePixelRatio()),
        korean_family=_korean_family(),
    )


def _korean_family() -> str:
    # Qt does not count a program's own letters among those of a writing system.
    if QRawFont.fromFont(QFont(FAMILY)).supportsCharacter(ord("한")):
        return FAMILY
    return next(iter(QFontDatabase.families(QFontDatabase.WritingSystem.Korean)), "")


def write_display_facts(answer: Path) -> int:
    """Open a display, write what it is like to ``answer`` as JSON, and end; the exit code."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - its libraries are what is probed

    app = QApplication(sys.argv[:1])
    install_fonts()
    answer.write_text(json.dumps(display_facts().to_record()), encoding="utf-8")
    app.quit()
    return 0
