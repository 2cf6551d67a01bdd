"""Whatever the mouse can do, the keyboard reaches, and shows where it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.controls import controls, described, focused, mates
from tests.pixels import changed_pixels

_MOST_PRESSES = 300
_LEAST_CHANGE_PX = 40
"""More than a text cursor; a ring of one pixel round a small button is four times as much."""


def keyboard_problems(window: QWidget) -> Iterator[str]:
    """What the Tab key misses, where it goes back, where Shift and Tab lead elsewhere."""
    there = walk(window)
    found = {*there, *(mate for one in there for mate in mates(one))}
    for lost in (one for one in controls(window) if one.isEnabled() and one not in found):
        yield f"not reached: {described(lost)}"
    for one, other in itertools.pairwise(from_the_first(there, window)):
        # The parts of the drawn vehicle lie round it; the arrow keys lead from one to the next.
        same = one.parentWidget() is other.parentWidget() and type(one).__name__ != "_Part"
        if same and _goes_back(one.geometry(), other.geometry()):
            yield f"against the order of reading: {described(one)} -> {described(other)}"
    for one in {*there} ^ {*walk(window, Qt.Key.Key_Backtab)}:
        yield f"one way only: {described(one)}"


def dull_focus(window: QWidget) -> Iterator[str]:
    """Enabled controls on which one cannot see that they have the keyboard."""
    activate(window)
    for control in controls(window):
        if control.isEnabled() and not control.visibleRegion().isEmpty():
            if QApplication.focusWidget() is not None:
                QApplication.focusWidget().clearFocus()
            before = picture_of(control)
            control.setFocus(Qt.FocusReason.TabFocusReason)
            changed = np.count_nonzero(changed_pixels(before, picture_of(control)))
            if changed < _LEAST_CHANGE_PX:
                yield f"focus does not show: {described(control)}: {changed} px"


def activate(window):
    window.activateWindow()
    limit = QDeadlineTimer(5000)
    while not window.isActiveWindow() and not limit.hasExpired():
        QApplication.processEvents()
    assert window.isActiveWindow()


def walk(window, key=Qt.Key.Key_Tab):
    """The controls that ``key`` reaches, in order, until it comes round."""
    activate(window)
    QTest.keyClick(focused() or window, key)
    reached = [focused()]
    for _n in range(_MOST_PRESSES):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        now = focused()
        alone = sum(one.isEnabled() for one in controls(window)) == 1
        assert alone or now is not reached[-1], f"trapped in {described(now)}"
        if now is reached[0]:
            return reached
        reached.append(now)
    pytest.fail("the Tab key never comes round")


def from_the_first(reached, window):
    """The same round, from the control that comes first in the window."""
    first = window.nextInFocusChain()
    while first not in reached:
        first = first.nextInFocusChain()
    start = reached.index(first)
    return reached[start:] + reached[:start]


def _goes_back(one, other):
    in_one_row = other.top() <= one.center().y() <= other.bottom()
    beside = other.left() > one.right() or other.right() < one.left()
    return other.right() < one.left() if in_one_row else other.bottom() < one.top() and not beside


def picture_of(control):
    """As it stands in the window, whose ground shows through it."""
    window = control.window()
    place = QRect(control.mapTo(window, QPoint()), control.size()).intersected(window.rect())
    return window.grab(place).toImage()
