"""What the trainer learns from, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from carinspect.ml.activations import Activations

Rows = npt.NDArray[np.int64]
Feed = dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Examples:
    """Photos as activations, with their labels.

    Attributes:
        labels: ``float32``, ``(N,)``, 1 for damaged.
    """

    activations: Activations = field(repr=False)
    labels: npt.NDArray[np.float32] = field(repr=False)

    @property
    def count(self) -> int:
        return len(self.labels)

    def feed(self, rows: Rows, views: Rows) -> Feed:
        """What the trained net takes: the given view of each of ``rows``."""
        return {
            "x": self.activations.x[rows, views].astype(np.float32),
            "inside": self.activations.inside[rows],
        }

    def plain(self, size: int = 64) -> Iterator[tuple[Feed, Rows]]:
        """The first view of all photos, in order, in parts of ``size``."""
        for start in range(0, self.count, size):
            rows = np.arange(start, min(start + size, self.count))
            yield self.feed(rows, np.zeros_like(rows)), rows


@dataclass(frozen=True, slots=True)
class Order:
    """In which order an epoch goes through the photos; the same whenever it is asked for.

    Attributes:
        labels: of the photos.
        batch_size: the last mini-batch may be smaller, and is kept.
        balanced: as many damaged as undamaged photos in each mini-batch; of the rarer kind some
            come twice.
    """

    labels: npt.NDArray[np.float32]
    batch_size: int
    balanced: bool
    seed: int

    @property
    def batches(self) -> int:
        """Mini-batches an epoch."""
        return -(-self._length // self.batch_size)

    def epoch(self, number: int, views: int) -> Iterator[tuple[Rows, Rows]]:
        """(photos, view of each) of the mini-batches of an epoch."""
        rng = np.random.default_rng([self.seed, number])
        order = self._balanced(rng) if self.balanced else rng.permutation(len(self.labels))
        chosen = rng.integers(views, size=len(order))
        for start in range(0, len(order), self.batch_size):
            part = slice(start, start + self.batch_size)
            yield order[part], chosen[part]

    @property
    def _length(self) -> int:
        if not self.balanced:
            return len(self.labels)
        damaged = int(self.labels.sum())
        return 2 * max(damaged, len(self.labels) - damaged)

    def _balanced(self, rng: np.random.Generator) -> Rows:
        half = self._length // 2
        kinds = [rng.permutation(np.flatnonzero(self.labels == label)) for label in (0, 1)]
        return np.stack([np.resize(kind, half) for kind in kinds], axis=1).ravel()
