"""The one table of pretrained nets.

Every backbone becomes the same thing: a Keras model that takes ``image`` (RGB in [0, 255],
``(N, S, S, 3)``) and ``inside`` (how much of each cell shows the photo, ``(N, S/32, S/32, 1)``
in [0, 1]), and gives ``cells`` ``(N, S/32, S/32, D)``, ``pooled`` ``(N, D)``, the mean of the
cells inside, and ``imagenet`` ``(N, 1000)`` probabilities. Preprocessing is part of the net.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import data_dir, shipped_models_dir
from carinspect.ml import efficientnet_lite
from carinspect.ml.keras_runtime import load_keras

STRIDE_PX: Final = 32
"""Side of the square of input pixels that one cell stands for; the same for every backbone."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """One pretrained net.

    Attributes:
        input_size_px: side of the input it was trained on, to the nearest multiple of 32.
        fixed_size: whether its ImageNet classes need exactly that size.
        feature_size: channels of a cell.
        last_block: prefixes of the names of the layers that fine-tuning releases first.
        weights_file: under ``models/backbones`` where shipped, else in the user's data folder.
        shipped: whether the weights come with the program.
        add_layers: image tensor -> cells tensor.
        add_classifier: (cells tensor, pooled tensor) -> ImageNet probabilities.
    """

    name: str
    input_size_px: int
    fixed_size: bool
    feature_size: int
    last_block: tuple[str, ...]
    weights_file: str
    shipped: bool
    add_layers: Callable[[Any], Any]
    add_classifier: Callable[[Any, Any], Any]

    @property
    def weights_path(self) -> Path:
        """Where the weights lie, or would lie once they are fetched."""
        folder = shipped_models_dir() / "backbones" if self.shipped else data_dir() / "weights"
        return folder / self.weights_file


def _lite(name: str, size_px: int) -> Backbone:
    variant = efficientnet_lite.VARIANTS[name]
    return Backbone(
        name=name,
        input_size_px=size_px,
        fixed_size=False,
        feature_size=efficientnet_lite.FEATURES,
        last_block=("block6", "block7", "top"),
        weights_file=f"{name}.npz",
        shipped=True,
        add_layers=lambda image: efficientnet_lite.add_layers(image, variant),
        add_classifier=lambda _cells, pooled: efficientnet_lite.add_classifier(pooled),
    )


def _vgg16_layers(image: Any) -> Any:
    applications = load_keras().applications
    normal = applications.vgg16.preprocess_input(image)
    return applications.VGG16(include_top=False, weights=None, input_tensor=normal).output


def _vgg16_classifier(cells: Any, _pooled: Any) -> Any:
    layers = load_keras().layers
    x = layers.Flatten(name="flatten")(cells)
    x = layers.Dense(4096, activation="relu", name="fc1")(x)
    x = layers.Dense(4096, activation="relu", name="fc2")(x)
    return layers.Dense(1000, activation="softmax", name="predictions")(x)


_VGG16: Final = Backbone(
    name="vgg16",
    input_size_px=224,
    fixed_size=True,
    feature_size=512,
    last_block=("block5",),
    weights_file="vgg16_weights_tf_dim_ordering_tf_kernels.h5",
    shipped=False,
    add_layers=_vgg16_layers,
    add_classifier=_vgg16_classifier,
)

BACKBONES: Final[dict[str, Backbone]] = {
    backbone.name: backbone
    for backbone in (
        _lite("efficientnet_lite0", 224),
        _lite("efficientnet_lite2", 256),
        _VGG16,
    )
}


def build(backbone: Backbone, input_size_px: int) -> Any:
    """Build the net with random weights.

    Args:
        backbone: a row of the table.
        input_size_px: side of the input, a multiple of 32.

    Raises:
        ValueError: the size does not fit the net.
    """
    if input_size_px % STRIDE_PX:
        raise ValueError(f"Expected an input size that {STRIDE_PX} divides, got {input_size_px}")
    if backbone.fixed_size and input_size_px != backbone.input_size_px:
        raise ValueError(f"Expected {backbone.input_size_px} pixels, got {input_size_px}")
    keras = load_keras()
    grid = input_size_px // STRIDE_PX
    image = keras.Input((input_size_px, input_size_px, 3), name="image")
    inside = keras.Input((grid, grid, 1), name="inside")
    cells = backbone.add_layers(image)
    pooled = mean_inside(cells, inside)
    outputs = {
        "cells": cells,
        "pooled": pooled,
        "imagenet": backbone.add_classifier(cells, pooled),
    }
    return keras.Model({"image": image, "inside": inside}, outputs, name=backbone.name)


def mean_inside(cells: Any, inside: Any) -> Any:
    """The mean over the cells, weighted by how much of each shows the photo: ``(N, D)``."""
    layers = load_keras().layers
    area = layers.GlobalAveragePooling2D(name="area")(inside)
    weighted = layers.Multiply(name="cells_inside")([cells, inside])
    total = layers.GlobalAveragePooling2D(name="mean_cell")(weighted)
    return total / area


def load(backbone: Backbone, input_size_px: int) -> Any:
    """Build the net and fill in its pretrained weights.

    Raises:
        CarInspectError: the weights are missing or are not the expected file.
    """
    path = backbone.weights_path
    if not path.is_file():
        raise CarInspectError(ErrorCode.WEIGHTS_MISSING, backbone=backbone.name)
    net = build(backbone, input_size_px)
    if backbone.shipped:
        _check_sha256(path)
        load_arrays(net, path)
    else:
        net.load_weights(path)
    return net


def load_arrays(net: Any, path: Path) -> None:
    """Fill ``net`` from an ``.npz`` of ``layer/kernel`` and ``layer/bias`` arrays.

    Raises:
        ValueError: an array is missing, left over, or of another shape.
    """
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files}
    for layer in net.layers:
        if layer.weights:
            layer.set_weights([arrays.pop(f"{layer.name}/{part}") for part in ("kernel", "bias")])
    if arrays:
        raise ValueError(f"Expected no further arrays, got {sorted(arrays)}")


def _check_sha256(path: Path) -> None:
    record = json.loads((path.parent / "weights.json").read_text(encoding="utf-8"))
    if hashlib.sha256(path.read_bytes()).hexdigest() != record[path.name]["sha256"]:
        raise CarInspectError(ErrorCode.WEIGHTS_WRONG_CHECKSUM, file=path)
