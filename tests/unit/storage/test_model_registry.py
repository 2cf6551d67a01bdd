import dataclasses
import hashlib
import io
import json
import os
import threading
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carinspect.core.activation import Activation
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import shipped_models_dir
from carinspect.ml.inspection_net import InspectionNet
from carinspect.services.workspace import default_model_id
from carinspect.storage.model_file import read_model_file
from carinspect.storage.model_registry import KEPT_AFTER_REMOVAL_S, ModelRegistry
from tests.model_bundles import make_bundle, make_card
from tests.records import minutes

SHIPPED = default_model_id()


@pytest.fixture
def registry(tmp_path):
    return ModelRegistry(tmp_path / "models", shipped_models_dir())


@pytest.fixture
def bundle(tmp_path):
    return make_bundle(tmp_path / "run" / "bundle")


def test_a_registered_model_is_listed_and_whole(registry, bundle):
    model_id = registry.register(bundle)

    assert model_id == "trained"
    assert model_id in registry.ids()
    assert (registry.folder(model_id) / "model.tflite").read_bytes() == b"net"
    assert registry.card(model_id) == make_card()


def test_the_same_name_gets_a_number_and_the_card_bears_it(registry, bundle):
    first, second = registry.register(bundle), registry.register(bundle)

    assert (first, second) == ("trained", "trained-2")
    assert registry.card(second).id == "trained-2"


def test_an_own_model_never_hides_a_shipped_one(registry, tmp_path):
    model_id = registry.register(make_bundle(tmp_path / "b", make_card(id=SHIPPED)))

    assert model_id == f"{SHIPPED}-2"
    assert registry.is_shipped(SHIPPED)
    assert not registry.is_shipped(model_id)


@pytest.mark.parametrize(
    "wanted", ["../../evil", "/etc", "..", "", "a/b", "con", "차량 모델", "a" * 300]
)
def test_an_id_from_a_card_never_leaves_the_folder(registry, tmp_path, wanted):
    model_id = registry.register(make_bundle(tmp_path / "b", make_card(id=wanted)))

    assert registry.folder(model_id).parent == tmp_path / "models"
    assert model_id.lower() != "con"
    assert len(model_id) < 100


def test_a_model_that_is_not_the_cards_is_refused(registry, bundle):
    (bundle / "model.tflite").write_bytes(b"other")

    with pytest.raises(CarInspectError) as caught:
        registry.register(bundle)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED
    assert registry.ids() == registry.ids()[:2]
    assert not any((registry._own).glob("*/card.json"))


def test_threads_that_register_at_once_get_models_of_their_own(registry, bundle):
    ids = []
    threads = [
        threading.Thread(target=lambda: ids.append(registry.register(bundle))) for _n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(ids)) == 8
    assert [registry.card(model_id).id for model_id in ids] == ids
    assert list((registry._own / ".incoming").iterdir()) == []


def test_a_removed_model_comes_back(registry, bundle):
    model_id = registry.register(bundle)

    registry.remove(model_id)
    assert model_id not in registry.ids()
    assert registry.register(bundle) == f"{model_id}-2"  # its name is kept for it
    registry.restore(model_id)

    assert registry.card(model_id).id == model_id


def test_a_removed_model_is_gone_for_good_after_its_time(registry, bundle):
    old, other = registry.register(bundle), registry.register(bundle)
    registry.remove(old)
    aside = registry._own / ".removed" / old / "card.json"
    long_ago = aside.stat().st_mtime - KEPT_AFTER_REMOVAL_S - 60
    os.utime(aside, (long_ago, long_ago))

    registry.remove(other)

    with pytest.raises(CarInspectError):
        registry.restore(old)
    registry.restore(other)


def test_a_shipped_model_cannot_be_removed(registry):
    with pytest.raises(CarInspectError) as caught:
        registry.remove(SHIPPED)
    assert caught.value.code is ErrorCode.MODEL_SHIPPED


def test_the_shipped_model_survives_the_way_through_a_file(registry, tmp_path):
    file = tmp_path / "모델.carmodel"
    registry.export_file(SHIPPED, file)
    elsewhere = ModelRegistry(tmp_path / "other", tmp_path / "none")

    model_id = elsewhere.import_file(file)

    assert model_id == SHIPPED
    assert elsewhere.card(model_id) == registry.card(SHIPPED)
    assert InspectionNet.load(elsewhere.folder(model_id)).card.id == SHIPPED


