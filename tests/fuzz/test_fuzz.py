"""A few cases of every target, and each thing that the fuzzer once found."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.settings import Settings
from carinspect.storage.settings_file import SettingsFile
from tests.fuzz import seeds
from tests.fuzz.child import case, problem_of
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(number=st.integers(0, 10**6))
def test_whatever_is_read_back_is_read_or_refused_in_one_sentence(
    tmp_path_factory, home, name, number
):
    data = case(TARGETS[name].seeds(), 1, number)

    assert problem_of(TARGETS[name], data, tmp_path_factory.mktemp("case")) == ""


@pytest.mark.parametrize("name", TARGETS)
def test_the_good_files_are_read(tmp_path_factory, home, name):
    for data in TARGETS[name].seeds():
        TARGETS[name].read(data, tmp_path_factory.mktemp("good"))


NESTED = b"[" * 100_000


def changed(data, **values):
    return json.dumps({**json.loads(data), **values}).encode()


def infinite_sum():
    rows = [{"wnid": "n1", "name": "x", "sum": 1}]
    return b'{"photos": Infinity, "categories": ' + json.dumps(rows).encode() + b"}"


FOUND = {
    "activations nested": ("activations", lambda: NESTED),
    "category list nested": ("category_list", lambda: NESTED),
    "category list of infinitely many photos": ("category_list", infinite_sum),
    "run nested": ("run_config", lambda: NESTED),
    "run of infinitely many photos": (
        "run_config",
        lambda: changed(seeds.run_files()["config.json"], training_photos=float("inf")),
    ),
    "run state nested": ("run_state", lambda: NESTED),
    "checkpoint that is none": ("run_checkpoint", lambda: b"PK\3\4 no zip"),
    "validation with words for numbers": (
        "run_validation",
        lambda: b"photo,label,probability,source,sha256\na.jpg,cars,0.5,s,x\n",
    ),
    "validation with a short row": (
        "run_validation",
        lambda: b"photo,label,probability,source,sha256\na.jpg\n",
    ),
    "evaluation with a list for a label": (
        "evaluation",
        lambda: seeds.evaluation()[0].replace(b'"label": 0', b'"label": []'),
    ),
    "frozen set without fingerprint": (
        "frozen_set",
        lambda: seeds.frozen()[0].replace(b"fingerprint", b"fingerprin"),
    ),
    "frozen set with half a letter": (
        "frozen_set",
        lambda: seeds.frozen()[0].replace(b'"sha256": "', b'"sha256": "\\udc80'),
    ),
    "frozen set nested": ("frozen_set", lambda: NESTED),
    "backup whose manifest is nested": ("backup", lambda: _zip("manifest.json", NESTED)),
    "backup under a password": ("backup", lambda: _locked(_zip("manifest.json", b"{}"))),
    "database with bytes that are no text": (
        "database",
        lambda: seeds.database()[0].replace(b"sports_car_0", b"sports\xff\xff\xff\xff_0"),
    ),
    "card with half a letter": (
        "model_card",
        lambda: seeds.model_card()[0].replace(b'"recipe": "', b'"recipe": "\\udc80'),
    ),
    "card with a text for a number": (
        "model_card",
        lambda: seeds.model_card()[0].replace(b'"AUROC": 0.98', b'"AUROC": "high"'),
    ),
}


def _locked(packed):
    """The zip with the mark of encryption on its member, in both of its directories."""
    data = bytearray(packed)
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _zip(name, data):
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(("target", "data"), FOUND.values(), ids=FOUND)
def test_what_was_found_once_is_told(tmp_path, home, target, data):
    with pytest.raises(CarInspectError):
        TARGETS[target].read(data(), tmp_path)


@pytest.mark.parametrize(
    "data", [NESTED, b'{"version": 3, "photos": []}', b'{"version": 3, "photos": "x"}']
)
def test_damaged_facts_of_photos_are_forgotten(tmp_path, data):
    assert TARGETS["photo_facts"].read(data, tmp_path) is None


@pytest.mark.parametrize("name", ["x" * 300, "d/" * 2500, "\ufffe"])
def test_a_list_names_what_no_system_has(tmp_path, name):
    (tmp_path / "a.jpg").write_bytes(b"x")
    rows = f"photo,label\na.jpg,damaged\n{name}.jpg,damaged\n"

    listing = TARGETS["labels_csv"].read(rows.encode("utf-8", "surrogatepass"), tmp_path)

    assert len(listing.photos) == 1


def test_a_pack_whose_manifest_is_nested_is_not_whole(tmp_path):
    assert TARGETS["evidence_pack"].read(_zip("manifest.json", NESTED), tmp_path) is False


def test_a_folder_whose_name_is_not_utf8_is_remembered(tmp_path):
    file = SettingsFile(tmp_path / "settings.json")

    file.save(Settings(last_folder="/photos/\udcff\udcb0"))

    assert file.load().last_folder == "/photos/\udcff\udcb0"


def test_settings_that_may_not_be_read_are_told_and_defaults_hold(tmp_path):
    (tmp_path / "settings.json").mkdir()  # for root too
    file = SettingsFile(tmp_path / "settings.json")

    with pytest.raises(CarInspectError) as caught:
        file.load()

    assert caught.value.code is ErrorCode.SETTINGS_UNREADABLE
    assert file.load() == Settings()
