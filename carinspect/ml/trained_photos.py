"""What a training run learns from and measures on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carinspect.core.dataset import LabelledPhoto
from carinspect.core.outline import Outline

OnPhotos = Callable[[int, int], object]
"""Told (photos done, photos in all); may raise to stop, what is computed is kept."""


@dataclass(frozen=True)
class Photos:
    """What a run learns from and measures on.

    Attributes:
        outlines: damage marked on the photos to learn from.
    """

    training: Sequence[LabelledPhoto] = field(repr=False)
    validation: Sequence[LabelledPhoto] = field(repr=False)
    outlines: Mapping[Path, tuple[Outline, ...]] = field(
        default_factory=dict[Path, tuple[Outline, ...]], repr=False
    )
