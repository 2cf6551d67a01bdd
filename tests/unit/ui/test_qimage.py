import numpy as np

from carinspect.core.verdict import HeatMap
from carinspect.ui.qimage import heat_to_qimage, to_qimage


def test_colours_keep_their_order():
    image = np.zeros((2, 3, 3), np.uint8)
    image[0, 0] = (250, 120, 10)

    shown = to_qimage(image)

    assert (shown.width(), shown.height()) == (3, 2)
    assert shown.pixelColor(0, 0).getRgb()[:3] == (250, 120, 10)
    assert shown.pixelColor(2, 1).getRgb()[:3] == (0, 0, 0)


def test_the_qimage_owns_its_pixels():
    image = np.full((4, 4, 3), 200, np.uint8)
    shown = to_qimage(image)

    image[:] = 0

    assert shown.pixelColor(1, 1).red() == 200


def test_heat_is_opaque_only_where_the_evidence_is():
    values = np.zeros((4, 8), np.float32)
    values[2:, 4:] = 1.0

    heat = heat_to_qimage(HeatMap(values), (4000, 2000))

    assert heat.width() == 2 * heat.height()
    assert heat.pixelColor(heat.width() - 10, heat.height() - 10).alpha() > 150
    assert heat.pixelColor(5, 5).alpha() == 0
    hot = heat.pixelColor(heat.width() - 10, heat.height() - 10)
    assert hot.red() > 150 > hot.blue()
