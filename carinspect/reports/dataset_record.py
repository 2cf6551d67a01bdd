"""A dataset report as plain data, for ``--json``."""

from __future__ import annotations

from typing import Any

from carinspect.core.dataset import Split
from carinspect.core.dataset_findings import DatasetReport, Finding
from carinspect.core.finding_texts import finding_words
from carinspect.core.texts import error_text


def dataset_record(report: DatasetReport) -> dict[str, Any]:
    """The report with stable names; ``explanation`` and ``effect`` are for people."""
    dataset = report.dataset
    return {
        "data": dataset.name,
        "classes": {"undamaged": dataset.class_names[0], "damaged": dataset.class_names[1]},
        "splits": {
            split.value: dict(zip(("undamaged", "damaged"), dataset.counts(split), strict=True))
            for split in Split
            if split in dataset.splits
        },
        "detail": {
            name: None if one is None else {"size_px": one.size_px, "detail_px": one.detail_px}
            for name, one in zip(("undamaged", "damaged"), report.detail, strict=True)
        },
        "skipped": [
            {"photo": str(one.path), "error": one.error.code.value, "text": error_text(one.error)}
            for one in dataset.skipped
        ],
        "labels_checked": report.labels_checked,
        "findings": [_finding_record(finding) for finding in report.findings],
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    words = finding_words(finding)
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "title": words.title,
        "explanation": words.explanation,
        "effect": words.effect,
        "numbers": dict(finding.numbers),
        "groups": [[str(path) for path in group] for group in finding.groups],
        "scores": {str(path): round(score, 4) for path, score in finding.scores.items()},
        "fix": None if finding.fix is None else finding.fix.value,
    }
