"""An inspection as canonical JSON and back: what is stored, hashed and sent to others.

The heat map is not part of the text; it travels beside it, in 256 steps.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Guess, HeatMap, Region

_HEAD_BYTES: Final = 4
_CIRCUMSTANCES: Final = frozenset({"photo", "milliseconds"})


def to_json(inspection: Inspection) -> str:
    """ASCII, keys sorted, no spaces: the same inspection gives the same text."""
    record = {
        "photo": str(inspection.photo),
        "outcome": inspection.outcome.value,
        "model_id": inspection.model_id,
        "milliseconds": inspection.milliseconds,
        "sha256": inspection.sha256,
        "size_px": inspection.size_px,
        "quality": dataclasses.asdict(inspection.quality) if inspection.quality else None,
        "gate1": dataclasses.asdict(inspection.gate1) if inspection.gate1 else None,
        "gate2": _gate2_fields(inspection.gate2),
        "error": error_fields(inspection.error),
    }
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(text: str, heat: bytes | None = None) -> Inspection:
    """The inspection that :func:`to_json` and :func:`heat_to_bytes` wrote."""
    record: dict[str, Any] = json.loads(text)
    return Inspection(
        Path(record["photo"]),
        Outcome(record["outcome"]),
        record["model_id"],
        record["milliseconds"],
        sha256=record["sha256"],
        size_px=_pair(record["size_px"]),
        quality=_quality(record["quality"]),
        gate1=_gate1(record["gate1"]),
        gate2=_gate2(record["gate2"], heat),
        error=error_from_fields(record["error"]),
    )


def heat_to_bytes(inspection: Inspection) -> bytes | None:
    """The heat map in 256 steps, compressed; None where there is none."""
    if inspection.gate2 is None or inspection.gate2.heat_map is None:
        return None
    values = inspection.gate2.heat_map.values
    head = np.array(values.shape, "<u2").tobytes()
    steps = np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)
    return head + zlib.compress(steps.tobytes())


def digest(text: str, heat: bytes | None) -> str:
    """SHA-256, hexadecimal, of what is stored of one inspection."""
    return hashlib.sha256(text.encode("ascii") + b"\0" + (heat or b"")).hexdigest()


def findings_of(text: str) -> dict[str, object]:
    """What :func:`to_json` says of the photo, without where the file lay and how long it took."""
    record: dict[str, object] = json.loads(text)
    return {name: value for name, value in record.items() if name not in _CIRCUMSTANCES}


def without_heat_map(inspection: Inspection) -> Inspection:
    """The inspection for a list: of ten thousand heat maps only the shown one is wanted."""
    if inspection.gate2 is None:
        return inspection
    return dataclasses.replace(
        inspection, gate2=dataclasses.replace(inspection.gate2, heat_map=None)
    )


def _heat(data: bytes) -> HeatMap:
    rows, columns = np.frombuffer(data[:_HEAD_BYTES], "<u2")
    steps = np.frombuffer(zlib.decompress(data[_HEAD_BYTES:]), np.uint8)
    return HeatMap(steps.reshape(int(rows), int(columns)).astype(np.float32) / np.float32(255))


def _gate2_fields(verdict: Gate2Verdict | None) -> dict[str, object] | None:
    if verdict is None:
        return None
    return {
        "damaged": verdict.damaged,
        "probability": verdict.probability,
        "threshold": verdict.threshold,
        "review_band": verdict.review_band,
        "regions": [dataclasses.asdict(region) for region in verdict.regions],
        "probability_without": verdict.probability_without,
        "familiar": verdict.familiar,
    }


def error_fields(error: CarInspectError | None) -> dict[str, object] | None:
    """An error as plain data."""
    if error is None:
        return None
    facts = {
        name: value if isinstance(value, int | float | str) else str(value)
        for name, value in error.facts.items()
    }
    return {"code": error.code.value, "facts": facts}


def _pair(value: list[Any] | None) -> tuple[Any, Any] | None:
    return None if value is None else (value[0], value[1])


def _quality(record: dict[str, Any] | None) -> Quality | None:
    if record is None:
        return None
    fields: dict[str, Any] = {**record, "flaws": tuple(Flaw(flaw) for flaw in record["flaws"])}
    return Quality(**fields)


def _gate1(record: dict[str, Any] | None) -> Gate1Verdict | None:
    if record is None:
        return None
    fields: dict[str, Any] = {**record, "top5": tuple(Guess(**g) for g in record["top5"])}
    return Gate1Verdict(**fields)


def _gate2(record: dict[str, Any] | None, heat: bytes | None) -> Gate2Verdict | None:
    if record is None:
        return None
    return Gate2Verdict(
        record["damaged"],
        record["probability"],
        record["threshold"],
        review_band=(record["review_band"][0], record["review_band"][1]),
        regions=tuple(_region(region) for region in record["regions"]),
        heat_map=None if heat is None else _heat(heat),
        probability_without=record.get("probability_without"),  # older records lack it
        familiar=record.get("familiar", True),
    )


def _region(record: dict[str, Any]) -> Region:
    x0, y0, x1, y1 = record["box"]
    return Region((x0, y0, x1, y1), record["probability"], record["kind"], record["severity"])


def error_from_fields(record: dict[str, Any] | None) -> CarInspectError | None:
    """The error that :func:`error_fields` wrote."""
    if record is None:
        return None
    return CarInspectError(ErrorCode(record["code"]), **record["facts"])
