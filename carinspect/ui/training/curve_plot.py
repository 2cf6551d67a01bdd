"""One plot of curves over epochs or updates, drawn by pyqtgraph.

pyqtgraph has no types and takes a fifth of a second to import, so that it is imported here only,
once a plot is made; ``jobs.Preload`` does it in the background before that.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.theme import GRID, colors
from carinspect.ui.training.marks import mark
from carinspect.ui.training.series import (
    Quantity,
    Series,
    Stroke,
    TimeAxis,
    hue,
    quantity_text,
    time_text,
    value_text,
)
from carinspect.ui.widgets.panel import Panel

_PEN_STYLES: Final = {
    Stroke.SOLID: Qt.PenStyle.SolidLine,
    Stroke.DASHED: Qt.PenStyle.DashLine,
    Stroke.FAINT: Qt.PenStyle.SolidLine,
}
_MANY_POINTS: Final = 60
"""From here on marks would hide the line."""


class CurvePlot(Panel):
    """Shows :class:`Series` of one quantity.

    Signals:
        pointed: the user points at this place of the time axis; NaN when they leave.
    """

    pointed = Signal(float)

    def __init__(self, quantity: Quantity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.quantity = quantity
        self.axis = TimeAxis.EPOCHS
        self._pg: Any = importlib.import_module("pyqtgraph")
        self._series: tuple[Series, ...] = ()
        self._items: list[Any] = []
        self._labels: list[Any] = []
        self._best: float | None = None
        self._at: float | None = None
        self._title, self._read_out = QLabel(self), QLabel(self)
        self._title.setObjectName("heading")
        self._read_out.setObjectName("muted")
        # A long read-out is cut off; it must not widen the window.
        self._read_out.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._read_out.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._make_plot()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._read_out, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._widget, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()
        self.recolor()

    @property
    def read_out(self) -> str:
        """The values at the place that is pointed at."""
        return self._read_out.text()

    @property
    def series(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._series

    def show_series(self, series: Sequence[Series], axis: TimeAxis = TimeAxis.EPOCHS) -> None:
        """Show these curves instead of those before."""
        before, self._series, self.axis = len(self._series), tuple(series), axis
        while len(self._items) < len(self._series):
            self._items.append(self._plot.plot())
        for item in self._items[len(self._series) : before]:
            item.setData([], [])
        for item, one in zip(self._items, self._series, strict=False):
            self._draw(item, one)
        self._draw_labels()
        self._name_axis()
        self.point_at(self._at)

    def mark_best(self, x: float | None) -> None:
        """Mark the epoch whose weights are kept."""
        self._best = x
        self._best_line.setVisible(x is not None)
        if x is not None:
            self._best_line.setValue(x)
            self._best_line.label.setFormat(_("best: {epoch}").format(epoch=f"{x:g}"))

    def point_at(self, x: float | None) -> None:
        """Read the curves out at ``x``; None ends it."""
        self._at = x
        self._cross.setVisible(x is not None)
        if x is None:
            self._read_out.setText("")  # clear() lays the whole page out anew, empty or not
            return
        self._cross.setValue(x)
        at = f"{x:.0f}" if self.axis is TimeAxis.UPDATES else f"{x:g}"
        parts = [f"{time_text(self.axis)} {at}"]
        for one in self._series:
            if one.stroke is not Stroke.FAINT and one.x:
                nearest = min(range(len(one.x)), key=lambda n, s=one: abs(s.x[n] - x))
                parts.append(f"{one.words} {value_text(self.quantity, one.y[nearest])}")
        self._read_out.setText("  ·  ".join(parts))

    def picture(self) -> QImage:
        """The plot with its title, as it stands."""
        return self.grab().toImage()

    def retranslate(self) -> None:
        self._title.setText(quantity_text(self.quantity))
        self.setAccessibleName(quantity_text(self.quantity))
        self.setToolTip(
            _("Point, or press the arrow keys, to read values; double-click to see everything.")
        )
        self._name_axis()
        self.mark_best(self._best)
        self.point_at(self._at)

    def recolor(self) -> None:
        theme = colors()
        self._widget.setBackground(theme.surface)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.control_border)
            axis.setTextPen(theme.muted)
        line = QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine)
        line.setCosmetic(True)
        self._best_line.setPen(line)
        self._best_line.label.setColor(theme.text)
        self._best_line.label.fill = self._pg.mkBrush(theme.surface)
        cross = QPen(QColor(theme.accent), 1)
        cross.setCosmetic(True)
        self._cross.setPen(cross)
        self.show_series(self._series, self.axis)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        places = sorted(
            {x for one in self._series if one.stroke is not Stroke.FAINT for x in one.x}
        )
        if event.key() not in steps or not places:
            super().keyPressEvent(event)
            return
        at = places[-1] if self._at is None else self._at
        index = min(range(len(places)), key=lambda n: abs(places[n] - at))
        if self._at is not None:
            index = min(max(index + steps[Qt.Key(event.key())], 0), len(places) - 1)
        self.pointed.emit(places[index])

    def _make_plot(self) -> None:
        pg = self._pg
        self._widget: Any = pg.PlotWidget(self)
        for widget in (self._widget, self._widget.viewport()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are this frame's
        self._widget.setFrameShape(self.Shape.NoFrame)
        self._plot: Any = self._widget.getPlotItem()
        self._plot.setMenuEnabled(False)  # its words are English
        self._plot.hideButtons()
        self._plot.showGrid(x=False, y=True, alpha=0.15)
        self._plot.setMouseEnabled(x=True, y=False)
        self._plot.getViewBox().setLimits(xMin=0)
        for side in ("bottom", "left"):
            self._plot.getAxis(side).enableAutoSIPrefix(enable=False)
        self._plot.getAxis("left").setWidth(6 * GRID)
        self._best_line: Any = pg.InfiniteLine(
            angle=90, label="", labelOpts={"position": 0.06, "movable": False}
        )
        self._cross: Any = pg.InfiniteLine(angle=90)
        for line in (self._best_line, self._cross):
            line.setVisible(False)
            self._plot.addItem(line, ignoreBounds=True)
        scene = self._widget.scene()
        scene.sigMouseMoved.connect(self._on_mouse)
        scene.sigMouseClicked.connect(self._on_click)

    def _draw(self, item: Any, one: Series) -> None:  # noqa: ANN401 - pyqtgraph is untyped
        color = QColor(hue(one.hue))
        faint = one.stroke is Stroke.FAINT
        if faint:
            color.setAlphaF(0.45)
        # Hairlines are drawn many times faster than wide lines (pyqtgraph's own advice).
        pen = QPen(color, 1 if faint else 2, _PEN_STYLES[one.stroke])
        pen.setCosmetic(True)
        marked = not faint and len(one.x) <= _MANY_POINTS
        filled = color if one.stroke is Stroke.SOLID else QColor(colors().surface)
        # At once: each setter of pyqtgraph draws the whole curve again.
        item.setData(
            list(one.x),
            list(one.y),
            pen=pen,
            symbol=mark(one.hue) if marked else None,
            symbolSize=7 if one.stroke is Stroke.DASHED else 6,
            symbolPen=self._pg.mkPen(color),
            symbolBrush=self._pg.mkBrush(filled),
        )

    def _draw_labels(self) -> None:
        labelled = [one for one in self._series if one.label and one.x]
        while len(self._labels) < len(labelled):
            self._labels.append(self._pg.TextItem(anchor=(0, 0.5)))
            self._plot.addItem(self._labels[-1], ignoreBounds=True)
        for label, one in zip(self._labels, labelled, strict=False):
            label.setText(one.label, hue(one.hue))
            label.setPos(one.x[-1], one.y[-1])
        for number, label in enumerate(self._labels):
            label.setVisible(number < len(labelled))

    def _name_axis(self) -> None:
        self._plot.setLabel("bottom", time_text(self.axis), color=colors().muted)

    def _on_mouse(self, at: QPointF) -> None:
        view = self._plot.getViewBox()
        places = [x for one in self._series if one.stroke is not Stroke.FAINT for x in one.x]
        if not view.sceneBoundingRect().contains(at) or not places:
            self.pointed.emit(float("nan"))
            return
        wanted = view.mapSceneToView(at).x()
        self.pointed.emit(min(places, key=lambda x: abs(x - wanted)))

    def _on_click(self, event: Any) -> None:  # noqa: ANN401 - pyqtgraph is untyped
        if event.double():
            self._plot.enableAutoRange()
        self.setFocus()
