"""The check of this computer and the log, in their windows."""

import logging

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from carinspect.core.health import Area, State
from carinspect.core.log_lines import Level
from carinspect.core.paths import log_dir
from carinspect.ui.help.health_dialog import HealthDialog
from carinspect.ui.help.log_viewer import LogViewer
from tests.window_fixtures import WAIT_MS

LINE = "2026-05-01 09:00:0{n},123 {level} MainThread carinspect.ui: {text}\n"


@pytest.fixture
def health(qtbot, window):
    window.actions_table["doctor"].trigger()
    (dialog,) = window.findChildren(HealthDialog)
    qtbot.waitUntil(lambda: bool(dialog.checks), timeout=WAIT_MS)
    yield dialog
    dialog.close()


def test_what_wants_to_be_acted_on_comes_first(qtbot, health):
    qtbot.waitUntil(health.again.isEnabled, timeout=WAIT_MS)
    words = [label.text() for label in health.findChildren(QLabel)]

    assert health._title.text() == words[0]
    # The offscreen screen is small.
    assert next(one for one in health.checks if one.area is Area.SCREEN).state is State.WARNING
    assert any("800" in text for text in words[:6])
    pictures = [label for label in health.findChildren(QLabel) if label.accessibleName()]
    assert {label.accessibleName() for label in pictures} <= {
        *("fine", "look at this", "does not work"),
    }


def test_what_was_found_can_be_copied_without_names(qtbot, health, tmp_path):
    qtbot.waitUntil(health.again.isEnabled, timeout=WAIT_MS)
    health.copy.click()
    copied = QGuiApplication.clipboard().text()

    assert "[ok] Models: lite0-448-localized is whole." in copied
    assert str(tmp_path) not in copied


def test_it_can_be_checked_again(qtbot, health):
    qtbot.waitUntil(health.again.isEnabled, timeout=WAIT_MS)
    before = health.checks
    health.again.click()
    assert not health.again.isEnabled()
    qtbot.waitUntil(lambda: health.checks is not before, timeout=WAIT_MS)


def write(*lines):
    log_dir().mkdir(parents=True, exist_ok=True)
    with (log_dir() / "carinspect.log").open("a", encoding="utf-8") as file:
        for n, (level, text) in enumerate(lines):
            file.write(LINE.format(n=n, level=level, text=text))


@pytest.fixture
def viewer(qtbot, window):
    write(("INFO", "ready"), ("WARNING", "slow disk"), ("ERROR", "/home/kim/12가3456.jpg is gone"))
    window.actions_table["log"].trigger()
    (viewer,) = window.findChildren(LogViewer)
    qtbot.waitUntil(lambda: viewer.model.rowCount() == 3, timeout=WAIT_MS)
    return viewer


def shown(viewer):
    return [viewer.model.entry(row).text for row in range(viewer.model.rowCount())]


def test_new_entries_show_as_they_are_written(qtbot, viewer):
    write(("INFO", "later"))
    qtbot.waitUntil(lambda: shown(viewer)[-1] == "later", timeout=WAIT_MS)
    assert len(shown(viewer)) == 4


def test_entries_are_filtered_by_weight_and_words(viewer):
    viewer.level.setCurrentIndex(viewer.level.findData(Level.WARNING))
    assert len(shown(viewer)) == 2
    viewer.search.setText("DISK")
    assert shown(viewer) == ["slow disk"]
    viewer.level.setCurrentIndex(0)
    viewer.search.clear()
    assert len(shown(viewer)) == 3


def test_entries_are_copied_without_names(qtbot, viewer):
    wanted = (
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )

    def chosen():  # what is read again meanwhile takes the choice along
        # Not selectRow(): it asks the heading, and keys that an earlier test left held down.
        viewer.table.selectionModel().select(viewer.model.index(2, 0), wanted)
        return "12가3456" in viewer.text.toPlainText()

    qtbot.waitUntil(chosen, timeout=WAIT_MS)
    viewer.copy.click()

    copied = QGuiApplication.clipboard().text()
    assert "ERROR" in copied
    assert "<path>.jpg is gone" in copied
    assert "kim" not in copied


def test_a_closed_viewer_reads_no_more(qtbot, window, viewer):
    viewer.close()
    qtbot.waitUntil(lambda: not window.findChildren(LogViewer), timeout=WAIT_MS)
    logging.getLogger("carinspect").info("nobody reads this")
