import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.jobs.job import run_here
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.ui import report_exporter
from carinspect.ui.folder import folder_page
from carinspect.ui.folder.conductor import Stage
from carinspect.ui.folder.run_bar import time_left
from carinspect.ui.folder.run_model import Column
from tests.drops import drop, mime_of
from tests.fakes import FakeInspector, draw_photo
from tests.window_fixtures import WAIT_MS


@pytest.fixture
def page(window):
    window.show_page("folder")
    return window.page("folder")


@pytest.fixture
def folder(tmp_path):
    """One photo of each outcome."""
    made = tmp_path / "차고 1"
    made.mkdir()
    for outcome in Outcome:
        draw_photo(
            made, outcome, f"{outcome.value}.png" if outcome is not Outcome.ERROR else "x.png"
        )
    return made


def many(folder, count):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        draw_photo(folder, list(Outcome)[number % 5], f"p{number}.png", (40, 30))
    return folder


@pytest.fixture
def until(qtbot):
    return lambda holds: qtbot.waitUntil(holds, timeout=WAIT_MS)


@pytest.fixture
def inspected(page, folder, until):
    page.take_photos((str(folder),))
    until(lambda: page.conductor.stage is Stage.DONE)
    return page


def names(page):
    model = page.view.model
    return [model.row(n).name for n in range(model.rowCount())]


def half_done(workspace, folder):
    """An inspection of ``folder`` that was cut off, as by a crash."""

    class CutError(Exception):
        pass

    def report(event):
        if type(event).__name__ == "Record":
            raise CutError

    job = InspectFolder(workspace.records(), InThreads(workspace.new_inspector, 1), folder, "fake")
    with pytest.raises(CutError):
        run_here(job, report)


def test_a_folder_fills_the_table(inspected, folder, workspace):
    assert names(inspected) == sorted(path.name for path in folder.iterdir())
    assert inspected.view.model.counts() == dict.fromkeys(Outcome, 1)
    assert inspected.view.isVisible()
    assert inspected.view.bar._words.text() == "Inspected: 6"
    assert workspace.settings.inspected_folder == str(folder)
    assert not inspected.busy_text()


def test_a_dropped_folder_is_inspected(page, folder, until):
    assert drop(page, mime_of(folder))
    until(lambda: page.view.model.total == 6)


def test_single_photos_are_sent_to_the_inspect_page(window, page, folder, until):
    page.take_photos((str(folder / "damaged.png"),))
    window.messages._action.click()

    assert window._stack.currentWidget() is window.page("inspect")
    until(lambda: len(window.page("inspect").photos) == 1)


def test_the_chosen_photo_shows_with_all_that_was_found(inspected, until):
    view = inspected.view
    row = names(inspected).index("damaged.png")
    view.table.go_to(row)

    until(lambda: view.details.panel.badge.outcome is Outcome.DAMAGED)
    assert len(view.details.area.view._regions) == 2
    assert not view.details.area.view._heat.isNull()
    until(lambda: not view.details.area.view.image.isNull())


def test_it_is_opened_in_the_inspect_page(inspected, window, until):
    inspected.view.table.go_to(names(inspected).index("damaged.png"))
    inspected.view.details._inspect.click()

    until(lambda: len(window.page("inspect").photos) == 1)
    assert window.page("inspect").photos.entry(0).photo.name == "damaged.png"


def test_outcomes_and_names_choose_what_is_shown(inspected, qtbot, until):
    summary = inspected.view.summary
    summary._buttons[Outcome.DAMAGED].click()
    assert names(inspected) == ["damaged.png"]
    summary._buttons[Outcome.UNDAMAGED].click()
    assert names(inspected) == ["damaged.png", "undamaged.png"]
    qtbot.keyClicks(inspected.view.search, "UN")
    until(lambda: names(inspected) == ["undamaged.png"])
    qtbot.keyClicks(inspected.view.search, "zzz")
    until(lambda: names(inspected) == [])
    assert inspected.view._nothing.text() == "No photo fits this choice"
    assert inspected.view._nothing.isVisible()


