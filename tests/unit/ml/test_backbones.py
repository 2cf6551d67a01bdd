"""Every backbone of the table keeps the same contract."""

import numpy as np
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.ml import backbones
from carinspect.ml.backbones import BACKBONES, STRIDE_PX

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module", params=list(BACKBONES))
def built(request):
    backbone = BACKBONES[request.param]
    size_px = backbone.input_size_px if backbone.fixed_size else 96
    return backbone, size_px, backbones.build(backbone, size_px)


def run(net, image, inside):
    return net.predict_on_batch({"image": image, "inside": inside})


def drawn(size_px, seed=0):
    noise = np.random.default_rng(seed).integers(0, 256, (1, size_px, size_px, 3))
    return noise.astype(np.float32)


def test_the_outputs_have_the_promised_shapes(built):
    backbone, size_px, net = built
    grid = size_px // STRIDE_PX

    output = run(net, drawn(size_px), np.ones((1, grid, grid, 1), np.float32))

    assert output["cells"].shape == (1, grid, grid, backbone.feature_size)
    assert output["pooled"].shape == (1, backbone.feature_size)
    assert output["imagenet"].shape == (1, 1000)
    assert output["imagenet"].sum() == pytest.approx(1, abs=1e-4)
    np.testing.assert_allclose(output["pooled"], output["cells"].mean((1, 2)), rtol=1e-3, atol=1e-6)


def test_cells_outside_the_photo_do_not_count(built):
    _, size_px, net = built
    grid = size_px // STRIDE_PX
    inside = np.zeros((1, grid, grid, 1), np.float32)
    inside[:, 1:, :, :] = 1

    output = run(net, drawn(size_px), inside)

    expected = output["cells"][:, 1:].mean((1, 2))
    np.testing.assert_allclose(output["pooled"], expected, rtol=1e-3, atol=1e-6)


def test_the_layers_to_fine_tune_exist(built):
    backbone, _, net = built
    names = [layer.name for layer in net.layers if layer.weights]

    assert all(any(name.startswith(prefix) for name in names) for prefix in backbone.last_block)


def test_the_input_is_not_modified(built):
    _, size_px, net = built
    image, grid = drawn(size_px), size_px // STRIDE_PX
    before = image.copy()

    run(net, image, np.ones((1, grid, grid, 1), np.float32))

    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("name", [name for name, one in BACKBONES.items() if one.shipped])
def test_shipped_weights_fill_the_net(name):
    net = backbones.load(BACKBONES[name], 64)

    kernel = net.get_layer("stem").get_weights()[0]

    assert 0.1 < np.abs(kernel).max() < 100


def test_a_size_that_makes_no_whole_cells_is_refused():
    with pytest.raises(ValueError, match="got 100"):
        backbones.build(BACKBONES["efficientnet_lite0"], 100)


def test_missing_weights_say_which(monkeypatch, tmp_path):
    monkeypatch.setattr(backbones, "data_dir", lambda: tmp_path)

    with pytest.raises(CarInspectError) as caught:
        backbones.load(BACKBONES["vgg16"], 224)

    assert caught.value.code is ErrorCode.WEIGHTS_MISSING


def test_altered_weights_are_refused(monkeypatch, tmp_path):
    folder = tmp_path / "backbones"
    folder.mkdir()
    shipped = BACKBONES["efficientnet_lite0"].weights_path
    (folder / shipped.name).write_bytes(shipped.read_bytes()[:-1] + b"x")
    (folder / "weights.json").write_text((shipped.parent / "weights.json").read_text())
    monkeypatch.setattr(backbones, "shipped_models_dir", lambda: tmp_path)

    with pytest.raises(CarInspectError) as caught:
        backbones.load(BACKBONES["efficientnet_lite0"], 64)

    assert caught.value.code is ErrorCode.WEIGHTS_WRONG_CHECKSUM


def test_left_over_arrays_are_refused(tmp_path):
    net = backbones.build(BACKBONES["efficientnet_lite0"], 64)
    shipped = BACKBONES["efficientnet_lite0"].weights_path
    with np.load(shipped) as arrays:
        np.savez(tmp_path / "more.npz", **arrays, stranger=np.zeros(3))

    with pytest.raises(ValueError, match="stranger"):
        backbones.load_arrays(net, tmp_path / "more.npz")
