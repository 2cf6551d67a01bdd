"""Pickup and return photos made of one photo, with their new damage known.

The same car seen again: two homographies of one photo, cropped, lit, dirtied, blurred and
compressed each in its own way. New damage is real damage (``regions.csv``) that was covered on
the pickup photo by paint from beside it (:mod:`covered_damage`), or, on cars without any, drawn
where a person would see it (``ml.localized_damage``). Old damage is on both, and never where the
new one is: nobody could tell them apart. A part of the pickup photos leaves a part of the car
out, is blurred or dark: there nothing may be called new.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import PIL.Image
from covered_damage import covered, touch
from photo_sets import DATA, ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.verdict import Box, Image
from carinspect.ml.localized_camera import relight, soil
from carinspect.ml.localized_damage import draw_damage

SIZE_PX = 900
"""Longer side of what is composed; the photos come out somewhat smaller."""

_LARGEST, _SMALLEST = 0.4, 0.002
"""Longer side and area of damage that is covered, in shares of the photo."""

_REAL = 0.5
"""Of the pairs with new damage: that are made of photos whose damage can be covered."""

_ATTEMPTS = 8
_VISIBLE_CHANGE, _VISIBLE_SHARE = 20.0, 0.12
"""Of 255; a share of the damage's box."""


class Kind(StrEnum):
    """What is done to a pair besides light and angle."""

    NEW = "new"
    OLD = "old"
    NEW_AND_OLD = "new_and_old"
    CLEAN = "clean"
    LEFT_OUT = "left_out"
    UNCLEAR = "unclear"


WEIGHTS = {
    Kind.NEW: 0.3,
    Kind.OLD: 0.25,
    Kind.NEW_AND_OLD: 0.15,
    Kind.CLEAN: 0.14,
    Kind.LEFT_OUT: 0.08,
    Kind.UNCLEAR: 0.08,
}


@dataclass(frozen=True)
class Pair:
    """A pair and what is true of it.

    Attributes:
        new, old: boxes of damage on the return photo, in fractions.
        seen: of each new one, whether the pickup photo shows its spot at all, and clearly.
    """

    kind: Kind
    pickup: Image = field(repr=False)
    returned: Image = field(repr=False)
    new: tuple[Box, ...]
    old: tuple[Box, ...]
    seen: tuple[bool, ...]


@dataclass(frozen=True)
class Source:
    """A photo to compose of.

    Attributes:
        damage: boxes of real damage on it, in fractions.
        coverable: which of them can be covered believably.
    """

    path: Path
    damage: tuple[Box, ...] = ()
    coverable: tuple[int, ...] = ()


