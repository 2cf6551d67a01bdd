"""The list of surfaces lacks nothing."""

import importlib
import inspect
import pkgutil
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

import carinspect.ui
from carinspect.ui.page import Page
from carinspect.ui.pages import PAGES
from tests.surfaces import SURFACES

pytestmark = pytest.mark.access

NAMES = pytest.mark.parametrize("name", [surface.name for surface in SURFACES])


def classes():
    """Every class of the windows that is shown on its own."""
    for module in pkgutil.walk_packages(carinspect.ui.__path__, "carinspect.ui."):
        for _name, kind in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if kind.__module__ == module.name and issubclass(kind, QWidget):
                yield kind


def is_a_window(kind):
    # A plain widget that is a window says so in its constructor.
    return re.search(r"WindowType\.Window\b", inspect.getsource(kind)) is not None


def test_every_dialog_window_and_page_is_a_surface():
    wanted = {
        kind.__name__
        for kind in classes()
        if issubclass(kind, QDialog)
        or (issubclass(kind, Page) and kind is not Page)
        or (is_a_window(kind) and not issubclass(kind, QMainWindow))
    }
    listed = {name for surface in SURFACES for name in surface.classes}
    assert wanted - listed == set()
    assert listed - wanted == set()


def test_a_class_that_opens_a_window_is_known_as_one():
    assert {kind.__name__ for kind in classes() if is_a_window(kind)} == {"CustomerWindow"}


def test_every_page_of_the_rail_is_a_surface(tour):
    made = {type(tour.window.page(spec.id)).__name__ for spec in PAGES}
    assert made <= {name for surface in SURFACES for name in surface.classes}


def test_names_are_unique():
    names = [surface.name for surface in SURFACES]
    assert len(set(names)) == len(names)


@NAMES
def test_a_surface_shows_what_it_says(shown, tour, name):
    widget = shown(name)
    surface = next(one for one in SURFACES if one.name == name)
    inside = {type(one).__name__ for one in (widget, *widget.findChildren(QWidget))
              if one.isVisible()}  # fmt: skip
    assert widget.isVisible()
    assert widget.windowFlags() & Qt.WindowType.Window
    assert set(surface.classes) <= inside
