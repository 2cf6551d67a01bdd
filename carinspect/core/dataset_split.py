"""Part off photos to validate on, so that nothing of one photo stands on both sides."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from carinspect.core.dataset import LabelledPhoto

VALIDATION_SHARE: Final = 0.2


def part_off(
    photos: Sequence[LabelledPhoto],
    groups: Mapping[Path, str],
    share: float = VALIDATION_SHARE,
) -> tuple[tuple[LabelledPhoto, ...], tuple[LabelledPhoto, ...]]:
    """Part ``photos`` into (to train on, to validate on).

    Whole groups are taken, in the order of a hash of their names, until each class has its
    share: the same photos are always parted alike, whatever they are called, and adding some
    moves few.

    Args:
        photos: of one dataset.
        groups: photo -> name of its group of near-duplicates, made of contents and not of paths.
        share: of each class's photos to validate on, in (0, 1); at least one where a class has
            two groups.
    """
    members: dict[str, list[LabelledPhoto]] = defaultdict(list)
    for photo in photos:
        members[groups[photo.path]].append(photo)
    wanted = {label: max(1, round(n * share)) for label, n in _labels(photos).items()}
    taken: Counter[int] = Counter()
    chosen: set[str] = set()
    for name in sorted(members, key=_order):
        label = _labels(members[name]).most_common(1)[0][0]
        leaves_some = taken[label] + len(members[name]) < _labels(photos)[label]
        if taken[label] < wanted[label] and leaves_some:
            chosen.add(name)
            taken.update(photo.label for photo in members[name])
    training = tuple(photo for photo in photos if groups[photo.path] not in chosen)
    validation = tuple(photo for photo in photos if groups[photo.path] in chosen)
    return training, validation


def fingerprint(labelled: Iterable[tuple[str, int]]) -> str:
    """SHA-256 over the sorted contents and labels: the identity of a set of photos.

    Args:
        labelled: (SHA-256 of the photo, label) of each photo, in any order.
    """
    lines = sorted(f"{sha256} {label}\n" for sha256, label in labelled)
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()


def _labels(photos: Iterable[LabelledPhoto]) -> Counter[int]:
    return Counter(photo.label for photo in photos)


def _order(name: str) -> str:
    return hashlib.sha256(f"validation {name}".encode()).hexdigest()
