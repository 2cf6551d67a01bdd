"""Read a PyTorch state_dict of the old file format (before 1.6) without PyTorch.

The file is a sequence of pickles: a magic number, a protocol number, facts about the machine that
wrote it, the state_dict whose storages are persistent ids, and the keys of the storages; then for
each key an int64 count and the raw little-endian data. Of pickle's powers only three names are
granted, so that a hostile file can do nothing.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_DTYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


def read_state_dict(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The tensors of the file by their names, in the file's order.

    Raises:
        ValueError: the file is not of this format, or is cut off.
        pickle.UnpicklingError: the file names anything but tensors.
    """
    storages: dict[str, _Storage] = {}
    with path.open("rb") as file:
        if _load(file, storages) != _MAGIC or _load(file, storages) != _PROTOCOL:
            raise ValueError(f"Expected an old PyTorch file, got {path.name}")
        _load(file, storages)
        tensors = _load(file, storages)
        for key in _load(file, storages):
            storages[key].read(file)
        if file.read(1):
            raise ValueError("Expected the end of the file, got more bytes")
    return {name: tensor.array() for name, tensor in tensors.items()}


@dataclass
class _Storage:
    dtype: np.dtype[Any]
    count: int
    values: npt.NDArray[Any] | None = field(default=None, repr=False)

    def read(self, file: IO[bytes]) -> None:
        count = int.from_bytes(file.read(8), "little", signed=True)
        raw = file.read(self.count * self.dtype.itemsize)
        if count != self.count or len(raw) != self.count * self.dtype.itemsize:
            raise ValueError(f"Expected {self.count} values, got {count} in {len(raw)} bytes")
        self.values = np.frombuffer(raw, self.dtype)


@dataclass
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def array(self) -> npt.NDArray[Any]:
        values = self.storage.values
        # Tensors converted from TensorFlow are transposed views; none reaches backwards.
        if values is None or self.offset < 0 or min(self.strides, default=0) < 0:
            raise ValueError("Expected a tensor with its data")
        steps = zip(self.shape, self.strides, strict=True)
        last = self.offset + sum((size - 1) * stride for size, stride in steps)
        if min(self.shape, default=1) < 1 or last >= len(values):
            raise ValueError("Expected a tensor inside its storage")
        strides = [stride * values.itemsize for stride in self.strides]
        return np.lib.stride_tricks.as_strided(values[self.offset :], self.shape, strides).copy()


def _rebuild_tensor(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Tensor:
    return _Tensor(storage, offset, tuple(shape), tuple(strides))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], storages: dict[str, _Storage]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if module == "torch" and name in _DTYPES:
            return np.dtype(_DTYPES[name])
        raise pickle.UnpicklingError(f"Refused: {module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        kind, dtype, key, _location, count, view = pid
        if kind != "storage" or view is not None:
            raise pickle.UnpicklingError(f"Refused: {kind}")
        return self._storages.setdefault(key, _Storage(dtype, count))


def _load(file: IO[bytes], storages: dict[str, _Storage]) -> Any:
    return _Unpickler(file, storages).load()
