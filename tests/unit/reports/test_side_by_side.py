from dataclasses import replace

import numpy as np
import pytest

from carinspect.core.comparison import Finding, Newness, Reason
from carinspect.core.verdict import Region
from carinspect.reports.side_by_side import side_by_side

BOX = (0.25, 0.25, 0.75, 0.75)
RED = np.array((216, 27, 27))


def plain(*colour):
    return np.full((120, 200, 3), colour, np.uint8)


def drawn(finding, *photos):
    return np.asarray(side_by_side(finding, *photos), int)


def is_red(pixel):
    return np.abs(pixel - RED).max() < 8


@pytest.fixture
def finding():
    return Finding(
        "a" * 64, Region(BOX, 0.9), Newness.NEW, Reason.SPOT_WAS_CLEAN,
        pickup_photo="b" * 64, pickup_box=None, return_evidence=0.9, pickup_evidence=0.1,
    )  # fmt: skip


def test_all_three_pictures_stand_side_by_side(finding):
    sheet = drawn(finding, plain(20, 40, 200), plain(120, 120, 120), plain(0, 90, 0))

    assert sheet.shape[1] == 3 * 800 + 2 * 8
    middle = sheet[64 + 240, [400, 1208, 2016]]
    assert middle.tolist() == [[20, 40, 200], [120, 120, 120], [0, 90, 0]]


def test_a_box_is_drawn_only_where_one_is_known(finding):
    sheet = drawn(finding, plain(20, 40, 200), plain(120, 120, 120), plain(0, 90, 0))
    left_edges = sheet[64 + 240, [200, 1008, 1816]]

    assert [bool(is_red(pixel)) for pixel in left_edges] == [True, False, True]


def test_without_a_pickup_photo_the_return_photo_stands_alone(finding):
    assert drawn(finding, plain(20, 40, 200), None, None).shape[1] == 800


def test_a_narrow_photo_leaves_room_for_the_words(finding):
    narrow = np.zeros((400, 20, 3), np.uint8)

    assert drawn(finding, narrow, None, None).shape[1] == 640


@pytest.mark.parametrize("reason", Reason)
def test_no_reason_is_cut_on_narrow_photos(finding, reason):
    narrow = np.zeros((400, 20, 3), np.uint8)
    sheet = drawn(replace(finding, reason=reason), narrow, narrow, narrow)

    line = sheet[36:60]
    assert (line < 128).any(), "the reason is written"
    assert (line[:, -8:] > 250).all(), "and ends before the edge"