def real_damage() -> dict[str, tuple[Box, ...]]:
    """Photo -> the boxes around what is marked on it."""
    found: dict[str, list[Box]] = {}
    with (DATA / "regions.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            points = [float(part) for part in row["points"].split()]
            across, down = points[::2], points[1::2]
            box = min(across), min(down), max(across), max(down)
            found.setdefault(row["photo"], []).append(box)
    return {photo: tuple(boxes) for photo, boxes in found.items()}


def marked_source(path: Path, damage: tuple[Box, ...]) -> Source:
    """A photo with marked damage, and what of it can be covered (some 50 ms a damage)."""
    image = read_source(path)
    masks = [_mask(image, box) for box in damage]
    coverable = [
        i
        for i, box in enumerate(damage)
        if _is_moderate(box) and covered(image, masks[i], _others(masks, i)) is not None
    ]
    return Source(path, damage, tuple(coverable))


def compose(sources: Sequence[Source], rng: np.random.Generator) -> tuple[Source, Pair]:
    """Make a pair of one of the photos."""
    kinds = list(WEIGHTS)
    kind = kinds[int(rng.choice(len(kinds), p=list(WEIGHTS.values())))]
    source = _source_for(kind, sources, rng)
    image = read_source(source.path)
    before, after, new, old = _damaged(image, source, kind, rng)
    first, second = _camera(before, rng, kind), _camera(after, rng, Kind.CLEAN)
    pickup = _photographed(before, first, rng, unclear=kind is Kind.UNCLEAR)
    returned = _photographed(after, second, rng, unclear=False)
    there = [_box(_moved(mask, first, pickup.shape)) for mask in new]
    boxes = [_box(_moved(mask, second, returned.shape)) for mask in new]
    whole = [float(mask.sum()) for mask in new]
    kept = [float(_moved(mask, first, pickup.shape).sum()) for mask in new]
    clear = kind is not Kind.UNCLEAR
    seen = [
        clear and place is not None and part > 0.7 * _zoom(first) * all_of_it
        for place, part, all_of_it in zip(there, kept, whole, strict=True)
    ]
    visible = [i for i, box in enumerate(boxes) if box is not None]
    old_boxes = [_box(_moved(mask, second, returned.shape)) for mask in old]
    return source, Pair(
        kind,
        pickup,
        returned,
        tuple(boxes[i] for i in visible),  # pyright: ignore[reportArgumentType]
        tuple(box for box in old_boxes if box is not None),
        tuple(seen[i] for i in visible),
    )


def _source_for(kind: Kind, sources: Sequence[Source], rng: np.random.Generator) -> Source:
    """Any photo where nothing new is wanted; else one that can be given new damage."""
    listed = list(sources)
    if kind not in {Kind.OLD, Kind.CLEAN}:
        coverable = [one for one in sources if one.coverable]
        clean = [one for one in sources if not one.damage]
        listed = coverable if rng.random() < _REAL else clean
    return listed[int(rng.integers(len(listed)))]


def _damaged(
    image: Image, source: Source, kind: Kind, rng: np.random.Generator
) -> tuple[Image, Image, list[Any], list[Any]]:
    """The car before and after, masks of what is new and of what was there."""
    old = [_mask(image, box) for box in source.damage]
    if not source.damage and kind in {Kind.OLD, Kind.NEW_AND_OLD}:
        image, drawn = _drawn(image, rng, [])
        old = [drawn]
    if kind in {Kind.OLD, Kind.CLEAN}:
        return image, image, [], old
    if not source.damage:
        after, drawn = _drawn(image, rng, old)
        return image, after, [drawn], old
    # Of several damages, all are new or, where old ones are wanted too, one.
    chosen = [int(i) for i in rng.permutation(source.coverable)]
    before, new = image, set[int]()
    for i in chosen[:1] if kind is Kind.NEW_AND_OLD else chosen:
        clean = covered(before, old[i], _others(old, i))
        before, new = (before, new) if clean is None else (clean, {*new, i})
    return (
        before,
        image,
        [old[i] for i in sorted(new)],
        [mask for i, mask in enumerate(old) if i not in new],
    )


def _others(masks: Sequence[Any], i: int) -> Any:
    """Where any damage but one is."""
    none = np.zeros_like(masks[i])
    return np.logical_or.reduce([none, *(mask for k, mask in enumerate(masks) if k != i)])


def _is_moderate(box: Box) -> bool:
    """Whether a damage is small enough to be covered believably, and large enough to be seen."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return max(wide, high) <= _LARGEST and wide * high >= _SMALLEST


def read_source(path: Path) -> Image:
    """A photo at :data:`SIZE_PX` (RGB)."""
    with PIL.Image.open(path) as file:
        picture = file.convert("RGB")
    scale = SIZE_PX / max(picture.size)
    size = round(picture.width * scale), round(picture.height * scale)
    return np.asarray(picture.resize(size, PIL.Image.Resampling.BICUBIC))


def _drawn(image: Image, rng: np.random.Generator, old: Sequence[Any]) -> tuple[Image, Any]:
    """One to three damages drawn about the car's middle, where a person would see them.

    Beside ``old`` ones, unless no attempt finds room.
    """
    height, width = image.shape[:2]
    after, mask = image, np.zeros(image.shape[:2], bool)
    for _attempt in range(_ATTEMPTS):
        side = rng.uniform(0.3, 0.5)
        x0 = int(width * rng.uniform(0.2, 0.8 - side))
        y0 = int(height * rng.uniform(0.3, max(0.31, 0.8 - side)))
        area = slice(y0, y0 + int(side * height)), slice(x0, x0 + int(side * width))
        changed, drawn = draw_damage(image[area], rng)
        after, mask = image.copy(), np.zeros(image.shape[:2], bool)
        after[area] = changed
        mask[area] = drawn
        apart = not any(touch(mask, one) for one in old)
        if mask.any() and apart and _can_be_seen(image, after, mask):
            break
    return after, mask


def _can_be_seen(before: Image, after: Image, mask: Any) -> bool:
    """Whether a damage changes enough of its place by enough: black on black shows nothing."""
    change = np.abs(after.astype(np.float32) - before.astype(np.float32)).mean(axis=2)[mask]
    return float((change > _VISIBLE_CHANGE).mean()) >= _VISIBLE_SHARE


def _camera(image: Image, rng: np.random.Generator, kind: Kind) -> Any:
    """A homography to the photo's pixels: another stand, another crop."""
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    if kind is Kind.LEFT_OUT:
        side, left = rng.uniform(0.5, 0.62), rng.random() < 0.5
        taken = corners.copy()
        taken[:, 0] = np.clip(taken[:, 0], 0, side * width) + (0 if left else (1 - side) * width)
    else:
        inset = rng.uniform(0, 0.06, 2) * (width, height)
        taken = corners + np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * inset
    bend = rng.normal(0, 0.025, (4, 2)) * (width, height)
    turn = np.radians(rng.normal(0, 2.5))
    centre = taken.mean(axis=0)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    taken = (taken - centre) @ rotation.T + centre + bend
    scale = rng.uniform(0.7, 0.95)
    span = taken.max(axis=0) - taken.min(axis=0)
    size = scale * span
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    return cv2.getPerspectiveTransform(taken.astype(np.float32), target), tuple(
        int(x) for x in size
    )


def _zoom(camera: Any) -> float:
    """About how many pixels of the photo one of the source becomes."""
    return float(abs(np.linalg.det(camera[0][:2, :2])))


def _photographed(image: Image, camera: Any, rng: np.random.Generator, *, unclear: bool) -> Image:
    matrix, size = camera
    seen = cv2.warpPerspective(
        image, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT
    )
    picture = PIL.Image.fromarray(_lit(seen, rng))
    if rng.random() < 0.5:
        picture = relight(picture, rng)
    if rng.random() < 0.2:
        picture = soil(picture, rng)
    pixels = np.asarray(picture).astype(np.float32)
    if unclear:
        if rng.random() < 0.5:
            pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(4, 8))
        else:
            pixels = pixels * rng.uniform(0.03, 0.08)
    elif rng.random() < 0.3:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 1.2))
    pixels = pixels + rng.normal(0, rng.uniform(0, 5), pixels.shape)
    return _compressed(np.clip(pixels, 0, 255).astype(np.uint8), int(rng.integers(60, 96)))


