"""A model file is a stranger's: every attack ends in one sentence and changes nothing."""

import dataclasses
import hashlib
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.core.model_signature import SignedState
from carinspect.core.paths import shipped_models_dir
from carinspect.core.texts import error_text
from carinspect.jobs.job import run_here
from carinspect.ml.net_check import UnfitNetError, check_net
from carinspect.services.model_changes import ExportModel, ImportModel
from carinspect.services.model_signing import (
    DistrustSigner,
    MakeSigningKey,
    TrustSigner,
    signed_by,
    signers,
)
from carinspect.services.workspace import Workspace, open_registry
from tests.model_bundles import make_bundle, make_card, shipped_bundle

SHIPPED = shipped_models_dir() / "lite0-320-linear"
CARD = dataclasses.replace(
    ModelCard.from_json((SHIPPED / "card.json").read_text(encoding="utf-8")), id="stranger"
)
NET = (SHIPPED / "model.tflite").read_bytes()


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "settings.json")
    yield workspace
    workspace.close()


def manifest_of(members):
    hashes = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in members.items()
        if name in {"card.json", "model.tflite"}
    }
    return json.dumps({"format": 1, "card_version": 1, "sha256": hashes}).encode()


def members_of(net=NET, card=CARD):
    card = dataclasses.replace(card, model_sha256=hashlib.sha256(net).hexdigest())
    return {"card.json": card.to_json().encode(), "model.tflite": net}


