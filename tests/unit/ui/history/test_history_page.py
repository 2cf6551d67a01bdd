import dataclasses
import json
from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import Decision, HistoryFilter
from carinspect.core.user import Role, User
from carinspect.services import users
from carinspect.services.records import now
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.storage.rental_store import RentalStore
from carinspect.ui import forgetter, report_exporter
from carinspect.ui.history import history_model
from carinspect.ui.history.history_model import Column
from carinspect.ui.history.period import Period, span
from tests.records import inspection, minutes, rental
from tests.window_fixtures import WAIT_MS


class History:
    """The page over some records; the first is the oldest."""

    def __init__(self, qtbot, window, workspace, draw):
        self.window, self.workspace, self._qtbot, self._draw = window, workspace, qtbot, draw
        self.page = window.page("history")

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def add(self, *outcomes, **origin):
        records = self.workspace.records()
        for number, outcome in enumerate(outcomes):
            photo = self._draw(outcome, f"photo{number}.png", size=(40 + number, 30))
            sha256 = records.photos.add(read_photo(photo).data)
            made = dataclasses.replace(inspection("", outcome), photo=photo, sha256=sha256)
            with records.database.writing() as connection:
                store = InspectionStore(connection)
                store.add(made, by="Kim", at=minutes(number), origin=Origin(**origin))

    def show(self):
        self.window.show_page("history")
        self.settle()
        return self

    def settle(self):
        self.until(lambda: not self.page.model.busy and self.page._opening is None)

    def ids(self):
        return [self.page.model.record(row).id for row in range(self.page.model.rowCount())]

    def shown(self):
        return self.page.details.details.record


@pytest.fixture
def history(qtbot, window, workspace, draw):
    return History(qtbot, window, workspace, draw)


@pytest.fixture
def three(history):
    history.add(Outcome.DAMAGED, Outcome.UNDAMAGED, Outcome.REVIEW)
    return history.show()


def test_an_empty_history_says_what_to_do(history):
    history.show()

    assert history.page._empty.isVisible()
    assert "Drop photos" in history.page._empty.text()
    assert not history.page.filter.export.isEnabled()
    assert not history.window.actions_table["zoom_in"].isEnabled()


def test_the_latest_record_is_shown_first_with_its_evidence(three):
    assert three.ids() == [3, 2, 1]
    assert three.shown().id == 3
    assert three.page.details.badge.outcome is Outcome.REVIEW
    assert three.shown().inspection.gate2.heat_map is not None
    assert three.window.actions_table["heat_map"].isEnabled()
    three.until(lambda: not three.page.details.area.view.image.isNull())
    assert three.page.details.area._name.toolTip().endswith(three.shown().inspection.sha256)


def test_cells_say_everything_in_words(three):
    texts = [three.page.model.index(2, column).data() for column in Column]

    assert texts[Column.OUTCOME] == "Damaged"
    assert texts[Column.NAME] == "photo0.png"
    assert texts[Column.TIME] == f"{minutes(0).astimezone():%Y-%m-%d %H:%M}"
    interface = QAccessible.queryAccessibleInterface(three.page.table)
    assert interface.text(QAccessible.Text.Name) == "Inspections"


def test_thumbnails_come_when_they_are_painted(three):
    three.until(lambda: three.page._picture_of(0) is not None)

    assert not three.page._picture_of(0).isNull()


def test_the_history_is_searched_by_outcome(three):
    bar = three.page.filter
    bar.outcome.setCurrentIndex(bar.outcome.findData(Outcome.DAMAGED))
    three.settle()

    assert three.ids() == [1]
    assert bar._count.text() == "1 inspection"
    assert bar.clear.isVisible()


