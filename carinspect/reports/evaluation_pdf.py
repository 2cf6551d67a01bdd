"""An evaluation on paper: report, matrix, curves, sources, and the photos judged wrongly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.evaluation import Confusion, Evaluation, JudgedPhoto
from carinspect.core.evaluation_figures import reliability, roc
from carinspect.core.evaluation_texts import (
    class_text,
    report_headings,
    report_rows,
    source_headings,
    source_rows,
    summary_rows,
    threshold_text,
)
from carinspect.core.i18n import _
from carinspect.core.verdict import Image
from carinspect.reports.pdf_canvas import MM, REGULAR, STRONG
from carinspect.reports.pdf_layout import ACCENT, INK, LINE, MUTED, WIDTH_MM, PdfLayout, PhotoCell

_MOST_PHOTOS: Final = 60
_PLOT: Final = 50 * MM
_DAMAGED_INK: Final = "#a8231b"


def evaluation_pdf(
    evaluation: Evaluation, threshold: float, load: Callable[[Path], Image | None]
) -> bytes:
    """The report at ``threshold``.

    Args:
        evaluation: what to report.
        threshold: damage is called from it on.
        load: gives a photo, small, or None where it is not there any more.
    """
    at = evaluation.evaluated_at
    day = at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""
    layout = PdfLayout(_("Evaluation of a model"), foot=f"{evaluation.model_id}  ·  {day}")
    layout.facts(
        [
            (_("Model"), evaluation.model_id),
            (_("Data"), evaluation.data),
            (_("Threshold"), threshold_text(threshold)),
            *summary_rows(evaluation, threshold),
        ]
    )
    layout.heading(_("Classification report"))
    layout.table(
        report_headings(),
        report_rows(evaluation, threshold),
        widths_mm=(44, 43, 43, 22, 22),
        numeric=frozenset({3, 4}),
    )
    layout.heading(_("Confusion matrix and curves"))
    layout.drawing(WIDTH_MM, 64, lambda canvas: _paint_figures(canvas, evaluation, threshold))
    layout.heading(_("By source"))
    layout.table(
        source_headings(), source_rows(evaluation, threshold), widths_mm=(42, 18, 38, 38, 38)
    )
    layout.text(_("Intervals are 95% (Wilson)."), color=MUTED)
    _add_mistakes(layout, evaluation, threshold, load)
    return layout.render()


def _add_mistakes(
    layout: PdfLayout,
    evaluation: Evaluation,
    threshold: float,
    load: Callable[[Path], Image | None],
) -> None:
    wrong = evaluation.mistakes(threshold)
    for label, words in (
        (DAMAGED, _("Damaged, but called undamaged")),
        (UNDAMAGED, _("Undamaged, but called damaged")),
    ):
        photos = [photo for photo in wrong if photo.label == label]
        if photos:
            layout.heading(f"{words} ({len(photos)})")
            layout.photos(
                [_cell(photo, load) for photo in photos[:_MOST_PHOTOS]], columns=4, height_mm=30
            )
        if len(photos) > _MOST_PHOTOS:
            layout.text(_("Only the first {count} are shown.").format(count=_MOST_PHOTOS))


def _cell(photo: JudgedPhoto, load: Callable[[Path], Image | None]) -> PhotoCell:
    said = _("Damage {probability}").format(probability=f"{100 * photo.probability:.1f}%")
    return PhotoCell(load(photo.path), (said, photo.path.name))


def _paint_figures(canvas: Any, evaluation: Evaluation, threshold: float) -> None:  # noqa: ANN401
    base = 9 * MM
    canvas.saveState()
    _paint_matrix(canvas, evaluation.confusion(threshold), base)
    confusion = evaluation.confusion(threshold)
    found = confusion.true_damaged / max(1, confusion.true_damaged + confusion.false_undamaged)
    alarms = confusion.false_damaged / max(1, confusion.false_damaged + confusion.true_undamaged)
    curve = roc(evaluation)
    _paint_axes(canvas, 62 * MM, base, (_("false alarms"), _("damage found")))
    _paint_line(canvas, 62 * MM, base, list(zip(curve.x, curve.y, strict=True)))
    _paint_dot(canvas, 62 * MM + alarms * _PLOT, base + found * _PLOT)
    left = 122 * MM
    bins = reliability(evaluation)
    _paint_axes(canvas, left, base, (_("said probability"), _("share damaged")), diagonal=True)
    _paint_line(canvas, left, base, [(one.mean_probability, one.damaged.value) for one in bins])
    for one in bins:
        x = left + one.mean_probability * _PLOT
        canvas.setStrokeColor(ACCENT)
        canvas.line(x, base + one.damaged.low * _PLOT, x, base + one.damaged.high * _PLOT)
    canvas.restoreState()


def _paint_matrix(canvas: Any, confusion: Confusion, base: float) -> None:  # noqa: ANN401
    side = _PLOT / 2
    for truth, counts in enumerate(confusion.rows()):
        total = max(1, sum(counts))
        for verdict, count in enumerate(counts):
            x, y = verdict * side, base + (1 - truth) * side
            right = truth == verdict
            canvas.setFillColorRGB(*_shade(count / total, right=right))
            canvas.rect(x, y, side, side, stroke=0, fill=1)
            canvas.setFillColor("#ffffff" if count / total > 0.55 else INK)
            canvas.setFont(STRONG, 13)
            canvas.drawCentredString(x + side / 2, y + side / 2 - 2, str(count))
            canvas.setFont(REGULAR, 7)
            canvas.drawCentredString(x + side / 2, y + side / 2 - 12, f"{100 * count / total:.1f}%")
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 7)
    for label in (UNDAMAGED, DAMAGED):
        called = _("called {name}").format(name=class_text(label))
        canvas.drawCentredString((label + 0.5) * side, base - 9, called)
        canvas.saveState()
        canvas.translate(_PLOT + 8, base + (1.5 - label) * side)
        canvas.rotate(90)
        canvas.drawCentredString(0, 0, _("is {name}").format(name=class_text(label)))
        canvas.restoreState()


def _shade(share: float, *, right: bool) -> tuple[float, float, float]:
    full = (0.11, 0.34, 0.68) if right else (0.66, 0.14, 0.11)
    red, green, blue = (1 - share * (1 - part) for part in full)
    return red, green, blue


def _paint_axes(
    canvas: Any,  # noqa: ANN401
    left: float,
    base: float,
    names: tuple[str, str],
    *,
    diagonal: bool = False,
) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    for step in (0.0, 0.25, 0.5, 0.75, 1.0):
        canvas.line(left, base + step * _PLOT, left + _PLOT, base + step * _PLOT)
        canvas.line(left + step * _PLOT, base, left + step * _PLOT, base + _PLOT)
    if diagonal:
        canvas.setDash(2, 2)
        canvas.line(left, base, left + _PLOT, base + _PLOT)
        canvas.setDash()
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 7)
    canvas.drawCentredString(left + _PLOT / 2, base - 9, names[0])
    canvas.drawString(left, base + _PLOT + 4, names[1])


def _paint_line(
    canvas: Any,  # noqa: ANN401
    left: float,
    base: float,
    points: Sequence[tuple[float, float]],
) -> None:
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.2)
    path = canvas.beginPath()
    for number, (x, y) in enumerate(points):
        to = path.lineTo if number else path.moveTo
        to(left + float(x) * _PLOT, base + float(y) * _PLOT)
    canvas.drawPath(path)


def _paint_dot(canvas: Any, x: float, y: float) -> None:  # noqa: ANN401
    canvas.setFillColor(_DAMAGED_INK)
    canvas.circle(x, y, 2.4, stroke=0, fill=1)
