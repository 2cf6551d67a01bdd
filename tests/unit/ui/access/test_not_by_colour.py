"""Nothing is told by colour alone: where all outcomes have one colour, they still differ."""

import dataclasses
import itertools
from types import MappingProxyType

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from carinspect.core.comparison import Newness
from carinspect.core.inspection import Outcome
from carinspect.core.verdict import Gate2Verdict, Region
from carinspect.ui import theme
from carinspect.ui.rental import newness_look
from carinspect.ui.theme import LIGHT, Tone
from carinspect.ui.training.marks import mark
from carinspect.ui.training.series import HUES, Stroke
from carinspect.ui.widgets.probability_scale import ProbabilityScale
from carinspect.ui.widgets.table_cells import paint_outcome
from carinspect.ui.widgets.verdict_badge import VerdictBadge
from tests.pixels import pixels
from tests.unit.ui.access.test_surfaces import classes

pytestmark = pytest.mark.access

ONE_TONE = Tone("#444444", "#ffffff", "#444444", "#eeeeee")


@pytest.fixture
def grey(monkeypatch):
    """Every outcome has the same colours."""
    tones = MappingProxyType(dict.fromkeys(Outcome, ONE_TONE))
    plain = dataclasses.replace(LIGHT, tones=tones, accent="#444444")
    for module in {kind.__module__ for kind in classes()} | _painters():
        import sys

        if "colors" in vars(sys.modules[module]):
            monkeypatch.setattr(sys.modules[module], "colors", lambda: plain)
    monkeypatch.setattr(theme, "colors", lambda: plain)


def _painters():
    import sys

    return {name for name in sys.modules if name.startswith("carinspect.ui.")}


def painted(paint, width=240, height=48):
    image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    painter = QPainter(image)
    paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixels(image)


def assert_all_differ(pictures):
    for (one, first), (other, second) in itertools.combinations(pictures.items(), 2):
        different = (first != second).any(axis=-1).sum()
        assert different > 60, f"{one} and {other} look alike"


def test_outcomes_in_tables_differ(qapp, grey):
    assert_all_differ(
        {
            one: painted(lambda painter, room, one=one: paint_outcome(painter, room, one))
            for one in Outcome
        }
    )


def test_verdicts_differ(qtbot, grey):
    badge = VerdictBadge()
    qtbot.addWidget(badge)
    badge.resize(320, 72)
    shown = {}
    for outcome in Outcome:
        badge.show_outcome(outcome)
        shown[outcome] = pixels(badge.grab().toImage())
    assert_all_differ(shown)


def test_the_zones_of_the_scale_have_marks(qtbot, grey):
    scale = ProbabilityScale()
    qtbot.addWidget(scale)
    scale.resize(400, 60)
    shown = {}
    for band in ((0.3, 0.3), (0.3, 0.7)):
        verdict = Gate2Verdict(True, 0.9, 0.5, band, (Region((0, 0, 1, 1), 0.9),), None)
        scale.show_verdict(verdict)
        shown[band] = pixels(scale.grab().toImage())
    assert_all_differ(shown)


def test_newness_differs():
    assert len(set(newness_look.ICONS.values())) == len(Newness)


def test_curves_differ_by_more_than_colour(tour):
    page = tour.window.page("training")
    page.tabs.setCurrentWidget(page.runs)
    page.runs.model.show_only(["0", "1", "9"])
    series = page.runs.curves.plots[0].series
    looks = {(one.stroke, one.hue) for one in series}
    shapes = [mark(one.hue).toFillPolygon() for one in series if one.stroke is Stroke.SOLID]
    assert len(series) >= 4
    assert len(looks) == len(series)
    assert all(one != other for one, other in itertools.combinations(shapes, 2))


def test_eight_marks_differ():
    assert_all_differ(
        {
            n: painted(
                lambda painter, room, n=n: painter.drawPath(mark(n, 40).translated(room.center()))
            )
            for n in range(HUES)
        }
    )
