"""A comparison of photos as a plain record for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carinspect.core.comparison import Comparison, Finding


def comparison_record(comparison: Comparison, paths: Mapping[str, Path]) -> dict[str, object]:
    """The object that ``compare --json`` prints, ready for ``json.dumps``.

    Boxes are ``[x0, y0, x1, y1]`` and homographies take ``(x, y, 1)``, in fractions of the
    upright photos.

    Args:
        comparison: what was found.
        paths: SHA-256 -> where the photo lies.
    """

    def named(sha256: str | None) -> str | None:
        return str(paths[sha256]) if sha256 and sha256 in paths else None

    return {
        "model": comparison.model_id,
        "findings": [
            {**_finding(one), "return_photo": named(one.return_photo),
             "pickup_photo": named(one.pickup_photo)}
            for one in comparison.findings
        ],
        "photos_without_findings": [named(one) for one in comparison.photos_without_findings],
        "photos_not_inspected": [named(one) for one in comparison.photos_not_inspected],
        "alignments": [
            {
                "return_photo": named(pair.return_photo),
                "pickup_photo": named(pair.pickup_photo),
                "ok": pair.alignment.ok,
                "ties": pair.alignment.inliers,
                "error_px": round(pair.alignment.error_px, 2),
                "homography": pair.alignment.homography,
            }
            for pair in comparison.pairs
        ],
        "covered": {
            str(named(one.return_photo)): round(one.share, 3) for one in comparison.coverage
        },
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, object]:
    seen = finding.pickup_evidence
    return {
        "newness": finding.newness.value,
        "reason": finding.reason.value,
        "region": [round(edge, 4) for edge in finding.region.box],
        "pickup_box": finding.pickup_box and [round(edge, 4) for edge in finding.pickup_box],
        "return_evidence": round(finding.return_evidence, 4),
        "pickup_evidence": None if seen is None else round(seen, 4),
    }
