"""Photos that show the same, told by perceptual hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.photo_facts import PhotoFacts

MAX_BITS: Final = 12
"""Of the coarse hash's 64 in which two photos may differ to be looked at more closely."""

MAX_FINE_BITS: Final = 92
"""Of the fine hash's 512 in which near-duplicates may differ. Among the development photos all
pairs up to 92 were the same picture, at most with another watermark; the first pair of different
cars, both before a white wall, differs in 101."""

_MIN_CONTRAST: Final = 6.0
"""Plainer photos are compared by their bytes only: their hashes are noise."""

_BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two photos that look alike.

    Attributes:
        first, second: positions of the photos, ``first < second``.
        bits: of 512 in which their fine hashes differ.
        exact: the files are the same, byte for byte.
        flipped: they look alike when one is seen in a mirror.
    """

    first: int
    second: int
    bits: int
    exact: bool = False
    flipped: bool = False


def near_duplicates(facts: Sequence[PhotoFacts]) -> Iterator[NearDuplicate]:
    """Every pair of photos that look alike, mirrored ones included; not crops of each other.

    All pairs are compared, 512 photos with all others at once: 10,000 photos take seconds.
    """
    looks = np.array([one.look for one in facts], np.uint64)
    flipped = np.array([one.look_flipped for one in facts], np.uint64)
    plain = np.array([one.contrast < _MIN_CONTRAST for one in facts], np.bool_)
    for start in range(0, len(facts), _BLOCK):
        block = slice(start, start + _BLOCK)
        straight = _distances(looks[block], looks)
        mirrored = _distances(looks[block], flipped)
        alike = np.minimum(straight, mirrored) <= MAX_BITS
        alike &= ~(plain[block, None] | plain[None, :])
        for row, column in np.argwhere(alike).tolist():
            if start + row < column:
                pair = _pair(facts, start + row, column)
                if pair.bits <= MAX_FINE_BITS:
                    yield pair
    yield from _same_plain_files(facts, plain)


def groups(facts: Sequence[PhotoFacts]) -> list[str]:
    """The group of each photo: those that look alike, directly or over others.

    Returns:
        For each photo the smallest SHA-256 of its group, which names the group whatever the
        files are called.
    """
    parent = list(range(len(facts)))

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    for pair in near_duplicates(facts):
        parent[root(pair.second)] = root(pair.first)
    names: dict[int, str] = {}
    for position, one in enumerate(facts):
        top = root(position)
        names[top] = min(names.get(top, one.sha256), one.sha256)
    return [names[root(position)] for position in range(len(facts))]


def _pair(facts: Sequence[PhotoFacts], first: int, second: int) -> NearDuplicate:
    straight = (facts[first].fine ^ facts[second].fine).bit_count()
    mirrored = (facts[first].fine ^ facts[second].fine_flipped).bit_count()
    return NearDuplicate(
        first,
        second,
        bits=min(straight, mirrored),
        exact=facts[first].sha256 == facts[second].sha256,
        flipped=mirrored < straight,
    )


def _same_plain_files(
    facts: Sequence[PhotoFacts], plain: npt.NDArray[np.bool_]
) -> Iterator[NearDuplicate]:
    first_of: dict[str, int] = {}
    for position in np.flatnonzero(plain).tolist():
        first = first_of.setdefault(facts[position].sha256, position)
        if first != position:
            yield NearDuplicate(first, position, bits=0, exact=True)


def _distances(some: npt.NDArray[np.uint64], all_: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    return np.bitwise_count(some[:, None] ^ all_[None, :])
