"""A backbone in two: the part that stays frozen, computed once a photo, and the part that learns.

Where the cut lies depends on how many of the last blocks are released: none, and the frozen part
gives pooled features; one or more, and it gives the activations before the first released block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import TrainingConfig
from carinspect.ml.backbones import BACKBONES, STRIDE_PX, Backbone, load, mean_inside
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.seed_exact import build_seed_exact

_BLOCK: Final = re.compile(r"block(\d+)")


@dataclass(frozen=True)
class SplitNet:
    """Both parts of a loaded backbone.

    Attributes:
        frozen: Keras model ``{image, inside}`` -> activations at the cut.
        released: Keras model activations -> ``cells``; None where nothing is released.
        flat: whether the head takes all cells in a row instead of their mean, as the original's.
        cut: the name of the layer after which the cut lies.
    """

    config: TrainingConfig
    frozen: Any
    released: Any
    flat: bool
    cut: str

    @property
    def activation_shape(self) -> tuple[int, ...]:
        """Of one photo at the cut."""
        return tuple(self.frozen.output.shape[1:])


def first_released_block(backbone: Backbone, released_blocks: int) -> int:
    """The number of the first block that is trained.

    Raises:
        CarInspectError: so many blocks cannot be released.
    """
    numbers = [int(m[1]) for name in backbone.last_block if (m := _BLOCK.match(name))]
    first = min(numbers) - (released_blocks - 1)
    if first < 3:  # edges and textures are learnt from a million photos, not from hundreds
        raise CarInspectError(
            ErrorCode.CONFIG_IMPOSSIBLE, field="released_blocks", value=released_blocks
        )
    return first


def split(config: TrainingConfig) -> SplitNet:
    """Load the backbone of ``config`` and cut it.

    Raises:
        CarInspectError: the weights are missing, or the configuration is impossible.
    """
    backbone = BACKBONES[config.backbone]
    keras = load_keras()
    net = load(backbone, config.input_size_px)
    if config.seed_exact:
        exact = build_seed_exact(backbone, net, config.input_size_px)
        inside = keras.Input(_grid(config), name="inside")
        inputs, cells, pooled = {"image": exact.input, "inside": inside}, exact.output, None
        layers = exact.layers
    else:
        inputs, cells, pooled, layers = (
            net.input,
            net.output["cells"],
            net.output["pooled"],
            (net.layers),
        )
    if config.released_blocks == 0:
        end = cells if pooled is None else pooled
        return SplitNet(config, keras.Model(inputs, end), None, pooled is None, "end")
    before = first_released_block(backbone, config.released_blocks) - 1
    cut = [layer for layer in layers if layer.name.startswith(f"block{before}")][-1]
    released = keras.Model(cut.output, cells, name="released")
    for layer in released.layers:
        # Depthwise filters are few and slow to train: half of the time for little (measured for
        # the localized recipe).
        layer.trainable = not layer.name.endswith("_depthwise")
    return SplitNet(config, keras.Model(inputs, cut.output), released, pooled is None, cut.name)


def trained_net(parts: SplitNet) -> Any:
    """The Keras model that learns: ``{x, inside}`` -> logit ``(N, 1)``.

    ``x`` are activations at the cut. Its head is Normalization ("standardise", statistics to be
    set), a hidden layer ("hidden") unless there are none, Dropout, and "logit".

    Raises:
        ValueError: nothing in it could be trained.
    """
    keras, config = load_keras(), parts.config
    layers = keras.layers
    x = keras.Input(parts.activation_shape, name="x")
    inside = keras.Input(_grid(config), name="inside")
    cells = x if parts.released is None else parts.released(x)
    if parts.flat:
        features = layers.Flatten(name="features")(cells)
    elif parts.released is None:
        features = layers.Identity(name="features")(x)
    else:
        features = layers.Identity(name="features")(mean_inside(cells, inside))
    logit = _head(features, config, standardise=not parts.flat)
    net = keras.Model({"x": x, "inside": inside}, logit, name="gate2")
    if not net.trainable_variables:
        raise ValueError("Expected something to train")
    return net


def _head(features: Any, config: TrainingConfig, *, standardise: bool) -> Any:
    """The original's head, on standardised means of the cells instead of all cells in a row.

    On the 600 / 400 photos (lite0, 320 px) both come to 92 to 93%; in a row it takes 33 million
    weights, a hundred times as many, knows the training photos by heart at epoch 12, and cannot say
    where the damage is. Unstandardised means learn more slowly at the original's rate (90%).
    """
    layers, regularizers = load_keras().layers, load_keras().regularizers
    # One penalty for the same head in every recipe, so that histories can be compared.
    penalty = regularizers.L2(config.l2) if config.l2 else None
    h = features
    if standardise:
        h = layers.Normalization(name="standardise")(h)
    if config.hidden_units:
        h = layers.Dense(
            config.hidden_units,
            config.activation.value,
            kernel_regularizer=penalty,
            name="hidden",
        )(h)
        penalty = None
    h = layers.Dropout(config.dropout, name="dropout")(h)
    return layers.Dense(1, kernel_regularizer=penalty, name="logit")(h)


def _grid(config: TrainingConfig) -> tuple[int, int, int]:
    side = config.input_size_px // STRIDE_PX
    return side, side, 1
