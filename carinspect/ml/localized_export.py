"""The ``localized`` nets and Gate1 as one model: early blocks shared, two ways on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from carinspect.ml.backbones import STRIDE_PX, Backbone, load
from carinspect.ml.export import round_to_half
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.linear_head import Floats, LinearHead
from carinspect.ml.localized_net import BACKBONE, early_net, early_output, pool
from carinspect.ml.localized_windows import CELL_PX
from carinspect.ml.strangeness import Familiar, strangeness


@dataclass(frozen=True, slots=True)
class Calibration:
    """From pooled evidence to the photo's logit: ``(evidence * scale + shift)``.

    Attributes:
        steepness: of the cells' evidence about one half, for nets that learnt to be less sure.
    """

    scale: float
    shift: float
    steepness: float = 1.0

    def cooled(self, temperature: float, threshold: float = 0.0) -> Calibration:
        """Less sure by ``temperature``, and one half where the logit was ``threshold``."""
        scale, shift = self.scale / temperature, (self.shift - threshold) / temperature
        return Calibration(scale, shift, self.steepness)


@dataclass(frozen=True)
class DamageNet:
    """A trained later net, the backbone it is on, and how its evidence becomes a logit.

    Attributes:
        sizes_px: the sides of the squares that it looks at a photo in, of those of the joined
            net; None for all of them.
    """

    later: Any
    calibration: Calibration
    backbone: Backbone = BACKBONE
    sizes_px: tuple[int, ...] | None = None


@dataclass(frozen=True)
class CellClasses:
    """A softmax head on each cell's hidden layer: ``weights`` ``(128, K)``, ``bias`` ``(K,)``."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True)
class Extras:
    """What a net may tell besides the two gates."""

    kinds: CellClasses
    severities: CellClasses
    familiar: Familiar


def join_localized(
    sizes_px: Sequence[int],
    car: LinearHead,
    nets: Sequence[DamageNet],
    partner: LinearHead | None = None,
    extras: Extras | None = None,
) -> Any:
    """The Keras model with the outputs of every inspection net; weights in half precision.

    The photo comes in the last of ``sizes_px``, S, and each net looks at it in its own of these;
    what the sizes and the nets say is averaged; a ``partner`` on the pooled frozen features errs
    elsewhere and is added. Gate1 is what it is with any recipe, in the first size; a net of its
    backbone shares its early blocks there. ``evidence`` is ``(N, S / 16, S / 16, 1)``, in [0, 1],
    0 outside the photo; ``kinds`` and ``severities``, by the first net, which must look at S, have
    its cells, ``strangeness`` is ``(N, 1)``.
    """
    keras = load_keras()
    layers, grid = keras.layers, sizes_px[-1] // STRIDE_PX
    image = keras.Input((sizes_px[-1], sizes_px[-1], 3), name="image")
    inside = keras.Input((grid, grid, 1), name="inside")
    seen = _seen(image, inside, sizes_px[0])
    opinions = [_look(image, seen, sizes_px, net) for net in nets]
    logit = _mean([opinion.logit for opinion in opinions])
    if partner is not None:
        scale = sum(net.calibration.scale for net in nets) / len(nets)
        logit = logit + _dense("partner", partner, seen["pooled"]) * scale
    evidence = layers.Activation("sigmoid", name="cell_damage")(
        _mean([opinion.cells for opinion in opinions])
    )
    shown = layers.UpSampling2D(STRIDE_PX // CELL_PX, name="inside_cells")(inside)
    outputs = {
        "imagenet": layers.Identity(name="imagenet")(seen["imagenet"]),
        "car": layers.Activation("sigmoid", name="car")(_dense("car_logit", car, seen["pooled"])),
        "damage": layers.Activation("sigmoid", name="damage")(logit),
        "evidence": layers.Multiply(name="evidence")([evidence, shown]),
    }
    if extras is not None:
        outputs |= _more(extras, opinions[0].hidden, seen["pooled"], outputs["evidence"])
    return keras.Model({"image": image, "inside": inside}, outputs, name="inspection_net")


@dataclass(frozen=True)
class _Opinion:
    """What one net says: the photo's logit, the cells', and its hidden layer in the last size."""

    logit: Any
    cells: Any
    hidden: Any


def _look(image: Any, seen: Any, sizes_px: Sequence[int], net: DamageNet) -> _Opinion:
    round_to_half(net.later)
    look = with_hidden(net.later, f"{net.backbone.name}_damage")
    looks: list[Any] = []
    for size in net.sizes_px or sizes_px:
        shared = size == sizes_px[0] and net.backbone == BACKBONE
        early = seen["early"] if shared else _early_at(size, net.backbone)(_resized(image, size))
        looks.append(look(early))
    pooled = _mean([pool(evidence) for evidence, _hidden in looks])
    cells = _mean([_resized(evidence, sizes_px[-1] // CELL_PX) for evidence, _hidden in looks])
    own = net.calibration
    return _Opinion(pooled * own.scale + own.shift, cells * own.steepness, looks[-1][1])


def _more(extras: Extras, hidden: Any, pooled: Any, evidence: Any) -> dict[str, Any]:
    if hidden.shape[1] != evidence.shape[1]:
        raise ValueError("the first net must look at the greatest size: it names the cells")
    kinds = _classes("kinds", extras.kinds, hidden)
    severities = _classes("severities", extras.severities, hidden)
    return {**kinds, **severities, "strangeness": strangeness(pooled, extras.familiar)}


def _seen(image: Any, inside: Any, size_px: int) -> Any:
    """What the frozen net sees in this size."""
    return _frozen_net(size_px)(
        {
            "image": _resized(image, size_px),
            "inside": _resized(inside, size_px // STRIDE_PX),
        }
    )


def _frozen_net(size_px: int) -> Any:
    """The pretrained net with its activations where the later layers begin."""
    net = load(BACKBONE, size_px)
    round_to_half(net)
    outputs = {
        "imagenet": net.output["imagenet"],
        "pooled": net.output["pooled"],
        "early": early_output(net),
    }
    return load_keras().Model(net.input, outputs, name="frozen")


def _early_at(size_px: int, backbone: Backbone) -> Any:
    net = load(backbone, size_px)
    round_to_half(net)
    return early_net(net)


def _resized(tensor: Any, side: int) -> Any:
    if tensor.shape[1] == side:
        return tensor
    return load_keras().layers.Resizing(side, side, interpolation="bilinear")(tensor)


def _mean(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else load_keras().layers.Average()(tensors)


def _dense(name: str, head: LinearHead, pooled: Any) -> Any:
    layer = load_keras().layers.Dense(1, name=name)
    logit = layer(pooled)
    layer.set_weights([head.weights[:, None], np.array([head.bias], np.float32)])
    round_to_half(layer)
    return logit


def _classes(name: str, classes: CellClasses, hidden: Any) -> dict[str, Any]:
    layer = load_keras().layers.Conv2D(len(classes.bias), 1, activation="softmax", name=name)
    shares = layer(hidden)
    layer.set_weights([classes.weights[None, None], classes.bias])
    round_to_half(layer)
    return {name: shares}


def with_hidden(later: Any, name: str | None = None) -> Any:
    """The later net with a second output: the hidden layer, ``(N, H, W, 128)``."""
    last = later.get_layer("evidence_logit")
    return load_keras().Model(later.input, [later.output, last.input], name=name or later.name)
