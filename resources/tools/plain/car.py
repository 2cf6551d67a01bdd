"""A car from the side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from plain.canvas import Colour, Points, gradient, mask_of, shadow, smooth, street


@dataclass(frozen=True)
class Body:
    """Outline, windows and wheels in pixels of the drawing; the front is at the left."""

    outline: Points
    windows: tuple[Points, ...]
    wheels: tuple[tuple[int, int], ...]
    radius: int
    doors: tuple[int, ...]


BODIES = {
    "sedan": Body(
        [(300, 1300), (290, 1130), (360, 1040), (780, 985), (1010, 800), (1180, 765), (1560, 765),
         (1790, 850), (1900, 960), (2190, 985), (2290, 1050), (2300, 1290), (2200, 1330),
         (400, 1330)],
        ([(830, 985), (1030, 825), (1290, 805), (1290, 985)],
         [(1325, 985), (1325, 805), (1560, 808), (1730, 880), (1790, 975)]),
        ((720, 1310), (1890, 1310)), 165, (820, 1308, 1760),
    ),
    "minivan": Body(
        [(290, 1310), (280, 1120), (340, 1010), (660, 930), (940, 690), (1120, 640), (2020, 640),
         (2200, 720), (2280, 950), (2310, 1120), (2300, 1300), (2200, 1340), (400, 1340)],
        ([(740, 930), (980, 710), (1220, 690), (1220, 930)],
         [(1260, 930), (1260, 690), (1680, 690), (1680, 930)],
         [(1720, 930), (1720, 690), (2010, 695), (2130, 760), (2180, 925)]),
        ((700, 1315), (1920, 1315)), 175, (730, 1240, 1700),
    ),
    "hatchback": Body(
        [(380, 1300), (370, 1120), (430, 1020), (800, 950), (1060, 750), (1240, 715), (1700, 715),
         (1930, 800), (2110, 960), (2190, 1010), (2200, 1290), (2110, 1330), (480, 1330)],
        ([(850, 950), (1080, 775), (1350, 755), (1350, 950)],
         [(1390, 950), (1390, 755), (1690, 757), (1840, 830), (1950, 945)]),
        ((760, 1310), (1830, 1310)), 168, (840, 1370, 1860),
    ),
}  # fmt: skip


def draw_car(body: Body, colour: Colour, seed: int) -> Image.Image:
    """The car on a street, undamaged."""
    image = street(seed)
    left, right = body.outline[0][0], max(x for x, _ in body.outline)
    shadow(image, (int(left) - 60, 1380, int(right) + 60, 1520))
    _paint(image, body, colour)
    for window in body.windows:
        _glaze(image, window)
    _trim(image, body, colour)
    for wheel in body.wheels:
        _wheel(image, wheel, body.radius)
    return image


def _paint(image: Image.Image, body: Body, colour: Colour) -> None:
    """Lacquer: sky from above, a bright shoulder line, road from below."""
    rows = np.arange(image.height, dtype=np.float32)
    shoulder = (
        np.exp(-(((rows - 1010) / 34) ** 2)) * 0.45 + np.exp(-(((rows - 720) / 60) ** 2)) * 0.4
    )
    level = np.interp(rows, [640, 960, 1060, 1340], [1.18, 1.02, 0.92, 0.5])
    shaded = np.array(colour)[None] * level[:, None]
    shaded = shaded + (255 - shaded) * shoulder[:, None]
    lacquer = np.repeat(np.clip(shaded, 0, 255)[:, None], image.width, axis=1).astype(np.uint8)
    outline = mask_of(image.size, smooth(body.outline)).filter(ImageFilter.GaussianBlur(1.5))
    image.paste(Image.fromarray(lacquer), mask=outline)


def _glaze(image: Image.Image, window: Points) -> None:
    glass = gradient((120, 142, 158), (24, 30, 36), 420).resize((image.width, 420))
    layer = Image.new("RGB", image.size)
    layer.paste(glass, (0, 640))
    image.paste(layer, mask=mask_of(image.size, smooth(window, 3)))
    ImageDraw.Draw(image).line(
        [*smooth(window, 3), smooth(window, 3)[0]], fill=(16, 16, 18), width=9
    )


def _trim(image: Image.Image, body: Body, colour: Colour) -> None:
    draw = ImageDraw.Draw(image)
    dark = tuple(int(c * 0.35) for c in colour)
    outline = smooth(body.outline)
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    for x in body.doors:
        draw.line([(x, 960), (x + 8, 1280)], fill=dark, width=5)
    for x in body.doors[1:]:
        draw.rounded_rectangle((x - 150, 1035, x - 50, 1058), 10, fill=dark)
    draw.line([(left + 90, 1275), (right - 90, 1275)], fill=dark, width=12)
    draw.polygon(
        smooth([(left + 30, 1075), (left + 150, 1045), (left + 170, 1100), (left + 40, 1125)], 2),
        fill=(236, 240, 242),
    )
    draw.rounded_rectangle((right - 70, 1050, right - 14, 1130), 18, fill=(150, 20, 24))
    draw.rounded_rectangle((left + 6, 1215, left + 150, 1258), 14, fill=(34, 34, 38))
    draw.rounded_rectangle((right - 150, 1215, right - 6, 1258), 14, fill=(34, 34, 38))
    mirror = body.windows[0][0]
    draw.ellipse((mirror[0] + 10, mirror[1] - 55, mirror[0] + 110, mirror[1] + 15), fill=dark)


def _wheel(image: Image.Image, centre: tuple[int, int], radius: int) -> None:
    draw = ImageDraw.Draw(image)
    x, y = centre

    def disc(r: float, fill: Colour) -> None:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    draw.pieslice((x - radius - 34, y - radius - 34, x + radius + 34, y + radius + 34), 180, 360,
                  fill=(14, 14, 16))  # fmt: skip
    disc(radius, (24, 24, 26))
    disc(radius * 0.9, (34, 34, 37))
    disc(radius * 0.66, (178, 182, 188))
    disc(radius * 0.6, (70, 72, 78))
    for angle in np.linspace(0, 2 * np.pi, 10, endpoint=False):
        end = (x + np.cos(angle) * radius * 0.62, y + np.sin(angle) * radius * 0.62)
        draw.line([(x, y), end], fill=(196, 200, 206), width=int(radius * 0.12))
    disc(radius * 0.16, (150, 154, 160))