def pack(path, entries):
    """A zip of (name or ZipInfo, bytes), whatever they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def good_entries(members=None):
    members = members or members_of()
    return [("manifest.json", manifest_of(members)), *members.items()]


def refused(workspace, file):
    """The code of the refusal; nothing was registered and nothing lies about."""
    before = open_registry().ids()
    with pytest.raises(CarInspectError) as caught:
        run_here(ImportModel(workspace, file))
    assert error_text(caught.value).endswith(".")
    assert open_registry().ids() == before
    return caught.value.code


def exported(tmp_path, key=None, model_id="ours"):
    registry = open_registry()
    if model_id not in registry.ids():
        registry.register(shipped_bundle(tmp_path / "bundle", model_id))
    file = tmp_path / "ours.carmodel"
    run_here(ExportModel(model_id, file, key))
    return file


def test_a_good_file_is_taken_and_said_to_be_unsigned(workspace, tmp_path):
    file = pack(tmp_path / "good.carmodel", good_entries())

    model_id = run_here(ImportModel(workspace, file))

    assert signed_by(model_id).state is SignedState.UNSIGNED
    assert signed_by(SHIPPED.name).state is SignedState.SHIPPED


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.external_attr = (0o120777) << 16
    return info, target


ATTACKS = {
    "traversal": [("../../evil.txt", b"x")],
    "absolute": [("/tmp/evil.txt", b"x")],
    "drive": [("C:\\evil.txt", b"x")],
    "twice": [("model.tflite", NET)],
    "pickle": [("model.pkl", b"\x80\x04cposix\nsystem\n.")],
    "keras": [("model.keras", b"PK\3\4")],
    "script": [("setup.py", b"raise SystemExit")],
    "folder": [("card.json/", b"")],
    "capitals": [("CARD.JSON", b"{}")],
}


@pytest.mark.parametrize("extra", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_anything_beside_the_known_members_is_refused(workspace, tmp_path, extra):
    file = pack(tmp_path / "evil.carmodel", [*good_entries(), *extra])

    assert refused(workspace, file) is ErrorCode.MODEL_FILE_DAMAGED
    assert not (tmp_path / "evil.txt").exists()
    assert not Path("/tmp/evil.txt").exists()


def test_a_link_among_the_members_is_refused(workspace, tmp_path):
    entries = dict(good_entries())
    swapped = [one for one in entries.items() if one[0] != "model.tflite"]
    file = pack(tmp_path / "link.carmodel", [*swapped, link("model.tflite", b"/etc/passwd")])

    assert refused(workspace, file) is ErrorCode.MODEL_FILE_DAMAGED


def test_a_bomb_is_not_unfolded(workspace, tmp_path):
    members = {**members_of(), "card.json": b" " * (200 << 20)}
    file = pack(tmp_path / "bomb.carmodel", good_entries(members))

    assert file.stat().st_size < 40 << 20
    assert refused(workspace, file) is ErrorCode.MODEL_FILE_DAMAGED


def test_a_size_that_the_zip_lies_about_changes_nothing(workspace, tmp_path):
    file = pack(tmp_path / "lie.carmodel", good_entries())
    data = bytearray(file.read_bytes())
    place = data.rindex(b"PK\1\2")
    data[place + 24 : place + 28] = struct.pack("<I", 5)  # the unpacked size in the directory
    file.write_bytes(data)

    assert refused(workspace, file) is ErrorCode.MODEL_FILE_DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_in_a_zip_is_no_model(workspace, tmp_path, method):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", method) as archive:
        archive.writestr("x", bytes(10_000))
    file = pack(tmp_path / "nested.carmodel", good_entries(members_of(net=inner.getvalue())))

    assert refused(workspace, file) is ErrorCode.MODEL_UNFIT


NOT_MODELS = {
    "nothing": b"",
    "pickle": b"\x80\x04\x95\x1c\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "hdf5": b"\x89HDF\r\n\x1a\n" + bytes(200),
    "python": b"import os; os.system('touch /tmp/owned')",
    "tar": b"card.json" + bytes(503),
}


@pytest.mark.parametrize("data", NOT_MODELS.values(), ids=NOT_MODELS)
def test_files_that_could_carry_code_are_not_even_opened(workspace, tmp_path, data):
    file = tmp_path / "model.carmodel"
    file.write_bytes(data)

    assert refused(workspace, file) is ErrorCode.MODEL_FILE_DAMAGED
    assert not Path("/tmp/owned").exists()


@pytest.mark.parametrize(
    "net", [b"", b"TFL3", NET[:1000], NET[: len(NET) // 2], bytes(5000)], ids=len
)
def test_a_net_that_is_none_is_refused_with_right_hashes(workspace, tmp_path, net):
    file = pack(tmp_path / "none.carmodel", good_entries(members_of(net=net)))

    assert refused(workspace, file) is ErrorCode.MODEL_UNFIT


def patched_weights(value):
    """The shipped net with one large run of weights overwritten, in its own precision."""
    data = bytearray(NET)
    place = len(data) // 2
    data[place : place + 4096] = struct.pack("<f", value) * 1024
    return bytes(data)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_weights_that_are_no_numbers_are_refused(value):
    with pytest.raises(UnfitNetError):
        check_net(CARD, patched_weights(value))


def test_the_shipped_nets_are_fit():
    for folder in shipped_models_dir().glob("*/card.json"):
        card = ModelCard.from_json(folder.read_text(encoding="utf-8"))
        check_net(card, (folder.parent / "model.tflite").read_bytes())


@pytest.mark.parametrize("change", [{"input_size_px": 224}, {"input_size_px": 352}])
def test_a_net_of_another_shape_than_its_card_says_is_refused(workspace, tmp_path, change):
    card = dataclasses.replace(CARD, **change)
    file = pack(tmp_path / "shape.carmodel", good_entries(members_of(card=card)))

    assert refused(workspace, file) is ErrorCode.MODEL_UNFIT


def test_a_net_that_crashes_litert_takes_only_its_own_process_along(
    workspace, tmp_path, monkeypatch
):
    from carinspect.services import check_model

    monkeypatch.setattr(check_model, "_TryNet", _Dies)
    file = pack(tmp_path / "crash.carmodel", good_entries())

    assert refused(workspace, file) is ErrorCode.MODEL_UNFIT


def test_a_net_that_does_not_end_is_given_up(workspace, tmp_path, monkeypatch):
    from carinspect.services import check_model

    monkeypatch.setattr(check_model, "_TryNet", _Sleeps)
    monkeypatch.setattr(check_model, "_MAX_SECONDS", 0.2)
    file = pack(tmp_path / "slow.carmodel", good_entries())

    assert refused(workspace, file) is ErrorCode.MODEL_UNFIT


class _Dies:
    def __init__(self, card, content):
        pass

    def run(self, ctx):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSEGV)


class _Sleeps(_Dies):
    def run(self, ctx):
        import time

        time.sleep(600)


def test_a_signed_model_says_by_whom(workspace, tmp_path):
    key_file = tmp_path / "key.pem"
    key = run_here(MakeSigningKey(key_file))
    run_here(TrustSigner(workspace, "Head office", key))
    file = exported(tmp_path, key_file)
    open_registry().remove("ours")

    model_id = run_here(ImportModel(workspace, file))

    signed = signed_by(model_id)
    assert model_id == "ours-2"
    assert (signed.state, signed.name) == (SignedState.TRUSTED, "Head office")
    assert key_file.stat().st_mode & 0o077 == 0
    run_here(DistrustSigner(workspace, "Head office"))
    assert signed_by(model_id).state is SignedState.UNKNOWN
    assert signers() == ()


def test_a_signature_survives_being_handed_on(workspace, tmp_path):
    key_file = tmp_path / "key.pem"
    key = run_here(MakeSigningKey(key_file))
    file = exported(tmp_path, key_file)
    open_registry().remove("ours")
    model_id = run_here(ImportModel(workspace, file))

    again = exported(tmp_path, model_id=model_id)

    from carinspect.storage.model_file import read_model_file

    read = read_model_file(again)
    assert read.signature is not None
    assert read.signature.key == key
    assert read.card.id == "ours"


def test_a_card_changed_after_it_was_signed_is_refused(workspace, tmp_path):
    key_file = tmp_path / "key.pem"
    run_here(MakeSigningKey(key_file))
    signature = _signature_of(exported(tmp_path, key_file))
    card = dataclasses.replace(CARD, id="ours", damage_threshold=0.99)
    members = members_of(card=card)
    file = pack(tmp_path / "x.carmodel", [*good_entries(members), ("signature.json", signature)])
    both = json.loads(signature) | {"card": members["card.json"].decode()}
    entries = [*good_entries(members), ("signature.json", json.dumps(both).encode())]
    changed_too = pack(tmp_path / "y.carmodel", entries)

    assert refused(workspace, file) is ErrorCode.MODEL_SIGNATURE_WRONG
    assert refused(workspace, changed_too) is ErrorCode.MODEL_SIGNATURE_WRONG


def _signature_of(file):
    with zipfile.ZipFile(file) as archive:
        return archive.read("signature.json")


def test_a_registered_card_changed_by_hand_is_told(workspace, tmp_path):
    key_file = tmp_path / "key.pem"
    key = run_here(MakeSigningKey(key_file))
    run_here(TrustSigner(workspace, "Head office", key))
    file = exported(tmp_path, key_file)
    open_registry().remove("ours")
    model_id = run_here(ImportModel(workspace, file))
    path = open_registry().folder(model_id) / "card.json"

    record = json.loads(path.read_text(encoding="utf-8"))

    path.write_text(json.dumps({**record, "damage_threshold": 0.99}), encoding="utf-8")

    assert signed_by(model_id).state is SignedState.ALTERED


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", b"\0" * 99]
)
def test_what_is_no_key_signs_nothing(tmp_path, content):
    key_file = tmp_path / "key.pem"
    key_file.write_bytes(content)
    open_registry().register(make_bundle(tmp_path / "b", make_card()))

    with pytest.raises(CarInspectError) as caught:
        run_here(ExportModel("trained", tmp_path / "x.carmodel", key_file))

    assert caught.value.code is ErrorCode.KEY_UNUSABLE
    assert not (tmp_path / "x.carmodel").exists()


def test_a_key_is_never_overwritten(tmp_path):
    run_here(MakeSigningKey(tmp_path / "key.pem"))

    with pytest.raises(CarInspectError) as caught:
        run_here(MakeSigningKey(tmp_path / "key.pem"))

    assert caught.value.code is ErrorCode.FILE_EXISTS


@pytest.mark.parametrize("key", ["", "xyz", "0" * 63, "g" * 64])
def test_what_is_no_public_key_is_not_trusted(workspace, key):
    with pytest.raises(CarInspectError) as caught:
        run_here(TrustSigner(workspace, "Anybody", key))

    assert caught.value.code is ErrorCode.KEY_UNUSABLE
