"""What the display is like: screen, platform plugin, letters for Korean."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

from carinspect.core.health import DisplayFacts
from carinspect.ui.fonts import FAMILY, install_fonts


def display_facts() -> DisplayFacts:
    """What a window that is open now sees; call it in the GUI thread."""
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    korean = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
    family = FAMILY if FAMILY in korean else next(iter(korean), "")
    return DisplayFacts(
        qt=qVersion() or "",
        platform=QGuiApplication.platformName(),
        width_px=room.width(),
        height_px=room.height(),
        scale_percent=round(100 * screen.devicePixelRatio()),
        korean_family=family,
    )


def write_display_facts(answer: Path) -> int:
    """Open a display, write what it is like to ``answer`` as JSON, and end; the exit code."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - its libraries are what is probed

    app = QApplication(sys.argv[:1])
    install_fonts()
    answer.write_text(json.dumps(display_facts().to_record()), encoding="utf-8")
    app.quit()
    return 0
