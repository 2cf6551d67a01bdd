"""The ``localized`` net of both gates as one model: early blocks shared, two ways on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from carinspect.ml.backbones import load
from carinspect.ml.export import round_to_half
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.linear_head import Floats, LinearHead
from carinspect.ml.localized_net import BACKBONE, early_output, pool


@dataclass(frozen=True, slots=True)
class Calibration:
    """From pooled evidence to the photo's logit: ``(evidence * scale + shift)``."""

    scale: float
    shift: float

    def cooled(self, temperature: float, threshold: float = 0.0) -> Calibration:
        """Less sure by ``temperature``, and one half where the logit was ``threshold``."""
        return Calibration(self.scale / temperature, (self.shift - threshold) / temperature)


@dataclass(frozen=True)
class CellClasses:
    """A softmax head on each cell's hidden layer: ``weights`` ``(128, K)``, ``bias`` ``(K,)``."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True)
class Familiar:
    """How photos of cars lie in the pooled features, to tell what is unlike them.

    Attributes:
        mean: ``(D,)``.
        axes: the principal axes, ``(D, K)``, orthonormal.
        spread: standard deviation along each axis, ``(K,)``.
        rest: mean square of what the axes leave over.
    """

    mean: Floats
    axes: Floats
    spread: Floats
    rest: float


@dataclass(frozen=True)
class Extras:
    """What a net may tell besides the two gates."""

    kinds: CellClasses
    severities: CellClasses
    familiar: Familiar


def join_localized(
    input_size_px: int,
    car: LinearHead,
    later: Any,
    calibration: Calibration,
    extras: Extras | None = None,
) -> Any:
    """The Keras model with the outputs of every inspection net; weights in half precision.

    Gate1 is what it is with any recipe. ``evidence`` is ``(N, S / 16, S / 16, 1)``, in [0, 1],
    0 outside the photo. With ``extras`` also ``kinds``, ``severities`` ``(N, S / 16, S / 16, K)``
    and ``strangeness`` ``(N, 1)``.
    """
    keras = load_keras()
    layers = keras.layers
    net = load(BACKBONE, input_size_px)
    round_to_half(later)
    logits, hidden = with_hidden(later)(early_output(net))
    logit = pool(logits) * calibration.scale + calibration.shift
    inside = layers.UpSampling2D(2, name="inside_cells")(net.input["inside"])
    outputs = {
        "imagenet": net.output["imagenet"],
        "car": layers.Dense(1, activation="sigmoid", name="car")(net.output["pooled"]),
        "damage": layers.Activation("sigmoid", name="damage")(logit),
        "evidence": layers.Multiply(name="evidence")(
            [layers.Activation("sigmoid", name="cell_damage")(logits), inside]
        ),
    }
    if extras is not None:
        outputs |= _classes("kinds", extras.kinds, hidden)
        outputs |= _classes("severities", extras.severities, hidden)
        outputs["strangeness"] = strangeness(net.output["pooled"], extras.familiar)
    model = keras.Model(net.input, outputs, name="inspection_net")
    head = model.get_layer("car")
    head.set_weights([car.weights[:, None], np.array([car.bias], np.float32)])
    round_to_half(net)
    round_to_half(head)
    return model


def _classes(name: str, classes: CellClasses, hidden: Any) -> dict[str, Any]:
    layer = load_keras().layers.Conv2D(len(classes.bias), 1, activation="softmax", name=name)
    shares = layer(hidden)
    layer.set_weights([classes.weights[None, None], classes.bias])
    round_to_half(layer)
    return {name: shares}


def with_hidden(later: Any) -> Any:
    """The later net with a second output: the hidden layer, ``(N, H, W, 128)``."""
    last = later.get_layer("evidence_logit")
    return load_keras().Model(later.input, [later.output, last.input], name=later.name)


def strangeness(pooled: Any, familiar: Familiar) -> Any:
    """Mean square, per degree of freedom, along the axes and of what they leave over: ``(N, 1)``.

    1 for photos like those it was fitted on (a Gaussian with a spherical rest: Moghaddam and
    Pentland, IEEE TPAMI 19, 1997).
    """
    ops = load_keras().ops
    centred = pooled - familiar.mean
    along = ops.matmul(centred, familiar.axes)
    whole = ops.sum(ops.square(centred), axis=1, keepdims=True)
    rest = whole - ops.sum(ops.square(along), axis=1, keepdims=True)
    inside = ops.mean(ops.square(along / familiar.spread), axis=1, keepdims=True)
    return 0.5 * (inside + rest / familiar.rest)
