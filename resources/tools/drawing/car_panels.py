"""The side of a car, drawn flat: windows, posts, doors, lamps, sills."""

from __future__ import annotations

import numpy as np
from PIL import Image

from resources.tools.drawing.atlas import PER_METRE, Line, Mask
from resources.tools.drawing.car_shape import CELL, BodyStyle, BodyTables, belt_at
from resources.tools.drawing.noise import Floats, smoothstep, floats

GLASS, TRIM, GAP, CHROME, LAMP, TAIL, PLASTIC = range(7)


def side_masks(style: BodyStyle, shape: BodyTables) -> list[Floats]:
    """The masks of the undamaged side, in the order of the constants above."""
    masks = [Mask(style.length, style.height) for _ in range(7)]
    x, y = masks[0].points()
    depth = _sampled(shape.depth, x, y)
    _windows(style, masks, x, y, depth)
    _gaps(style, masks, x, y, depth)
    _handles(style, masks)
    masks[LAMP].polygon(_head_lamp(style))
    masks[TAIL].polygon(_tail_lamp(style))
    _sills(style, masks, x, y)
    masks[GAP].where(_outline_of(masks[LAMP].array) * 0.8)
    masks[GAP].where(_outline_of(masks[TAIL].array) * 0.8)
    return [mask.array for mask in masks]


def nose_height(style: BodyStyle) -> float:
    """Height of the front edge of the bonnet."""
    return style.outline[5][1]


def tail_height(style: BodyStyle) -> float:
    """Height of the upper edge of the tail lamps."""
    return style.belt[1] - 0.03


def _windows(style: BodyStyle, masks: list[Mask], x: Floats, y: Floats, depth: Floats) -> None:
    front, rear = style.glass
    above = y - belt_at(style, x) - 0.02
    slope = 0.55 * np.maximum(above, 0)
    ends = np.minimum(x - front + slope, rear - x - slope * 0.25)
    inside = np.minimum(np.minimum(above, depth - 0.062), ends)
    frame = smoothstep(-0.014, -0.010, inside)
    glass = smoothstep(-0.002, 0.002, inside)
    for post in style.pillars:
        lean = post + 0.10 * above
        glass = np.minimum(glass, smoothstep(0.026, 0.030, np.abs(x - lean)))
    masks[GLASS].where(glass)
    masks[TRIM].where(frame * (1 - glass))
    strip = np.abs(above + 0.014) < 0.006
    masks[CHROME].where((strip & (ends > -0.02) & (depth > 0.05)).astype(np.float32))


def _gaps(style: BodyStyle, masks: list[Mask], x: Floats, y: Floats, depth: Floats) -> None:
    gap, width = masks[GAP], 0.0065
    low = style.outline[-1][1] + 0.11
    first, last = style.doors[0], style.doors[-1]
    gap.line([(first, _belt(style, first)), (first + 0.02, 0.6), (first + 0.06, low)], width)
    for door in style.doors[1:-1]:
        gap.line([(door, _belt(style, door)), (door + 0.005, 0.6), (door - 0.02, low)], width)
    wheel, radius = style.axles[1], style.wheel_radius + 0.09
    arch = [
        (wheel + radius * np.cos(a), style.wheel_radius + radius * np.sin(a))
        for a in np.linspace(2.25, 3.05, 9)
    ]
    gap.line([(last, _belt(style, last)), (last, 0.86), *arch, (arch[-1][0] - 0.03, low)], width)
    gap.line([(first + 0.06, low), (arch[-1][0] - 0.03, low)], width)
    _bumper_gaps(style, gap, width)
    flap = last + 0.18
    gap.rounded((flap, _belt(style, flap) - 0.24, flap + 0.15, _belt(style, flap) - 0.09), 0.03)
    inner = Mask(style.length, style.height)
    top = _belt(style, flap) - 0.09 - width
    inner.rounded((flap + width, top - 0.15 + 2 * width, flap + 0.15 - width, top), 0.026)
    gap.image = Image.composite(Image.new("L", gap.image.size), gap.image, inner.image)
    bonnet = (np.abs(depth - 0.05) < 0.003) & (x > 0.42) & (x < style.screen[0])
    gap.where((bonnet & (y > nose_height(style))).astype(np.float32))


