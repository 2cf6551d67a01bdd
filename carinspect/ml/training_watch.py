"""What a trainer tells while it runs: sums over an epoch, and mini-batches for the eye."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.training import EpochEnd, MiniBatchEnd
from carinspect.ml.calibration import sigmoid

Floats = npt.NDArray[np.float32]

_REPORT_S: Final = 0.1
_SMOOTHING: Final = 0.9


@dataclass(frozen=True)
class Hooks:
    """What the trainer tells and asks while it runs.

    Attributes:
        on_update: told at most ten times a second; may raise to leave.
        should_stop: asked after each mini-batch; ends the epoch there.
        check: called after each mini-batch; may raise to leave.
    """

    on_update: Callable[[MiniBatchEnd], object] = lambda _update: None
    should_stop: Callable[[], bool] = lambda: False
    check: Callable[[], object] = lambda: None


@dataclass
class Tally:
    """Sums over an epoch, and smoothed values for the eye."""

    photos: int = 0
    loss: float = 0.0
    right: float = 0.0
    penalty: float = 0.0
    started: float = field(default_factory=time.monotonic)
    smooth: npt.NDArray[np.float32] | None = field(default=None, repr=False)

    def next_epoch(self) -> Tally:
        """New sums; what is smoothed goes on, so that the curve does not jump."""
        return Tally(smooth=self.smooth)

    def add(self, count: int, loss: float, right: float, penalty: float) -> None:
        self.photos += count
        self.loss += loss * count
        self.right += right
        self.penalty = penalty
        new = np.array([loss, right / count], np.float32)
        old = new if self.smooth is None else self.smooth
        self.smooth = (_SMOOTHING * old + (1 - _SMOOTHING) * new).astype(np.float32)

    def epoch_end(
        self, number: int, updates: int, rate: float, validation: tuple[float, float]
    ) -> EpochEnd:
        """The epoch that these are the sums of.

        Args:
            number: from 1 on.
            updates: since the run began.
            rate: of the last update.
            validation: loss and accuracy there.
        """
        return EpochEnd(
            epoch=number,
            updates=updates,
            loss=self.loss / self.photos,
            accuracy=self.right / self.photos,
            val_loss=validation[0],
            val_accuracy=validation[1],
            penalty=self.penalty,
            learning_rate=rate,
            seconds=time.monotonic() - self.started,
        )


def loss_and_accuracy(logits: Floats, labels: Floats) -> tuple[float, float]:
    """Mean binary cross-entropy, and accuracy at one half.

    Args:
        logits: ``(N,)``.
        labels: 1 for damaged, ``(N,)``.
    """
    loss = np.logaddexp(0, -logits * (2 * labels - 1)).mean()
    return float(loss), float(((sigmoid(logits) >= 0.5) == (labels == 1)).mean())


class Watch:
    """Reports mini-batches, but not more than eyes can follow."""

    def __init__(self, updates_in_all: int, hooks: Hooks) -> None:
        self._all, self._hooks = updates_in_all, hooks
        self._started = self._told = time.monotonic()
        self._first: int | None = None

    def tell(self, updates: int, tally: Tally, rate: float) -> None:
        self._hooks.check()
        now = time.monotonic()
        if self._first is None:  # the first update traces the net, which takes seconds
            self._first, self._started = updates, now
        if now - self._told < _REPORT_S or tally.smooth is None:
            return
        self._told = now
        done = updates - self._first
        left = (now - self._started) / done * (self._all - updates) if done else None
        loss, accuracy = (float(value) for value in tally.smooth)
        self._hooks.on_update(MiniBatchEnd(updates, self._all, loss, accuracy, rate, left))
