"""The windows of the help menu."""

from __future__ import annotations

import logging
from typing import Any

from scene import Scene, Stage


def _found(stage: Stage, kind: str) -> Any:  # noqa: ANN401 - windows differ
    from PySide6.QtWidgets import QDialog

    dialogs = stage.session.window.findChildren(QDialog)
    return next(one for one in dialogs if type(one).__name__ == kind)


def _help(stage: Stage, topic: str = "inspect") -> None:
    stage.session.window.help.show_topic(topic)
    window = _found(stage, "HelpWindow")
    stage.until(lambda: bool(window.library.cards))
    stage.wait(300)


def _search(stage: Stage) -> None:
    from carinspect.core.i18n import language

    _help(stage)
    window = _found(stage, "HelpWindow")
    window.contents.search.setText("임계값" if language() == "ko" else "threshold")
    window.contents.search.returnPressed.emit()
    stage.wait(200)


def _doctor(stage: Stage) -> None:
    stage.session.window.help.show_health()
    dialog = _found(stage, "HealthDialog")
    stage.until(lambda: bool(dialog.checks))
    stage.wait(300)


def _log(stage: Stage) -> None:
    from carinspect.ui.log import start_log

    start_log()
    for name, level, words in (
        ("carinspect.ui.application", logging.INFO, "window ready"),
        ("carinspect.ui.job_runner", logging.INFO, "AddPhotos: photo_damaged_file: photo=rear.jpg"),
        ("carinspect.storage.database", logging.WARNING, "waited 3 s for another counter"),
        ("carinspect.ui.crash", logging.ERROR, "unhandled exception\nZeroDivisionError: 1 / 0"),
        ("carinspect.ui.application", logging.INFO, "language: ko"),
    ):
        logging.getLogger(name).log(level, words)
    stage.session.window.help.show_log()
    viewer = _found(stage, "LogViewer")
    stage.until(lambda: viewer.model.rowCount() > 4)
    viewer.table.selectRow(3)
    stage.wait(300)


def _crash(stage: Stage) -> None:
    from carinspect.ui.crash import CrashDialog, environment

    report = f"{environment()}\n\nZeroDivisionError: division by zero"
    CrashDialog(report, stage.session.window).show()
    stage.wait(200)


def _shortcuts(stage: Stage) -> None:
    stage.session.window.help.show_shortcuts()
    stage.wait(200)


SCENES = (
    Scene("help", _help, lambda stage: _found(stage, "HelpWindow")),
    Scene("help-search", _search, lambda stage: _found(stage, "HelpWindow")),
    Scene(
        "help-licences",
        lambda stage: _help(stage, "about:parts"),
        lambda stage: _found(stage, "HelpWindow"),
    ),
    Scene(
        "help-changes",
        lambda stage: _help(stage, "about:changes"),
        lambda stage: _found(stage, "HelpWindow"),
    ),
    Scene("shortcuts", _shortcuts, lambda stage: _found(stage, "ShortcutSheet")),
    Scene("doctor", _doctor, lambda stage: _found(stage, "HealthDialog")),
    Scene("log", _log, lambda stage: _found(stage, "LogViewer")),
    Scene("crash", _crash, lambda stage: _found(stage, "CrashDialog")),
)
