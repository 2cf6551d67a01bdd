"""What the camera, the light, the weather and the file do to a photo, alike for both classes."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFilter

from carinspect.ml.localized_damage import Floats, Generator

Picture = PIL.Image.Image

_ALL_AT_ONCE: Final = 0.25
"""Share of photos with everything wrong: a dirty car in bad light by a poor camera."""


def degrade(picture: Picture, rng: Generator) -> Picture:
    """Colour, and now and then light, dirt, blur or sharpening, and noise; or all of them."""
    if rng.random() < _ALL_AT_ONCE:
        return degrade_badly(picture, rng)
    if rng.random() < 0.85:
        picture = recolour(picture, rng)
    if rng.random() < 0.25:
        picture = relight(picture, rng)
    if rng.random() < 0.08:
        picture = soil(picture, rng)
    if rng.random() < 0.15:
        picture = picture.filter(PIL.ImageFilter.GaussianBlur(rng.uniform(0.4, 1.6)))
    elif rng.random() < 0.2:
        picture = picture.filter(PIL.ImageFilter.UnsharpMask(1.5, int(rng.integers(40, 160)), 2))
    return add_noise(picture, rng) if rng.random() < 0.2 else picture


def degrade_badly(picture: Picture, rng: Generator) -> Picture:
    """Colour, light or dirt, and noise, one upon the other."""
    for change in (recolour, relight if rng.random() < 0.5 else soil, add_noise):
        picture = change(picture, rng)
    return picture


def compress(picture: Picture, quality: int) -> Picture:
    """Through a JPEG file of this quality and back."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return PIL.Image.open(file).convert("RGB")


def recolour(picture: Picture, rng: Generator) -> Picture:
    """Hue, saturation, gamma, contrast, white balance; one in sixteen is a night photo."""
    pixels = np.asarray(picture, np.float32) / 255
    if rng.random() < 0.35:
        pixels = pixels @ _hue_rotation(rng.uniform(-np.pi, np.pi)).T
    grey = pixels.mean(axis=-1, keepdims=True)
    if rng.random() < 0.7:
        pixels = grey + (pixels - grey) * rng.uniform(0.3, 1.4)
    elif rng.random() < 0.2:
        pixels = grey.repeat(3, axis=-1)
    pixels = np.clip(pixels, 0, 1) ** np.exp(rng.normal(0, 0.25))
    pixels = (pixels - 0.5) * rng.uniform(0.7, 1.25) + 0.5 + rng.normal(0, 0.06)
    pixels = pixels * rng.uniform(0.92, 1.08, 3)
    if rng.random() < 0.06:
        pixels = np.clip(pixels, 0, 1) * rng.uniform(0.25, 0.5)
    return _picture(pixels * 255)


def relight(picture: Picture, rng: Generator) -> Picture:
    """A shadow, some highlights, or a reflected band, all with soft edges."""
    width, height = picture.size
    canvas = PIL.Image.new("L", (width, height))
    draw = PIL.ImageDraw.Draw(canvas)
    kind = ("shadow", "highlights", "band")[int(rng.integers(3))]
    soft = width * rng.uniform(0.004, 0.03)
    if kind == "shadow":
        corners = rng.uniform(-0.3, 1.3, (int(rng.integers(3, 6)), 2)) * (width, height)
        draw.polygon(corners.ravel().tolist(), fill=255)
    elif kind == "highlights":
        soft = width * rng.uniform(0.01, 0.05)
        for _ in range(int(rng.integers(1, 5))):
            _dot(draw, rng.uniform(0, 1, 2) * (width, height), rng.uniform(0.01, 0.12, 2) * width)
    else:
        x, lean = rng.uniform(0, width), rng.normal(0, width / 2)
        thick = int(width * rng.uniform(0.02, 0.2)) + 1
        draw.line([x, -5, x + lean, height + 5], fill=255, width=thick)
    share = _share(canvas, soft)
    pixels = np.asarray(picture, np.float32)
    if kind == "shadow" or (kind == "band" and rng.random() < 0.4):
        return _picture(pixels * (1 - share * rng.uniform(0.2, 0.6)))
    return _picture(pixels + (255 - pixels) * share * rng.uniform(0.2, 0.9))


def soil(picture: Picture, rng: Generator) -> Picture:
    """Patches of dust, and sometimes drops of rain."""
    width, height = picture.size
    step = int(rng.integers(8, 40))
    coarse = rng.random((max(2, height // step), max(2, width // step))).astype(np.float32)
    patches = np.asarray(
        PIL.Image.fromarray(coarse).resize((width, height), PIL.Image.Resampling.BICUBIC)
    )
    speckled = np.clip((patches - 0.5) * 3, 0, 1) * (rng.random((height, width)) < 0.5)
    share = (speckled * rng.uniform(0.1, 0.5))[..., None]
    dust = np.array([120, 105, 85], np.float32) * rng.uniform(0.6, 1.4)
    pixels = np.asarray(picture, np.float32) * (1 - share) + dust * share
    if rng.random() < 0.4:
        canvas = PIL.Image.new("L", (width, height))
        draw = PIL.ImageDraw.Draw(canvas)
        for _ in range(int(rng.integers(30, 200))):
            radius = np.full(2, rng.uniform(0.6, 2.5) * width / 320)
            _dot(draw, rng.uniform(0, 1, 2) * (width, height), radius, int(rng.integers(60, 200)))
        pixels = pixels + (230 - pixels) * _share(canvas, 0.6) * 0.5
    return _picture(pixels)


def add_noise(picture: Picture, rng: Generator) -> Picture:
    """Gaussian noise, of each colour alone or of the brightness."""
    pixels = np.asarray(picture, np.float32)
    channels = 3 if rng.random() < 0.5 else 1
    noise = rng.normal(0, rng.uniform(2, 14), (*pixels.shape[:2], channels))
    return _picture(pixels + noise)


def _hue_rotation(angle: float) -> npt.NDArray[np.floating]:
    """The rotation of RGB space about its grey axis (Rodrigues' formula)."""
    cosine, sine = np.cos(angle), np.sin(angle) / np.sqrt(3)
    turn = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    return cosine * np.eye(3) + (1 - cosine) / 3 + sine * turn


def _dot(
    draw: PIL.ImageDraw.ImageDraw,
    centre: npt.NDArray[np.floating],
    radius: npt.NDArray[np.floating],
    fill: int = 255,
) -> None:
    draw.ellipse([*(centre - radius).tolist(), *(centre + radius).tolist()], fill=fill)


def _share(canvas: Picture, soft_px: float) -> Floats:
    blurred = canvas.filter(PIL.ImageFilter.GaussianBlur(soft_px))
    return np.asarray(blurred, np.float32)[..., None] / np.float32(255)


def _picture(pixels: npt.NDArray[np.floating]) -> Picture:
    return PIL.Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
