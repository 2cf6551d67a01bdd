import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.settings import Gate1Rule, Settings, Theme
from carinspect.storage.settings_file import SettingsFile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config" / "settings.json"


def test_without_a_file_the_defaults_hold(path):
    assert SettingsFile(path).load() == Settings()
    assert not path.exists()


@given(
    st.builds(
        Settings,
        language=st.text(),
        theme=st.sampled_from(Theme),
        gate1_rule=st.sampled_from(Gate1Rule),
        recent_photos=st.lists(st.text(alphabet=st.characters(codec="utf-8"))).map(tuple),
    )
)
def test_what_is_saved_is_loaded(tmp_path_factory, settings):
    file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.json")

    file.save(settings)

    assert file.load() == settings


def test_only_what_differs_is_written(path):
    SettingsFile(path).save(Settings(theme=Theme.DARK))

    assert json.loads(path.read_text()) == {"version": 1, "theme": "dark"}


def test_keys_of_a_newer_version_survive(path):
    path.parent.mkdir()
    path.write_text('{"version": 9, "from_the_future": [1], "theme": "dark"}')
    file = SettingsFile(path)

    file.save(file.load())

    assert json.loads(path.read_text())["from_the_future"] == [1]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"theme": "pink"}', b'{"language": 3}', b"\xff\xfe\x00", b"[" * 99999],
)
def test_a_damaged_file_is_set_aside_and_said(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    file = SettingsFile(path)

    with pytest.raises(CarInspectError) as caught:
        file.load()

    assert caught.value.code is ErrorCode.SETTINGS_DAMAGED
    assert path.with_suffix(".damaged").read_bytes() == content
    assert file.load() == Settings()


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "config").write_text("a file where the folder should be")

    with pytest.raises(CarInspectError) as caught:
        SettingsFile(tmp_path / "config" / "settings.json").save(Settings())

    assert caught.value.code is ErrorCode.CANNOT_WRITE
