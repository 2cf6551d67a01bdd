"""Accuracy and loss: two plots with one legend, one time axis and one read-out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.lanes import Lanes
from carinspect.ui.training.curve_plot import CurvePlot
from carinspect.ui.training.jobs import Preload
from carinspect.ui.training.plot_places import PlotPlaces
from carinspect.ui.training.qt_classes import QtClasses
from carinspect.ui.training.series import Quantity, Series, TimeAxis
from carinspect.ui.widgets.panel import Panel

_MANY_CURVES: Final = 8
"""More take long to draw: the second plot waits until the first one stands on the screen."""
_NEXT_PLOT_MS: Final = 20

SeriesOf = Callable[[Quantity], tuple[Series, ...]]


class PlotPair(Panel):
    """Both plots; they appear once pyqtgraph is loaded, in the background.

    Args:
        lanes: loads it.
        parent: Qt's.
        side_by_side: where there is more width than height.

    Attributes:
        plots: empty until then.
    """

    def __init__(
        self, lanes: Lanes, parent: QWidget | None = None, *, side_by_side: bool = False
    ) -> None:
        super().__init__(parent)
        self.plots: tuple[CurvePlot, ...] = ()
        self._series_of: SeriesOf = _nothing
        self._axis = TimeAxis.EPOCHS
        self._best: float | None = None
        self._waiting = QLabel(self)
        self._waiting.setObjectName("muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._places = PlotPlaces(self, side_by_side=side_by_side)
        self.legend = self._places.legend
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._places)
        self._rest = QTimer(self, singleShot=True, interval=_NEXT_PLOT_MS)
        self._rest.timeout.connect(self._draw_rest)
        self.retranslate()
        self._lanes = lanes
        QtClasses(self).made.connect(self._load)

    def show_series(
        self, series_of: SeriesOf, axis: TimeAxis = TimeAxis.EPOCHS, best: float | None = None
    ) -> None:
        """Show what ``series_of`` gives for each quantity.

        Args:
            series_of: asked again when language or theme change.
            axis: what x counts.
            best: where to mark the kept epoch; None nowhere.
        """
        self._series_of, self._axis, self._best = series_of, axis, best
        shown = series_of(Quantity.ACCURACY)
        self.legend.show_series(shown)
        self._stack.setCurrentIndex(1 if self.plots and shown else 0)
        self._waiting.setText(
            _("The curves will be drawn here.")
            if self.plots
            else _("The plots are being prepared…")
        )
        for plot in self.plots[:1]:
            self._draw(plot, shown)
        if len(shown) > _MANY_CURVES:
            self._rest.start()
        else:
            self._draw_rest()

    def picture(self) -> QImage:
        """Legend and plots as one picture."""
        self._draw_rest()
        return self._places.grab().toImage()

    def retranslate(self) -> None:
        self.show_series(self._series_of, self._axis, self._best)

    def _draw(self, plot: CurvePlot, series: tuple[Series, ...]) -> None:
        plot.show_series(series, self._axis)
        plot.mark_best(self._best)

    def _draw_rest(self) -> None:
        self._rest.stop()
        for plot in self.plots[1:]:
            self._draw(plot, self._series_of(plot.quantity))

    def _load(self) -> None:
        loading = self._lanes.load.submit(Preload())
        loading.succeeded.connect(self._on_loaded)

    def _on_loaded(self) -> None:
        self.plots = (CurvePlot(Quantity.ACCURACY, self), CurvePlot(Quantity.LOSS, self))
        for plot in self.plots:
            plot.pointed.connect(self._on_pointed)
            self._places.add(plot)
        self.show_series(self._series_of, self._axis, self._best)

    def _on_pointed(self, x: float) -> None:
        for plot in self.plots:
            plot.point_at(None if math.isnan(x) else x)


def _nothing(_quantity: Quantity) -> tuple[Series, ...]:
    return ()
