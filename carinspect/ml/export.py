"""Backbone and heads -> one ``model.tflite`` that runs without TensorFlow."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np

from carinspect.ml.backbones import Backbone, load
from carinspect.ml.keras_runtime import load_keras, load_tensorflow
from carinspect.ml.linear_head import LinearHead


def join_heads(backbone: Backbone, input_size_px: int, car: LinearHead, damage: LinearHead) -> Any:
    """The Keras model of both gates on one set of features.

    Takes ``image`` and ``inside`` as the backbone does; gives ``imagenet``, ``car``, ``damage``
    (probabilities) and ``evidence`` (P(damaged) by each cell, 0 outside the photo). Its weights
    are rounded to the half precision they are exported in, so that it and the exported model
    are the same function.
    """
    keras = load_keras()
    layers = keras.layers
    net = load(backbone, input_size_px)
    pooled, cells = net.output["pooled"], net.output["cells"]
    per_cell = layers.Conv2D(1, 1, activation="sigmoid", name="cell_damage")(cells)
    outputs = {
        "imagenet": net.output["imagenet"],
        "car": layers.Dense(1, activation="sigmoid", name="car")(pooled),
        "damage": layers.Dense(1, activation="sigmoid", name="damage")(pooled),
        "evidence": layers.Multiply(name="evidence")([per_cell, net.input["inside"]]),
    }
    model = keras.Model(net.input, outputs, name="inspection_net")
    for name, head in (("car", car), ("damage", damage), ("cell_damage", damage)):
        layer = model.get_layer(name)
        kernel = head.weights.reshape(layer.kernel.shape)
        layer.set_weights([kernel, np.array([head.bias], np.float32)])
    round_to_half(model)
    return model


def to_tflite(model: Any, *, half: bool = True) -> bytes:
    """Convert by way of the Keras model; weights in half precision, arithmetic in single.

    Args:
        model: of the gates.
        half: else the weights stay in single precision too.
    """
    tensorflow = load_tensorflow()
    # from_concrete_functions silently wrote a file without weights (TensorFlow 2.21).
    converter = tensorflow.lite.TFLiteConverter.from_keras_model(model)
    if half:
        converter.optimizations = [tensorflow.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tensorflow.float16]
    # Keras prints every variable of the net, and warns of how the converter names the inputs.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The structure of `inputs` doesn't match")
        content: bytes = converter.convert()
    return content


def round_to_half(model: Any) -> None:
    """Round all weights of a model, or of one layer, to what half precision can hold."""
    rounded = [weight.astype(np.float16).astype(np.float32) for weight in model.get_weights()]
    model.set_weights(rounded)