def _lit(image: Image, rng: np.random.Generator) -> Image:
    """Gamma, contrast, white balance and saturation of another hour; the paint stays."""
    pixels = np.asarray(image, np.float32) / 255
    pixels = np.clip(pixels, 0, 1) ** np.exp(rng.normal(0, 0.25))
    pixels = (pixels - 0.5) * rng.uniform(0.75, 1.2) + 0.5 + rng.normal(0, 0.06)
    grey = pixels.mean(axis=-1, keepdims=True)
    pixels = grey + (pixels - grey) * rng.uniform(0.6, 1.3)
    pixels = pixels * rng.uniform(0.92, 1.08, 3)
    slope = np.linspace(*rng.uniform(0.8, 1.2, 2), pixels.shape[1])[None, :, None]
    return np.clip(pixels * slope * 255, 0, 255).astype(np.uint8)


def _compressed(image: Image, quality: int) -> Image:
    file = io.BytesIO()
    PIL.Image.fromarray(image).save(file, "JPEG", quality=quality)
    return np.asarray(PIL.Image.open(file).convert("RGB"))


def _mask(image: Image, box: Box) -> Any:
    height, width = image.shape[:2]
    mask = np.zeros((height, width), bool)
    x0, x1 = int(box[0] * width), int(box[2] * width) + 1
    mask[int(box[1] * height) : int(box[3] * height) + 1, x0:x1] = True
    return mask


def _moved(mask: Any, camera: Any, shape: tuple[int, ...]) -> Any:
    size = (shape[1], shape[0])
    return cv2.warpPerspective(mask.astype(np.uint8), camera[0], size, flags=cv2.INTER_NEAREST) > 0


def _box(mask: Any) -> Box | None:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    if not len(rows):
        return None
    height, width = mask.shape
    return (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )
