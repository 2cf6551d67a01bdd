"""The column that takes what the others leave."""

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView

from carinspect.ui.widgets.headings import Headings


@pytest.fixture
def table(qtbot):
    made = QTableView()
    qtbot.addWidget(made)
    made.setModel(QStandardItemModel(1, 3, made))
    made.verticalHeader().hide()
    made.setHorizontalHeader(Headings(made))
    made.setColumnWidth(0, 100)
    made.setColumnWidth(2, 200)
    made.horizontalHeader().let_grow(1, 150)
    made.resize(800, 200)
    made.show()
    return made


def test_a_column_fills_the_table(table):
    assert table.horizontalHeader().length() == table.viewport().width()
    table.setColumnWidth(0, 60)
    assert table.horizontalHeader().length() == table.viewport().width()


def test_it_keeps_its_least_width_where_there_is_no_room(table):
    table.resize(320, 200)
    assert table.columnWidth(1) == 150
    assert table.horizontalHeader().length() > table.viewport().width()
