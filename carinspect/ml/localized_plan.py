"""Which samples the ``localized`` recipe cuts from each photo of a dataset."""

from __future__ import annotations

from typing import Final

import numpy as np

from carinspect.ml.localized_samples import Kind, Sample, make_sample
from carinspect.ml.localized_windows import MarkedPhoto

_UNDAMAGED: Final = (
    Kind.WHOLE, Kind.CLOSE_UP, Kind.DRAWN, Kind.CLOSE_UP, Kind.WHOLE, Kind.CLOSE_UP,
)  # fmt: skip
_MARKED: Final = (
    Kind.WHOLE, Kind.ON, Kind.BESIDE, Kind.WHOLE, Kind.ON, Kind.ERASED,
)  # fmt: skip
"""In this order and then again from the front: whole photos and close-ups of both classes."""


def kinds(photo: MarkedPhoto, views: int) -> tuple[Kind, ...]:
    """The kinds of the ``views`` samples of one photo; of unmarked damage always the whole."""
    if photo.damaged and not photo.outlines:
        return (Kind.WHOLE,) * views
    order = _MARKED if photo.damaged else _UNDAMAGED
    return tuple(order[i % len(order)] for i in range(views))


def samples(photo: MarkedPhoto, views: int, seed: int) -> tuple[Sample, ...]:
    """The samples of one photo; the same for the same seed and file name.

    Raises:
        CarInspectError: the photo cannot be read.
    """
    made: list[Sample] = []
    for number, kind in enumerate(kinds(photo, views)):
        one = make_sample(kind, photo, np.random.default_rng([seed, number, _number_of(photo)]))
        if one is None:  # this kind cannot be cut from it
            rng = np.random.default_rng([seed, number, _number_of(photo), 1])
            one = make_sample(Kind.WHOLE, photo, rng)
        if one is None:
            raise ValueError("a whole photo gives a sample always")
        made.append(one)
    return tuple(made)


def _number_of(photo: MarkedPhoto) -> int:
    return int.from_bytes(photo.path.name.encode(errors="surrogateescape")[:64], "little")
