"""VGG16 in our table is Keras' VGG16, preprocessing included (random weights, published format)."""

import h5py
import numpy as np
import pytest

from carinspect.ml import backbones
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.keras_runtime import load_keras

pytestmark = [
    pytest.mark.keras,
    pytest.mark.slow,
    pytest.mark.xdist_group("keras"),
    # Keras' writer of the old format hands its variables to NumPy 2 in the old way.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def save_as_published(model, path):
    from keras.src.legacy.saving import legacy_h5_format

    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def test_fetched_weights_give_what_keras_gives():
    vgg16 = load_keras().applications.VGG16(weights=None)
    weights = BACKBONES["vgg16"].weights_path
    save_as_published(vgg16, weights)
    image = np.random.default_rng(0).integers(0, 256, (1, 224, 224, 3)).astype(np.float32)

    net = backbones.load(BACKBONES["vgg16"], 224)
    weights.unlink()  # half a gigabyte
    output = net.predict_on_batch({"image": image, "inside": np.ones((1, 7, 7, 1), np.float32)})

    preprocessed = load_keras().applications.vgg16.preprocess_input(image.copy())
    expected = vgg16.predict_on_batch(preprocessed)
    np.testing.assert_allclose(output["imagenet"], expected, atol=1e-6)
    assert expected.std() > 1e-5
