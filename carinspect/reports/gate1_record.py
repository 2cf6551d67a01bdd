"""Gate1's tools as plain data and as CSV."""

from __future__ import annotations

from typing import Any

from carinspect.core.gate1_tools import CategoryCount, Gate1Evaluation, Rule
from carinspect.core.model_card import Figure
from carinspect.core.texts import error_text
from carinspect.reports.csv_report import BOM, csv_line, safe_cell


def categories_record(count: CategoryCount) -> dict[str, Any]:
    """The count with stable names, most common first."""
    return {
        "model": count.model_id,
        "photos": count.photos,
        "categories": [
            {"wnid": one.wnid, "name": one.name, "sum": one.total} for one in count.categories
        ],
        "unreadable": [
            {"photo": str(one.path), "error": one.error.code.value, "text": error_text(one.error)}
            for one in count.unreadable
        ],
    }


def categories_csv(count: CategoryCount) -> bytes:
    """One line a class: rank, wnid, name, sum."""
    lines = [
        csv_line([str(rank), one.wnid, one.name, f"{one.total:.6f}"])
        for rank, one in enumerate(count.categories, start=1)
    ]
    return b"".join([BOM, csv_line(["rank", "wnid", "name", "sum"]), *lines])


def evaluation_record(evaluation: Gate1Evaluation) -> dict[str, Any]:
    """Figures with 95% intervals by rule and group, and every failed photo."""
    return {
        "model": evaluation.model_id,
        "list": evaluation.categories.name,
        "rules": {rule.value: _rule_record(evaluation, rule) for rule in Rule},
        "unreadable": [str(one.path) for one in evaluation.unreadable],
    }


def evaluation_csv(evaluation: Gate1Evaluation) -> bytes:
    """One line a photo: what it shows, what each rule says, the likeliest classes."""
    columns = ["photo", "group", "is_car", "car_probability", "head", "top5_rule"]
    columns += [f"class{rank}" for rank in range(1, 6)]
    lines = [
        csv_line(
            [
                safe_cell(str(one.photo.path)),
                safe_cell(one.photo.group),
                str(int(one.photo.is_car)),
                f"{one.car_probability:.6f}",
                str(int(one.says_car[Rule.HEAD])),
                str(int(one.says_car[Rule.TOP5])),
                *(f"{guess.name} {guess.probability:.4f}" for guess in one.top5),
            ]
        )
        for one in evaluation.answers
    ]
    return b"".join([BOM, csv_line(columns), *lines])


def _rule_record(evaluation: Gate1Evaluation, rule: Rule) -> dict[str, Any]:
    return {
        "recall": _figure(evaluation.recall(rule)),
        "specificity": _figure(evaluation.specificity(rule)),
        "specificity_by_group": {
            group: _figure(evaluation.specificity(rule, group)) for group in evaluation.groups()
        },
        "failed": [
            {
                "photo": str(one.photo.path),
                "group": one.photo.group,
                "car_probability": one.car_probability,
                "top5": [
                    {"wnid": g.wnid, "name": g.name, "probability": g.probability} for g in one.top5
                ],
            }
            for one in evaluation.failed(rule)
        ],
    }


def _figure(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}
