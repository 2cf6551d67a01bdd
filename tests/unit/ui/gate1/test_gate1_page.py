import json

import pytest
from PySide6.QtCore import Qt

from carinspect.core.gate1_tools import Category, CategoryList, Rule
from carinspect.core.inspection import Outcome
from carinspect.core.settings import Gate1Rule
from carinspect.storage.category_lists import read_category_list, save_category_list
from carinspect.ui.gate1 import gate1_dialogs
from tests.fakes import FakeInspector, draw_photo

WAIT_MS = 40_000


@pytest.fixture
def page(window):
    window.show_page("gate1")
    page = window.page("gate1")
    for tab in (page.categories, page.evaluation):
        tab.new_inspector = lambda _model: FakeInspector()
    return page


@pytest.fixture
def photos(tmp_path):
    for name, outcome in {
        "cars/a.png": Outcome.DAMAGED, "cars/b.png": Outcome.UNDAMAGED,
        "others/animal/a.png": Outcome.NOT_A_CAR, "others/machine/b.png": Outcome.NOT_A_CAR,
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_photo(path.parent, outcome, path.name)
    return tmp_path


def collected(qtbot, page, photos):
    page.categories.cars.choose(photos / "cars")
    page.categories.runner.start.click()
    qtbot.waitUntil(lambda: page.categories.count is not None, timeout=WAIT_MS)
    return page.categories


def evaluated(qtbot, page, photos):
    page.tabs.setCurrentWidget(page.evaluation)
    page.evaluation.cars.choose(photos / "cars")
    page.evaluation.not_cars.choose(photos / "others")
    page.evaluation.runner.start.click()
    qtbot.waitUntil(lambda: page.evaluation.evaluation is not None, timeout=WAIT_MS)
    return page.evaluation


def test_the_shipped_list_shows_at_first(page):
    assert page.categories.model.rowCount() == 50
    assert len(page.categories.model.ticked()) == 50
    assert "in use" in page.categories._summary.text()
    assert not page.categories.buttons["remove"].isEnabled()


def test_a_changed_list_says_that_it_must_be_saved(page):
    tab = page.categories
    first = tab.model.index(0, 0)

    tab.model.setData(first, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert "save it to keep the changes" in tab._summary.text()
    tab.model.setData(first, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert "in use" in tab._summary.text()


def test_starting_without_photos_says_what_to_do(window, page):
    page.categories.runner.start.click()
    assert "Choose the photos" in window.messages.text

    page.evaluation.runner.start.click()
    assert "of other things" in window.messages.text


def test_categories_are_collected_edited_saved_used_and_removed(
    qtbot, page, photos, monkeypatch, workspace
):
    tab = collected(qtbot, page, photos)
    assert [one.name for one in tab.model.ticked()][:2] == ["sports_car", "racer"]
    first = tab.table.model().index(0, 0)
    tab.table.model().setData(first, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    monkeypatch.setattr(gate1_dialogs, "ask_class", lambda *_a: "minivan")
    tab.buttons["add"].click()
    monkeypatch.setattr(gate1_dialogs, "ask_list_name", lambda *_a: "내 목록")

    tab.buttons["save"].click()
    qtbot.waitUntil(lambda: tab.choice.currentData() == "내 목록", timeout=WAIT_MS)
    names = [one.name for one in read_category_list("내 목록").categories]
    assert "sports_car" not in names
    assert names[-1] == "minivan"
    tab.buttons["use"].click()
    assert workspace.settings.category_list == "내 목록"
    assert page.evaluation.choice.currentData() == "내 목록"

    tab.buttons["remove"].click()
    assert workspace.settings.category_list == ""
    assert tab.choice.count() == 1

    page._context.actions["undo"].trigger()
    qtbot.waitUntil(lambda: tab.choice.currentData() == "내 목록", timeout=WAIT_MS)
    assert [one.name for one in read_category_list("내 목록").categories] == names
    assert workspace.settings.category_list == "내 목록"
    assert not tab.can_undo


def test_the_table_sorts_by_any_column(qtbot, page, photos):
    tab = collected(qtbot, page, photos)

    tab.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    proxy = tab.table.model()
    shown = [proxy.index(row, 0).data() for row in range(proxy.rowCount())]
    assert shown == sorted(shown)


def test_the_rule_of_inspections_can_be_chosen(page, workspace):
    page.categories.rule.click()
    assert workspace.settings.gate1_rule is Gate1Rule.TOP5
    page.categories.rule.click()
    assert workspace.settings.gate1_rule is Gate1Rule.HEAD


def test_an_evaluation_shows_figures_and_the_failed_photos_with_reasons(qtbot, page, photos):
    save_category_list(CategoryList("odd", (Category("n04442312", "toaster", 1.0),)))
    page.evaluation.reload_lists()
    page.evaluation.choice.setCurrentIndex(page.evaluation.choice.findData("odd"))

    tab = evaluated(qtbot, page, photos)
    assert tab.table.item(0, 1).text().startswith("2/2 · 100.0% (34.2% to 100.0%)")
    assert [tab.table.item(row, 0).text().strip() for row in (2, 3)] == ["animal", "machine"]
    assert tab.gallery.current is None  # the head, which shows first, makes no mistake

    tab.rules[Rule.TOP5].click()
    assert tab.rules[Rule.TOP5].text().endswith("4 failed")
    tab.gallery.show_large()
    qtbot.keyClick(tab.gallery.large.view, Qt.Key.Key_Down)
    qtbot.keyClick(tab.gallery.large.view, Qt.Key.Key_Down)
    assert "toaster" in tab.gallery.large._words.text()
    assert "toaster 71%" in tab._bars.accessibleDescription()


def test_results_are_exported(qtbot, page, photos, monkeypatch, tmp_path):
    tab = evaluated(qtbot, page, photos)
    for ending in ("csv", "json"):
        file = tmp_path / f"result.{ending}"
        monkeypatch.setattr(gate1_dialogs, "ask_export_file", lambda *_a, file=file: file)
        tab.exports[ending].click()
        qtbot.waitUntil(file.exists, timeout=WAIT_MS)

    record = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert record["rules"]["head"]["recall"]["n"] == 2
    assert (tmp_path / "result.csv").read_text(encoding="utf-8-sig").count("\n") == 5


def test_a_run_is_stopped_by_its_button_and_keeps_nothing(qtbot, page, photos):
    tab = page.categories
    tab.new_inspector = lambda _model: FakeInspector(pause_s=0.3)
    tab.cars.choose(photos / "cars")
    tab.runner.start.click()
    assert page.busy_text()

    tab.runner.bar.cancel_wanted.emit()

    qtbot.waitUntil(lambda: not tab.runner.busy, timeout=WAIT_MS)
    assert tab.count is None
    assert page.busy_text() == ""


def test_a_folder_without_photos_is_told(qtbot, window, page, tmp_path):
    (tmp_path / "empty").mkdir()
    page.categories.cars.choose(tmp_path / "empty")
    page.categories.runner.start.click()

    qtbot.waitUntil(lambda: "no photo in" in window.messages.text, timeout=WAIT_MS)
