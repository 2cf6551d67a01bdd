"""Photos -> inspections on several machines, by dask.distributed (the ``cluster`` extra).

The scheduler gives a lost machine's photos to another one. Only this program writes records,
so a photo that two machines inspected is kept once. The machines need nothing but this
program: photos and model are sent to them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from carinspect import __version__
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.gate1_tools import CategoryList
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.model_card import USUAL_ERROR
from carinspect.core.photo import Photo, read_photo
from carinspect.core.settings import Gate1Rule
from carinspect.services.cluster_worker import (
    WorkOrder,
    inspect_on_worker,
    program_version,
    take_order,
)
from carinspect.services.workspace import model_dir

_PHOTOS_AHEAD: Final = 64
_BYTES_AHEAD: Final = 256_000_000
"""What waits at the scheduler or is inspected: bounds its memory and ours."""

_PATIENCE_S: Final = 15
_LOCAL: Final = "local:"


@dataclass(frozen=True)
class OnCluster:
    """Inspects on the machines of a scheduler; inspections come as they get ready.

    Attributes:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``; ``local:N`` for one of its
            own with ``N`` processes on this computer.
        rule: how Gate1 decides.
        accepted_error: chooses the review band.
    """

    address: str
    rule: Gate1Rule | CategoryList = Gate1Rule.HEAD
    accepted_error: float = USUAL_ERROR

    def __call__(self, photos: Iterable[Path], model_id: str) -> Generator[Inspection, None, None]:
        order = self._order(model_id)  # a missing model is told before anything is sent
        with _connected(self.address) as client:
            try:
                future = client.submit(take_order, order)
                yield from _Queue(client, future, model_id).run(iter(photos))
            except CancelledError:
                raise CarInspectError(ErrorCode.CLUSTER_LOST, address=self.address) from None

    def _order(self, model_id: str) -> WorkOrder:
        folder = model_dir(model_id)
        files = {name: (folder / name).read_bytes() for name in ("card.json", "model.tflite")}
        sha = hashlib.sha256(b"\0".join(files.values())).hexdigest()
        key = f"{sha} {self.rule} {self.accepted_error}"
        return WorkOrder(key, model_id, self.rule, self.accepted_error, files)


@dataclass
class _Queue:
    """The photos that are with the machines.

    Attributes:
        order: the future of the :class:`WorkOrder`; the machines hand it on.
    """

    client: Any  # distributed has no types
    order: Any
    model_id: str
    waiting: dict[str, Photo] = field(default_factory=dict[str, Photo])
    unreadable: list[Inspection] = field(default_factory=list[Inspection])
    size: int = 0

    def run(self, photos: Iterator[Path]) -> Generator[Inspection, None, None]:
        from distributed import as_completed  # noqa: PLC0415 - optional, and slow to import

        ready: Any = as_completed([])
        self._fill(photos, ready)
        while self.waiting or self.unreadable:
            while self.unreadable:
                yield self.unreadable.pop(0)
            if self.waiting:
                yield self._taken(next(ready))
            self._fill(photos, ready)

    def _fill(self, photos: Iterator[Path], ready: Any) -> None:  # noqa: ANN401
        while len(self.waiting) < _PHOTOS_AHEAD and self.size < _BYTES_AHEAD:
            path = next(photos, None)
            if path is None:
                return
            try:
                photo = read_photo(path)
            except CarInspectError as error:
                failed = Inspection(path, Outcome.ERROR, self.model_id, 0.0, error=error)
                self.unreadable.append(failed)
                return  # told at once: the whole folder may be gone
            future = self.client.submit(inspect_on_worker, self.order, photo, pure=False)
            self.waiting[future.key] = photo
            self.size += len(photo.data)
            ready.add(future)

    def _taken(self, future: Any) -> Inspection:  # noqa: ANN401
        from distributed.scheduler import KilledWorker  # noqa: PLC0415

        photo = self.waiting.pop(future.key)
        self.size -= len(photo.data)
        try:
            return future.result()
        except KilledWorker:  # several machines died of this photo
            error = CarInspectError(ErrorCode.CLUSTER_GAVE_UP, photo=photo.path)
            return Inspection(photo.path, Outcome.ERROR, self.model_id, 0.0, error=error)


@contextlib.contextmanager
def _connected(address: str) -> Generator[Any]:
    try:
        import dask.config  # noqa: PLC0415 - optional, and slow to import
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError:
        raise CarInspectError(ErrorCode.CLUSTER_NOT_INSTALLED) from None
    settings: Any = dask.config
    with contextlib.ExitStack() as stack:
        # A photo is larger than the graphs that dask warns of.
        stack.enter_context(
            settings.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        )
        scheduler: Any = address
        if address.startswith(_LOCAL):
            make: Any = LocalCluster
            scheduler = stack.enter_context(make(**_local_options(address)))
        try:
            connect: Any = Client
            client: Any = stack.enter_context(connect(scheduler, timeout=_PATIENCE_S))
        except (OSError, ValueError):
            raise CarInspectError(ErrorCode.CLUSTER_UNREACHABLE, address=address) from None
        _check(client, address)
        yield client


def _local_options(address: str) -> dict[str, object]:
    count = address.removeprefix(_LOCAL)
    if not count.isdecimal() or not int(count):
        raise CarInspectError(ErrorCode.CLUSTER_UNREACHABLE, address=address)
    threads = max(1, (os.cpu_count() or 1) // int(count))
    return {
        "n_workers": int(count),
        "threads_per_worker": threads,
        "processes": True,
        "dashboard_address": None,
    }


def _check(client: Any, address: str) -> None:  # noqa: ANN401
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError:
        raise CarInspectError(ErrorCode.CLUSTER_WITHOUT_WORKERS, address=address) from None
    try:
        found = set(client.run(program_version).values())
    except (ImportError, AttributeError) as error:
        found = {str(error)}
    if found != {__version__}:
        others = ", ".join(sorted(found - {__version__}))
        raise CarInspectError(
            ErrorCode.CLUSTER_OTHER_VERSION,
            address=address,
            reason=others,
            version=f"carinspect {__version__}",
        )
