"""Training runs as JSON-safe records, and back."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import EpochEnd, TrainingConfig

T = TypeVar("T")


def config_record(config: TrainingConfig) -> dict[str, Any]:
    """Plain data of a configuration, every field by its name."""
    return dataclasses.asdict(config)


def config_from_record(record: Mapping[str, Any]) -> TrainingConfig:
    """The configuration of a record; fields that an older program did not know get defaults.

    Raises:
        ValueError: a field is unknown or of another type.
    """
    return _from_record(TrainingConfig, record)


def epoch_record(epoch: EpochEnd) -> dict[str, Any]:
    """Plain data of an epoch."""
    return dataclasses.asdict(epoch)


def epoch_from_record(record: Mapping[str, Any]) -> EpochEnd:
    """The epoch of a record.

    Raises:
        ValueError: a field is missing, unknown or of another type.
    """
    return _from_record(EpochEnd, record)


def source_record(source: DatasetSource) -> dict[str, Any]:
    """Plain data of a dataset's place; paths absolute, so that a run can go on from anywhere."""
    return {
        name: str(value.absolute()) if isinstance(value, Path) else value
        for name, value in dataclasses.asdict(source).items()
    }


def source_from_record(record: Mapping[str, Any]) -> DatasetSource:
    """The place of a record.

    Raises:
        ValueError: a field is missing, unknown or of another type.
    """
    return _from_record(DatasetSource, record)


def keras_history(history: tuple[EpochEnd, ...]) -> dict[str, list[float]]:
    """The shape of Keras' ``History.history``, which the original saved."""
    names = ("accuracy", "loss", "val_accuracy", "val_loss", "penalty", "learning_rate")
    return {name: [float(getattr(epoch, name)) for epoch in history] for name in names}


def _from_record(kind: type[T], record: Mapping[str, Any]) -> T:
    types_by_name = typing.get_type_hints(kind)
    unknown = sorted(set(record) - set(types_by_name))
    if unknown:
        raise ValueError(f"{kind.__name__}: unknown fields {unknown}")
    values = {name: _value(types_by_name[name], value, name) for name, value in record.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from None


def _value(wanted: Any, value: object, name: str) -> object:  # noqa: ANN401 - a type hint
    if isinstance(wanted, types.UnionType):  # only "X | None" is used
        return None if value is None else _value(typing.get_args(wanted)[0], value, name)
    if isinstance(value, dict):
        return _from_record(cast("type[object]", wanted), cast("dict[str, Any]", value))
    if isinstance(value, str) and wanted is not str:
        return cast("Callable[[str], object]", wanted)(value)  # a path or an enumeration
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise ValueError(f"{name}: expected {wanted}, got {value!r}")
    return value
