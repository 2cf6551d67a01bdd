"""One fit: mini-batches of activations, epoch by epoch, to be gone on with from any epoch.

Our own loop and not ``fit``: the penalty and the data loss are kept apart, single mini-batches are
reported, mini-batches are balanced, rates differ by depth, and order and dropout depend on seed
and epoch alone, so that a run that was interrupted ends like one that was not.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.training import (
    EpochEnd,
    History,
    Optimizer,
    Pace,
    TrainingConfig,
)
from carinspect.ml.examples import Examples, Order
from carinspect.ml.keras_runtime import load_keras, load_tensorflow
from carinspect.ml.training_watch import Hooks, Tally, Watch, loss_and_accuracy

Arrays = dict[str, npt.NDArray[Any]]
Floats = npt.NDArray[np.float32]

_WARM_UP: Final = 0.05
_AVERAGE: Final = 0.98
_LEAST_SPREAD: Final = 0.1
_HEAD_SHARE: Final = 0.1
"""Of the rate that a trained head gets beside released layers: it is there already, and on a
thousand standardised features a larger step would throw it off before they have moved."""
_RELATIVE: Final = {Optimizer.ADAM, Optimizer.ADAMW}
"""Optimizers whose steps do not scale with the weights: released layers are given rates that do."""


class Trainer:
    """Trains a net of :func:`carinspect.ml.split_net.trained_net`.

    Args:
        net: the net; trained in place.
        config: how.
        training, validation: what to learn from, and what to measure on.
    """

    def __init__(
        self, net: Any, config: TrainingConfig, training: Examples, validation: Examples
    ) -> None:
        tensorflow = load_tensorflow()
        self.net = net
        self._config, self._training, self._validation = config, training, validation
        self._order = Order(training.labels, config.batch_size, config.balanced, config.seed)
        self._optimizer = _optimizer(config)
        self._variables: list[Any] = list(net.trainable_variables)
        self._optimizer.build(self._variables)
        self._shares = [_rate_share(v, config) for v in self._variables]
        self._averages = [tensorflow.Variable(v.value) for v in self._variables]
        self._step = tensorflow.function(self._train_step, autograph=False, reduce_retracing=True)
        self._infer = tensorflow.function(self._judge, autograph=False, reduce_retracing=True)

    @property
    def updates_in_all(self) -> int:
        """Of the whole run, unless it stops early."""
        return self._config.epochs * self._order.batches

    def epochs(self, history: History, hooks: Hooks) -> Iterator[EpochEnd]:
        """Train on after ``history``, an epoch at a time.

        The caller saves :meth:`state` after each, and may leave off after any.
        """
        updates = history[-1].updates if history else 0
        watch = Watch(self.updates_in_all, hooks)
        tally = Tally()
        for number in range(len(history) + 1, self._config.epochs + 1):
            tally = tally.next_epoch()
            _seed_dropout(self.net, self._config.seed, number)
            for rows, views in self._order.epoch(number, self._training.activations.x.shape[1]):
                rate = self._rate(updates)
                self._optimizer.learning_rate.assign(rate)
                tally.add(len(rows), *self._update(rows, views, updates))
                updates += 1
                watch.tell(updates, tally, rate)
                if hooks.should_stop():
                    break
            with self.kept_weights():
                validation = self._measure()
            yield tally.epoch_end(number, updates, self._rate(updates - 1), validation)

    @contextlib.contextmanager
    def kept_weights(self) -> Generator[Any]:
        """The net with the weights that are to be kept: the averaged ones, where averaged."""
        if not self._config.averaged:
            yield self.net
            return
        own = [v.numpy() for v in self._variables]
        for variable, average in zip(self._variables, self._averages, strict=True):
            variable.assign(average)
        try:
            yield self.net
        finally:
            for variable, value in zip(self._variables, own, strict=True):
                variable.assign(value)

    def logits(self, examples: Examples) -> Floats:
        """What the net as it stands says of each photo's first view, ``(N,)``."""
        parts = [np.asarray(self._infer(feed))[:, 0] for feed, _rows in examples.plain()]
        return np.concatenate(parts)

    def state(self) -> Arrays:
        """All that changes from epoch to epoch."""
        return {name: v.numpy() for name, v in self._named()}

    def restore(self, arrays: Arrays) -> None:
        """Go back to a :meth:`state`.

        Raises:
            ValueError: it is of another net or optimizer.
        """
        named = dict(self._named())
        if set(named) != set(arrays):
            raise ValueError("Expected the state of this net")
        for name, variable in named.items():
            variable.assign(arrays[name])
        _use_statistics(self.net)

    def weights_changed(self) -> None:
        """To be told where the net's weights were set from outside, before the first epoch."""
        _use_statistics(self.net)
        for average, variable in zip(self._averages, self._variables, strict=True):
            average.assign(variable.value)

    def _named(self) -> Iterator[tuple[str, Any]]:
        groups = {"net": self.net.variables, "optimizer": self._optimizer.variables}
        if self._config.averaged:
            groups["average"] = self._averages
        for group, variables in groups.items():
            for i, variable in enumerate(variables):
                yield f"{group}/{i}", variable

    def _rate(self, updates: int) -> float:
        config = self._config
        if config.pace is Pace.CONSTANT:
            return config.learning_rate
        done = (updates + 0.5) / self.updates_in_all
        warm = min(1.0, done / _WARM_UP)
        return config.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * done))

    def _update(self, rows: Any, views: Any, updates: int) -> tuple[float, float, float]:
        labels = self._training.labels[rows]
        keep = min(_AVERAGE, (1.0 + updates) / (10.0 + updates))
        feed = self._training.feed(rows, views)
        loss, right, penalty = self._step(feed, labels[:, None], np.float32(keep))
        return float(loss), float(right), float(penalty)

    def _train_step(self, feed: Any, labels: Any, keep: Any) -> Any:
        tensorflow, smoothing = load_tensorflow(), self._config.label_smoothing
        targets = labels * (1 - smoothing) + 0.5 * smoothing
        with tensorflow.GradientTape() as tape:
            logits = self.net(feed, training=True)
            loss = tensorflow.reduce_mean(
                tensorflow.nn.sigmoid_cross_entropy_with_logits(targets, logits)
            )
            penalty = tensorflow.add_n(self.net.losses) if self.net.losses else 0.0
            total = loss + penalty
        gradients = tape.gradient(total, [v.value for v in self._variables])
        before = [
            None if share == 1 else tensorflow.identity(v.value)
            for v, share in zip(self._variables, self._shares, strict=True)
        ]
        self._optimizer.apply(gradients)
        for variable, old, share in zip(self._variables, before, self._shares, strict=True):
            if old is not None:
                variable.assign(old + share * (variable.value - old))
        if self._config.averaged:
            for average, variable in zip(self._averages, self._variables, strict=True):
                average.assign_add((1 - keep) * (variable.value - average))
        right = tensorflow.reduce_sum(
            tensorflow.cast((logits >= 0) == (labels >= 0.5), tensorflow.float32)
        )
        return loss, right, penalty

    def _judge(self, feed: Any) -> Any:
        return self.net(feed, training=False)

    def _measure(self) -> tuple[float, float]:
        """(binary cross-entropy, accuracy at one half) on the validation photos."""
        return loss_and_accuracy(self.logits(self._validation), self._validation.labels)


