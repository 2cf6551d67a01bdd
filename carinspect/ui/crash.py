"""What happens when a bug shows: it is logged and told, and the work goes on."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import threading
import traceback
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, QProcess, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect import __version__
from carinspect.core.i18n import _, language
from carinspect.core.own_command import own_command
from carinspect.core.paths import log_dir, private_folder
from carinspect.core.scrubbing import scrub
from carinspect.ui.theme import GRID

logger = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Catches every exception that nobody handled, in whatever thread.

    Signals:
        crashed: the report, as text; emitted in the GUI thread.
    """

    crashed = Signal(str)
    _reports = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialog: CrashDialog | None = None
        self._hooks = (sys.excepthook, threading.excepthook)
        # PySide calls the hook in the thread that failed; dialogs belong to the GUI thread.
        self._reports.connect(self._on_report, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Watch from now on."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        _watch_for_faults()

    def uninstall(self) -> None:
        """Leave everything as it was before."""
        sys.excepthook, threading.excepthook = self._hooks

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        logger.critical("unhandled exception", exc_info=(kind, error, trace))
        lines = traceback.format_exception(kind, error, trace)
        self._reports.emit(f"{environment()}\n\n{scrub(''.join(lines))}")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_report(self, report: str) -> None:
        self.crashed.emit(report)
        # One dialog at a time: a bug in painting would open hundreds.
        if self._dialog is None:
            self._dialog = CrashDialog(report, QApplication.activeWindow())
            self._dialog.finished.connect(self._on_closed)
            self._dialog.open()

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class CrashDialog(QDialog):
    """Tells what happened, with a report to send."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.report = report
        words = QLabel(
            _(
                "CarInspect ran into an error of its own. You can go on working; your photos are"
                " untouched. Please send this report to whoever looks after the program; names of"
                " photos, plates and passwords were taken out of it."
            ),
            self,
        )
        words.setWordWrap(True)
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setObjectName("report")
        text.setAccessibleName(_("Report"))
        buttons = QDialogButtonBox(self)
        copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        again = buttons.addButton(_("Start again"), QDialogButtonBox.ButtonRole.DestructiveRole)
        leave = buttons.addButton(_("Quit"), QDialogButtonBox.ButtonRole.DestructiveRole)
        stay = QPushButton(_("Continue"), self)
        stay.setObjectName("primary")  # before the box measures it
        stay.setDefault(True)
        buttons.addButton(stay, QDialogButtonBox.ButtonRole.AcceptRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        again.clicked.connect(start_again)
        leave.clicked.connect(QApplication.quit)
        stay.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        for widget in (words, text, buttons):
            column.addWidget(widget)
        self.resize(90 * GRID, 55 * GRID)


def start_again() -> None:
    """Open the program anew and end this one; tests replace what it calls."""
    command = own_command()
    if QProcess.startDetached(command[0], command[1:]):
        QApplication.quit()


def environment() -> str:
    """What a developer needs to know about this machine."""
    return "\n".join(
        (
            f"CarInspect {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            f"{os.cpu_count()} processors, platform plugin {QGuiApplication.platformName()}",
            f"language {language()}, {datetime.now().astimezone():%Y-%m-%d %H:%M %z}",
        )
    )


def _watch_for_faults() -> None:
    try:
        private_folder(log_dir())
        # Stays open as long as the process lives: the fault handler writes to its descriptor.
        file = (log_dir() / "faults.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)
