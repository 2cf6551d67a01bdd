"""What is measured on a photo of a dataset, once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """Facts that depend on the file's bytes alone.

    Attributes:
        sha256: of the bytes, hexadecimal.
        size_px: width and height of the upright photo.
        look: coarse perceptual hash, 64 bits; near-duplicates differ in few.
        look_flipped: that of the photo seen in a mirror.
        fine: fine perceptual hash, 512 bits, to tell apart what is only alike coarsely.
        fine_flipped: that of the photo seen in a mirror.
        detail_px: the longer side, in pixels, that would hold all the detail there is; well
            below the photo's own for one that was enlarged or is out of focus.
        contrast: standard deviation of the luma, in [0, 128]; next to nothing for a plain area,
            whose hash says nothing.
    """

    sha256: str
    size_px: tuple[int, int]
    look: int
    look_flipped: int
    fine: int
    fine_flipped: int
    detail_px: float
    contrast: float
