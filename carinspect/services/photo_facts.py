"""Photos -> their facts, on all cores, each measured once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.paths import cache_dir
from carinspect.core.photo import read_photo
from carinspect.core.photo_facts import PhotoFacts
from carinspect.ml.photo_facts import check_installed, measure
from carinspect.storage.photo_facts_cache import PhotoFactsCache


@dataclass(frozen=True, slots=True)
class Measured:
    """Facts of the photos that can be read, and why the others cannot."""

    facts: dict[Path, PhotoFacts]
    unreadable: dict[Path, CarInspectError]


def _ignore(done: int) -> None:
    pass


def measure_photos(
    photos: Sequence[Path], on_photos: Callable[[int], object] = _ignore
) -> Measured:
    """Measure ``photos``; what was measured before is taken from the cache.

    Args:
        photos: the files; one that is named twice is measured once.
        on_photos: told how many are done; may raise to stop, what is measured is kept.

    Raises:
        CarInspectError: the ``train`` extra is not installed.
    """
    cache = PhotoFactsCache(cache_dir() / "photo-facts.json")
    measured = Measured({}, {})
    missing: list[Path] = []
    for photo in dict.fromkeys(photos):
        known = cache.get(photo)
        if known is None:
            missing.append(photo)
        else:
            measured.facts[photo] = known
    if missing:
        check_installed()
    pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="measure")
    try:
        for photo, result in zip(missing, pool.map(_measure, missing), strict=True):
            if isinstance(result, CarInspectError):
                measured.unreadable[photo] = result
            else:
                cache.put(photo, result)
                measured.facts[photo] = result
            on_photos(len(measured.facts) + len(measured.unreadable))
    finally:
        pool.shutdown(cancel_futures=True)
        cache.save()
    return measured


def _measure(path: Path) -> PhotoFacts | CarInspectError:
    try:
        return measure(read_photo(path))
    except CarInspectError as error:
        return error
