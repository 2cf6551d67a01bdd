"""Facts on a dataset's photo: identity, looks, and how much detail it really holds."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import decode
from carinspect.core.photo import Photo
from carinspect.core.photo_facts import PhotoFacts

_FIT_PX: Final = 800
"""Photos are measured at this longer side; detail beyond it is more than any net here sees."""

_ENERGY_SHARE: Final = 0.95
"""Of the whitened spectrum; what lies beyond is noise and the compression's blocks."""

_RINGS: Final = 100
"""Steps of frequency from none to the finest."""


def check_installed() -> None:
    """Make sure that photos can be measured, before any is blamed.

    Raises:
        CarInspectError: the ``train`` extra is not installed.
    """
    try:
        import imagehash  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError:
        raise CarInspectError(ErrorCode.TRAINING_NOT_INSTALLED) from None


def measure(photo: Photo) -> PhotoFacts:
    """Decode ``photo`` and measure it.

    Raises:
        CarInspectError: it cannot be decoded.
    """
    import imagehash

    decoded = decode(photo, fit_px=_FIT_PX)
    # The hashes look at grey only; made once, as there are four of them.
    picture = PIL.Image.fromarray(decoded.image).convert("L")
    mirrored = picture.transpose(PIL.Image.Transpose.FLIP_LEFT_RIGHT)
    luma = np.asarray(picture, np.float32)
    return PhotoFacts(
        sha256=photo.sha256,
        size_px=decoded.size_px,
        look=_bits(imagehash.phash(picture)),
        look_flipped=_bits(imagehash.phash(mirrored)),
        fine=_fine_bits(picture),
        fine_flipped=_fine_bits(mirrored),
        detail_px=_detail_share(luma) * max(decoded.size_px),
        contrast=float(luma.std()),
    )


def _bits(image_hash: object) -> int:
    return int(str(image_hash), 16)  # its documented way to be written down


def _fine_bits(picture: PIL.Image.Image) -> int:
    """256 bits of cosine transform and 256 of horizontal differences."""
    import imagehash

    cosines = _bits(imagehash.phash(picture, hash_size=16))
    return cosines << 256 | _bits(imagehash.dhash(picture, hash_size=16))


def _detail_share(luma: npt.NDArray[np.float32]) -> float:
    """How much of the finest possible detail there is, in (0, 1].

    Photos' power falls with the square of the frequency [Field 1987, J. Opt. Soc. Am. A 4, 2379];
    multiplied by that square a sharp photo's spectrum is level up to the finest frequency, and an
    enlarged one's ends early. The share is where 95% of that level spectrum is passed.
    """
    window, weight, ring = _spectrum_grid(luma.shape)
    spectrum = np.fft.rfft2((luma - luma.mean()) * window)
    power = spectrum.real**2 + spectrum.imag**2
    energy = np.bincount(ring.ravel(), (power * weight).ravel(), minlength=_RINGS + 1)[:_RINGS]
    level = energy / np.maximum(1, np.bincount(ring.ravel(), minlength=_RINGS + 1)[:_RINGS])
    passed = np.cumsum(level)
    if passed[-1] <= 0:
        return 1 / _RINGS
    below = np.count_nonzero(passed < _ENERGY_SHARE * passed[-1])
    return (int(below) + 1) / _RINGS


@lru_cache(maxsize=8)
def _spectrum_grid(
    shape: tuple[int, ...],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Window of the pixels; squared frequency and ring of each term of the spectrum.

    Photos of a dataset have few sizes. The last ring holds the corners: diagonal detail only.
    """
    height, width = shape
    window = np.hanning(height)[:, None] * np.hanning(width)[None, :]
    vertical = np.fft.fftfreq(height)[:, None] * 2
    horizontal = np.fft.rfftfreq(width)[None, :] * 2
    radius = np.hypot(vertical, horizontal)
    ring = np.minimum(radius * _RINGS, _RINGS).astype(np.int64)
    return window.astype(np.float32), (radius**2).astype(np.float32), ring
