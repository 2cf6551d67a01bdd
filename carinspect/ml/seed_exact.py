"""The original's own arithmetic, for comparison: 1/255 scaling, and padding twice in VGG16.

Its Gate2 net was fed RGB in [0, 1] where the weights expect the pretrained preprocessing, and put
a ``ZeroPadding2D`` before convolutions that already pad themselves.
"""

from __future__ import annotations

from typing import Any, Final

from carinspect.ml.backbones import Backbone
from carinspect.ml.keras_runtime import load_keras

_VGG16_BLOCKS: Final = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))


def build_seed_exact(backbone: Backbone, pretrained: Any, input_size_px: int) -> Any:
    """A Keras model ``image`` -> ``cells`` on the weights of ``pretrained``.

    Args:
        backbone: a row of the table.
        pretrained: its loaded net.
        input_size_px: side of the square input.
    """
    keras = load_keras()
    image = keras.Input((input_size_px, input_size_px, 3), name="image")
    if backbone.name == "vgg16":
        cells = _padded_twice(image)
    else:
        # The net's first layer is (x - 127) / 128; undone beforehand, so that what follows it
        # gets x / 255.
        undone = keras.layers.Rescaling(128 / 255, 127, name="undo_scale")(image)
        cells = backbone.add_layers(undone)
    net = keras.Model(image, cells, name=f"{backbone.name}_seed_exact")
    for layer in net.layers:
        if layer.weights:
            layer.set_weights(pretrained.get_layer(layer.name).get_weights())
    return net


def _padded_twice(image: Any) -> Any:
    layers = load_keras().layers
    x = layers.Rescaling(1 / 255, name="scale")(image)
    for block, (convolutions, channels) in enumerate(_VGG16_BLOCKS, start=1):
        for i in range(1, convolutions + 1):
            x = layers.ZeroPadding2D(1, name=f"block{block}_pad{i}")(x)
            x = layers.Conv2D(
                channels, 3, padding="same", activation="relu", name=f"block{block}_conv{i}"
            )(x)
        x = layers.MaxPooling2D(2, 2, name=f"block{block}_pool")(x)
    return x
