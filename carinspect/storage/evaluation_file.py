"""Evaluations on disk: each photo's probability, from which every figure follows."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from carinspect.core.dataset import SkippedPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection_json import error_fields, error_from_fields
from carinspect.storage.atomic_file import write_atomically

_FORMAT: Final = 1
_UNFIT: Final = re.compile(r"[^\w.-]+")


def save_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Write an evaluation, whole or not at all.

    Raises:
        CarInspectError: the file cannot be written.
    """
    at = evaluation.evaluated_at
    record = {
        "format": _FORMAT,
        "model_id": evaluation.model_id,
        "data": evaluation.data,
        "threshold": evaluation.threshold,
        "class_names": evaluation.class_names,
        "evaluated_at": at.isoformat() if at else None,
        "photos": [_photo_fields(photo) for photo in evaluation.photos],
        "skipped": [
            {"path": str(one.path), "error": error_fields(one.error)} for one in evaluation.skipped
        ],
    }
    # ASCII, so that file names of odd bytes survive.
    write_atomically(path, json.dumps(record, indent=1, allow_nan=False).encode("ascii"))


def load_evaluation(path: Path) -> Evaluation:
    """The evaluation that :func:`save_evaluation` wrote.

    Raises:
        CarInspectError: the file is missing or damaged, or of a newer version.
    """
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] > _FORMAT:
            raise CarInspectError(ErrorCode.MODEL_NEWER, file=path)
        return _evaluation(record)
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=path) from None
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ):
        raise CarInspectError(ErrorCode.FILE_DAMAGED, file=path) from None


class EvaluationStore:
    """A folder of evaluations: the latest of each model on each set of photos."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, evaluation: Evaluation) -> Path:
        """Keep an evaluation; where it lies.

        Raises:
            CarInspectError: the folder cannot be written.
        """
        name = _UNFIT.sub("-", evaluation.data).strip("-.")[:60] or "photos"
        path = self._folder / _UNFIT.sub("-", evaluation.model_id) / f"{name}.json"
        save_evaluation(evaluation, path)
        return path

    def of(self, model_id: str) -> tuple[Path, ...]:
        """The evaluations of a model, latest first."""
        found = (self._folder / _UNFIT.sub("-", model_id)).glob("*.json")
        return tuple(sorted(found, key=lambda path: path.stat().st_mtime, reverse=True))


def _photo_fields(photo: JudgedPhoto) -> dict[str, object]:
    return {
        "path": str(photo.path),
        "label": photo.label,
        "probability": photo.probability,
        "source": photo.source,
        "sha256": photo.sha256,
        "is_car": photo.is_car,
    }


def _evaluation(record: dict[str, Any]) -> Evaluation:
    at = record["evaluated_at"]
    undamaged, damaged = record["class_names"]
    return Evaluation(
        record["model_id"],
        record["data"],
        float(record["threshold"]),
        tuple(_judged(one) for one in record["photos"]),
        (undamaged, damaged),
        tuple(_skipped(one) for one in record["skipped"]),
        datetime.fromisoformat(at) if at else None,
    )


def _judged(record: dict[str, Any]) -> JudgedPhoto:
    values: dict[str, Any] = {**record, "path": Path(record["path"])}
    photo = JudgedPhoto(**values)
    if type(photo.label) is not int or photo.label not in {0, 1}:
        raise ValueError(f"a label is 0 or 1, not {photo.label!r}")
    return dataclasses.replace(photo, probability=float(photo.probability))


def _skipped(record: dict[str, Any]) -> SkippedPhoto:
    error = error_from_fields(record["error"])
    if error is None:
        raise ValueError("a skipped photo without a reason")
    return SkippedPhoto(Path(record["path"]), error)
