"""The log file, into which Qt's own messages go as well."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from carinspect.core.log_lines import LOG_FORMAT
from carinspect.core.paths import log_dir, private_folder
from carinspect.services.follow_log import LOG_NAME

_MAX_BYTES: Final = 1_000_000
_KEPT_FILES: Final = 3

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log() -> None:
    """Write a rotating log file; a machine where that fails does without."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    with contextlib.suppress(OSError):
        private_folder(log_dir())
        handler = logging.handlers.RotatingFileHandler(
            log_dir() / LOG_NAME,
            maxBytes=_MAX_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
        )
        handler.setFormatter(logging.Formatter(LOG_FORMAT))
        root.addHandler(handler)
    qInstallMessageHandler(_log_qt_message)


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    category = getattr(context, "category", None) or "default"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