def test_the_history_is_searched_by_plate_while_typing(history, qtbot):
    with history.workspace.records().database.writing() as connection:
        RentalStore(connection).open(rental(), by="Kim")
        rental_id = RentalStore(connection).row_id("R-1")
    history.add(Outcome.DAMAGED, rental_id=rental_id)
    history.add(Outcome.UNDAMAGED)
    history.show()
    assert len(history.ids()) == 2

    qtbot.keyClicks(history.page.filter.plate, "3456")
    history.until(lambda: history.ids() == [1])

    history.settle()
    assert history.page.model.index(0, Column.RENTAL).data() == "12가 3456 R-1"
    assert "Rental R-1, 12가 3456" in history.page.details._facts.text()
    history.page.filter.clear.click()
    history.until(lambda: len(history.ids()) == 2)
    assert not history.page.filter.clear.isVisible()


def test_a_search_without_result_says_how_to_get_back(three):
    three.page.filter.rental.setText("R-9")
    three.until(lambda: three.page.model.rowCount() == 0)

    assert "Clear the search" in three.page._empty.text()
    assert three.page.details.details is None


def test_days_are_searched(three):
    bar = three.page.filter
    bar.period.setCurrentIndex(bar.period.findData(Period.TODAY.value))
    three.until(lambda: three.page.model.rowCount() == 0)

    bar.period.setCurrentIndex(bar.period.findData(Period.BETWEEN.value))
    day = minutes(0).astimezone()
    for edit in (bar.first, bar.last):
        assert edit.isVisible()
        edit.setDate(QDate(day.year, day.month, day.day))

    three.until(lambda: three.page.model.rowCount() == 3)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.ANY, None, None),
        (Period.TODAY, date(2026, 5, 10), None),
        (Period.WEEK, date(2026, 5, 4), None),
        (Period.MONTH, date(2026, 4, 11), None),
        (Period.BETWEEN, date(2026, 3, 1), date(2026, 3, 6)),
    ],
)
def test_periods_are_whole_local_days(period, since, until):
    found = span(period, date(2026, 5, 10), date(2026, 3, 5), date(2026, 3, 1))

    def midnight(day):
        return None if day is None else datetime(day.year, day.month, day.day).astimezone()

    assert found == (midnight(since), midnight(until))


def test_scrolling_brings_further_pages(history, monkeypatch):
    monkeypatch.setattr(history_model, "AT_ONCE", 4)
    history.add(*[Outcome.DAMAGED] * 10)
    history.window.resize(1100, 400)
    history.show()
    assert history.page.filter._count.text() == "10 inspections"

    def scroll():
        history.page.table.scrollToBottom()
        return history.page.model.rowCount() == 10

    history.until(scroll)
    assert history.ids() == list(range(10, 0, -1))
    assert not history.page.model.canFetchMore(history_model._ROOT)


def test_a_person_agrees_with_a_comment(three, qtbot):
    box = three.page.details.review
    qtbot.keyClicks(box.comment, "seen it")
    box.agree.click()
    three.until(lambda: bool(three.page.details.details.reviews))

    (review,) = three.page.details.details.reviews
    assert (review.decision, review.comment) == (Decision.AGREE, "seen it")
    assert review.reviewer == three.window.user.user.name
    assert "seen it" in three.page.details._reviews.text()
    assert three.page.model.index(0, Column.REVIEWED_BY).data() == review.reviewer
    assert box.comment.text() == ""


def test_a_correction_holds_and_the_models_verdict_stays_readable(three):
    box = three.page.details.review
    box.fill_menu()
    offered = {action.text(): action for action in box._menu.actions()}
    assert "A person must look" not in offered, "that is what holds already"
    offered["No damage found"].trigger()
    three.until(lambda: three.shown().outcome is Outcome.UNDAMAGED)

    assert three.page.details._corrected.text() == "The model said: A person must look"
    assert three.page.details._corrected.isVisible()
    assert three.page.model.record(0).outcome is Outcome.UNDAMAGED


def test_another_photo_can_be_asked_for(three):
    three.page.details.review.retake.click()
    three.until(lambda: three.shown().outcome is Outcome.RETAKE)

    assert not three.page.details.review.retake.isEnabled()


