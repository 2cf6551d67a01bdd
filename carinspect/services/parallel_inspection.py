"""Photos -> inspections on all cores of this computer.

Each thread decodes and infers whole photos with an inspector of its own: while one thread
decodes, another infers, and LiteRT and Pillow both let other threads run meanwhile.
"""

from __future__ import annotations

import os
import queue
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable
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
        setup: model id -> all that an inspector depends on, such as
            ``Workspace.inspector_setup``; by default the model alone.
    """

    def __init__(
        self,
        new_inspector: Callable[[str], Inspector],
        threads: int = 0,
        setup: Callable[[str], Hashable] = str,
    ) -> None:
        self._new_inspector = new_inspector
        self._threads = threads or os.cpu_count() or 1
        self._setup = setup
        # Loaded models stay for the next folder, or for the next photo that lands in one.
        self._idle: tuple[Hashable, queue.SimpleQueue[Inspector]] = None, queue.SimpleQueue()

    def __call__(self, photos: Iterable[Path], model_id: str) -> Generator[Inspection, None, None]:
        idle = self._fitting(self._setup(model_id))
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

    def _fitting(self, setup: Hashable) -> queue.SimpleQueue[Inspector]:
        """The idle inspectors; none of those from before the settings changed."""
        if self._idle[0] != setup:
            self._idle = setup, queue.SimpleQueue()
        return self._idle[1]

    def _idle_or_new(self, idle: queue.SimpleQueue[Inspector], model_id: str) -> Inspector:
        try:
            return idle.get_nowait()
        except queue.Empty:
            return self._new_inspector(model_id)
