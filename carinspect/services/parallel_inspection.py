"""Photos -> inspections on all cores of this computer.

Each thread decodes and infers whole photos with an inspector of its own: while one thread
decodes, another infers, and LiteRT and Pillow both let other threads run meanwhile.
"""

from __future__ import annotations

import os
import queue
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, Protocol

from carinspect.core.inspection import Inspection
from carinspect.services.inspector import Inspector

_AHEAD: Final = 4
"""Photos in work or waiting to be fetched, for each thread: bounds the memory."""


class PhotoInspection(Protocol):
    """Whatever inspects many photos, on this computer or on several."""

    def __call__(
        self, photos: Iterable[Path], model_id: str
    ) -> Generator[Inspection, None, None]: ...


class InThreads:
    """Inspects on this computer; the inspections come in the order of the photos.

    Args:
        new_inspector: model id -> an inspector for one thread.
        threads: how many; one a core by default.
    """

    def __init__(self, new_inspector: Callable[[str], Inspector], threads: int = 0) -> None:
        self._new_inspector = new_inspector
        self._threads = threads or os.cpu_count() or 1
        # Loaded models stay for the next folder, or for the next photo that lands in one.
        self._idle: dict[str, queue.SimpleQueue[Inspector]] = {}

    def __call__(self, photos: Iterable[Path], model_id: str) -> Generator[Inspection, None, None]:
        idle = self._idle.setdefault(model_id, queue.SimpleQueue())
        idle.put(self._idle_or_new(idle, model_id))  # so that a missing model is told here

        def inspect(photo: Path) -> Inspection:
            inspector = self._idle_or_new(idle, model_id)
            try:
                return inspector.inspect(photo)
            finally:
                idle.put(inspector)

        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="inspect")
        waiting: deque[Future[Inspection]] = deque()
        try:
            for photo in photos:
                waiting.append(pool.submit(inspect, photo))
                if len(waiting) >= _AHEAD * self._threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _idle_or_new(self, idle: queue.SimpleQueue[Inspector], model_id: str) -> Inspector:
        try:
            return idle.get_nowait()
        except queue.Empty:
            return self._new_inspector(model_id)
