import hashlib
import re

import numpy as np
import PIL.Image
import pytest

from carinspect.core.comparison import Comparison, Finding, Newness, Reason
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.verdict import Region
from carinspect.services.save_side_by_side import save_side_by_side

NAMES = ("pickup", "return")


@pytest.fixture
def photos(tmp_path):
    """A grey pickup photo and a blue return photo, by the hash of their bytes."""
    paths = {}
    for name, colour in zip(NAMES, ((120, 120, 120), (20, 40, 200)), strict=True):
        path = tmp_path / f"{name}.png"
        PIL.Image.new("RGB", (200, 120), colour).save(path)
        paths[name] = hashlib.sha256(path.read_bytes()).hexdigest(), path
    return paths


@pytest.fixture
def comparison(photos):
    pickup, returned = photos["pickup"][0], photos["return"][0]
    box = (0.25, 0.25, 0.75, 0.75)
    clean = Finding(
        returned, Region(box, 0.9), Newness.NEW, Reason.SPOT_WAS_CLEAN,
        pickup_photo=pickup, pickup_box=box, return_evidence=0.9, pickup_evidence=0.1,
    )  # fmt: skip
    alone = Finding(returned, Region(box, 0.8), Newness.NEEDS_HUMAN_LOOK, Reason.NO_PICKUP_PHOTO)
    return Comparison("model-1", (clean, alone))


def test_each_finding_is_a_picture_with_the_photos_that_decided(tmp_path, photos, comparison):
    paths = dict(photos.values())
    files = list(save_side_by_side(comparison, paths, tmp_path / "out"))

    assert [re.sub(r"-return\.jpg$", "", file.name) for file in files] == [
        f"{number:02d}-{finding.newness.value}"
        for number, finding in enumerate(comparison.findings, 1)
    ]
    both, alone = (np.asarray(PIL.Image.open(file), int) for file in files)
    middle = both.shape[0] // 2
    blue, grey = both[middle, 100], both[middle, 800 + 8 + 100]
    assert np.abs(blue - (20, 40, 200)).max() < 12
    assert np.abs(grey - 120).max() < 12
    assert alone.shape[1] == 800 < both.shape[1]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        file.name for file in files
    )


def test_a_photo_that_has_vanished_is_told(tmp_path, photos, comparison):
    photos["pickup"][1].unlink()

    with pytest.raises(CarInspectError) as caught:
        list(save_side_by_side(comparison, dict(photos.values()), tmp_path / "out"))
    assert caught.value.code is ErrorCode.PHOTO_MISSING
    assert not (tmp_path / "out").exists()
