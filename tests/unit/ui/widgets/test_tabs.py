import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from carinspect.ui.widgets.tabs import Tabs


class Painted(QWidget):
    """Counts how often it is painted."""

    times = 0

    def paintEvent(self, event: QEvent) -> None:
        self.times += 1
        super().paintEvent(event)


@pytest.fixture
def tabs(qtbot):
    tabs = Tabs()
    page, tabs.words, tabs.painted = QWidget(), QLabel("a"), Painted()
    column = QVBoxLayout(page)
    column.addWidget(tabs.words)
    column.addWidget(tabs.painted, 1)
    tabs.addTab(page, "one")
    qtbot.addWidget(tabs)
    tabs.resize(600, 400)
    tabs.show()
    qtbot.wait(50)
    return tabs


def test_other_words_paint_nothing_but_themselves(qtbot, tabs):
    before = tabs.painted.times
    tabs.words.setText("b")
    qtbot.wait(50)

    assert tabs.painted.times == before


def test_a_page_that_needs_more_room_gets_it(qtbot, tabs):
    tabs.words.setMinimumWidth(900)
    qtbot.waitUntil(lambda: tabs.minimumSizeHint().width() > 900)
    tabs.resize(tabs.minimumSizeHint())
    qtbot.wait(50)

    assert tabs.words.width() >= 900
    assert tabs.rect().contains(tabs.words.mapTo(tabs, tabs.words.rect().bottomRight()))


def test_a_longer_title_is_shown_whole(qtbot, tabs):
    tabs.setTabText(0, "a title that is much longer")
    qtbot.wait(50)

    assert tabs.tabBar().width() >= tabs.tabBar().sizeHint().width()
