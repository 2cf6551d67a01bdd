"""What a machine of a cluster does; needs no dask itself."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from carinspect import __version__
from carinspect.core.gate1_tools import CategoryList
from carinspect.core.inspection import Inspection
from carinspect.core.photo import Photo
from carinspect.core.settings import Gate1Rule
from carinspect.services.inspector import LocalInspector

_own: Final = threading.local()


@dataclass(frozen=True)
class WorkOrder:
    """How photos are inspected: all that a machine needs to know which has no such model.

    Attributes:
        key: names the model and the settings; an inspector is loaded once for each.
        model_files: the model bundle, by file name.
    """

    key: str
    model_id: str
    rule: Gate1Rule | CategoryList
    accepted_error: float
    model_files: Mapping[str, bytes] = field(repr=False)


def take_order(order: WorkOrder) -> WorkOrder:
    """The order, as something that the machines hand on among each other."""
    return order


def program_version() -> str:
    """Of this machine."""
    return __version__


def inspect_on_worker(order: WorkOrder, photo: Photo) -> Inspection:
    """Inspect one photo whose file lies on another machine."""
    loaded: dict[str, LocalInspector] = _own.__dict__
    if order.key not in loaded:
        loaded.clear()
        loaded[order.key] = _load(order)
    return loaded[order.key].inspect_photo(photo)


def _load(order: WorkOrder) -> LocalInspector:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / order.model_id
        folder.mkdir()
        for name, content in order.model_files.items():
            (folder / name).write_bytes(content)
        return LocalInspector(folder, order.rule, accepted_error=order.accepted_error, alone=False)
