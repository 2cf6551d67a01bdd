"""One window with a day's work in it, for all tests of this folder."""

import pytest

from carinspect.core import i18n
from carinspect.core.settings import Theme
from carinspect.ui.application import Session
from tests import pseudo_language, surfaces
from tests.fake_training import FakeTraining
from tests.fakes import FakeWorkspace
from tests.surfaces import SMALLEST, SURFACES, Tour


@pytest.fixture(scope="session")
def day(tmp_path_factory):
    """A home that lasts for all tests, as the window does."""
    return tmp_path_factory.mktemp("day")


@pytest.fixture
def home(day, monkeypatch):
    """In place of the home that every other test gets for itself."""
    _live_in(day, monkeypatch)
    return day


@pytest.fixture
def english():
    """The language is that of the surface."""


@pytest.fixture
def no_leaked_threads():
    """The lanes live as long as the window."""


@pytest.fixture(scope="session")
def tour(qapp, day):
    with pytest.MonkeyPatch.context() as patch:
        _live_in(day, patch)
        _translate(day, patch)
        training = FakeTraining()
        training.install(patch)
        workspace = FakeWorkspace(day / "settings.json")
        workspace.change(language="en", theme=Theme.LIGHT)
        session = Session(qapp, workspace)
        session.window.resize(*SMALLEST)
        session.start()
        photos = day / "photos"
        photos.mkdir()
        made = Tour(session, workspace, photos, training)
        try:
            made.until(lambda: session.window._status.text().startswith("Ready"))
            surfaces.fill(made)
            yield made
        finally:
            made.close()
            session.end()
    i18n._read.cache_clear()
    i18n.choose_language("en")


@pytest.fixture
def shown(tour):
    """Shows a surface by its name, in a language and a theme."""
    by_name = {surface.name: surface for surface in SURFACES}

    def show(name, code="en", theme=Theme.LIGHT):
        if i18n.language() != code or tour.workspace.settings.language != code:
            tour.window.language_chosen.emit(code)
        if tour.workspace.settings.theme is not theme:
            tour.window.theme_chosen.emit(theme)
        tour.window.messages.dismiss()
        tour.window.resize(*SMALLEST)
        widget = by_name[name].show(tour)
        surfaces.wait(1)
        return widget

    yield show
    tour.close()


def _live_in(folder, patch):
    patch.setenv("HOME", str(folder))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))


def _translate(folder, patch):
    translations = folder / "translations"
    pseudo_language.install(translations)
    real = i18n.resource

    def resource(*parts):
        if parts[:1] == ("translations",):
            return translations.joinpath(*parts[1:])
        return real(*parts)

    patch.setattr(i18n, "resource", resource)
    i18n._read.cache_clear()