def test_a_click_on_a_heading_sorts(inspected, qtbot):
    header = inspected.view.table.horizontalHeader()
    place = header.sectionViewportPosition(Column.DAMAGE) + 10
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=_point(place))

    assert names(inspected)[0] == "damaged.png"


def _point(x):
    from PySide6.QtCore import QPoint

    return QPoint(x, 10)


def test_the_keyboard_goes_to_what_needs_attention(inspected, qtbot):
    table = inspected.view.table
    table.go_to(names(inspected).index("not_a_car.png"))
    seen = []
    for _ in range(4):
        qtbot.keyClick(table, Qt.Key.Key_Return)
        seen.append(names(inspected)[table.current_row()])

    assert seen == ["retake.png", "review.png", "x.png", "damaged.png"]


def test_pause_and_continue_inspect_each_photo_once(page, tmp_path, workspace, until):
    workspace.fake = FakeInspector(0.02)
    page.take_photos((str(many(tmp_path / "many", 60)),))
    until(lambda: page.view.model.total > 3)
    page.view.bar.pause.click()
    until(lambda: page.conductor.stage is Stage.STOPPED)
    before = page.view.model.total
    assert 3 < before < 60
    assert page.view.bar._words.text() == f"Stopped after {before} of 60 done"
    assert page.view.bar.go_on.isVisible()

    page.view.bar.go_on.click()
    until(lambda: page.conductor.stage is Stage.DONE)
    assert page.view.model.total == 60
    assert sorted(path.name for path in workspace.fake.inspected) == sorted(
        f"p{n}.png" for n in range(60)
    )


def test_closing_and_other_folders_are_refused_while_it_runs(
    page, window, tmp_path, folder, workspace, until
):
    workspace.fake = FakeInspector(0.05)
    page.take_photos((str(many(tmp_path / "many", 60)),))
    until(lambda: page.view.model.total > 0)

    assert "continued later" in page.busy_text()
    page.take_photos((str(folder),))
    assert "Pause the folder" in window.messages.text
    assert not page.view.bar.back.isEnabled()
    assert window.actions_table["stop"].isEnabled()
    window.actions_table["stop"].trigger()
    until(lambda: page.conductor.stage is Stage.STOPPED)


@pytest.mark.parametrize("go_on", [True, False])
def test_after_a_crash_it_asks_whether_to_go_on(page, tmp_path, workspace, until, go_on):
    folder = many(tmp_path / "many", 40)
    half_done(workspace, folder)
    workspace.fake.inspected.clear()

    page.take_photos((str(folder),))
    until(page.offer.isVisible)
    assert "of 40 photos. Go on there?" in page.offer._question.text()
    (page.offer.go_on if go_on else page.offer.anew).click()

    until(lambda: page.conductor.stage is Stage.DONE)
    until(lambda: page.view.model.total == 40)
    assert (len(workspace.fake.inspected) < 40) is go_on
    assert not page.offer.isVisible()


def test_earlier_folders_are_listed_opened_and_continued(
    window, page, folder, tmp_path, workspace, until
):
    half_done(workspace, many(tmp_path / "many", 40))
    page.take_photos((str(folder),))
    until(lambda: page.conductor.stage is Stage.DONE)
    page.view.bar.back.click()
    runs = page.start.runs
    until(lambda: runs.topLevelItemCount() == 2)
    assert [runs.topLevelItem(n).text(0) for n in range(2)] == ["차고 1", "many"]
    assert [runs.topLevelItem(n).text(2)[-4:] for n in range(2)] == ["otos", "open"]
    assert runs.topLevelItem(0).text(3) == "4"

    runs.setCurrentItem(runs.topLevelItem(1))
    page.start._look.click()
    until(lambda: page.view.model.total > 0)
    assert page.conductor.stage is Stage.STOPPED
    page.view.bar.go_on.click()
    until(lambda: page.view.model.total == 40)


def test_photos_in_sub_folders_are_offered(window, page, tmp_path, folder, until):
    (tmp_path / "outer").mkdir()
    folder.rename(tmp_path / "outer" / "inner")
    page.take_photos((str(tmp_path / "outer"),))
    until(lambda: "no photo in" in window.messages.text)
    window.messages._action.click()

    until(lambda: page.view.model.total == 6)
    assert names(page)[0].startswith("inner")


