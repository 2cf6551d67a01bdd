"""One inspection as plain data, for programs that read our output."""

from __future__ import annotations

from carinspect.core.inspection import Inspection
from carinspect.core.texts import error_text
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Region


def inspection_record(inspection: Inspection) -> dict[str, object]:
    """The object that ``--json`` prints, ready for ``json.dumps``.

    Probabilities are in [0, 1]; boxes are ``[x0, y0, x1, y1]`` in fractions of the upright
    photo; what was not judged is None.
    """
    gate1, gate2, quality = inspection.gate1, inspection.gate2, inspection.quality
    return {
        "photo": str(inspection.photo),
        "outcome": inspection.outcome.value,
        **_gate1_fields(gate1),
        **_gate2_fields(gate2),
        "flaws": [flaw.value for flaw in quality.flaws] if quality else [],
        "model": inspection.model_id,
        "ms": round(inspection.milliseconds, 1),
        "sha256": inspection.sha256,
        "error": error_text(inspection.error) if inspection.error else None,
        "error_code": inspection.error.code.value if inspection.error else None,
    }


def _gate1_fields(verdict: Gate1Verdict | None) -> dict[str, object]:
    if verdict is None:
        return {"is_car": None, "car_probability": None, "top5": []}
    return {
        "is_car": verdict.is_car,
        "car_probability": _rounded(verdict.car_probability),
        "top5": [
            {"wnid": guess.wnid, "name": guess.name, "probability": _rounded(guess.probability)}
            for guess in verdict.top5
        ],
    }


def _gate2_fields(verdict: Gate2Verdict | None) -> dict[str, object]:
    if verdict is None:
        return {
            "damage_probability": None,
            "damage_probability_without_regions": None,
            "threshold": None,
            "familiar": None,
            "regions": [],
        }
    return {
        "damage_probability": _rounded(verdict.probability),
        "damage_probability_without_regions": (
            None if verdict.probability_without is None else _rounded(verdict.probability_without)
        ),
        "threshold": _rounded(verdict.threshold),
        "familiar": verdict.familiar,
        "review_band": [_rounded(edge) for edge in verdict.review_band],
        "regions": [_region_fields(region) for region in verdict.regions],
    }


def _region_fields(region: Region) -> dict[str, object]:
    record: dict[str, object] = {
        "box": [_rounded(edge) for edge in region.box],
        "probability": _rounded(region.probability),
    }
    if region.kind is not None:
        record["kind"] = region.kind
    if region.severity is not None:
        record["severity"] = region.severity
    return record


def _rounded(value: float) -> float:
    return round(float(value), 6)
