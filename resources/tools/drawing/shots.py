"""A photo with everything that goes into it, and the damage seen on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.camera import Camera
from resources.tools.drawing.car_shape import BodyStyle
from resources.tools.drawing.cars import Car, CarPlan
from resources.tools.drawing.finish import blurred, developed
from resources.tools.drawing.noise import Floats
from resources.tools.drawing.scene import Thing, take
from resources.tools.drawing.solids import Solids
from resources.tools.drawing.surroundings import Backdrop, Ground, Light, Surroundings

Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]
Polygon = list[tuple[float, float]]

SUNNY: Final = Light(sun_azimuth=0.9, sun_height=0.85)
OVERCAST: Final = Light(
    sun=(0.25, 0.25, 0.26), zenith=(0.72, 0.76, 0.82), horizon=(0.95, 0.97, 1.0), clouds=0.95
)
EVENING: Final = Light(
    sun_azimuth=-0.8, sun_height=0.42, sun=(2.0, 1.5, 0.95), zenith=(0.30, 0.40, 0.62),
    horizon=(0.95, 0.78, 0.60), clouds=0.5,
)  # fmt: skip
INDOORS: Final = Light(sun=(0.9, 0.85, 0.75), sun_azimuth=-0.9, sun_height=0.7)


@dataclass(frozen=True, slots=True)
class Shot:
    """All but the thing that is photographed.

    Attributes:
        camera: where from.
        light: in which light.
        ground: on what it stands.
        backdrop: before what.
        seed: of the surroundings and the sensor noise.
        exposure: factor on the light; 1 is right in the sun.
        blur: radius in pixels of a photo 1280 wide; 0 is sharp.
        mirrored: left and right exchanged.
    """

    camera: Camera
    light: Light = SUNNY
    ground: Ground = "asphalt"
    backdrop: Backdrop = "hedge"
    seed: int = 1
    exposure: float = 1.0
    blur: float = 0.0
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A damage as the photo shows it, in fractions of its width and height.

    Attributes:
        number: position in the plan's damages, from 1.
        box: (x0, y0, x1, y1).
        polygon: convex, around it.
    """

    number: int
    box: Box
    polygon: Polygon


def at_car(
    style: BodyStyle,
    *,
    azimuth: float,
    height: float = 1.5,
    fill: float = 0.74,
    aim: tuple[float, float] | None = None,
    size: tuple[int, int] = (1280, 853),
) -> Camera:
    """A camera before the near side of a car.

    Args:
        style: the car's shape.
        azimuth: radians; 0 is square to the side, negative towards its front.
        height: of the camera, metres.
        fill: share of the photo's width that the car takes; above 1 for a photo of a part.
        aim: (x, y) on the near side that the photo is centred on; the whole car by default.
        size: of the photo, pixels.
    """
    span = style.length * abs(np.cos(azimuth)) + 1.8 * abs(np.sin(azimuth))
    focal = 1.25
    distance = span * focal / fill + 0.9
    target = (style.length / 2, style.height * 0.46, 0.0)
    if aim is not None:
        target = (aim[0], aim[1], style.half_width * 0.8)
    return Camera.around(
        target, azimuth=azimuth, distance=distance, height=height, focal=focal, size=size
    )


def shoot_car(plan: CarPlan, shot: Shot, scale: int = 1) -> tuple[Image, list[Seen]]:
    """The photo of a car and its visible damages; ``scale`` samples a side make a pixel."""
    return shoot(Car(plan), shot, scale)


def shoot_solids(
    build: Callable[[np.random.Generator], Solids], shot: Shot, scale: int = 1
) -> Image:
    """The photo of something else."""
    return shoot(build(np.random.default_rng(shot.seed)), shot, scale)[0]


def shoot(thing: Thing, shot: Shot, scale: int) -> tuple[Image, list[Seen]]:
    """The photo of anything."""
    place = Surroundings(shot.seed, light=shot.light, ground=shot.ground, backdrop=shot.backdrop)
    picture, marks = take(thing, place, shot.camera, scale)
    rng = np.random.default_rng(shot.seed)
    photo = developed(picture, rng, exposure=shot.exposure, noise=1.2)
    if shot.blur:
        photo = blurred(photo, shot.blur * shot.camera.size[0] / 1280)
    image = np.array(photo)
    if shot.mirrored:
        image, marks = image[:, ::-1].copy(), marks[:, ::-1]
    return image, _seen(marks)


def _seen(marks: Floats) -> list[Seen]:
    height, width = marks.shape
    found: list[Seen] = []
    for number in range(1, int(marks.max()) + 1):
        rows, columns = np.nonzero(marks == number)
        if len(rows) < 0.0002 * marks.size:  # round the corner or behind a wheel
            continue
        box = (
            float(columns.min() / width),
            float(rows.min() / height),
            float((columns.max() + 1) / width),
            float((rows.max() + 1) / height),
        )
        hull = _hull(rows, columns)
        polygon = [((x + 0.5) / width, (y + 0.5) / height) for x, y in hull]
        found.append(Seen(number, box, polygon))
    return found


def _hull(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Convex hull (Andrew's monotone chain) of the ends of the rows."""
    ends: set[tuple[int, int]] = set()
    for row in np.unique(rows):
        inside = columns[rows == row]
        ends |= {(int(inside.min()), int(row)), (int(inside.max()), int(row))}
    ordered = sorted(ends)
    return _half_hull(ordered)[:-1] + _half_hull(ordered[::-1])[:-1]


def _half_hull(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1:
            (x0, y0), (x1, y1) = chain[-2:]
            if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain
