"""From a place on one photo of a pair to the same place on the other."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from carinspect.core.comparison import Alignment, Finding
from carinspect.core.rental import Phase
from carinspect.core.verdict import Box


def to_other(
    phase: Phase, point: QPointF, finding: Finding, alignment: Alignment | None
) -> QPointF:
    """Where ``point``, on the photo of ``phase``, lies on the other one; both in fractions.

    By the alignment where it is known; else as the finding's spot lies on both.
    """
    if alignment is not None:
        matrix = np.array(alignment.homography)
        if phase is Phase.RETURN:
            matrix = np.linalg.inv(matrix)
        x, y, w = matrix @ (point.x(), point.y(), 1.0)
        if abs(w) > 1e-6:
            return QPointF(float(x / w), float(y / w))
    if finding.pickup_box is None:
        return point
    shift = _middle(finding.region.box) - _middle(finding.pickup_box)
    return point - shift if phase is Phase.RETURN else point + shift


def _middle(box: Box) -> QPointF:
    return QPointF((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
