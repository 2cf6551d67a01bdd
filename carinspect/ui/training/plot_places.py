"""Where legend and plots stand, without a layout.

A layout asks every widget above it for room when the legend gets another line, and the plots are
drawn again at each answer: with eight runs that holds the window up.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from carinspect.ui.theme import GRID
from carinspect.ui.training.curve_legend import CurveLegend


class PlotPlaces(QWidget):
    """The legend above, the plots below it, side by side or one below the other."""

    def __init__(self, parent: QWidget, *, side_by_side: bool) -> None:
        super().__init__(parent)
        self.legend = CurveLegend(self)
        self._side_by_side = side_by_side
        self._plots: list[QWidget] = []

    def add(self, plot: QWidget) -> None:
        """Give ``plot`` a place after those before."""
        self._plots.append(plot)
        plot.setParent(self)
        plot.show()
        self._place()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        hints = [plot.minimumSizeHint() for plot in self._plots]
        widths, heights = [hint.width() for hint in hints], [hint.height() for hint in hints]
        gaps = GRID * max(len(hints) - 1, 0)
        if self._side_by_side:
            return QSize(sum(widths) + gaps, max(heights, default=0))
        return QSize(max(widths, default=0), sum(heights) + gaps)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the legend's lines, or a font
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        lines = self.legend.heightForWidth(self.width())
        self.legend.setGeometry(0, 0, self.width(), lines)
        if not self._plots:
            return
        top, count = lines + GRID, len(self._plots)
        whole = self.width() if self._side_by_side else self.height() - top
        each = (whole - GRID * (count - 1)) // count
        for number, plot in enumerate(self._plots):
            start = number * (each + GRID)
            if self._side_by_side:
                plot.setGeometry(start, top, each, self.height() - top)
            else:
                plot.setGeometry(0, top + start, self.width(), each)
