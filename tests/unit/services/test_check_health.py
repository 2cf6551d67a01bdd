"""The check of a computer finds what is broken, says what to do, and changes nothing."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from carinspect.core import i18n
from carinspect.core.health import CONDITIONS, Area, Condition, DisplayFacts, HealthCheck, State
from carinspect.core.health_texts import area_text, check_text, state_text, summary_text
from carinspect.core.paths import config_dir, data_dir, log_dir
from carinspect.jobs.job import run_here
from carinspect.services import check_health, probe_display
from carinspect.services.check_health import CheckHealth
from carinspect.services.records import Records
from tests.fakes import FakeWorkspace

DISPLAY = DisplayFacts("6.8", "xcb", 1920, 1080, 100, "Pretendard")


@pytest.fixture
def check(tmp_path):
    def run(display=DISPLAY, settings=None):
        workspace = FakeWorkspace(settings or tmp_path / "settings.json")
        try:
            return run_here(CheckHealth(workspace, display))
        finally:
            workspace.close()

    return run


def found(checks, area):
    return [one.condition for one in checks if one.area is area]


def test_a_sound_computer_has_nothing_to_mend(check):
    checks = check()

    assert [one for one in checks if one.state is not State.OK and one.area is not Area.DISK] == []
    assert {one.area for one in checks} == set(Area)
    assert found(checks, Area.RECORDS) == [Condition.RECORDS_NONE]
    assert not (data_dir() / "records").exists(), "a check makes no database"


def test_a_small_screen_without_korean_letters_is_told(check):
    checks = check(DisplayFacts("6.8", "xcb", 800, 600, 200, ""))

    assert found(checks, Area.SCREEN) == [Condition.SCREEN_SMALL]
    assert found(checks, Area.FONTS) == [Condition.FONTS_LACK_KOREAN]


def test_records_are_examined(check):
    file = data_dir() / "records" / "records.sqlite"
    Records.open().close()
    assert found(check(), Area.RECORDS) == [Condition.RECORDS_WHOLE]

    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = 'made_in_2099'")
    connection.commit()
    connection.close()
    assert found(check(), Area.RECORDS) == [Condition.RECORDS_FAIL]


def test_a_damaged_database_is_told_and_left_as_it_is(check):
    Records.open().close()
    file = data_dir() / "records" / "records.sqlite"
    file.write_bytes(file.read_bytes()[:100] + bytes(20_000))
    before = file.read_bytes()

    checks = check()

    assert found(checks, Area.RECORDS) == [Condition.RECORDS_DAMAGED]
    assert file.read_bytes() == before
    (told,) = [check_text(one) for one in checks if one.area is Area.RECORDS]
    assert "Restore" in told
    assert str(file) in told


def test_an_older_database_is_told_and_not_brought_up_to_date(check):
    Records.open().close()
    file = data_dir() / "records" / "records.sqlite"
    from carinspect.storage.schema_steps import _scripts

    oldest = [script.revision for script in _scripts().walk_revisions()][-1]
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = ?", (oldest,))
    connection.commit()
    connection.close()

    assert found(check(), Area.RECORDS) == [Condition.RECORDS_OLDER]
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (oldest,)
    connection.close()


def test_an_altered_model_is_told(check, monkeypatch, tmp_path):
    import shutil

    from carinspect.core.paths import shipped_models_dir

    shipped = tmp_path / "models"
    shutil.copytree(shipped_models_dir() / "lite0-320-linear", shipped / "lite0-320-linear")
    model = shipped / "lite0-320-linear" / "model.tflite"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    monkeypatch.setattr("carinspect.services.workspace.shipped_models_dir", lambda: shipped)

    assert found(check(), Area.MODELS) == [Condition.SHIPPED_MODEL_ALTERED]
    shutil.rmtree(shipped)
    assert found(check(), Area.MODELS) == [Condition.MODELS_MISSING]


def test_a_folder_that_cannot_be_written_is_told(check, monkeypatch):
    blocked = log_dir()
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file stands where the folder should")

    checks = check()

    assert Condition.FOLDER_LOCKED in found(checks, Area.FOLDERS)
    (told,) = [check_text(one) for one in checks if one.condition is Condition.FOLDER_LOCKED]
    assert str(blocked) in told


def test_a_full_disk_is_told(check, monkeypatch):
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    for free, wanted, told in (
        (10**8, Condition.DISK_FULL, "0.1 GB"),
        (10**9, Condition.DISK_LOW, "0.9 GB"),
        (5 * 2**30, Condition.DISK_ROOMY, "5.0 GB"),
    ):
        monkeypatch.setattr(check_health.shutil, "disk_usage", lambda _p, n=free: usage(n, 0, n))
        checks = check()
        assert found(checks, Area.DISK) == [wanted]
        (disk,) = [one for one in checks if one.area is Area.DISK]
        assert told in check_text(disk)


def test_faults_and_settings_that_were_set_aside_are_told(check):
    log_dir().mkdir(parents=True)
    (log_dir() / "faults.log").write_text("Fatal Python error: Segmentation fault")
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "settings.json").write_text("{broken")

    checks = check(settings=config_dir() / "settings.json")

    assert found(checks, Area.CRASHES) == [Condition.CRASHES_NOTED]
    assert Condition.SETTINGS_SET_ASIDE in found(checks, Area.SETTINGS)


def test_a_child_process_says_what_the_display_is_like(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    probe = probe_display.probe_display()

    assert probe.facts is not None, probe.reason
    assert probe.facts.platform == "offscreen"
    assert probe.facts.korean_family == "Pretendard"


def test_a_window_that_cannot_open_is_told_with_its_reason(check, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    monkeypatch.setattr(probe_display, "_missing_libraries", lambda _reason: ())

    (told,) = [one for one in check(display=None) if one.area is Area.WINDOW]

    assert told.condition is Condition.WINDOW_FAILS
    assert "platform" in check_text(told)


def test_the_reason_is_what_the_program_said_and_not_its_starter(monkeypatch, tmp_path):
    frozen = tmp_path / "carinspect"
    frozen.write_text(
        "#!/bin/sh\n"
        "echo 'ImportError: libxkbcommon.so.0: cannot open shared object file' >&2\n"
        'echo "[PYI-7:ERROR] Failed to execute script" >&2\n'
        "exit 1\n"
    )
    frozen.chmod(0o755)
    monkeypatch.setattr(probe_display, "own_command", lambda: [str(frozen)])
    probe = probe_display.probe_display()
    assert probe.facts is None
    assert probe.reason == "ImportError: libxkbcommon.so.0: cannot open shared object file"


def test_lacking_libraries_name_their_packages(check, monkeypatch):
    probe = probe_display.DisplayProbe(
        None, "", has_screen=True, libraries=("libEGL.so.1", "libxcb-cursor.so.0")
    )
    monkeypatch.setattr(check_health, "probe_display", lambda: probe)

    (told,) = [one for one in check(display=None) if one.area is Area.WINDOW]

    assert told.condition is Condition.WINDOW_LIBRARIES_LACK
    assert "libegl1 libxcb-cursor0" in check_text(told)


def test_the_packages_are_those_that_the_setup_installs():
    from tests.conftest import ROOT

    listed = (ROOT / "packaging" / "setup" / "debian-packages.txt").read_text().split()
    assert set(probe_display._PACKAGES.values()) <= set(listed)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_condition_has_words(language):
    i18n.choose_language(language)
    names = (
        *("version", "python", "system", "qt", "platform", "reason", "libraries", "packages"),
        *("width", "height", "scale", "least", "family", "file", "purpose", "folder", "free"),
        *("model", "ms", "database", "when"),
    )
    facts = dict.fromkeys(names, "x")
    assert set(CONDITIONS) == set(Condition)
    for condition in Condition:
        check = HealthCheck(condition, facts)
        assert check_text(check)
        assert area_text(check.area)
        assert state_text(check.state)
    assert summary_text((HealthCheck(Condition.SETTINGS_DEFAULT),))


def test_the_doctor_speaks_on_the_command_line(home):
    import json

    done = subprocess.run(
        [sys.executable, "-m", "carinspect", "doctor", "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
    )
    told = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr
    assert told["state"] in {"ok", "warning"}
    conditions = {one["condition"] for one in told["checks"]}
    assert {"inspecting_works", "model_whole", "records_none"} <= conditions
    assert all(one["text"] for one in told["checks"])
