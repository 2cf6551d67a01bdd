import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter
from carinspect.core.user import Role, User
from carinspect.services import users
from carinspect.storage.inspection_store import InspectionStore
from tests.window_fixtures import WAIT_MS


class Counter:
    """The window, and what is in its records."""

    def __init__(self, qtbot, window, workspace, inspect):
        self.window, self.workspace, self.inspect = window, workspace, inspect
        self.page = window.page("inspect")
        self._qtbot = qtbot

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def kept(self):
        """The records once all is saved, latest first."""
        self.until(lambda: self.page.recorder.waiting == 0)
        with self.workspace.records().database.reading() as connection:
            return InspectionStore(connection).search(HistoryFilter(), limit=100).records


@pytest.fixture
def counter(qtbot, window, workspace, inspect):
    return Counter(qtbot, window, workspace, inspect)


def test_every_inspected_photo_is_kept(counter, one_of_each):
    counter.inspect(*one_of_each)

    # The file that is no photo gave no SHA-256: there is nothing to keep of it.
    assert {record.outcome for record in counter.kept()} == set(Outcome) - {Outcome.ERROR}
    photos = counter.workspace.records().photos
    assert all(photos.has(record.inspection.sha256) for record in counter.kept())


def test_inspecting_again_keeps_nothing_twice(counter, draw):
    counter.inspect(draw(Outcome.DAMAGED))
    counter.page._inspect_again()
    counter.until(lambda: not counter.page.queue.busy)

    assert len(counter.kept()) == 1


def test_recording_can_be_turned_off(counter, draw):
    counter.workspace.change(record=False)
    counter.inspect(draw(Outcome.DAMAGED))

    assert counter.kept() == ()


def test_a_failed_save_is_told_kept_and_done_later(counter, draw, monkeypatch):
    def fail():
        raise CarInspectError(ErrorCode.DATABASE_BUSY, database="records")

    messages = counter.window.messages
    with monkeypatch.context() as patched:
        patched.setattr(counter.workspace, "records", fail)
        counter.inspect(draw(Outcome.DAMAGED))
        counter.until(lambda: "being written" in messages.text)
    assert counter.page.busy_text() == "1 inspection is not saved yet."

    messages._action.click()

    assert len(counter.kept()) == 1
    assert counter.page.busy_text() == ""


def test_a_photo_that_is_gone_is_told_once(counter, draw, monkeypatch):
    photo = draw(Outcome.DAMAGED)
    monkeypatch.setattr(counter.page.recorder, "retry", lambda: None)
    counter.inspect(photo)
    photo.unlink()
    monkeypatch.undo()

    counter.page.recorder.retry()

    counter.until(lambda: "is not there any more" in counter.window.messages.text)
    assert counter.kept() == ()


def test_a_full_disk_keeps_the_inspection_for_later(counter, draw, monkeypatch):
    def full(data):
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file="photos", reason="full")

    with monkeypatch.context() as patched:
        patched.setattr(counter.workspace.records().photos, "add", full)
        counter.inspect(draw(Outcome.DAMAGED))
        counter.until(lambda: "full" in counter.window.messages.text)
    assert counter.page.recorder.waiting == 1

    counter.window.messages._action.click()

    assert len(counter.kept()) == 1


def test_what_waits_for_a_user_is_saved_when_one_signs_in(counter, draw):
    workspace, alone = counter.workspace, counter.workspace.current_user()
    users.add_user(workspace.records(), alone, User("Lee", Role.MANAGER), "1234")
    users.deactivate_user(workspace.records(), alone, alone.name)
    counter.inspect(draw(Outcome.DAMAGED))
    counter.until(lambda: "has a PIN" in counter.window.messages.text)

    counter.window.user.take(workspace.sign_in("Lee", "1234"))

    assert [record.inspected_by for record in counter.kept()] == ["Lee"]
