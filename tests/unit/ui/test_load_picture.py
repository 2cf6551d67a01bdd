import pytest
from PySide6.QtCore import QSize

from carinspect.core.errors import CarInspectError
from carinspect.jobs.job import run_here
from carinspect.ui.load_picture import LoadPicture, LoadThumbnail
from tests.photos import exif_with_orientation, landmark, save, sensor_view


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(tmp_path, orientation):
    path = tmp_path / "photo.png"
    save(sensor_view(orientation, (90, 60)), path, exif=exif_with_orientation(orientation))

    picture = run_here(LoadPicture(path, 500))

    assert picture.size_px == QSize(90, 60)
    assert picture.image.pixelColor(3, 3).red() > 180
    assert picture.image.pixelColor(86, 56).blue() > 180


def test_a_large_photo_comes_smaller_but_tells_its_size(tmp_path):
    path = save(landmark((2000, 1500)), tmp_path / "large.jpg")

    picture = run_here(LoadPicture(path, 400))

    assert picture.size_px == QSize(2000, 1500)
    assert 400 <= picture.image.width() <= 800


@pytest.mark.parametrize("size", [(900, 300), (300, 900), (40, 20)])
def test_a_thumbnail_is_whole(tmp_path, size):
    path = save(landmark(size), tmp_path / "photo.png")

    thumbnail = run_here(LoadThumbnail(path, QSize(160, 88)))

    assert thumbnail.width() <= 160
    assert thumbnail.height() <= 88
    assert thumbnail.width() / thumbnail.height() == pytest.approx(size[0] / size[1], rel=0.05)


def test_what_is_no_photo_is_an_expected_error(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_text("no photo")

    with pytest.raises(CarInspectError):
        run_here(LoadThumbnail(path, QSize(160, 88)))
