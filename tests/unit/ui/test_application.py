import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.settings import Theme
from carinspect.ui.application import Session
from tests.fakes import FakeWorkspace

WAIT_MS = 10_000


@pytest.fixture
def start(qapp, tmp_path):
    sessions = []

    def run(**options):
        workspace = FakeWorkspace(tmp_path / "settings.json", **options)
        workspace.change(language="en")
        sessions.append(Session(qapp, workspace))
        sessions[-1].start()
        return sessions[-1]

    yield run
    for session in sessions:
        session.end()


def test_a_model_that_is_missing_at_the_start_is_told(qtbot, start):
    session = start(failure=CarInspectError(ErrorCode.MODEL_MISSING, model="lite9"))

    qtbot.waitUntil(lambda: "lite9" in session.window.messages.text, timeout=WAIT_MS)
    assert session.window._status.text() == "The model could not be loaded."


def test_settings_that_cannot_be_written_hold_until_the_end(qtbot, start, monkeypatch):
    session = start()

    def refuse(**_changes):
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file="settings.json", reason="disk full")

    monkeypatch.setattr(session._workspace, "change", refuse)
    session.window.theme_chosen.emit(Theme.DARK)
    assert "disk full" in session.window.messages.text


def test_a_bug_in_the_inspector_reaches_the_crash_hook(qtbot, start, draw):
    class Broken:
        model_id = "broken"

        def inspect(self, path):
            raise ZeroDivisionError(str(path))

    session = start(inspector=Broken())
    page = session.window.page("inspect")
    qtbot.waitUntil(lambda: "broken" in session.window._status.text(), timeout=WAIT_MS)
    with qtbot.captureExceptions() as caught:
        page.intake.take_paths((draw(Outcome.DAMAGED),))
        qtbot.waitUntil(lambda: bool(caught), timeout=WAIT_MS)

    assert isinstance(caught[0][1], ZeroDivisionError)
    assert page.panel.badge.words() == "Not inspected"
    assert not page.queue.busy
