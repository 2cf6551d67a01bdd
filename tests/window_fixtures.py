"""A dressed application, and the whole window with the inspector that decides by colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carinspect.core.inspection import Outcome
from carinspect.ui.application import Session, dress
from tests.fakes import FakeInspector, FakeWorkspace, draw_photo

WAIT_MS = 10_000


@pytest.fixture(scope="session")
def qapp(qapp):
    dress(qapp)
    return qapp


@pytest.fixture
def draw(tmp_path) -> Callable[..., Path]:
    """Draws a photo that the fake inspector gives an outcome."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return lambda outcome, name="", **size: draw_photo(folder, outcome, name, **size)


@pytest.fixture
def one_of_each(draw) -> tuple[Path, ...]:
    return tuple(draw(outcome) for outcome in Outcome)


@pytest.fixture
def inspector() -> FakeInspector:
    return FakeInspector()


@pytest.fixture
def workspace(tmp_path, inspector) -> FakeWorkspace:
    return FakeWorkspace(tmp_path / "settings.json", inspector)


@pytest.fixture
def session(qapp, qtbot, workspace):
    workspace.change(language="en")
    session = Session(qapp, workspace)
    session.window.resize(1100, 720)
    session.start()
    qtbot.waitUntil(lambda: session.window._status.text().startswith("Ready"), timeout=WAIT_MS)
    yield session
    session.end()


@pytest.fixture
def window(session):
    return session.window


@pytest.fixture
def page(window):
    return window.page("inspect")


@pytest.fixture
def inspect(qtbot, page):
    """Has the page take photos and waits for every verdict."""

    def run(*paths: Path) -> None:
        with qtbot.waitSignal(page.intake.found, timeout=WAIT_MS):
            page.intake.take_paths(paths)
        qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)

    return run
