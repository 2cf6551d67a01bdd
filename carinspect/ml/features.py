"""Photos -> pooled backbone features, computed once and kept on disk by photo hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.image import decode
from carinspect.core.photo import Photo, read_photo
from carinspect.core.verdict import Image
from carinspect.ml.backbones import Backbone, load
from carinspect.ml.geometry import NetInput, fit

Features = npt.NDArray[np.float32]

_GROUP: Final = 16
"""Photos that go through the net together."""


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """What the features of a photo depend on, besides the photo.

    Attributes:
        input_size_px: side of the net's square input.
        detail_px: photos are first reduced to this longer side, so that none carries more
            detail than another; None leaves them as they are.
    """

    backbone: Backbone
    input_size_px: int
    detail_px: int | None = None

    @property
    def key(self) -> str:
        """A folder name that changes with everything the features depend on."""
        with self.backbone.weights_path.open("rb") as file:
            stamp = hashlib.file_digest(file, "sha256").hexdigest()[:8]
        return f"{self.backbone.name}-{stamp}-{self.input_size_px}-{self.detail_px or 'full'}"

    def net_input(self, photo: Photo) -> NetInput:
        """Decode ``photo`` and bring it to the net's input.

        Raises:
            CarInspectError: the photo cannot be decoded.
        """
        image = decode(photo, fit_px=self.input_size_px).image
        if self.detail_px is not None:
            image = reduce_detail(image, self.detail_px)
        return fit(image, self.input_size_px)


def reduce_detail(image: Image, longer_px: int) -> Image:
    """Scale ``image`` down to a longer side of ``longer_px``; a smaller one stays as it is."""
    height, width = image.shape[:2]
    if max(height, width) <= longer_px:
        return image
    scale = longer_px / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(PIL.Image.fromarray(image).resize(size, PIL.Image.Resampling.BICUBIC))


class FeatureExtractor:
    """Computes features, or takes them from the cache.

    Args:
        spec: which features.
        cache: folder to keep them in.
    """

    def __init__(self, spec: FeatureSpec, cache: Path) -> None:
        self._spec = spec
        self._folder = cache / spec.key
        self._net: Any = None  # loaded at the first photo that is not in the cache

    def extract(
        self, photos: Sequence[Path], on_photos: Callable[[int], object] = lambda _done: None
    ) -> Features:
        """The features of ``photos`` in their order, ``float32``, ``(N, D)``.

        Args:
            photos: the files.
            on_photos: told how many are done; may raise to stop, what is computed is kept.

        Raises:
            CarInspectError: a photo cannot be read, or the weights are missing.
        """
        rows = np.empty((len(photos), self._spec.backbone.feature_size), np.float32)
        for start in range(0, len(photos), _GROUP):
            group = [read_photo(path) for path in photos[start : start + _GROUP]]
            rows[start : start + len(group)] = self._group(group)
            on_photos(start + len(group))
        return rows

    def _group(self, photos: list[Photo]) -> Features:
        missing = [photo for photo in photos if not self._file(photo).is_file()]
        if missing:
            for photo, row in zip(missing, self._compute(missing), strict=True):
                self._file(photo).parent.mkdir(parents=True, exist_ok=True)
                np.save(self._file(photo), row.astype(np.float16))
        return np.stack([np.load(self._file(photo)) for photo in photos]).astype(np.float32)

    def _file(self, photo: Photo) -> Path:
        return self._folder / photo.sha256[:2] / f"{photo.sha256}.npy"

    def _compute(self, photos: list[Photo]) -> Iterator[Features]:
        if self._net is None:
            self._net = load(self._spec.backbone, self._spec.input_size_px)
        inputs = [self._spec.net_input(photo) for photo in photos]
        feed = {
            "image": np.stack([one.image for one in inputs]).astype(np.float32),
            "inside": np.stack([one.inside for one in inputs]),
        }
        return iter(self._net.predict_on_batch(feed)["pooled"])
