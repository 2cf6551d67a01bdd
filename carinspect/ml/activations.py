"""Photos -> what the frozen part says of them, by augmented view, kept on disk by photo hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.image import decode
from carinspect.core.photo import Photo, read_photo
from carinspect.core.training import Augmentation, TrainingConfig
from carinspect.core.verdict import Image
from carinspect.ml.augmentation import augmented
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.features import reduce_detail
from carinspect.ml.geometry import NetInput, fit
from carinspect.ml.split_net import SplitNet

_GROUP: Final = 16
"""Views that go through the net together."""


@dataclass(frozen=True)
class Activations:
    """Of some photos.

    Attributes:
        x: ``float16``, ``(N, V, ...)``: V views at the cut.
        inside: ``float32``, ``(N, S/32, S/32, 1)``.
        hashes: SHA-256 of the photos.
    """

    x: npt.NDArray[np.float16] = field(repr=False)
    inside: npt.NDArray[np.float32] = field(repr=False)
    hashes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """Which views of a photo are wanted.

    Attributes:
        views: how many; 1 and no augmentation is the photo as it is.
        detail_px: longer side to reduce it to first; 0 leaves it.
    """

    augmentation: Augmentation = field(default_factory=Augmentation)
    views: int = 1
    detail_px: int = 0

    def of(self, photo: Photo, size_px: int) -> list[NetInput]:
        """The views of ``photo``; the same ones whenever they are asked for.

        Raises:
            CarInspectError: the photo cannot be decoded.
        """
        image = decode(photo, fit_px=size_px).image
        if self.detail_px:
            image = reduce_detail(image, self.detail_px)
        return [fit(self._view(image, photo, number), size_px) for number in range(self.views)]

    def _view(self, image: Image, photo: Photo, number: int) -> Image:
        if self.augmentation == Augmentation():
            return image
        rng = np.random.default_rng([int(photo.sha256[:15], 16), number])
        return augmented(image, self.augmentation, rng)


def training_views(config: TrainingConfig) -> ViewSpec:
    """The views that ``config`` trains on."""
    plain = config.augmentation == Augmentation()
    return ViewSpec(config.augmentation, 1 if plain else max(1, config.views), config.detail_px)


class ActivationCache:
    """Computes activations, or takes them from the disk.

    Args:
        parts: the cut net; asked for only where something is missing, for loading it takes
            seconds.
        config: what it was cut for.
        folder: where they are kept.
    """

    def __init__(self, parts: Callable[[], SplitNet], config: TrainingConfig, folder: Path) -> None:
        self._parts = parts
        self._config = config
        self._folder = folder

    def extract(
        self, photos: Sequence[Path], views: ViewSpec, on_photos: Callable[[int], object]
    ) -> Activations:
        """The activations of ``photos`` in their order.

        Args:
            photos: the files.
            views: which views of each.
            on_photos: told how many are done; may raise to stop, what is computed is kept.

        Raises:
            CarInspectError: a photo cannot be read, or the weights are missing.
        """
        folder = self._folder / self._key(views)
        xs: list[npt.NDArray[np.float16]] = []
        insides: list[npt.NDArray[np.float32]] = []
        hashes: list[str] = []
        step = max(1, _GROUP // views.views)
        for start in range(0, len(photos), step):
            group = [read_photo(path) for path in photos[start : start + step]]
            files = [folder / p.sha256[:2] / f"{p.sha256}.npz" for p in group]
            missing = {file: p for file, p in zip(files, group, strict=True) if not file.is_file()}
            if missing:
                self._compute(missing, views)
            for file in files:
                with np.load(file, allow_pickle=False) as arrays:
                    xs.append(arrays["x"])
                    insides.append(arrays["inside"])
            hashes += [photo.sha256 for photo in group]
            on_photos(len(hashes))
        return Activations(np.stack(xs), np.stack(insides), tuple(hashes))

    def _compute(self, photos: dict[Path, Photo], views: ViewSpec) -> None:
        inputs = [
            one for photo in photos.values() for one in views.of(photo, self._config.input_size_px)
        ]
        rows: Any = self._parts().frozen.predict_on_batch(_feed(inputs))
        for i, file in enumerate(photos):
            mine = slice(i * views.views, (i + 1) * views.views)
            arrays = {"x": rows[mine].astype(np.float16), "inside": inputs[mine][0].inside}
            file.parent.mkdir(parents=True, exist_ok=True)
            # Only whole files have this name: two runs may fill the cache at the same time.
            partial = file.with_suffix(f".{os.getpid()}.part")
            with partial.open("wb") as stream:
                np.savez(stream, allow_pickle=False, **arrays)
            partial.replace(file)

    def _key(self, views: ViewSpec) -> str:
        """A folder name that changes with everything the activations depend on."""
        config = self._config
        with BACKBONES[config.backbone].weights_path.open("rb") as file:
            stamp = hashlib.file_digest(file, "sha256").hexdigest()
        facts = (
            stamp,
            config.input_size_px,
            config.released_blocks,
            config.seed_exact,
            sorted(asdict(views.augmentation).items()),
            views.views,
            views.detail_px,
        )
        return f"{config.backbone}-{hashlib.sha256(repr(facts).encode()).hexdigest()[:16]}"


def _feed(inputs: list[NetInput]) -> dict[str, npt.NDArray[np.float32]]:
    return {
        "image": np.stack([one.image for one in inputs]).astype(np.float32),
        "inside": np.stack([one.inside for one in inputs]),
    }
