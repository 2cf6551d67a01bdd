"""P(damaged) on a scale, with the threshold and the band that a person must judge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.verdict import Gate2Verdict
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors

_BAR: Final = 2.25 * GRID
_TOP: Final = 1.75 * GRID
_SIDE: Final = GRID


class ProbabilityScale(QWidget):
    """A bar from 0 to 100% in up to three zones, a pointer, and a tick at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Gate2Verdict | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_verdict(self, verdict: Gate2Verdict | None) -> None:
        """Point at ``verdict``'s probability; None empties the scale."""
        self._verdict = verdict
        self.setAccessibleName(_("Damage probability"))
        self.setAccessibleDescription(self.sentence())
        self.setToolTip(self.sentence())
        self.update()

    def sentence(self) -> str:
        """All that the scale shows, in words."""
        if self._verdict is None:
            return ""
        low, high = self._verdict.review_band
        text = _("{probability} likely damaged; the threshold is {threshold}.").format(
            probability=percent(self._verdict.probability),
            threshold=percent(self._verdict.threshold),
        )
        if low < high:
            text += " " + _("From {low} to {high} a person must look.").format(
                low=percent(low), high=percent(high)
            )
        return text

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, 7 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._verdict is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_zones(painter, self._verdict)
        self._paint_threshold(painter, self._verdict.threshold)
        self._paint_pointer(painter, self._verdict.probability)
        painter.end()

    def _x(self, probability: float) -> float:
        return _SIDE + min(1.0, max(0.0, probability)) * (self.width() - 2 * _SIDE)

    def _paint_zones(self, painter: QPainter, verdict: Gate2Verdict) -> None:
        tones = colors().tones
        low, high = verdict.review_band
        if low >= high:
            low = high = verdict.threshold
        bar = QPainterPath()
        whole = QRectF(self._x(0), _TOP, self._x(1) - self._x(0), _BAR)
        bar.addRoundedRect(whole, _BAR / 2, _BAR / 2)
        painter.save()
        painter.setClipPath(bar)
        zones = (
            (0.0, low, Outcome.UNDAMAGED),
            (low, high, Outcome.REVIEW),
            (high, 1.0, Outcome.DAMAGED),
        )
        for start, end, outcome in zones:
            zone = QRectF(self._x(start), _TOP, self._x(end) - self._x(start), _BAR)
            painter.fillRect(zone, QColor(tones[outcome].fill))
            side = _BAR - 4
            if zone.width() > 2 * side:
                mark = QRectF(zone.center().x() - side / 2, zone.top() + 2, side, side)
                paint_icon(painter, outcome.value, mark, color=tones[outcome].on_fill)
        painter.restore()
        painter.setPen(QColor(colors().surface))
        for edge in {low, high} - {0.0, 1.0}:
            painter.drawLine(QPointF(self._x(edge), _TOP), QPointF(self._x(edge), _TOP + _BAR))

    def _paint_threshold(self, painter: QPainter, threshold: float) -> None:
        x, bottom = self._x(threshold), _TOP + _BAR
        painter.setPen(QPen(QColor(colors().text), 2))
        painter.drawLine(QPointF(x, bottom + 1), QPointF(x, bottom + 0.75 * GRID))
        painter.setFont(sized(85))
        painter.setPen(QColor(colors().muted))
        words = _("Threshold {threshold}").format(threshold=percent(threshold))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2
        left = min(max(0.0, x - width / 2), self.width() - width)
        line = QRectF(left, bottom + 0.75 * GRID, width, 2.25 * GRID)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_pointer(self, painter: QPainter, probability: float) -> None:
        x = self._x(probability)
        painter.setPen(QColor(colors().surface))
        painter.setBrush(QColor(colors().text))
        painter.drawPolygon(
            QPolygonF([QPointF(x, _TOP + 3), QPointF(x - 8, _TOP - 11), QPointF(x + 8, _TOP - 11)])
        )


def percent(probability: float) -> str:
    """``probability`` in whole percent; never 0% or 100% for what is not certain."""
    whole = round(probability * 100)
    if whole == 0 and probability > 0:
        return "<1%"
    if whole == 100 and probability < 1:
        return ">99%"
    return f"{whole}%"
