"""What a larger net says of each window, and training that learns from it as well as from labels.

The teacher is a ``localized`` net on a larger backbone. The student sees, for each cell and each
photo, the mean of the teacher's logits and its own from before, which is less sure than a label
where the label is doubtful (Hinton, Vinyals and Dean, "Distilling the knowledge in a neural
network", 2015; Furlanello et al., "Born-again neural networks", ICML 2018).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.ml.keras_runtime import load_tensorflow
from carinspect.ml.localized_loss import localized_loss, photo_logits
from carinspect.ml.localized_training import Samples, Schedule, Trainer

LABELS: Final = 0.5
"""Weight of the labels' loss beside what the teacher says of the photo and of its cells."""

_AT_ONCE: Final = 32


@dataclass(frozen=True)
class Lessons:
    """What the teacher says of samples.

    Attributes:
        cells: evidence logits, ``float32``, ``(N, 20, 20)``.
        photos: logits, ``float32``, ``(N,)``.
    """

    cells: Any = field(repr=False)
    photos: Any = field(repr=False)


def lessons(net: Any, pooling: Any, early: Any) -> Lessons:
    """What a later net says of early activations of its own backbone."""
    tensorflow = load_tensorflow()
    look = tensorflow.function(lambda x: net(x, training=False)[..., 0], autograph=False)
    parts: list[tuple[Any, Any]] = []
    for start in range(0, len(early), _AT_ONCE):
        cells = look(tensorflow.constant(early[start : start + _AT_ONCE].astype(np.float32)))
        parts.append((cells.numpy(), photo_logits(cells, pooling).numpy()))
    cells, photos = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Lessons(cells, photos)


def mean_lessons(several: Sequence[Lessons]) -> Lessons:
    """What several teachers say on average."""
    return Lessons(
        np.mean([one.cells for one in several], axis=0),
        np.mean([one.photos for one in several], axis=0),
    )


class Student(Trainer):
    """A trainer that learns from lessons besides.

    Args:
        taught: of ``samples``, row by row.
    """

    def __init__(self, net: Any, schedule: Schedule, samples: Samples, taught: Lessons) -> None:
        self._taught = taught
        super().__init__(net, schedule, samples)

    def arrays(self, rows: Any) -> tuple[Any, ...]:
        """See :meth:`Trainer.arrays`; and what the teacher says of cells and photos."""
        return (*super().arrays(rows), self._taught.cells[rows], self._taught.photos[rows])

    def losses(self, logits: Any, pooling: Any, cells: Any, targets: Any, *taught: Any) -> Any:
        """Cross-entropy with what the teacher says, and a share of the labels' loss."""
        cell_logits, photos = taught
        return (
            LABELS * localized_loss(logits, cells, targets, pooling)
            + _cross_entropy(photo_logits(logits, pooling), photos)
            + load_tensorflow().reduce_mean(_cross_entropy(logits, cell_logits), [1, 2])
        )


def _cross_entropy(logits: Any, taught: Any) -> Any:
    tensorflow = load_tensorflow()
    return tensorflow.nn.sigmoid_cross_entropy_with_logits(
        labels=tensorflow.sigmoid(taught), logits=logits
    )
