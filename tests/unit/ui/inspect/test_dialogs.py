from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from carinspect.ui.inspect.dialogs import ask_folder, ask_photos


@pytest.fixture
def asked(monkeypatch):
    calls = []

    def files(*args):
        calls.append(args)
        return ["/counter/a.jpg", "/counter/b.heic"], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", files)
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *args: (calls.append(args), "/counter")[1]
    )
    return calls


def test_photos_are_asked_for_by_their_endings(qapp, asked):
    assert ask_photos(None, "/last") == (Path("/counter/a.jpg"), Path("/counter/b.heic"))

    _parent, _title, folder, pattern = asked[0]
    assert folder == "/last"
    assert "*.heic" in pattern
    assert "*.jpg" in pattern
    assert pattern.endswith("All files (*)")


def test_a_folder_is_asked_for(qapp, asked):
    assert ask_folder(None, "/last") == Path("/counter")


def test_a_cancelled_folder_is_none(qapp, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    assert ask_folder(None, "") is None
