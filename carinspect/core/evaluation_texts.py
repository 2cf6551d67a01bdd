"""The words of an evaluation, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.dataset import DAMAGED
from carinspect.core.evaluation import Evaluation
from carinspect.core.evaluation_figures import (
    ClassFigures,
    SourceFigures,
    auroc,
    average_precision,
    by_source,
    calibration_error,
    classification_report,
)
from carinspect.core.i18n import _, ngettext
from carinspect.core.model_card import Figure


def class_text(label: int) -> str:
    """The name of a class of Gate2."""
    return _("damaged") if label == DAMAGED else _("undamaged")


def percent_text(figure: Figure) -> str:
    """A share with its 95% interval, in percent; a dash where there was no photo."""
    if not figure.n:
        return "–"
    return f"{100 * figure.value:.1f}% [{100 * figure.low:.1f}, {100 * figure.high:.1f}]"


def report_headings() -> tuple[str, ...]:
    """Of the columns of :func:`report_rows`."""
    return ("", _("Precision"), _("Recall"), "F1", _("Photos"))


def report_rows(evaluation: Evaluation, threshold: float) -> list[tuple[str, ...]]:
    """The classification report, a tuple a line."""
    report = classification_report(evaluation, threshold)
    n = report.accuracy.n
    averages = (
        (_("mean of the classes"), report.macro),
        (_("mean by photos"), report.weighted),
    )
    return [
        *(_class_row(label, one) for label, one in enumerate(report.classes)),
        *(
            (name, f"{100 * precision:.1f}%", f"{100 * recall:.1f}%", f"{f1:.3f}", f"{n}")
            for name, (precision, recall, f1) in averages
        ),
    ]


def summary_rows(evaluation: Evaluation, threshold: float) -> list[tuple[str, str]]:
    """The figures of the whole, as names and values."""
    report = classification_report(evaluation, threshold)
    area, precision = auroc(evaluation), average_precision(evaluation)
    others = sum(not photo.is_car for photo in evaluation.photos)
    skipped = len(evaluation.skipped)
    rows = [
        (_("Accuracy"), percent_text(report.accuracy)),
        (_("Balanced accuracy"), f"{100 * report.balanced_accuracy:.1f}%"),
        (_("Area under the ROC curve"), _area_text(area)),
        (_("Average precision"), "–" if precision is None else f"{precision:.4f}"),
        (_("Calibration error"), f"{calibration_error(evaluation):.4f}"),
        (
            _("Stopped by Gate1"),
            ngettext("{count} photo", "{count} photos", others).format(count=others),
        ),
    ]
    if skipped:
        text = ngettext("{count} photo", "{count} photos", skipped).format(count=skipped)
        rows.append((_("Could not be read"), text))
    return rows


def source_headings() -> tuple[str, ...]:
    """Of the columns of :func:`source_rows`."""
    return (
        _("Source"),
        _("Photos"),
        _("Accuracy"),
        _("Damaged found"),
        _("Undamaged recognized"),
    )


def source_rows(evaluation: Evaluation, threshold: float) -> list[tuple[str, ...]]:
    """The breakdown by source, a tuple a line."""
    return [_source_row(one) for one in by_source(evaluation, threshold)]


def threshold_text(threshold: float) -> str:
    """The rule by which damage is called."""
    return _("damaged from {threshold} on").format(threshold=f"{threshold:.4g}")


def _class_row(label: int, one: ClassFigures) -> tuple[str, ...]:
    precision, recall = percent_text(one.precision), percent_text(one.recall)
    return (class_text(label), precision, recall, f"{one.f1:.3f}", f"{one.support}")


def _source_row(one: SourceFigures) -> tuple[str, ...]:
    return (
        one.source or "–",
        f"{one.accuracy.n}",
        percent_text(one.accuracy),
        percent_text(one.damaged_recall),
        percent_text(one.undamaged_recall),
    )


def _area_text(area: Figure | None) -> str:
    if area is None:
        return "–"
    if area.low == area.high:  # the formula has no interval for a perfect separation
        return f"{area.value:.4f}"
    return f"{area.value:.4f} [{area.low:.4f}, {area.high:.4f}]"
