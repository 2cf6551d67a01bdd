import numpy as np
import pytest
from measure_pointing import beside_px, report


def heat_with_peak(row, column):
    values = np.full((10, 20), 0.1, np.float32)
    values[row, column] = 0.9
    return values


def marked():
    mask = np.zeros((448, 896), bool)
    mask[100:150, 200:300] = True
    return mask


def test_a_peak_whose_cell_touches_the_mark_is_on_it():
    touches, away = beside_px(heat_with_peak(2, 5), marked())

    assert touches
    assert away == 0.0


def test_the_distance_of_a_peak_is_in_pixels_of_the_nets_square():
    touches, away = beside_px(heat_with_peak(2, 7), marked())  # middle 336 - 299 = 37 px beside

    assert not touches
    assert away == pytest.approx(37 / 2, abs=1)  # the photo is twice as wide as the square


def test_a_peak_far_away_is_told_in_its_distance():
    assert beside_px(heat_with_peak(9, 19), marked())[1] > 200


def test_the_margin_counts_besides_what_touches(capsys):
    figures = report({"cars": [(True, 0.0), (True, 20.0), (False, 15.0), (False, 15.5)]})

    assert figures["outcome: pointing game, cars"].value == 0.5
    assert figures["outcome: pointing game within 15 px, cars"].value == 0.75
    assert "| cars | 4 |" in capsys.readouterr().out
