"""The original's backbone: VGG16, its weights random here, with and without its own arithmetic."""

import dataclasses

import numpy as np
import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import Recipe
from carinspect.jobs.job import run_here
from carinspect.ml import gate2_export, split_net
from carinspect.ml.backbones import BACKBONES, build
from carinspect.ml.inspection_net import InspectionNet
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.recipes import recipe_config
from carinspect.ml.split_net import split, trained_net
from carinspect.services.train_gate2 import TrainGate2
from carinspect.services.workspace import open_registry
from carinspect.storage.training_runs import read_validation
from tests.training_photos import draw_dataset

pytest.importorskip("tensorflow", reason="training needs the `train` extra")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("keras"),
    # TensorFlow's converter warns of its own deprecations, and takes another way when stopped.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(autouse=True)
def random_vgg16(monkeypatch):
    """The convolutions of VGG16 with random weights; a small classifier, for the file's size."""

    def small_classifier(_cells, pooled):
        return load_keras().layers.Dense(1000, activation="softmax", name="imagenet")(pooled)

    light = dataclasses.replace(BACKBONES["vgg16"], add_classifier=small_classifier)
    monkeypatch.setitem(BACKBONES, "vgg16", light)
    light.weights_path.parent.mkdir(parents=True)
    light.weights_path.write_bytes(b"names the weights in the cache")

    def load(backbone, size):
        load_keras().utils.set_random_seed(7)
        return build(backbone, size)

    monkeypatch.setattr(split_net, "load", load)
    monkeypatch.setattr(gate2_export, "load", load)


def vgg16(recipe, **changes):
    return dataclasses.replace(recipe_config(recipe, "vgg16"), **changes)


def test_fine_tuning_trains_block5_and_the_head_only():
    net = trained_net(split(vgg16(Recipe.FINETUNE)))
    layers = {variable.path.split("/")[-2] for variable in net.trainable_variables}
    assert layers == {"block5_conv1", "block5_conv2", "block5_conv3", "hidden", "logit"}


def test_the_original_padded_twice_and_flattened():
    plain = split(vgg16(Recipe.BOTTLENECK))
    exact = split(vgg16(Recipe.BOTTLENECK, seed_exact=True))
    assert plain.activation_shape == (512,)
    # 224 px grow by 2 at every convolution: 114, 59, 32, 19, 12 after the five blocks.
    assert exact.activation_shape == (12, 12, 512)
    image = np.random.default_rng(0).integers(0, 256, (1, 224, 224, 3)).astype(np.float32)
    scaled = load_keras().Model(exact.frozen.inputs, exact.frozen.get_layer("scale").output)
    seen = scaled({"image": image, "inside": np.ones((1, 7, 7, 1), np.float32)})
    np.testing.assert_allclose(np.asarray(seen), image / 255, atol=1e-6)


def test_a_seed_exact_run_gives_a_model_that_inspects(tmp_path):
    photos = draw_dataset(tmp_path / "photos", count=2)
    config = vgg16(Recipe.BOTTLENECK, seed_exact=True, epochs=1, hidden_units=8)

    run = run_here(TrainGate2(DatasetSource(photos), config))

    photo = read_validation(run.folder)[0]
    output = InspectionNet.load(open_registry().folder(run.model_id)).run(_decoded(photo.path))
    assert output.damage_probability == pytest.approx(photo.probability, abs=0.02)
    assert output.evidence.shape == (7, 7)


def _decoded(path):
    from carinspect.core.image import decode
    from carinspect.core.photo import read_photo

    return decode(read_photo(path), fit_px=224).image
