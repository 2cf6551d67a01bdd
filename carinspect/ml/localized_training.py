"""Training the later blocks and the evidence head on samples' early activations.

The early blocks do not change, so their activations are computed once a sample and trained on for
several epochs; augmentation happens before, in the pictures.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.ml.keras_runtime import load_tensorflow
from carinspect.ml.localized_loss import localized_loss, photo_logits
from carinspect.ml.localized_net import POOLING, with_pooling

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
    """Adam with rates by depth, cosine decay, and a moving average of the weights.

    Args:
        net: of :func:`carinspect.ml.localized_net.later_net`; trained in place.
        schedule: how.
        samples: what to learn from.
    """

    def __init__(self, net: Any, schedule: Schedule, samples: Samples) -> None:
        tensorflow = load_tensorflow()
        self.net = with_pooling(net)
        self._pooling: Any = self.net.get_layer(POOLING)
        self._evidence = net
        self._schedule, self._samples = schedule, samples
        weights: list[Any] = [*net.trainable_variables, *self._pooling.weights]
        self._variables: list[Any] = [w.value for w in weights]
        own = [w.path.startswith(POOLING) for w in weights]
        self._rates = [
            _POOLING_RATE if pooling else _rate(weight, schedule.rate)
            for weight, pooling in zip(weights, own, strict=True)
        ]
        self._decays = [
            _DECAY if len(weight.shape) > 1 and not pooling else 0.0
            for weight, pooling in zip(weights, own, strict=True)
        ]
        self._first = [tensorflow.Variable(tensorflow.zeros_like(v)) for v in self._variables]
        self._second = [tensorflow.Variable(tensorflow.zeros_like(v)) for v in self._variables]
        self._averages = [tensorflow.Variable(v) for v in self._variables]
        self._step = tensorflow.function(self._train_step, autograph=False, reduce_retracing=True)

    @property
    def batches(self) -> int:
        """Mini-batches an epoch."""
        return len(self._samples.targets) // self._schedule.batch

    @property
    def updates_in_all(self) -> int:
        """Mini-batches of all epochs."""
        return self._schedule.epochs * self.batches

    def epoch(self, number: int) -> Iterator[tuple[int, float, int, int]]:
        """Train for one epoch, counted from 1: (updates so far, loss, right, told) of each batch.

        Order and dropout depend on seed and epoch alone. ``right`` of the ``told`` samples whose
        class is known were told right.
        """
        self._seed_dropout(number)
        first = (number - 1) * self.batches + 1
        for done, batch in enumerate(self._batches(number), start=first):
            loss, right, told = self._step(np.float32(self.pace(done)), np.float32(done), *batch)
            yield done, float(loss), int(right), int(told)

    def fit(self, on_step: Callable[[int, int, float], object]) -> None:
        """Train for all epochs; afterwards the net holds the averaged weights.

        Args:
            on_step: told (steps done, steps in all, loss); may raise to stop.
        """
        for number in range(1, self._schedule.epochs + 1):
            for done, loss, _right, _told in self.epoch(number):
                on_step(done, self.updates_in_all, loss)
        for variable, average in zip(self._variables, self._averages, strict=True):
            variable.assign(average)

    def pace(self, update: int) -> float:
        """The share of the full rate at an update, counted from 1: up, then down a cosine."""
        down = 0.485 * (1 + math.cos(math.pi * (update - 1) / self.updates_in_all)) + 0.03
        return min(1.0, update / _WARM_UP) * down

    @contextlib.contextmanager
    def averaged(self) -> Generator[Any]:
        """The net with its averaged weights."""
        own = [v.numpy() for v in self._variables]
        for variable, average in zip(self._variables, self._averages, strict=True):
            variable.assign(average)
        try:
            yield self.net
        finally:
            for variable, value in zip(self._variables, own, strict=True):
                variable.assign(value)

    def weights_changed(self) -> None:
        """To be told where the net's weights were set from outside, before the first epoch."""
        for average, variable in zip(self._averages, self._variables, strict=True):
            average.assign(variable)

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """All that changes from epoch to epoch."""
        return {name: variable.numpy() for name, variable in self._named()}

    def restore(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Go back to a :meth:`state`.

        Raises:
            ValueError: it is of another net.
        """
        named = dict(self._named())
        if set(named) != set(arrays):
            raise ValueError("Expected the state of this net")
        for name, variable in named.items():
            variable.assign(arrays[name])

    def _named(self) -> Iterator[tuple[str, Any]]:
        groups = {
            "net": self._variables,
            "first": self._first,
            "second": self._second,
            "average": self._averages,
        }
        for group, variables in groups.items():
            for i, variable in enumerate(variables):
                yield f"{group}/{i}", variable

    def _seed_dropout(self, epoch: int) -> None:
        for layer in self._evidence.layers:
            if "dropout" in layer.name:
                layer.seed_generator.state.assign(np.array([self._schedule.seed, epoch], "u4"))

    def _batches(self, epoch: int) -> Iterator[tuple[Any, ...]]:
        size, count = self._schedule.batch, len(self._samples.targets)
        order = np.random.default_rng([self._schedule.seed, epoch]).permutation(count)
        for start in range(0, len(order) - size + 1, size):
            yield self.arrays(np.sort(order[start : start + size]))

    def arrays(self, rows: npt.NDArray[np.intp]) -> tuple[Any, ...]:
        """Of the samples of one mini-batch: early, weights, cells, targets, and what is added."""
        samples = self._samples
        return (
            samples.early[rows].astype(np.float32),
            samples.weights[rows],
            samples.cells[rows].astype(np.int32),
            samples.targets[rows].astype(np.int32),
        )

    def losses(self, logits: Any, pooling: Any, cells: Any, targets: Any) -> Any:
        """Of each sample, ``(N,)``; takes what :meth:`arrays` gives from the cells on."""
        return localized_loss(logits, cells, targets, pooling)

    def _train_step(self, pace: Any, time: Any, early: Any, weights: Any, *truth: Any) -> Any:
        tensorflow = load_tensorflow()
        with tensorflow.GradientTape() as tape:
            logits = self._evidence(early, training=True)[..., 0]
            pooling = self._scale_and_shift()
            loss = tensorflow.reduce_mean(weights * self.losses(logits, pooling, *truth))
        gradients, _ = tensorflow.clip_by_global_norm(tape.gradient(loss, self._variables), 5.0)
        self._update(gradients, pace, time)
        targets = truth[1]
        damaged = photo_logits(logits, pooling) >= 0
        right = (damaged == (targets == 1)) & (targets >= 0)
        return loss, _count(right), _count(targets >= 0)

    def _scale_and_shift(self) -> Any:
        kernel, bias = (weight.value for weight in self._pooling.weights)
        return load_tensorflow().concat([kernel[0], bias], axis=0)

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
            towards = towards + self._decays[i] * variable
            variable.assign_sub(pace * self._rates[i] * towards)
            self._averages[i].assign_add((1 - keep) * (variable - self._averages[i]))


def _count(flags: Any) -> Any:
    tensorflow = load_tensorflow()
    return tensorflow.reduce_sum(tensorflow.cast(flags, "int32"))


def _rate(weight: Any, rate: float) -> float:
    for prefix, depth in _DEPTH_RATES.items():
        if weight.path.startswith(prefix):
            size = math.sqrt(float((weight.numpy() ** 2).mean()))
            return rate * depth * max(size, 0.02)
    return _HEAD_RATE
