"""Is a stranger's net fit to inspect: its inputs, outputs, weights, and what it says."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import ModelCard
from carinspect.ml.inspection_net import OUTPUTS

_STRIDES: Final = (16, 32)
_CLASSES: Final = 1000
_TOLERANCE: Final = 1e-3


class UnfitNetError(ValueError):
    """The net cannot inspect; the words say why, for whoever made it."""


def check_net(card: ModelCard, content: bytes) -> None:
    """Load the net, look at its weights, and run it on grey, on noise and on nothing.

    A file may be made so that LiteRT itself crashes or takes all memory: call it in a process
    that may die.

    Raises:
        UnfitNetError: it is no net of ours, a weight or an answer is not finite, or an answer has
            another shape or range.
    """
    from ai_edge_litert.interpreter import Interpreter

    try:
        interpreter: Any = Interpreter(model_content=content, num_threads=1)
        _check_weights(interpreter)
        interpreter.allocate_tensors()
        signature = interpreter.get_signature_runner()
        inputs = signature.get_input_details()
    except UnfitNetError:
        raise
    except (ValueError, RuntimeError, TypeError) as error:  # LiteRT's words
        raise UnfitNetError(_first_line(error)) from None
    side = card.input_size_px
    shapes = {name: tuple(int(n) for n in one["shape"]) for name, one in inputs.items()}
    wanted = {"image": (1, side, side, 3), "inside": (1, side, side, 1)}
    if not _same_inputs(shapes, wanted):
        raise UnfitNetError(f"inputs {shapes}, expected {wanted}")
    for image in _probes(side):
        _check_answer(card, _run(signature, image, shapes["inside"]))


def _same_inputs(shapes: dict[str, tuple[int, ...]], wanted: dict[str, tuple[int, ...]]) -> bool:
    return shapes.keys() == wanted.keys() and shapes["image"] == wanted["image"]


def _probes(side: int) -> list[npt.NDArray[np.float32]]:
    noise = np.random.default_rng(1).integers(0, 256, (1, side, side, 3))
    grey, white = np.full_like(noise, 128), np.full_like(noise, 255)
    return [one.astype(np.float32) for one in (grey, white, noise)]


def _run(signature: Any, image: npt.NDArray[np.float32], inside: tuple[int, ...]) -> dict[str, Any]:
    try:
        return signature(image=image, inside=np.ones(inside, np.float32))
    except (ValueError, RuntimeError, TypeError) as error:
        raise UnfitNetError(_first_line(error)) from None


def _check_weights(interpreter: Any) -> None:
    """Before its memory is laid out, only what stands in the file can be read: the weights."""
    for one in interpreter.get_tensor_details():
        if not np.issubdtype(one["dtype"], np.floating):
            continue
        try:
            values = interpreter.get_tensor(one["index"])
        except (ValueError, RuntimeError):
            continue
        if not np.isfinite(values).all():
            raise UnfitNetError("a weight is not a finite number")


def _check_answer(card: ModelCard, answer: dict[str, npt.NDArray[np.float32]]) -> None:
    for name, shape in _shapes(card, answer).items():
        if answer[name].shape != shape:
            raise UnfitNetError(f"{name} of shape {answer[name].shape}, expected {shape}")
    for name, values in answer.items():
        if not np.isfinite(values).all():
            raise UnfitNetError(f"{name} is not a finite number")
        low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
        is_share = name != "strangeness"
        if low < -_TOLERANCE or (is_share and high > 1 + _TOLERANCE):
            raise UnfitNetError(f"{name} is not in [0, 1]: {low:.3g} to {high:.3g}")


def _shapes(
    card: ModelCard, answer: dict[str, npt.NDArray[np.float32]]
) -> dict[str, tuple[int, ...]]:
    missing = [name for name in OUTPUTS if name not in answer]
    if missing:
        raise UnfitNetError(f"it does not tell {', '.join(missing)}")
    # Cells of 32 px, or of 16 px where the net looks more closely.
    cells = answer["evidence"].shape[1] if answer["evidence"].ndim == 4 else 0
    if cells not in {card.input_size_px // stride for stride in _STRIDES}:
        raise UnfitNetError(f"evidence of shape {answer['evidence'].shape}")
    shapes: dict[str, tuple[int, ...]] = {
        "imagenet": (1, _CLASSES),
        "car": (1, 1),
        "damage": (1, 1),
        "evidence": (1, cells, cells, 1),
    }
    optional = {
        "kinds": (1, cells, cells, len(card.region_kinds)),
        "severities": (1, cells, cells, len(card.region_severities)),
        "strangeness": (1, 1),
    }
    return shapes | {name: shape for name, shape in optional.items() if name in answer}


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
