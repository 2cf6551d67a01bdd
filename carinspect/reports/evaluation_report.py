"""An evaluation as a record for programs and as a table of photos."""

from __future__ import annotations

import dataclasses
import math
from typing import Final

from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.evaluation_figures import (
    Curve,
    auroc,
    average_precision,
    by_source,
    calibration_error,
    classification_report,
    precision_recall,
    reliability,
    roc,
)
from carinspect.core.model_card import Figure
from carinspect.core.texts import error_text
from carinspect.reports.csv_report import BOM, csv_line, safe_cell

COLUMNS: Final = (
    *("photo", "source", "label", "probability", "threshold", "verdict", "right"),
    *("gate1_car", "sha256", "error"),
)


def evaluation_record(evaluation: Evaluation, threshold: float | None = None) -> dict[str, object]:
    """All figures at ``threshold``, by default the model's own, as plain data.

    Shares are objects of ``value``, ``low``, ``high`` (95%, Wilson) and ``n``.
    """
    limit = evaluation.threshold if threshold is None else threshold
    report = classification_report(evaluation, limit)
    at = evaluation.evaluated_at
    return {
        "model": evaluation.model_id,
        "data": evaluation.data,
        "evaluated_at": at.isoformat() if at else None,
        "photos": len(evaluation.photos),
        "skipped": [
            {"photo": str(one.path), "error": one.error.code.value} for one in evaluation.skipped
        ],
        "threshold": limit,
        "confusion": dataclasses.asdict(evaluation.confusion(limit)),
        "accuracy": dataclasses.asdict(report.accuracy),
        "balanced_accuracy": report.balanced_accuracy,
        "classes": [dataclasses.asdict(one) for one in report.classes],
        "macro": _average(report.macro),
        "weighted": _average(report.weighted),
        "auroc": _figure(auroc(evaluation)),
        "average_precision": average_precision(evaluation),
        "calibration_error": calibration_error(evaluation),
        "called_not_a_car": sum(not photo.is_car for photo in evaluation.photos),
        "sources": [dataclasses.asdict(one) for one in by_source(evaluation, limit)],
        "reliability": [dataclasses.asdict(one) for one in reliability(evaluation)],
        "roc": _points(roc(evaluation)),
        "precision_recall": _points(precision_recall(evaluation)),
    }


def evaluation_csv(evaluation: Evaluation, threshold: float | None = None) -> bytes:
    """One line a photo, those that could not be read last; UTF-8 with a mark for Excel."""
    limit = evaluation.threshold if threshold is None else threshold
    lines = [csv_line(COLUMNS)]
    lines += [csv_line(_row(photo, evaluation.class_names, limit)) for photo in evaluation.photos]
    for one in evaluation.skipped:
        known = {
            "photo": safe_cell(str(one.path)),
            "error": safe_cell(error_text(one.error)),
        }
        lines.append(csv_line([known.get(column, "") for column in COLUMNS]))
    return BOM + b"".join(lines)


def _row(photo: JudgedPhoto, class_names: tuple[str, str], limit: float) -> tuple[str, ...]:
    verdict = int(photo.probability >= limit)
    return (
        safe_cell(str(photo.path)),
        safe_cell(photo.source),
        safe_cell(class_names[photo.label]),
        f"{photo.probability:.6f}",
        f"{limit:.6f}",
        safe_cell(class_names[verdict]),
        str(int(verdict == photo.label)),
        str(int(photo.is_car)),
        photo.sha256,
        "",
    )


def _average(values: tuple[float, float, float]) -> dict[str, float]:
    precision, recall, f1 = values
    return {"precision": precision, "recall": recall, "f1": f1}


def _figure(figure: Figure | None) -> dict[str, object] | None:
    return None if figure is None else dataclasses.asdict(figure)


def _points(curve: Curve) -> list[list[float | None]]:
    return [
        [x, y, threshold if math.isfinite(threshold) else None]
        for x, y, threshold in zip(
            curve.x.tolist(), curve.y.tolist(), curve.thresholds.tolist(), strict=True
        )
    ]
