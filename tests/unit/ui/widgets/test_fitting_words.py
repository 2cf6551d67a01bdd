import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from carinspect.ui.widgets.fitting_words import breakable, short_name


@pytest.mark.parametrize("text", ["", "a few short words", "x" * 24, "한국어 낱말"])
def test_what_fits_is_left_alone(text):
    assert breakable(text) == text


def test_a_label_of_one_long_word_is_no_wider_than_a_part_of_it(qtbot):
    label = QLabel(breakable("w" * 500))
    label.setWordWrap(True)
    qtbot.addWidget(label)

    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance("w" * 30)
    assert label.text().replace("\u200b", "") == "w" * 500


def test_a_long_name_is_cut_in_its_middle(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)

    assert short_name("Tom & Co", button) == "Tom && Co"
    short = short_name("from" + "x" * 300 + "to", button)
    assert short.startswith("from")
    assert short.endswith("to")
    assert button.fontMetrics().horizontalAdvance(short) <= 22 * 8
