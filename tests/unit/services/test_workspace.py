import contextlib
import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import config_dir
from carinspect.core.settings import MAX_RECENT_PHOTOS, Gate1Rule, Settings
from carinspect.services.workspace import Workspace, default_model_id, model_dir


def test_changes_hold_after_a_restart():
    Workspace().change(language="ko", last_folder="/photos")

    settings = Workspace().settings

    assert (settings.language, settings.last_folder) == ("ko", "/photos")


def test_damaged_settings_are_reported_and_replaced_by_the_defaults():
    config_dir().mkdir(parents=True)
    (config_dir() / "settings.json").write_text("{")

    workspace = Workspace()

    assert workspace.problem is not None
    assert workspace.problem.code is ErrorCode.SETTINGS_DAMAGED
    assert workspace.settings == Settings()
    assert Workspace().problem is None


def test_recent_photos_are_few_newest_first_each_once(tmp_path):
    workspace = Workspace()
    for number in [*range(MAX_RECENT_PHOTOS + 3), 5]:
        workspace.remember_photo(tmp_path / f"{number}.jpg")

    recent = workspace.settings.recent_photos

    assert len(recent) == MAX_RECENT_PHOTOS == len(set(recent))
    assert recent[0] == str(tmp_path / "5.jpg")


def test_a_model_is_loaded_once_and_again_when_the_rule_changes():
    workspace = Workspace()
    first = workspace.inspector()

    assert workspace.inspector() is first
    workspace.change(gate1_rule=Gate1Rule.TOP5)
    assert workspace.inspector() is not first


def test_an_inspectors_setup_changes_with_every_setting_that_it_depends_on():
    workspace = Workspace()
    setups = [workspace.inspector_setup()]
    for changed in ({"gate1_rule": Gate1Rule.TOP5}, {"accepted_error": 0.05}):
        workspace.change(**changed)
        setups.append(workspace.inspector_setup())

    assert len(set(setups)) == 3
    assert workspace.inspector_setup() == setups[-1]
    assert workspace.inspector_setup("other").model_id == "other"


@pytest.mark.parametrize("model_id", ["gone", "..", "../backbones", "/etc", ""])
def test_only_names_of_bundles_are_models(model_id):
    with pytest.raises(CarInspectError) as caught:
        model_dir(model_id)

    assert caught.value.code is ErrorCode.MODEL_MISSING
    assert model_dir(default_model_id()).is_dir()


def test_no_photo_waits_for_records_that_do_not_open(monkeypatch):
    opening, leave = threading.Event(), threading.Event()

    def wait(_settings):
        opening.set()
        leave.wait(20)
        raise CarInspectError(ErrorCode.DATABASE_UNREACHABLE, database="x", reason="no route")

    monkeypatch.setattr("carinspect.services.workspace.open_records", wait)
    workspace = Workspace()

    def open_them():
        with contextlib.suppress(CarInspectError):
            workspace.records()

    thread = threading.Thread(target=open_them)
    thread.start()
    assert opening.wait(20)
    loaded = []
    other = threading.Thread(target=lambda: loaded.append(workspace.inspector()))
    other.start()
    other.join(20)
    leave.set()
    thread.join(20)

    assert len(loaded) == 1