def test_a_watched_folder_takes_what_lands(page, folder, until, monkeypatch):
    monkeypatch.setattr(folder_page, "ask_folder", lambda *_: folder)
    page.start._watch.click()
    until(lambda: page.view.model.total == 6)
    draw_photo(folder, Outcome.DAMAGED, "late.png")
    until(lambda: page.view.model.total == 7)

    assert "Watching: 7" in page.view.bar._words.text()
    page.view.bar.pause.click()
    until(lambda: not page.conductor.busy)
    assert page.view.model.total == 7


def test_a_folder_that_vanishes_can_be_continued(window, page, tmp_path, workspace, until):
    workspace.fake = FakeInspector(0.02)
    folder = many(tmp_path / "many", 60)
    page.take_photos((str(folder),))
    until(lambda: page.view.model.total > 3)
    folder.rename(tmp_path / "away")
    until(lambda: "not there any more" in window.messages.text)
    assert page.conductor.stage is Stage.STOPPED
    assert page.view.model.counts()[Outcome.ERROR] == 0

    (tmp_path / "away").rename(folder)
    window.messages._action.click()
    until(lambda: page.conductor.stage is Stage.DONE)
    assert page.view.model.total == 60


def test_a_missing_model_is_told(window, page, folder, workspace, until):
    workspace.failure = CarInspectError(ErrorCode.MODEL_MISSING, model="gone")
    page.take_photos((str(folder),))

    until(lambda: "gone is not there" in window.messages.text)
    assert not page.conductor.busy


def test_the_table_is_exported(window, inspected, tmp_path, until, monkeypatch):
    file = tmp_path / "out.csv"
    monkeypatch.setattr(report_exporter, "ask_report_file", lambda *_: file)
    inspected.view.bar._formats["csv"].trigger()
    until(lambda: "The report is in" in window.messages.text)

    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.DictReader(opened))) == 6


def test_an_export_that_fails_is_told(window, inspected, tmp_path, until, monkeypatch):
    file = tmp_path / "차고 1" / "damaged.png" / "out.csv"
    monkeypatch.setattr(report_exporter, "ask_report_file", lambda *_: file)
    inspected.view.bar._formats["csv"].trigger()

    until(lambda: "cannot be written" in window.messages.text)
    assert not inspected.exporter.busy


def test_the_actions_follow_the_page(window, page, folder, until):
    actions = window.actions_table
    assert not actions["zoom_in"].isEnabled()
    page.take_photos((str(folder),))
    until(lambda: page.conductor.stage is Stage.DONE)
    assert actions["zoom_in"].isEnabled()
    assert not actions["stop"].isEnabled()
    actions["heat_map"].trigger()
    assert page.view.details.area.heat_map_on


def test_the_language_reaches_every_word(inspected, window):
    window.language_chosen.emit("ko")
    QApplication.processEvents()

    view = inspected.view
    assert view.bar._words.text() == "검사 완료: 6"
    assert view.model.headerData(Column.OUTCOME, Qt.Orientation.Horizontal) == "결과"
    assert inspected.start._open.text() == "폴더 선택…"
    assert view.search.placeholderText() == "이름 검색…"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "about 10 seconds left"),
        (44, "about 40 seconds left"),
        (600, "about 10 minutes left"),
        (7_300, "about 2 hours left"),
    ],
)
def test_the_time_left_is_told_roughly(seconds, words):
    assert time_left(seconds) == words


def test_the_proposed_file_gets_its_ending(monkeypatch, qapp):
    chosen = {"file": "/tmp/a b"}
    monkeypatch.setattr(
        report_exporter.QFileDialog, "getSaveFileName", lambda *_: (chosen["file"], "")
    )
    assert report_exporter.ask_report_file(None, "x", "csv") == Path("/tmp/a b.csv")
    chosen["file"] = ""
    assert report_exporter.ask_report_file(None, "x", "csv") is None
