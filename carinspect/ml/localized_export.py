"""The ``localized`` net of both gates as one model: early blocks shared, two ways on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from carinspect.ml.backbones import load
from carinspect.ml.export import round_to_half
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.linear_head import LinearHead
from carinspect.ml.localized_net import BACKBONE, early_output, pool


@dataclass(frozen=True, slots=True)
class Calibration:
    """From pooled evidence to the photo's logit: ``(evidence * scale + shift)``."""

    scale: float
    shift: float

    def cooled(self, temperature: float, threshold: float = 0.0) -> Calibration:
        """Less sure by ``temperature``, and one half where the logit was ``threshold``."""
        return Calibration(self.scale / temperature, (self.shift - threshold) / temperature)


def join_localized(
    input_size_px: int, car: LinearHead, later: Any, calibration: Calibration
) -> Any:
    """The Keras model with the outputs of every inspection net; weights in half precision.

    Gate1 is what it is with any recipe. ``evidence`` is ``(N, S / 16, S / 16, 1)``, in [0, 1],
    0 outside the photo.
    """
    keras = load_keras()
    layers = keras.layers
    net = load(BACKBONE, input_size_px)
    round_to_half(later)
    logits = later(early_output(net))
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
    model = keras.Model(net.input, outputs, name="inspection_net")
    head = model.get_layer("car")
    head.set_weights([car.weights[:, None], np.array([car.bias], np.float32)])
    round_to_half(net)
    round_to_half(head)
    return model
