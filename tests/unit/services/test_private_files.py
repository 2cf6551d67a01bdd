"""What the program keeps is its owner's alone to read."""

import logging
import os
import stat

import pytest

from carinspect.core.paths import cache_dir, config_dir, data_dir, log_dir, private_folder
from carinspect.jobs.job import run_here
from carinspect.services.backup_records import BackUpRecords
from carinspect.services.corrections import open_corrections
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.workspace import Workspace
from carinspect.storage.pack_file import write_pack
from tests.record_workspaces import made

__all__ = ["made"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")


@pytest.fixture(autouse=True)
def open_handed():
    """An account whose files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_records_photos_settings_and_backups_are_private(made, tmp_path):
    workspace = Workspace()
    workspace.change(user="Kim")
    run_here(RecordInspections(workspace, (made("a.jpg"),)))
    backup = tmp_path / "backup.zip"
    run_here(BackUpRecords(workspace, backup))
    open_corrections().photos.add(b"pixels")

    files = [f for f in (*data_dir().rglob("*"), *config_dir().rglob("*")) if f.is_file()]
    assert {file.name for file in files} >= {"records.sqlite", "settings.json"}
    assert {rights(file) for file in (*files, backup)} == {"0o600"}
    assert rights(data_dir() / "records") == "0o700"
    assert rights(config_dir()) == "0o700"
    workspace.close()


def test_evidence_packs_are_private(tmp_path):
    write_pack(tmp_path / "pack.zip", [("a", b"a")])

    assert rights(tmp_path / "pack.zip") == "0o600"


def test_a_folder_that_was_open_is_closed(tmp_path):
    (tmp_path / "open").mkdir(mode=0o777)

    private_folder(tmp_path / "open")

    assert rights(tmp_path / "open") == "0o700"


def test_logs_are_private():
    from carinspect.ui.log import start_log

    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        start_log()
        assert rights(log_dir()) == "0o700"
    finally:
        for handler in [h for h in root.handlers if h not in handlers]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)


def test_the_cache_of_pasted_photos_is_private(qtbot):
    from PySide6.QtGui import QImage

    from carinspect.ui.inspect.intake_jobs import KeepPastedImage

    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    run_here(KeepPastedImage(image))

    assert rights(cache_dir() / "pasted") == "0o700"
