import logging

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from carinspect.core.paths import log_dir
from carinspect.ui.log import start_log


@pytest.fixture
def log(qapp):
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    start_log()
    yield log_dir() / "carinspect.log"
    qInstallMessageHandler(None)
    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.qt_log_ignore("a word of Qt")
@pytest.mark.no_qt_log
def test_our_words_and_those_of_qt_go_into_one_file(log):
    logging.getLogger("carinspect.test").info("a word of ours, 한국어")
    qWarning("a word of Qt")

    text = log.read_text(encoding="utf-8")
    assert "a word of ours, 한국어" in text
    assert "WARNING" in text
    assert "a word of Qt" in text


@pytest.mark.no_qt_log
def test_a_machine_that_cannot_write_logs_still_works(qapp, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("carinspect.ui.log.log_dir", lambda: blocked / "logs")
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    start_log()

    assert root.handlers == before
    root.setLevel(level)
    qInstallMessageHandler(None)
