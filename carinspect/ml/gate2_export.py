"""A trained net and Gate1 as one model with the outputs of every inspection net.

The evidence of a cell is what the head would say of a photo that is this cell all over. For a
linear head the mean of the cells' logits is the photo's logit (class activation mapping); with a
hidden layer it is not, but a cell's evidence still means the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from carinspect.core.training import TrainingConfig
from carinspect.ml.backbones import BACKBONES, STRIDE_PX, load, mean_inside
from carinspect.ml.export import round_to_half
from carinspect.ml.gate1_heads import CarHead, car_output
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.split_net import SplitNet

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class DenseHead:
    """The head's weights, standardisation and temperature folded in.

    Attributes:
        first: ``(D, H)``; None without a hidden layer.
        first_bias: ``(H,)``.
        last: ``(H, 1)``, or ``(D, 1)`` without a hidden layer.
        last_bias: ``(1,)``.
    """

    first: Floats | None
    first_bias: Floats | None
    last: Floats
    last_bias: Floats

    def per_cell(self, cells: int) -> DenseHead:
        """The head of one cell, of a head that takes ``cells`` of them in a row."""

        def summed(kernel: Floats) -> Floats:
            return kernel.reshape(cells, -1, kernel.shape[1]).sum(axis=0)

        if self.first is None:
            return DenseHead(None, None, summed(self.last), self.last_bias)
        return DenseHead(summed(self.first), self.first_bias, self.last, self.last_bias)

    def add_to(self, features: Any, activation: str, name: str) -> Any:
        """Logits of Keras tensor ``features``, whose last axis is ``D``."""
        layers, h = load_keras().layers, features
        if self.first is not None:
            hidden = layers.Dense(self.first.shape[1], activation, name=f"{name}_hidden")
            h = hidden(h)
            hidden.set_weights([self.first, self.first_bias])
        last = layers.Dense(1, name=f"{name}_logit")
        logit = last(h)
        last.set_weights([self.last, self.last_bias])
        return logit


def trained_head(net: Any, temperature: float) -> DenseHead:
    """The head of a trained net, less sure by ``temperature``."""
    names = {layer.name for layer in net.layers}
    last, last_bias = net.get_layer("logit").get_weights()
    last, last_bias = last / temperature, last_bias / temperature
    mean, spread = _statistics(net) if "standardise" in names else (0.0, 1.0)
    if "hidden" not in names:
        return DenseHead(None, None, *_folded(last, last_bias, mean, spread))
    first, first_bias = net.get_layer("hidden").get_weights()
    return DenseHead(*_folded(first, first_bias, mean, spread), last, last_bias)


def _statistics(net: Any) -> tuple[Any, Any]:
    layer = net.get_layer("standardise")
    return layer.adapt_mean.numpy(), np.sqrt(layer.adapt_variance.numpy())


def _folded(kernel: Any, bias: Any, mean: Any, spread: Any) -> tuple[Floats, Floats]:
    if isinstance(mean, float):
        return kernel.astype(np.float32), bias.astype(np.float32)
    folded = kernel / spread[:, None]
    return folded.astype(np.float32), (bias - mean @ folded).astype(np.float32)


def join_gates(parts: SplitNet, net: Any, car: CarHead, temperature: float) -> Any:
    """The Keras model of both gates, its weights in half precision.

    Args:
        parts: the cut backbone, its released part as it was trained.
        net: the trained net on it.
        car: Gate1.
        temperature: divisor of Gate2's logits.
    """
    keras, config = load_keras(), parts.config
    layers = keras.layers
    # Gate1 and the ImageNet classes need the backbone as it was before anything was trained.
    original = load(BACKBONES[config.backbone], config.input_size_px)
    inside = original.input["inside"]
    cells, features = _features(parts, original)
    head = trained_head(net, temperature)
    activation = config.activation.value
    side = cells.shape[1]
    by_cell = head.per_cell(side * side) if parts.flat else head
    evidence = by_cell.add_to(_on_photo(cells, config), activation, "cell")
    outputs = {
        "imagenet": original.output["imagenet"],
        "car": car_output(car, original.output["pooled"], original.output["imagenet"]),
        "damage": layers.Activation("sigmoid", name="damage")(
            head.add_to(features, activation, "damage")
        ),
        "evidence": layers.Multiply(name="evidence")(
            [layers.Activation("sigmoid", name="cell_damage")(evidence), inside]
        ),
    }
    model = keras.Model(original.input, outputs, name="inspection_net")
    round_to_half(model)
    return model


def _features(parts: SplitNet, original: Any) -> tuple[Any, Any]:
    """(cells, what the head takes) on the inputs of ``original``."""
    inputs, output = original.input, original.output
    if parts.flat:
        at_cut = parts.frozen(inputs)
        cells = at_cut if parts.released is None else parts.released(at_cut)
        return cells, load_keras().layers.Flatten(name="all_cells")(cells)
    if parts.released is None:
        return output["cells"], output["pooled"]
    cells = parts.released(original.get_layer(parts.cut).output)
    return cells, _pooling(cells)([cells, inputs["inside"]])


def _pooling(cells: Any) -> Any:
    """The mean over the cells inside, as one layer: its parts bear the backbone's own names."""
    keras = load_keras()
    side = cells.shape[1]
    inner, inside = keras.Input(cells.shape[1:]), keras.Input((side, side, 1))
    return keras.Model([inner, inside], mean_inside(inner, inside), name="damage_pooled")


def _on_photo(cells: Any, config: TrainingConfig) -> Any:
    """The cells that lie on the square: padding twice puts a border of others around them."""
    side = config.input_size_px // STRIDE_PX
    border = cells.shape[1] - side
    if not border:
        return cells
    before = -(-border // 2)
    return load_keras().layers.Cropping2D(((before, border - before),) * 2)(cells)
