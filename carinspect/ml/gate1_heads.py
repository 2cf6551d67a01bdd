"""Gate1 for a model that a user trains: a head fitted beforehand, or ImageNet's vehicles.

Users bring photos of cars, damaged and not, and none of anything else: Gate1 cannot be learnt from
them. Where a head was fitted for the backbone and size (``models/tools/fit_gate1_heads.py``) it is
taken; else the car probability is the summed probability of ImageNet's vehicle classes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import Figure
from carinspect.core.paths import shipped_models_dir
from carinspect.ml.imagenet import class_index
from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.linear_head import LinearHead

VEHICLES_THRESHOLD: Final = 0.1
"""Of the summed probability: accepted 2 of 944 other things and all whole cars; of close-ups of
panels it turns about four in ten away, for ImageNet's classes do not know a door from close by."""

_VEHICLES: Final = frozenset(
    {"ambulance", "beach_wagon", "cab", "convertible", "fire_engine", "garbage_truck", "go-kart"}
    | {"jeep", "limousine", "minibus", "minivan", "Model_T", "moving_van", "pickup"}
    | {"police_van", "racer", "recreational_vehicle", "school_bus", "sports_car", "tow_truck"}
    | {"trailer_truck", "trolleybus", "car_wheel", "grille"}
)
"""Cars, vans, lorries and buses, and two parts of cars, by ImageNet's names."""


@dataclass(frozen=True)
class CarHead:
    """How a model says whether there is a car.

    Attributes:
        linear: on pooled features; None for the summed probability of the vehicle classes.
        figures: measured when it was fitted.
    """

    linear: LinearHead | None
    threshold: float
    figures: dict[str, Figure] = field(default_factory=dict[str, Figure])


def car_head(backbone: str, input_size_px: int) -> CarHead:
    """The Gate1 of models on this backbone at this size."""
    file = shipped_models_dir() / "backbones" / "gate1_heads.json"
    heads: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    found = heads.get(f"{backbone}-{input_size_px}")
    if found is None:
        return CarHead(None, VEHICLES_THRESHOLD)
    linear = LinearHead(np.array(found["weights"], np.float32), float(found["bias"]))
    figures = {name: Figure(**values) for name, values in found["figures"].items()}
    return CarHead(linear, float(found["threshold"]), figures)


def car_output(head: CarHead, pooled: Any, imagenet: Any) -> Any:
    """The car probability ``(N, 1)`` as part of a Keras model."""
    layers = load_keras().layers
    if head.linear is None:
        vehicles = layers.Dense(1, use_bias=False, name="vehicles")
        mass = vehicles(imagenet)
        vehicles.set_weights([vehicle_classes()[:, None]])
        return layers.Activation("linear", name="car")(mass)
    layer = layers.Dense(1, activation="sigmoid", name="car")
    probability = layer(pooled)
    layer.set_weights([head.linear.weights[:, None], np.array([head.linear.bias], np.float32)])
    return probability


def vehicle_classes() -> npt.NDArray[np.float32]:
    """``float32``, ``(1000,)``: 1 for the vehicle classes, 0 for all others."""
    return np.array([name in _VEHICLES for _wnid, name in class_index()], np.float32)