def test_a_decision_needs_a_person(three):
    records, alone = three.workspace.records(), three.workspace.current_user()
    users.add_user(records, alone, User("Kim", Role.MANAGER), "1234")
    users.deactivate_user(records, alone, alone.name)

    three.page.details.review.agree.click()

    three.until(lambda: "has a PIN" in three.window.messages.text)
    three.until(three.page.details.review.isEnabled)
    assert three.page.details.details.reviews == ()


def test_a_photo_is_opened_in_the_inspect_page(three):
    three.page.details.open.click()

    inspect = three.window.page("inspect")
    three.until(lambda: inspect.photos.counts().total() == 1)
    assert inspect.photos.entry(0).photo == three.shown().inspection.photo
    assert three.window._stack.currentWidget() is inspect


def test_the_stored_photo_is_shown_where_the_file_is_gone(three):
    three.shown().inspection.photo.unlink()
    three.page.refresh()
    three.settle()

    shown = three.page.details.details
    assert shown.is_stored
    assert shown.to_inspect == shown.photo
    assert shown.photo.is_file()


def test_the_keys_of_the_photo_work(three, qtbot):
    view = three.page.details.area.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert three.page.details.area.heat_map_on

    qtbot.keyClick(view, Qt.Key.Key_Right)
    three.until(lambda: three.page.table.current_row() == 1)
    three.settle()
    assert three.shown().id == 2


def test_what_matches_is_exported(three, tmp_path, monkeypatch):
    file = tmp_path / "report.json"
    monkeypatch.setattr(report_exporter, "ask_report_file", lambda *_arguments: file)
    three.page.filter.outcome.setCurrentIndex(1)
    three.settle()

    three.page.filter.export_wanted.emit("json")
    three.until(file.exists)

    assert json.loads(file.read_text("utf-8"))["count"] == 1


def test_new_records_show_when_the_page_is_turned_to_and_the_place_is_kept(three):
    three.page.table.go_to(2)
    three.settle()
    three.window.show_page("inspect")
    with three.workspace.records().database.writing() as connection:
        InspectionStore(connection).add(inspection("new.jpg"), by="Lee", at=now())

    three.show()
    three.until(lambda: len(three.ids()) == 4)

    assert three.ids()[0] == 4
    three.until(lambda: three.page.table.current_row() == 3)
    three.settle()
    assert three.shown().id == 1


def test_records_that_cannot_be_read_are_told_and_tried_again(three, monkeypatch):
    def fail():
        raise CarInspectError(ErrorCode.DATABASE_UNREACHABLE, database="x", reason="no route")

    with monkeypatch.context() as patched:
        patched.setattr(three.workspace, "records", fail)
        three.page.filter.outcome.setCurrentIndex(1)
        three.until(lambda: "no route" in three.window.messages.text)

    three.window.messages._action.click()
    three.until(lambda: three.ids() == [1])


def test_the_latest_search_wins(three):
    for index in (1, 2, 3, 0):
        three.page.filter.outcome.setCurrentIndex(index)
    three.settle()

    assert three.page.model.wanted == HistoryFilter()
    assert three.ids() == [3, 2, 1]


def test_the_page_speaks_korean_at_once(three):
    three.window.language_chosen.emit("ko")

    assert three.page.details.review.agree.text() == "동의"
    assert three.page.filter.outcome.itemText(1) == "손상 있음"


def test_a_manager_forgets_an_inspection_after_a_question(three, monkeypatch):
    monkeypatch.setattr(forgetter, "ask_to_forget", lambda *_args, **_named: True)
    details = three.page.details
    assert details.forget.isVisible()

    details.forget.click()
    three.until(lambda: three.ids() == [2, 1])
    three.settle()

    assert "3 was forgotten" in three.window.messages.text


def test_a_clerk_is_offered_no_forgetting(three):
    three.window.user.take(User("Lee", Role.CLERK))

    assert not three.page.details.forget.isVisible()
