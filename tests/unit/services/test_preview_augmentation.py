import dataclasses

import numpy as np
import PIL.Image
import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import Recipe
from carinspect.jobs.job import run_here
from carinspect.services.preview_augmentation import PreviewAugmentation
from carinspect.services.training_presets import preset

CONFIG = dataclasses.replace(preset(Recipe.ROBUST, "efficientnet_lite0"), input_size_px=64)


@pytest.fixture
def folder(tmp_path):
    for label in ("damaged", "undamaged"):
        (tmp_path / label).mkdir()
        for number in range(4):
            pixels = np.random.default_rng(number).integers(0, 255, (80, 120, 3), np.uint8)
            PIL.Image.fromarray(pixels).save(tmp_path / label / f"{number}.png")
    return tmp_path


def test_photos_are_changed_as_training_changes_them(folder):
    photos = run_here(PreviewAugmentation(DatasetSource(folder), CONFIG))

    assert {photo.photo.parent.name for photo in photos} == {"damaged", "undamaged"}
    assert [len(photo.views) for photo in photos] == [5] * 4
    for photo in photos:
        assert photo.original.shape == (64, 64, 3)
        assert all((view != photo.original).any() for view in photo.views)
    again = run_here(PreviewAugmentation(DatasetSource(folder), CONFIG))
    assert (again[0].views[0] == photos[0].views[0]).all()


def test_other_photos_can_be_seen(folder):
    first = run_here(PreviewAugmentation(DatasetSource(folder), CONFIG, photos=2))
    second = run_here(PreviewAugmentation(DatasetSource(folder), CONFIG, photos=2, skip=1))

    assert {one.photo for one in first}.isdisjoint(one.photo for one in second)


def test_what_changes_nothing_shows_the_photo_once(folder):
    plain = preset(Recipe.BOTTLENECK, "efficientnet_lite0")
    (photo,) = run_here(PreviewAugmentation(DatasetSource(folder), plain, photos=1))

    assert len(photo.views) == 1
    assert (photo.views[0] == photo.original).all()


def test_a_file_that_is_no_photo_is_passed_over(folder):
    (folder / "damaged" / "0.png").write_text("no photo")
    photos = run_here(PreviewAugmentation(DatasetSource(folder), CONFIG, photos=8))

    assert len(photos) == 7
