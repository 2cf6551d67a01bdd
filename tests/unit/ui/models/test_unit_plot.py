import numpy as np
import pytest

from carinspect.core.evaluation_figures import Curve
from carinspect.ui.models.unit_plot import CurvePlot, PlotWords, _thinned

WORDS = PlotWords(lambda: "ROC", lambda: "x", lambda: "y")


def test_of_a_staircase_the_corners_are_drawn():
    across = np.linspace(0, 1, 401)
    up, right = np.zeros_like(across), np.ones_like(across)
    stairs = np.concatenate([np.column_stack([up, across]), np.column_stack([across, right])])

    assert _thinned(stairs) == pytest.approx(np.array([[0, 0], [0, 1], [1, 1]]))


def test_a_peak_on_a_line_is_drawn():
    spike = np.array([[0.5, 0.2], [0.5, 0.9], [0.5, 0.1]])

    assert _thinned(spike) == pytest.approx(spike)


@pytest.mark.parametrize("count", [1, 2])
def test_a_curve_of_a_point_or_two_stays(count):
    points = np.array([[0.25, 0.5], [0.75, 0.5]])[:count]

    assert _thinned(points) == pytest.approx(points)


def test_what_is_drawn_lies_on_the_curve(qtbot):
    x = np.linspace(0, 1, 20_000)
    plot = CurvePlot(WORDS)
    qtbot.addWidget(plot)
    plot.show_curve(Curve(x, x**2, np.linspace(1, 0, 20_000)), 0.5)

    drawn = np.array([[point.x(), point.y()] for point in plot._line])
    assert len(drawn) <= 4001  # a step across or up each
    assert np.abs(drawn[:, 1] - drawn[:, 0] ** 2).max() < 0.002
    assert plot.handle == plot.to_screen(x[9999], x[9999] ** 2)
