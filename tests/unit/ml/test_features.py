import numpy as np
import PIL.Image
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo import read_photo
from carinspect.ml import backbones
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.features import FeatureExtractor, FeatureSpec, reduce_detail

SPEC = FeatureSpec(BACKBONES["efficientnet_lite0"], 64)


@pytest.fixture
def files(tmp_path):
    rng = np.random.default_rng(0)
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.png"
        PIL.Image.fromarray(rng.integers(0, 256, (80, 120, 3), dtype=np.uint8)).save(path)
        paths.append(path)
    return paths


@pytest.mark.keras
def test_a_photo_has_one_row_of_features_in_the_given_order(files, tmp_path):
    extractor = FeatureExtractor(SPEC, tmp_path / "cache")
    counts = []

    rows = extractor.extract(files, counts.append)
    backwards = extractor.extract(files[::-1])

    assert rows.shape == (3, 1280)
    assert rows.dtype == np.float32
    assert counts == [3]
    np.testing.assert_array_equal(backwards, rows[::-1])
    assert np.abs(rows[0] - rows[1]).max() > 0.01


@pytest.mark.keras
def test_features_are_computed_once_whatever_the_file_is_called(files, tmp_path, monkeypatch):
    first = FeatureExtractor(SPEC, tmp_path / "cache").extract(files)
    renamed = [path.rename(path.with_name(f"new {path.name}")) for path in files]
    monkeypatch.setattr(backbones, "build", None)  # calling it would fail

    again = FeatureExtractor(SPEC, tmp_path / "cache").extract(renamed)

    np.testing.assert_array_equal(again, first)


def test_other_settings_have_other_features():
    lite0, lite2 = BACKBONES["efficientnet_lite0"], BACKBONES["efficientnet_lite2"]
    specs = [SPEC, FeatureSpec(lite2, 64), FeatureSpec(lite0, 96), FeatureSpec(lite0, 64, 48)]

    assert len({spec.key for spec in specs}) == len(specs)


def test_an_unreadable_photo_is_named(tmp_path):
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"no photo")

    with pytest.raises(CarInspectError) as caught:
        SPEC.net_input(read_photo(path))

    assert caught.value.code is ErrorCode.PHOTO_UNKNOWN_FORMAT
    assert caught.value.facts["photo"] == path


def test_reduced_photos_carry_the_same_detail():
    large, small = np.zeros((600, 800, 3), np.uint8), np.zeros((90, 120, 3), np.uint8)

    assert reduce_detail(large, 200).shape == (150, 200, 3)
    assert reduce_detail(small, 200) is small
