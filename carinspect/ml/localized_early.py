"""Early activations of samples and of photos, computed once and kept on the disk while training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.ml.backbones import load
from carinspect.ml.geometry import fit
from carinspect.ml.keras_runtime import THREADS
from carinspect.ml.localized_net import BACKBONE, early_net
from carinspect.ml.localized_plan import samples
from carinspect.ml.localized_samples import Sample
from carinspect.ml.localized_training import Samples
from carinspect.ml.localized_windows import CELLS, SIZE_PX, MarkedPhoto

_GROUP: Final = 8
_SIDE: Final = SIZE_PX // 8

Floats = npt.NDArray[np.float16]


class EarlyActivations:
    """Computes early activations, and keeps those of samples in a folder.

    Args:
        folder: for about 130 KB a sample; the caller removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._net: Any = None

    def of_samples(
        self,
        photos: Sequence[MarkedPhoto],
        views: int,
        seed: int,
        on_photos: Callable[[int], object],
    ) -> Samples:
        """``views`` samples of each photo; classes weigh alike, whatever their numbers.

        Args:
            photos: to cut from.
            views: of each.
            seed: of all chance.
            on_photos: told how many photos are done; may raise to stop.

        Raises:
            CarInspectError: a photo cannot be read, or the disk is full.
        """
        count = len(photos) * views
        cells = np.zeros((count, CELLS, CELLS), np.int8)
        targets = np.zeros(count, np.int8)
        early = self._open(count)
        done = 0
        for group in _cut(photos, views, seed):
            rows = slice(done * views, done * views + len(group))
            early[rows] = self._compute([one.image for one in group])
            cells[rows] = [one.cells for one in group]
            targets[rows] = [one.target for one in group]
            done += len(group) // views
            on_photos(done)
        return Samples(early, cells, targets, _balance(targets))

    def of_photos(
        self, photos: Sequence[Path], on_photos: Callable[[int], object]
    ) -> tuple[Floats, tuple[str, ...]]:
        """(early activations of whole photos, ``(N, 40, 40, 40)``; their SHA-256).

        Raises:
            CarInspectError: a photo cannot be read.
        """
        early = np.zeros((len(photos), _SIDE, _SIDE, 40), np.float16)
        hashes: list[str] = []
        for start in range(0, len(photos), _GROUP):
            read = [read_photo(path) for path in photos[start : start + _GROUP]]
            squares = [fit(decode(one, fit_px=SIZE_PX).image, SIZE_PX).image for one in read]
            early[start : start + len(read)] = self._compute(squares)
            hashes += [one.sha256 for one in read]
            on_photos(len(hashes))
        return early, tuple(hashes)

    def _compute(self, squares: Sequence[Any]) -> Floats:
        if self._net is None:
            self._net = early_net(load(BACKBONE, SIZE_PX))
        rows: Any = self._net.predict_on_batch(np.stack(squares).astype(np.float32))
        return rows.astype(np.float16)

    def _open(self, count: int) -> Floats:
        file = self._folder / "early.npy"
        shape = (count, _SIDE, _SIDE, 40)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Written in full at once: a map of a file with holes would end the program where
            # the disk is full.
            np.lib.format.open_memmap(file, "w+", "f2", shape).flush()
            with file.open("r+b") as stream:
                _fill(stream, file.stat().st_size)
            early: Floats = np.lib.format.open_memmap(file, "r+")
        except OSError as error:
            raise CarInspectError(
                ErrorCode.CANNOT_WRITE, file=file, reason=error.strerror
            ) from error
        return early


def _fill(stream: Any, size: int) -> None:
    zeros = bytes(1 << 20)
    at = stream.seek(1 << 12)  # past the header
    while at < size:
        at += stream.write(zeros[: size - at])


def _cut(photos: Sequence[MarkedPhoto], views: int, seed: int) -> Iterator[list[Sample]]:
    def cut(photo: MarkedPhoto) -> tuple[Sample, ...]:
        return samples(photo, views, seed)

    with ThreadPoolExecutor(THREADS) as pool:
        for start in range(0, len(photos), _GROUP):
            group = pool.map(cut, photos[start : start + _GROUP])
            yield [one for photo in group for one in photo]


def _balance(targets: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    weights = np.ones(len(targets), np.float32)
    known = int((targets >= 0).sum())
    for label in (0, 1):
        of_class = targets == label
        if of_class.any():
            weights[of_class] = known / (2 * of_class.sum())
    return weights
