"""A pinhole camera. World: x along the car, y up, z towards the watcher; metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resources.tools.drawing.noise import Floats, normalized, floats


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the photo is taken from.

    Attributes:
        eye: position, metres.
        target: the point in the middle of the photo.
        focal: focal length in widths of the photo.
        size: (width, height), pixels.
        roll: rotation about the view axis, radians.
    """

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    focal: float = 1.2
    size: tuple[int, int] = (1280, 853)
    roll: float = 0.0

    @classmethod
    def around(
        cls,
        target: tuple[float, float, float],
        *,
        azimuth: float,
        distance: float,
        height: float,
        focal: float = 1.2,
        size: tuple[int, int] = (1280, 853),
    ) -> Camera:
        """Look at ``target`` from ``azimuth`` radians (0: along -z; positive: from +x)."""
        eye = (
            target[0] + distance * float(np.sin(azimuth)),
            height,
            target[2] + distance * float(np.cos(azimuth)),
        )
        return cls(eye, target, focal, size)

    @property
    def axes(self) -> Floats:
        """Rows: right, up, forward, in world coordinates."""
        forward = np.subtract(self.target, self.eye)
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, (0.0, 1.0, 0.0))
        right = right / np.linalg.norm(right)
        up = np.cross(right, forward)
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        axes = np.stack([cos * right + sin * up, cos * up - sin * right, forward])
        return axes.astype(np.float32)

    def rays(self, rows: slice, scale: int) -> Floats:
        """Directions of the rays through pixels, ``scale`` times finer, row by row: (N, 3)."""
        width, height = self.size[0] * scale, self.size[1] * scale
        columns = np.arange(width, dtype=np.float32)
        lines = np.arange(rows.start, rows.stop, dtype=np.float32)
        u, v = np.meshgrid((columns + 0.5) / width - 0.5, (height / 2 - lines - 0.5) / width)
        local = np.stack([u.ravel(), v.ravel(), np.full(u.size, self.focal)], axis=1)
        return normalized(local.astype(np.float32) @ self.axes)

    def project(self, points: Floats) -> Floats:
        """World points (N, 3) -> pixels (N, 2)."""
        local = (points - floats(self.eye)) @ self.axes.T
        width, height = self.size
        scale = self.focal * width / np.maximum(local[:, 2:], 1e-6)
        return local[:, :2] * scale * floats((1, -1)) + floats((width / 2, height / 2))