def _bumper_gaps(style: BodyStyle, gap: Mask, width: float) -> None:
    nose, tail, radius = nose_height(style), tail_height(style), style.wheel_radius
    front, rear = style.axles
    gap.line(
        [(0.43, nose - 0.02), (0.47, nose - 0.14), (front - radius * 0.80, radius * 1.7)], width
    )
    gap.line(
        [(style.length + 0.05, tail - 0.30), (style.length - 0.36, tail - 0.27),
         (rear + radius * 0.80, radius * 1.7)],
        width,
    )  # fmt: skip


def _handles(style: BodyStyle, masks: list[Mask]) -> None:
    for door in style.doors[1:]:
        top = _belt(style, door) - 0.075
        box = (door - 0.27, top - 0.038, door - 0.07, top)
        shadow = (box[0] + 0.01, box[1] - 0.014, box[2] + 0.01, box[3] - 0.012)
        masks[GAP].rounded(shadow, 0.015)
        masks[CHROME].rounded(box, 0.017)
        cleared = Image.new("L", masks[GAP].image.size)
        masks[GAP].image = Image.composite(cleared, masks[GAP].image, _box_image(style, box))


def _box_image(style: BodyStyle, box: tuple[float, float, float, float]) -> Image.Image:
    mask = Mask(style.length, style.height)
    mask.rounded(box, 0.017)
    return mask.image


def _head_lamp(style: BodyStyle) -> Line:
    nose = nose_height(style)
    return [
        (-0.1, nose - 0.20), (-0.1, nose - 0.055), (0.10, nose - 0.035), (0.28, nose + 0.005),
        (0.47, nose + 0.03), (0.43, nose - 0.05), (0.30, nose - 0.135), (0.14, nose - 0.19),
    ]  # fmt: skip


def _tail_lamp(style: BodyStyle) -> Line:
    top, end = tail_height(style), style.length
    if style.name in ("hatchback", "minivan"):
        return [
            (end + 0.1, top - 0.28), (end - 0.20, top - 0.26), (end - 0.26, top - 0.08),
            (end - 0.24, top + 0.13), (end - 0.14, top + 0.15), (end + 0.1, top + 0.15),
        ]  # fmt: skip
    return [
        (end + 0.1, top - 0.24), (end - 0.12, top - 0.22), (end - 0.36, top - 0.10),
        (end - 0.40, top - 0.01), (end - 0.15, top), (end + 0.1, top - 0.03),
    ]  # fmt: skip


def _sills(style: BodyStyle, masks: list[Mask], x: Floats, y: Floats) -> None:
    low = style.outline[-1][1]
    height = low + (0.11 if style.name == "suv" else 0.045)
    masks[PLASTIC].where(smoothstep(height + 0.002, height - 0.002, y))
    if style.name == "suv":
        for axle in style.axles:
            away = np.hypot(x - axle, y - style.wheel_radius) - style.wheel_radius
            masks[PLASTIC].where(smoothstep(0.122, 0.118, away) * (y < 0.9))


def _outline_of(mask: Floats) -> Floats:
    """A line of one centimetre around a mask."""
    edge = np.zeros_like(mask)
    reach = max(1, round(0.005 * PER_METRE))
    for axis in (0, 1):
        for shift in (-reach, reach):
            edge = np.maximum(edge, np.abs(np.roll(mask, shift, axis) - mask))
    return edge


def _belt(style: BodyStyle, x: float) -> float:
    return float(belt_at(style, floats([x]))[0])


def _sampled(table: Floats, x: Floats, y: Floats) -> Floats:
    """A shape table read between its points."""
    u = np.clip((x + 0.12) / CELL, 0, table.shape[1] - 1.001)
    v = np.clip(y / CELL, 0, table.shape[0] - 1.001)
    i, j = u.astype(np.int32), v.astype(np.int32)
    u, v = u - i, v - j
    upper = table[j, i] * (1 - u) + table[j, i + 1] * u
    lower = table[j + 1, i] * (1 - u) + table[j + 1, i + 1] * u
    return (upper * (1 - v) + lower * v).astype(np.float32)
