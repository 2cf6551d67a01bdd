import pytest
from PySide6.QtCore import QPoint, Qt

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection import Outcome
from carinspect.services.export_evaluation import EvaluationFormat
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.models.evaluation_view import EvaluationView
from tests.window_fixtures import WAIT_MS


@pytest.fixture
def evaluation(draw):
    photo = draw(Outcome.DAMAGED)
    said = [(DAMAGED, 0.95), (DAMAGED, 0.6), (DAMAGED, 0.2), (UNDAMAGED, 0.7), (UNDAMAGED, 0.05)]
    photos = tuple(
        JudgedPhoto(photo.with_name(f"{n}.png"), label, p, "counter" if n % 2 else "web", f"{n}")
        for n, (label, p) in enumerate(said)
    )
    for one in photos:
        one.path.write_bytes(photo.read_bytes())
    return Evaluation("m", "made up", 0.5, photos)


@pytest.fixture
def view(qtbot, evaluation):
    lane = JobRunner("load", threads=1)
    made = EvaluationView(lane)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.show_evaluation(evaluation)
    yield made
    lane.shutdown()


def cells(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_the_report_is_that_of_the_models_own_threshold(view):
    assert view.limit == 0.5
    assert cells(view.report)[1][2].startswith("66.7%")
    assert cells(view.summary)[0] == ["Accuracy", "60.0% [23.1, 88.2]"]
    assert [row[0] for row in cells(view.sources)] == ["counter", "web"]
    assert view.matrix.words((1, 0)) == "1 photo is damaged and was called undamaged."


def test_dragging_along_the_curve_moves_report_matrix_and_the_other_curve(qtbot, view, evaluation):
    target = view.roc.to_screen(0.5, 1.0)  # all damage found at one false alarm of two
    before = view.precision_recall.handle
    qtbot.mousePress(view.roc, Qt.MouseButton.LeftButton, pos=view.roc.handle.toPoint())
    qtbot.mouseMove(view.roc, target.toPoint())
    qtbot.mouseRelease(view.roc, Qt.MouseButton.LeftButton, pos=target.toPoint())
    qtbot.mouseClick(view.roc, Qt.MouseButton.LeftButton, pos=target.toPoint())

    assert view.limit == pytest.approx(0.2)
    assert evaluation.confusion(view.limit).false_undamaged == 0
    assert view.matrix.words((1, 1)) == "3 photos are damaged and were called damaged."
    assert cells(view.report)[1][2].startswith("100.0%")
    assert view.precision_recall.handle != before


def test_the_threshold_is_moved_by_keys_and_put_back(qtbot, view):
    qtbot.keyClick(view.roc, Qt.Key.Key_Left)
    assert view.limit > 0.5
    view._own.click()
    assert view.limit == 0.5
    view.threshold.setValue(0.65)
    assert view.matrix.words((1, 1)) == "1 photo is damaged and was called damaged."


def test_a_click_on_a_cell_opens_its_photos_and_escape_leads_back(qtbot, view):
    place = view.matrix.cell_rect((0, 1)).center().toPoint()
    qtbot.mouseClick(view.matrix, Qt.MouseButton.LeftButton, pos=place)

    assert view.showing_photos
    assert view.gallery.current.path.name == "3.png"
    assert view.gallery.current.caption == "Damage 70.0%"
    view.go_back()
    assert not view.showing_photos
    with qtbot.waitSignal(view.back_wanted, timeout=WAIT_MS):
        view.go_back()


def test_cells_are_reached_by_keys(qtbot, view):
    view.matrix.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(view.matrix, key)
    with qtbot.waitSignal(view.matrix.cell_wanted, timeout=WAIT_MS) as caught:
        qtbot.keyClick(view.matrix, Qt.Key.Key_Return)
    assert caught.args == [0, 1]


def test_an_empty_cell_says_so(view):
    view.threshold.setValue(0.0)
    view.show_cell(1, 0)

    assert view.gallery.current is None
    assert view.gallery._empty.text() == "There is no photo of this kind."


def test_exports_are_asked_for(qtbot, view):
    for kind in EvaluationFormat:
        with qtbot.waitSignal(view.export_wanted, timeout=WAIT_MS) as caught:
            view._exports[kind].click()
        assert caught.args == [kind]


def test_nothing_breaks_without_photos(qtbot, view):
    view.show_evaluation(Evaluation("m", "nothing", 0.5, ()))
    qtbot.mouseClick(view.roc, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    view.grab()

    assert cells(view.summary)[0] == ["Accuracy", "–"]
