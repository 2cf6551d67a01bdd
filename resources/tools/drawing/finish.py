"""What a camera makes of light: exposure, tone curve, soft lens, sensor noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from resources.tools.drawing.noise import Floats, floats


def developed(
    light: Floats, rng: np.random.Generator, *, exposure: float = 1.0, noise: float = 1.0
) -> Image.Image:
    """Linear light (H, W, 3) -> a photo.

    Args:
        light: linear colours.
        rng: draws the sensor noise.
        exposure: factor on the light; 1 is right for a sunny scene.
        noise: strength of the sensor noise, in grey levels of the brightest shadows.
    """
    height, width, _ = light.shape
    v, u = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    falloff = 1 - 0.16 * (u * u + v * v) / 2
    scaled = np.maximum(light * falloff[..., None], 0) * floats(exposure)
    toned = _tone(scaled) * 255
    soft = Image.fromarray(np.clip(toned + 0.5, 0, 255).astype(np.uint8))
    soft = soft.filter(ImageFilter.GaussianBlur(0.45 * width / 1280))
    grain = rng.normal(0, noise * 1.6, (height, width, 1)) + rng.normal(0, noise, light.shape)
    return Image.fromarray(_bytes(np.asarray(soft, np.float32) + grain.astype(np.float32)))


def blurred(photo: Image.Image, radius: float) -> Image.Image:
    """Out of focus by ``radius`` pixels."""
    return photo.filter(ImageFilter.GaussianBlur(radius))


def _tone(light: Floats) -> Floats:
    """Hable-like shoulder (rational fit after Narkowicz 2015), then the sRGB curve."""
    x = light * floats(0.62)
    film = np.clip((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    return np.where(film <= 0.0031308, film * 12.92, 1.055 * film ** (1 / 2.4) - 0.055)


def _bytes(values: Floats) -> NDArray[np.uint8]:
    return np.clip(values + 0.5, 0, 255).astype(np.uint8)