def test_a_model_that_is_there_is_not_imported_twice(registry, bundle, tmp_path):
    model_id = registry.register(bundle)
    registry.export_file(model_id, tmp_path / "one.carmodel")

    assert registry.import_file(tmp_path / "one.carmodel") == model_id
    assert len([one for one in registry.ids() if not registry.is_shipped(one)]) == 1


def test_activations_are_remembered_in_order(registry):
    one = Activation(minutes(0), "kim", "a", "b", reason="a customer waits", test="not worse")
    two = Activation(minutes(1), "lee", "b", "a", is_rollback=True)

    registry.note_activation(one)
    registry.note_activation(two)

    assert registry.activations() == (one, two)


def pack(members: dict[str, bytes], manifest: object = None) -> bytes:
    """A zip with these members; by default with a right manifest."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
        archive.writestr(
            "manifest.json",
            json.dumps(manifest or {"format": 1, "card_version": 1, "sha256": hashes}),
        )
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


GOOD = {"card.json": make_card().to_json().encode(), "model.tflite": b"net"}


def refused(registry, tmp_path, data: bytes) -> ErrorCode:
    file = tmp_path / "hostile.carmodel"
    file.write_bytes(data)
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(CarInspectError) as caught:
        registry.import_file(file)
    assert sorted(path for path in tmp_path.rglob("*")) == before
    return caught.value.code


def test_the_packer_of_these_tests_makes_files_that_are_taken(registry, tmp_path):
    (tmp_path / "good.carmodel").write_bytes(pack(GOOD))
    assert registry.import_file(tmp_path / "good.carmodel") == "trained"


@pytest.mark.parametrize(
    "members",
    [
        {**GOOD, "../../evil.py": b"x"},
        {**GOOD, "/etc/passwd": b"x"},
        {**GOOD, "model.pkl": b"x"},
        {"../card.json": GOOD["card.json"], "model.tflite": b"net"},
        {"card.json": GOOD["card.json"]},
        {"card.json": b"[]", "model.tflite": b"net"},
        {"card.json": b"[" * 100_000, "model.tflite": b"net"},
        {"card.json": GOOD["card.json"], "model.tflite": b"another net"},
    ],
)
def test_a_file_that_no_export_writes_is_refused(registry, tmp_path, members):
    assert refused(registry, tmp_path, pack(members)) is ErrorCode.MODEL_FILE_DAMAGED


def test_a_wrong_hash_is_refused(registry, tmp_path):
    wrong = {"format": 1, "card_version": 1, "sha256": dict.fromkeys(GOOD, "0" * 64)}
    assert refused(registry, tmp_path, pack(GOOD, wrong)) is ErrorCode.MODEL_FILE_DAMAGED


def test_the_file_of_a_newer_version_is_told_apart(registry, tmp_path):
    newer = {"format": 1, "card_version": 99, "sha256": {}}
    assert refused(registry, tmp_path, pack(GOOD, newer)) is ErrorCode.MODEL_NEWER


def test_a_card_that_swells_is_not_unpacked(registry, tmp_path):
    bomb = pack({"card.json": b" " * (64 << 20), "model.tflite": b"net"})
    assert len(bomb) < 1 << 20
    assert refused(registry, tmp_path, bomb) is ErrorCode.MODEL_FILE_DAMAGED


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_file_with_flipped_bytes_is_refused_or_the_same_model(registry, tmp_path, data):
    whole = bytearray(pack(GOOD))
    for _n in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "flipped.carmodel"
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])

    try:
        read = read_model_file(file)
    except CarInspectError as error:
        assert error.code in {ErrorCode.MODEL_FILE_DAMAGED, ErrorCode.MODEL_NEWER}  # noqa: PT017
    else:
        assert (read.card, read.content) == (make_card(), b"net")


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(registry, tmp_path, data):
    assert refused(registry, tmp_path, data) is ErrorCode.MODEL_FILE_DAMAGED


def test_an_exported_file_is_whole_or_not_there(registry, bundle, tmp_path):
    model_id = registry.register(bundle)
    with pytest.raises(CarInspectError) as caught:
        registry.export_file(model_id, tmp_path / "run" / "bundle" / "card.json" / "x.carmodel")
    assert caught.value.code is ErrorCode.CANNOT_WRITE
    assert dataclasses.replace(registry.card(model_id)) == make_card()
