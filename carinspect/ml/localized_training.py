"""Training the later blocks and the evidence head on samples' early activations.

The early blocks do not change, so their activations are computed once a sample and trained on for
several epochs; augmentation happens before, in the pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.ml.keras_runtime import load_keras, load_tensorflow
from carinspect.ml.localized_loss import localized_loss

_DEPTH_RATES: Final = {"block4": 0.4, "block5": 0.6, "block6": 0.8, "block7": 1.0, "top": 1.0}
_HEAD_RATE: Final = 1e-3
_POOLING_RATE: Final = 3e-3
_DECAY: Final = 0.02
_AVERAGE: Final = 0.997
_WARM_UP: Final = 150


@dataclass(frozen=True)
class Samples:
    """Samples as arrays; ``early`` may be a memory map.

    Attributes:
        early: ``float16``, ``(N, 40, 40, 40)``.
        cells: ``int8``, ``(N, 20, 20)``: 1, 0 or -1.
        targets: ``int8``, ``(N,)``: 1, 0 or -1.
        weights: ``float32``, ``(N,)``.
    """

    early: npt.NDArray[np.float16] = field(repr=False)
    cells: npt.NDArray[np.int8] = field(repr=False)
    targets: npt.NDArray[np.int8] = field(repr=False)
    weights: npt.NDArray[np.float32] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast.

    Attributes:
        rate: of the top layers, as a share of each array's own root mean square; folded
            normalisation leaves arrays of very different sizes.
    """

    epochs: int = 3
    batch: int = 24
    rate: float = 1.5e-3
    seed: int = 0


class Trainer:
    """Adam with rates by depth, cosine decay, and a moving average of the weights."""

    def __init__(self, net: Any, schedule: Schedule) -> None:
        tensorflow = load_tensorflow()
        self.net = net
        self.scale_and_shift = tensorflow.Variable([1.0, 1.0], name="pooling")
        self._schedule = schedule
        self._variables: list[Any] = [w.value for w in net.trainable_variables]
        self._variables.append(self.scale_and_shift)
        self._rates = [_rate(w, schedule.rate) for w in net.trainable_variables] + [_POOLING_RATE]
        self._first = [tensorflow.Variable(tensorflow.zeros_like(v)) for v in self._variables]
        self._second = [tensorflow.Variable(tensorflow.zeros_like(v)) for v in self._variables]
        self._averages = [tensorflow.Variable(v) for v in self._variables]
        self._step = tensorflow.function(self._train_step, reduce_retracing=True)

    def fit(self, samples: Samples, on_step: Callable[[int, int, float], object]) -> None:
        """Train; afterwards the net holds the averaged weights.

        Args:
            samples: what to learn from.
            on_step: told (steps done, steps in all, loss); may raise to stop.
        """
        load_keras().utils.set_random_seed(self._schedule.seed)
        steps = self._schedule.epochs * (len(samples.targets) // self._schedule.batch)
        for done, batch in enumerate(self._batches(samples), start=1):
            pace = min(1.0, done / _WARM_UP) * (
                0.485 * (1 + math.cos(math.pi * (done - 1) / steps)) + 0.03
            )
            on_step(done, steps, float(self._step(*batch, np.float32(pace), np.float32(done))))
        for variable, average in zip(self._variables, self._averages, strict=True):
            variable.assign(average)

    def _batches(self, samples: Samples) -> Iterator[tuple[Any, ...]]:
        rng, size = np.random.default_rng(self._schedule.seed), self._schedule.batch
        for _ in range(self._schedule.epochs):
            order = rng.permutation(len(samples.targets))
            for start in range(0, len(order) - size + 1, size):
                rows = np.sort(order[start : start + size])
                yield (
                    samples.early[rows].astype(np.float32),
                    samples.cells[rows].astype(np.int32),
                    samples.targets[rows].astype(np.int32),
                    samples.weights[rows],
                )

    def _train_step(
        self, early: Any, cells: Any, targets: Any, weights: Any, *pace_and_time: Any
    ) -> Any:
        tensorflow = load_tensorflow()
        with tensorflow.GradientTape() as tape:
            logits = self.net(early, training=True)[..., 0]
            losses = localized_loss(logits, cells, targets, self.scale_and_shift)
            loss = tensorflow.reduce_mean(weights * losses)
        gradients, _ = tensorflow.clip_by_global_norm(tape.gradient(loss, self._variables), 5.0)
        self._update(gradients, *pace_and_time)
        return loss

    def _update(self, gradients: list[Any], pace: Any, time: Any) -> None:
        """Adam (Kingma and Ba, 2015) with decoupled decay, betas 0.9 and 0.99."""
        tensorflow = load_tensorflow()
        keep = tensorflow.minimum(_AVERAGE, (1.0 + time) / (10.0 + time))
        for i, (variable, gradient) in enumerate(zip(self._variables, gradients, strict=True)):
            first, second = self._first[i], self._second[i]
            first.assign(0.9 * first + 0.1 * gradient)
            second.assign(0.99 * second + 0.01 * gradient * gradient)
            towards = (first / (1 - 0.9**time)) / (
                tensorflow.sqrt(second / (1 - 0.99**time)) + 1e-8
            )
            if len(variable.shape) > 1:
                towards = towards + _DECAY * variable
            variable.assign_sub(pace * self._rates[i] * towards)
            self._averages[i].assign_add((1 - keep) * (variable - self._averages[i]))


def _rate(weight: Any, rate: float) -> float:
    for prefix, depth in _DEPTH_RATES.items():
        if weight.path.startswith(prefix):
            size = math.sqrt(float((weight.numpy() ** 2).mean()))
            return rate * depth * max(size, 0.02)
    return _HEAD_RATE
