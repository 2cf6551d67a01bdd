"""The net of the ``localized`` recipe: evidence for damage in each cell, pooled to the photo.

The early blocks are those of the pretrained net and serve both gates; from block 4 on Gate2 has
its own copy, trained. Evidence is read at two depths, stride 16 for what is small and stride 32
for what needs its surroundings, and pooled by a log-mean-exp, between the mean and the greatest.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from carinspect.ml.backbones import BACKBONES, Backbone, load
from carinspect.ml.efficientnet_lite import (
    EARLY_END,
    VARIANTS,
    add_later_layers,
    early_channels,
)
from carinspect.ml.keras_runtime import load_keras

BACKBONE: Final[Backbone] = BACKBONES["efficientnet_lite0"]
SHARPNESS: Final = 2.0
"""Of the pooling: 0 would be the mean of the cells' logits, infinity their greatest."""

POOLING: Final = "pooling"
"""Name of the layer that holds (scale, shift): pooled evidence to the photo's logit."""

_HIDDEN: Final = 128
_DROPOUT: Final = 0.2
_FIRST_EVIDENCE: Final = -2.0  # most cells are undamaged


def early_net(net: Any) -> Any:
    """``image`` -> activations at stride 8, of a loaded backbone."""
    keras = load_keras()
    return keras.Model(net.input["image"], early_output(net))


def early_output(net: Any) -> Any:
    """The tensor of a loaded backbone where the later layers begin."""
    last = [layer for layer in net.layers if layer.name.startswith(EARLY_END)][-1]
    return last.output


def later_net(side: int | None = None, backbone: Backbone = BACKBONE) -> Any:
    """Activations ``(N, side, side, C)`` -> evidence logits ``(N, side / 2, side / 2)``.

    The depthwise filters stay as they are (training them costs half of the time again); all else
    is trained. The head is random, the blocks are too: see :func:`pretrained`.
    """
    keras = load_keras()
    layers = keras.layers
    variant = VARIANTS[backbone.name]
    early = keras.Input((side, side, early_channels(variant)), name="early")
    middle, top = add_later_layers(early, variant)
    fine = layers.Conv2D(_HIDDEN, 1, name="evidence_middle")(
        layers.SpatialDropout2D(_DROPOUT / 2)(middle)
    )
    coarse = layers.Conv2D(_HIDDEN, 1, name="evidence_top")(layers.SpatialDropout2D(_DROPOUT)(top))
    both = layers.Add()([fine, layers.UpSampling2D(2, interpolation="bilinear")(coarse)])
    hidden = layers.Dropout(_DROPOUT)(layers.ReLU()(both))
    logits = layers.Conv2D(1, 1, name="evidence_logit")(hidden)
    model = keras.Model(early, logits, name="damage_evidence")
    for layer in model.layers:
        layer.trainable = not layer.name.endswith("_depthwise")
    return model


def pretrained(side: int | None = None, backbone: Backbone = BACKBONE) -> Any:
    """The same, its blocks those of the pretrained backbone."""
    model, net = later_net(side, backbone), load(backbone, backbone.input_size_px)
    names = {layer.name for layer in net.layers}
    for layer in model.layers:
        if layer.weights and layer.name in names:
            layer.set_weights(net.get_layer(layer.name).get_weights())
    last = model.get_layer("evidence_logit")
    kernel = last.get_weights()[0]
    last.set_weights([kernel * 0.3, np.array([_FIRST_EVIDENCE], np.float32)])
    return model


def pool(logits: Any) -> Any:
    """Log-mean-exp over the cells of ``(N, H, W, 1)``: ``(N, 1)``."""
    ops = load_keras().ops
    mean = ops.mean(ops.exp(SHARPNESS * logits), axis=(1, 2))
    return ops.log(mean) / SHARPNESS


def with_pooling(later: Any) -> Any:
    """A later net that also holds ``(scale, shift)`` and gives the photo's logit, ``(N, 1)``."""
    keras = load_keras()
    layer = keras.layers.Dense(1, name=POOLING, kernel_initializer="ones", bias_initializer="ones")
    return keras.Model(later.input, layer(pool(later.output)), name="damage_logit")


def set_scale_and_shift(net: Any, scale: float, shift: float) -> None:
    """Of a net :func:`with_pooling`; averages that a trainer keeps are not touched."""
    net.get_layer(POOLING).set_weights([np.array([[scale]]), np.array([shift])])


def scale_and_shift(net: Any) -> tuple[float, float]:
    """Of a net :func:`with_pooling`."""
    kernel, bias = net.get_layer(POOLING).get_weights()
    return float(kernel[0, 0]), float(bias[0])
