import json
from pathlib import Path

import numpy as np

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Guess, HeatMap, Region
from carinspect.reports.inspection_record import inspection_record


def test_a_judged_photo_is_complete():
    gate1 = Gate1Verdict(True, 0.98, (Guess("n03770679", "minivan", 0.5),) * 5)
    regions = (Region((0.1, 0.2, 0.3, 0.4), 0.9, "scratch", "minor"),)
    heat = HeatMap(np.zeros((2, 2), np.float32))
    gate2 = Gate2Verdict(True, 0.93, 0.5, (0.2, 0.8), regions, heat)
    quality = Quality(0.3, 0.5, 0.0, 480)
    inspection = Inspection(
        Path("차.jpg"), Outcome.DAMAGED, "m", 41.27, "ab", (640, 480), quality, gate1, gate2
    )

    record = json.loads(json.dumps(inspection_record(inspection)))

    assert record["photo"] == "차.jpg"
    assert record["outcome"] == "damaged"
    assert record["is_car"] is True
    assert record["top5"][0] == {"wnid": "n03770679", "name": "minivan", "probability": 0.5}
    assert record["damage_probability"] == 0.93
    assert record["threshold"] == 0.5
    assert record["regions"] == [
        {"box": [0.1, 0.2, 0.3, 0.4], "probability": 0.9, "kind": "scratch", "severity": "minor"}
    ]
    assert record["ms"] == 41.3
    assert record["error"] is None


def test_an_unreadable_photo_has_every_field_too():
    error = CarInspectError(ErrorCode.PHOTO_EMPTY, photo="a.jpg")
    inspection = Inspection(Path("a.jpg"), Outcome.ERROR, "m", 1.0, error=error)

    record = inspection_record(inspection)

    assert record["is_car"] is None
    assert record["damage_probability"] is None
    assert record["top5"] == []
    assert record["regions"] == []
    assert "a.jpg" in str(record["error"])


def test_flaws_are_named():
    quality = Quality(0.0, 0.5, 0.0, 480, (Flaw.BLURRED,))
    inspection = Inspection(Path("a.jpg"), Outcome.RETAKE, "m", 1.0, quality=quality)

    assert inspection_record(inspection)["flaws"] == ["blurred"]
