"""The exported net of both gates, run by LiteRT: one pass, no TensorFlow."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.core.verdict import Box, Image
from carinspect.ml.geometry import Placement, fit
from carinspect.ml.hiding import paint_over
from carinspect.ml.keras_runtime import THREADS
from carinspect.ml.native_log import without_lines

OUTPUTS: Final = ("imagenet", "car", "damage", "evidence")
"""Names of the outputs of every exported net; ``kinds``, ``severities`` and ``strangeness`` may
follow."""


@dataclass(frozen=True)
class NetOutput:
    """What one pass says about one image.

    Attributes:
        imagenet: ``float32``, ``(1000,)``, probabilities.
        car_probability: of the car-or-car-part head, in [0, 1].
        damage_probability: calibrated P(damaged), in [0, 1].
        evidence: ``float32``, ``(S/32, S/32)``, for damage in each cell of the square, in [0, 1].
        placement: where the photo lies in the square.
        kinds, severities: ``float32``, ``(rows, columns, names)``, probabilities of each cell's
            damage if there is any, by the names of the card; None where the net does not tell.
        strangeness: how unlike the car photos it learnt from; 1 is usual, 0 where it does not tell.
    """

    imagenet: npt.NDArray[np.float32] = field(repr=False)
    car_probability: float
    damage_probability: float
    evidence: npt.NDArray[np.float32] = field(repr=False)
    placement: Placement
    kinds: npt.NDArray[np.float32] | None = field(default=None, repr=False)
    severities: npt.NDArray[np.float32] | None = field(default=None, repr=False)
    strangeness: float = 0.0


class InspectionNet:
    """A model bundle, loaded. Used by one thread at a time."""

    def __init__(self, card: ModelCard, signature: Any) -> None:
        self.card = card
        self._signature = signature

    @classmethod
    def load(cls, folder: Path, *, threads: int = THREADS) -> InspectionNet:
        """Load ``model.tflite`` and ``card.json``; one run of it takes ``threads``.

        Raises:
            CarInspectError: a file is missing or damaged, or they do not belong together.
        """
        try:
            card = ModelCard.from_json((folder / "card.json").read_text(encoding="utf-8"))
            content = (folder / "model.tflite").read_bytes()
        except FileNotFoundError:
            raise CarInspectError(ErrorCode.MODEL_MISSING, model=folder.name) from None
        except (OSError, ValueError):
            raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=folder.name) from None
        if hashlib.sha256(content).hexdigest() != card.model_sha256:
            raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=folder.name)
        try:
            return cls(card, _signature(content, threads))
        except (ValueError, RuntimeError):  # LiteRT's words for a file that is no model
            raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=folder.name) from None

    @property
    def input_size_px(self) -> int:
        return self.card.input_size_px

    def run(self, image: Image, hidden: Sequence[Box] = ()) -> NetOutput:
        """Both gates on the whole of ``image`` (RGB, ``uint8``, ``(H, W, 3)``).

        Args:
            image: upright.
            hidden: boxes that are painted over before the net looks.
        """
        net_input = fit(image, self.input_size_px)
        if hidden:
            net_input = paint_over(net_input, hidden)
        output = self._signature(
            image=net_input.image[None].astype(np.float32), inside=net_input.inside[None]
        )
        return NetOutput(
            imagenet=output["imagenet"][0],
            car_probability=float(output["car"][0, 0]),
            damage_probability=float(output["damage"][0, 0]),
            evidence=output["evidence"][0, :, :, 0],
            placement=net_input.placement,
            kinds=_first(output.get("kinds")),
            severities=_first(output.get("severities")),
            strangeness=float(output["strangeness"][0, 0]) if "strangeness" in output else 0.0,
        )


def _first(batch: npt.NDArray[np.float32] | None) -> npt.NDArray[np.float32] | None:
    return None if batch is None else batch[0]


def _signature(content: bytes, threads: int) -> Any:
    from ai_edge_litert.interpreter import Interpreter

    with without_lines(b"INFO: Created TensorFlow Lite XNNPACK delegate"):
        interpreter: Any = Interpreter(model_content=content, num_threads=threads)
        interpreter.allocate_tensors()  # announces its delegate
        return interpreter.get_signature_runner()
