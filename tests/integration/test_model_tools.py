"""The tools that make the shipped weights: reading foreign files safely, folding rightly."""

import io
import pickle
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).resolve().parent.parent.parent / "models" / "tools"


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    yield
    for name in ("legacy_pth", "convert_efficientnet_lite"):
        sys.modules.pop(name, None)


class _Global:
    """Pickles as the name of something in PyTorch, which need not be installed."""

    def __init__(self, module, name):
        self.path = f"c{module}\n{name}\n".encode()


class _Pickler(pickle._Pickler):  # the pure Python one, which can be taught opcodes
    def persistent_id(self, obj):
        return obj[1:] if isinstance(obj, tuple) and obj[:1] == ("pid",) else None

    def save(self, obj, save_persistent_id=True):
        if isinstance(obj, _Global):
            self.write(obj.path)
        else:
            super().save(obj, save_persistent_id)


class _Tensor:
    def __init__(self, storage, offset, shape, strides):
        self.arguments = (storage, offset, shape, strides, False, OrderedDict())

    def __reduce_ex__(self, protocol):
        return _rebuild_tensor_v2, self.arguments


def _rebuild_tensor_v2(*arguments):
    raise AssertionError("never called: only its name is written")


def dump(obj):
    stream = io.BytesIO()
    _Pickler(stream, protocol=2).dump(obj)
    return stream.getvalue()


def pth(path, values, *, shape, strides, offset=0):
    """An old PyTorch file with one float tensor named ``weight``."""
    storage = ("pid", "storage", _Global("torch", "FloatStorage"), "7", "cpu", len(values), None)
    state = OrderedDict(weight=_Tensor(storage, offset, shape, strides))
    body = dump(state).replace(
        f"c{__name__}\n_rebuild_tensor_v2\n".encode(), b"ctorch._utils\n_rebuild_tensor_v2\n"
    )
    head = dump(0x1950A86A20F9469CFC6C) + dump(1001) + dump({"little_endian": True})
    data = len(values).to_bytes(8, "little") + np.asarray(values, "<f4").tobytes()
    path.write_bytes(head + body + dump(["7"]) + data)
    return path


def test_a_transposed_tensor_is_read_in_its_own_order(tmp_path):
    from legacy_pth import read_state_dict

    file = pth(tmp_path / "a.pth", [0, 1, 2, 3, 4, 5, 6], shape=(3, 2), strides=(1, 3), offset=1)

    np.testing.assert_array_equal(read_state_dict(file)["weight"], [[1, 4], [2, 5], [3, 6]])


@pytest.mark.parametrize(
    ("shape", "strides", "offset"),
    [((4, 2), (2, 1), 0), ((3, 2), (2, 1), 1), ((2, 2), (-1, 1), 4), ((2, 2), (2, 1), -1)],
    ids=["too large", "too far", "backwards", "before the start"],
)
def test_a_tensor_outside_its_data_is_refused(tmp_path, shape, strides, offset):
    from legacy_pth import read_state_dict

    file = pth(tmp_path / "a.pth", range(6), shape=shape, strides=strides, offset=offset)

    with pytest.raises(ValueError, match="Expected a tensor"):
        read_state_dict(file)


def test_a_file_that_is_cut_off_is_refused(tmp_path):
    from legacy_pth import read_state_dict

    file = pth(tmp_path / "a.pth", range(6), shape=(6,), strides=(1,))
    file.write_bytes(file.read_bytes()[:-4])

    with pytest.raises(ValueError, match="Expected 6 values"):
        read_state_dict(file)


def test_a_file_that_names_a_command_is_refused_and_nothing_runs(tmp_path):
    from legacy_pth import read_state_dict

    mark = tmp_path / "was here"
    hostile = b"cos\nsystem\n(S'touch " + str(mark).encode() + b"'\ntR."
    (tmp_path / "a.pth").write_bytes(hostile)

    with pytest.raises(pickle.UnpicklingError, match="Refused"):
        read_state_dict(tmp_path / "a.pth")
    assert not mark.exists()


def test_a_folded_convolution_is_the_convolution_and_its_normalisation():
    """One pixel through a 1 x 1 convolution, worked out by hand in float64."""
    from convert_efficientnet_lite import EPSILON, convolutions, fold

    rng = np.random.default_rng(0)
    state = {"_fc.weight": np.zeros((1000, 1280)), "_fc.bias": np.zeros(1000)}
    for ours, conv, norm in convolutions("efficientnet_lite0"):
        state[f"{conv}.weight"] = rng.normal(0, 1, (4, 1 if "depthwise" in ours else 3, 1, 1))
        for part in ("weight", "bias", "running_mean"):
            state[f"{norm}.{part}"] = rng.normal(0, 1, 4)
        state[f"{norm}.running_var"] = rng.uniform(0.5, 2, 4)
        state[f"{norm}.num_batches_tracked"] = np.zeros(())
    pixel = rng.normal(0, 1, 3)

    arrays = fold("efficientnet_lite0", state)

    plain = state["_conv_stem.weight"][:, :, 0, 0] @ pixel
    scale = state["_bn0.weight"] / np.sqrt(state["_bn0.running_var"] + EPSILON)
    expected = (plain - state["_bn0.running_mean"]) * scale + state["_bn0.bias"]
    folded = pixel @ arrays["stem/kernel"][0, 0].astype(float) + arrays["stem/bias"]
    np.testing.assert_allclose(folded, expected, atol=0.01)
    assert all(array.dtype == np.float16 for array in arrays.values())
    assert arrays["block1a_depthwise/kernel"].shape == (1, 1, 4, 1)


def test_a_tensor_that_nothing_uses_is_an_error():
    from convert_efficientnet_lite import convolutions, fold

    state = {"_fc.weight": np.zeros((1, 1)), "_fc.bias": np.zeros(1), "stranger": np.zeros(1)}
    for _, conv, norm in convolutions("efficientnet_lite0"):
        state[f"{conv}.weight"] = np.zeros((1, 1, 1, 1))
        for part in ("weight", "bias", "running_mean", "running_var"):
            state[f"{norm}.{part}"] = np.ones(1)

    with pytest.raises(ValueError, match="stranger"):
        fold("efficientnet_lite0", state)
