import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QPushButton

from carinspect import __version__
from carinspect.ui import crash
from carinspect.ui.crash import CrashDialog, CrashReporter


@pytest.fixture
def reporter(qapp, monkeypatch):
    before = sys.excepthook
    monkeypatch.setattr("carinspect.ui.crash._watch_for_faults", lambda: None)
    reporter = CrashReporter()
    reporter.install()
    yield reporter
    reporter.uninstall()
    if reporter._dialog is not None:
        reporter._dialog.accept()
    sys.excepthook = before


def fail(*_args):
    raise ZeroDivisionError("nobody caught this")


def test_a_bug_in_a_thread_is_told_in_the_gui_thread(qtbot, reporter, caplog):
    thread = threading.Thread(target=fail)

    with qtbot.waitSignal(reporter.crashed, timeout=3000) as caught:
        thread.start()
        thread.join()

    report = caught.args[0]
    assert "ZeroDivisionError: nobody caught this" in report
    assert f"CarInspect {__version__}" in report
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]


def test_a_bug_in_the_gui_thread_opens_one_dialog(qtbot, reporter):
    for _n in range(3):
        try:
            fail()
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())

    qtbot.waitUntil(lambda: reporter._dialog is not None, timeout=3000)
    qtbot.wait(50)  # further dialogs must not come

    first = reporter._dialog
    assert first.isVisible()
    first.accept()
    assert reporter._dialog is None


def test_the_report_can_be_copied(qtbot):
    dialog = CrashDialog("the report")
    qtbot.addWidget(dialog)

    dialog.findChildren(QDialogButtonBox)[0].findChildren(QPushButton)
    button = next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text())
    button.click()

    assert QGuiApplication.clipboard().text() == "the report"
    assert dialog.findChild(QPlainTextEdit).isReadOnly()


def test_a_report_names_no_photo_and_no_plate(qtbot, reporter):
    with qtbot.waitSignal(reporter.crashed, timeout=3000) as caught:
        try:
            Path("/home/kim/12가3456 rear.jpg of hong@example.com").read_bytes()
        except FileNotFoundError:
            sys.excepthook(*sys.exc_info())

    report = caught.args[0]
    assert "FileNotFoundError" in report
    assert not any(word in report for word in ("kim", "12가3456", "hong"))


def test_the_program_can_be_started_again(qtbot, monkeypatch):
    started, quit_ = [], []
    monkeypatch.setattr(crash.QProcess, "startDetached", lambda *command: started.append(command))
    monkeypatch.setattr(crash.QApplication, "quit", lambda: quit_.append(True))
    dialog = CrashDialog("the report")
    qtbot.addWidget(dialog)
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Start again")

    button.click()
    assert started == [(sys.executable, ["-m", "carinspect"])]
    assert quit_ == [], "it did not start: the work is not thrown away"

    monkeypatch.setattr(crash.QProcess, "startDetached", lambda *_command: True)
    button.click()
    assert quit_ == [True]


def test_keyboard_interrupt_is_no_crash(qtbot, reporter):
    seen = []
    reporter.crashed.connect(seen.append)

    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)  # proves that nothing comes

    assert seen == []
