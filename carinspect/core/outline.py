"""Damage that somebody marked on a photo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outline:
    """One marked damage.

    Attributes:
        category: what it is called, such as ``minor-scratch``; may be empty.
        corners: as fractions of the upright photo's width and height; two corners are a box.
    """

    category: str
    corners: tuple[tuple[float, float], ...]
