"""The exported net and the Keras model are the same function."""

import hashlib

import numpy as np
import pytest

from carinspect.core.image import decode
from carinspect.core.model_card import ModelCard
from carinspect.core.photo import read_photo
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.export import join_heads, to_tflite
from carinspect.ml.geometry import fit
from carinspect.ml.inspection_net import OUTPUTS, InspectionNet
from carinspect.ml.linear_head import LinearHead
from tests import photos

pytest.importorskip("tensorflow", reason="training needs the `train` extra")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.xdist_group("keras"),
    # TensorFlow's converter warns of its own deprecations, and takes another way when stopped.
    pytest.mark.filterwarnings("default"),
]

SIZE = 128


def head(seed):
    weights = np.random.default_rng(seed).normal(0, 0.05, 1280)
    return LinearHead(weights.astype(np.float32), -0.2)


@pytest.fixture(scope="module")
def keras_model():
    return join_heads(BACKBONES["efficientnet_lite0"], SIZE, head(1), head(2))


@pytest.fixture(scope="module")
def bundle(keras_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    content = to_tflite(keras_model)
    (folder / "model.tflite").write_bytes(content)
    card = ModelCard(
        id="test", created="2026-01-01", backbone="efficientnet_lite0", input_size_px=SIZE,
        class_names=("undamaged", "damaged"), car_threshold=0.5, damage_threshold=0.5,
        review_band=(0.4, 0.6), region_level=0.5,
        model_sha256=hashlib.sha256(content).hexdigest(), recipe="test", data="drawn",
        data_fingerprint="", seeds=(0,),
    )  # fmt: skip
    (folder / "card.json").write_text(card.to_json())
    return folder


def images(samples_dir):
    yield np.asarray(photos.landmark((300, 200)))
    yield np.random.default_rng(0).integers(0, 255, (90, 160, 3), np.uint8)
    for path in sorted(samples_dir.glob("*.jpg"))[:6]:
        yield decode(read_photo(path), fit_px=SIZE).image


def test_the_exported_net_agrees_with_the_keras_model(keras_model, bundle, samples_dir):
    net = InspectionNet.load(bundle)
    for image in images(samples_dir):
        net_input = fit(image, SIZE)
        feed = {
            "image": net_input.image[None].astype(np.float32),
            "inside": net_input.inside[None],
        }
        expected = {name: np.asarray(x) for name, x in keras_model(feed).items()}
        output = net.run(image)

        assert set(expected) == set(OUTPUTS)
        assert np.abs(expected["imagenet"][0] - output.imagenet).max() <= 1e-4
        assert np.abs(expected["evidence"][0, :, :, 0] - output.evidence).max() <= 1e-4
        assert abs(expected["car"][0, 0] - output.car_probability) <= 1e-4
        assert abs(expected["damage"][0, 0] - output.damage_probability) <= 1e-4


def test_the_mean_of_the_cells_is_the_photo(bundle):
    """Class activation: the cells' logits average to the photo's logit."""
    net = InspectionNet.load(bundle)
    image = np.random.default_rng(1).integers(0, 255, (SIZE, SIZE, 3), np.uint8)

    output = net.run(image)

    cells = np.log(output.evidence / (1 - output.evidence))
    p = output.damage_probability
    assert cells.mean() == pytest.approx(np.log(p / (1 - p)), abs=2e-3)
