from pathlib import Path

from PySide6.QtCore import QStandardPaths

from carinspect.ui.start_folder import start_folder


def test_a_dialog_begins_where_the_last_one_ended(tmp_path):
    assert start_folder(str(tmp_path)) == tmp_path


def test_a_dialog_begins_with_the_documents_where_nothing_is_remembered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    documents = tmp_path / "documents"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(documents))

    assert start_folder("") == Path.home()
    documents.mkdir()
    assert start_folder("") == documents
    assert start_folder(str(tmp_path / "gone")) == documents