def standardise(net: Any, training: Examples) -> None:
    """Give the net's head the mean and spread of the features of the training photos.

    The floor, a tenth of the mean spread, keeps features that hardly fire on few photos from
    shouting on others.
    """
    if "standardise" not in {layer.name for layer in net.layers}:
        return
    layer = net.get_layer("standardise")
    features = load_keras().Model(net.input, net.get_layer("features").output)
    rows = [np.asarray(features(feed, training=False)) for feed, _rows in training.plain()]
    stacked = np.concatenate(rows)
    layer.adapt_mean.assign(stacked.mean(axis=0))
    spread = stacked.std(axis=0)
    layer.adapt_variance.assign((spread + _LEAST_SPREAD * spread.mean()) ** 2)
    _use_statistics(net)


def _use_statistics(net: Any) -> None:
    for layer in net.layers:
        if layer.name == "standardise":
            layer.finalize_state()


def _seed_dropout(net: Any, seed: int, epoch: int) -> None:
    net.get_layer("dropout").seed_generator.state.assign(np.array([seed, epoch], np.uint32))


def _optimizer(config: TrainingConfig) -> Any:
    optimizers = load_keras().optimizers
    rate, momentum = config.learning_rate, config.momentum
    if config.optimizer is Optimizer.SGD:
        return optimizers.SGD(rate, momentum=momentum)
    if config.optimizer is Optimizer.RMSPROP:
        return optimizers.RMSprop(rate, momentum=momentum)
    if config.optimizer is Optimizer.ADAM:
        return optimizers.Adam(rate)
    return optimizers.AdamW(rate, weight_decay=config.weight_decay)


def _rate_share(variable: Any, config: TrainingConfig) -> float:
    """The share of the learning rate that a variable gets.

    Under Adam a released layer's step is measured by the size of its own weights: folded
    normalisation leaves arrays of very different sizes.
    """
    if config.optimizer not in _RELATIVE or not config.released_blocks:
        return 1.0
    if variable.path.startswith(("hidden", "logit")):
        return _HEAD_SHARE
    size = math.sqrt(float((variable.numpy() ** 2).mean()))
    return max(size, 0.02)
