"""Samples for the ``localized`` recipe from the development photos, and what is kept back."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
from photo_sets import DATA, ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.ml.backbones import Backbone, load
from carinspect.ml.localized_net import BACKBONE, early_net
from carinspect.ml.localized_samples import Kind, make_sample
from carinspect.ml.localized_training import Samples
from carinspect.ml.localized_windows import CELLS, SIZE_PX, MarkedPhoto
from carinspect.storage.region_file import read_regions

KEPT_BACK = {
    "car-damage/train/damaged": 0.1,
    "car-damage/train/undamaged": 0.0,
    "used-cars/damaged": 0.2,
    "closeups/damaged": 0.15,
    "listings/undamaged": 0.25,
    "not-car/animal": 0.3,
    "not-car/transport": 0.3,
    "not-car/mechanical": 0.3,
    "not-car/other": 0.3,
}
"""Source -> share of its groups of near-duplicates that is never trained on."""

PLAN = (
    (Kind.WHOLE, "car-damage/train/damaged", 2000),
    (Kind.ON, "car-damage/train/damaged", 1400),
    (Kind.BESIDE, "car-damage/train/damaged", 500),
    (Kind.WHOLE, "car-damage/train/undamaged", 1900),
    (Kind.CLOSE_UP, "car-damage/train/undamaged", 3500),
    (Kind.DRAWN, "car-damage/train/undamaged", 800),
    (Kind.WHOLE, "used-cars/damaged", 1000),
    (Kind.ON, "used-cars/damaged", 1700),
    (Kind.BESIDE, "used-cars/damaged", 1900),
    (Kind.ERASED, "used-cars/damaged", 700),
    (Kind.ERASED_CLOSE_UP, "used-cars/damaged", 700),
    (Kind.WHOLE, "closeups/damaged", 800),
    (Kind.WHOLE, "listings/undamaged", 400),
    (Kind.CLOSE_UP, "listings/undamaged", 600),
    (Kind.DRAWN, "listings/undamaged", 100),
    (Kind.WHOLE, "not-car", 600),
)
"""How many samples of each kind a pool has."""

NEAR_DUPLICATE_BITS = 52
"""Two difference hashes of 288 bits that differ in fewer are one picture, flipped or not."""


def marked_photos() -> list[MarkedPhoto]:
    """All photos that may be trained on."""
    outlines = read_regions(DATA / "regions.csv")
    return [
        MarkedPhoto(path, source, "/damaged" in source, outlines.get(_name(path), ()))
        for source in KEPT_BACK
        for path in folder(source)
    ]


def kept_back(photos: Sequence[MarkedPhoto]) -> set[Path]:
    """The photos never trained on; near-duplicates are kept back together."""
    back: set[Path] = set()
    for source, share in KEPT_BACK.items():
        members = [photo for photo in photos if photo.source == source]
        leaders = near_duplicate_leaders([photo.path for photo in members])
        for photo, leader in zip(members, leaders, strict=True):
            if zlib.crc32(_name(members[leader].path).encode()) % 1000 / 1000 < share:
                back.add(photo.path)
    return back


def near_duplicate_leaders(photos: Sequence[Path]) -> list[int]:
    """For each photo the first of its near-duplicates."""
    hashes = np.array([_difference_hash(photo, flip=False) for photo in photos], np.float32)
    flipped = np.array([_difference_hash(photo, flip=True) for photo in photos], np.float32)
    parents = list(range(len(photos)))

    def leader(i: int) -> int:
        while parents[i] != i:
            i = parents[i]
        return i

    for other in (hashes, flipped):
        bits = hashes @ (1 - other).T + (1 - hashes) @ other.T
        for i, j in zip(*np.nonzero(bits < NEAR_DUPLICATE_BITS), strict=True):
            if i < j:
                parents[leader(int(j))] = leader(int(i))
    return [leader(i) for i in range(len(photos))]


def _difference_hash(path: Path, *, flip: bool) -> Any:
    with PIL.Image.open(path) as file:
        grey = file.convert("L")
    if flip:
        grey = grey.transpose(PIL.Image.Transpose.FLIP_LEFT_RIGHT)
    wide = np.asarray(grey.resize((13, 12), PIL.Image.Resampling.BOX), int)
    high = np.asarray(grey.resize((12, 13), PIL.Image.Resampling.BOX), int)
    steps = np.diff(wide, axis=1).ravel(), np.diff(high, axis=0).ravel()
    return np.concatenate(steps) > 0


@dataclass(frozen=True)
class Pool:
    """Samples, and the pictures they were made from, for probes.

    Attributes:
        pictures: ``uint8``, ``(N, 320, 320, 3)``, a memory map.
        kinds, sources: of each sample.
    """

    samples: Samples
    pictures: Any
    kinds: list[str]
    sources: list[str]


def make_pool(
    photos: Sequence[MarkedPhoto],
    scratch: Path,
    *,
    seed: int,
    scale: float,
    backbone: Backbone = BACKBONE,
) -> Pool:
    """Cut the samples of :data:`PLAN` (times ``scale``) and compute their early activations."""
    jobs = list(_jobs(photos, seed, scale))
    order = np.random.default_rng(seed).permutation(len(jobs))
    jobs = [(seed, i, *jobs[j]) for i, j in enumerate(order)]
    shape = (len(jobs), SIZE_PX, SIZE_PX, 3)
    scratch.mkdir(parents=True, exist_ok=True)
    pictures = np.lib.format.open_memmap(scratch / "pictures.npy", "w+", "u1", shape)
    cells = np.zeros((len(jobs), CELLS, CELLS), np.int8)
    targets = np.zeros(len(jobs), np.int8)
    with get_context("spawn").Pool(2) as workers:
        for i, sample in enumerate(workers.imap(_sample, jobs, chunksize=32)):
            pictures[i], cells[i], targets[i] = sample.image, sample.cells, sample.target
    weights = np.array([0.5 if job[3][0].source.startswith("not-car") else 1.0 for job in jobs])
    early = early_activations(pictures, scratch / "early.npy", backbone)
    samples = Samples(early, cells, targets, weights.astype(np.float32))
    kinds = [job[2].value for job in jobs]
    return Pool(samples, pictures, kinds, [job[3][0].source for job in jobs])


def _jobs(
    photos: Sequence[MarkedPhoto], seed: int, scale: float
) -> Iterator[tuple[Kind, list[MarkedPhoto]]]:
    for row, (kind, source, count) in enumerate(PLAN):
        members = [photo for photo in photos if photo.source.startswith(source)]
        if not members:
            continue
        order = np.random.default_rng([seed, row]).permutation(len(members))
        for j in range(round(count * scale)):
            # the photo, and others should this kind not be cut from it
            yield kind, [members[order[(j + 97 * k) % len(members)]] for k in range(40)]


def _sample(job: tuple[int, int, Kind, list[MarkedPhoto]]) -> Any:
    seed, i, kind, photos = job
    for attempt, photo in enumerate(photos):
        sample = make_sample(kind, photo, np.random.default_rng([seed, i, attempt]))
        if sample is not None:
            return sample
    raise ValueError(f"none of {len(photos)} photos gives a sample of kind {kind.value}")


def early_activations(pictures: Any, file: Path, backbone: Backbone) -> Any:
    """What the backbone's early layers make of a pool's pictures, a memory map."""
    net = early_net(load(backbone, SIZE_PX))
    shape = (len(pictures), *net.output.shape[1:])
    early = np.lib.format.open_memmap(file, "w+", "f2", shape)
    edges = [*range(0, len(pictures), 16), len(pictures)]
    for start, end in pairwise(edges):
        early[start:end] = net.predict_on_batch(pictures[start:end].astype(np.float32))
    return early


def _name(path: Path) -> str:
    return path.relative_to(DATA).as_posix()
