import numpy as np
import PIL.Image
import pytest
from PIL import ImageFilter

from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.quality import Flaw
from carinspect.ml.quality import assess_quality


def scene():
    """Light ground, a dark shape with edges, fine texture."""
    rng = np.random.default_rng(0)
    image = np.full((384, 512, 3), 170, np.uint8)
    image[150:300, 80:430] = (40, 60, 120)
    image[200:290, 120:280] = 20
    return np.clip(image + rng.normal(0, 6, image.shape), 0, 255).astype(np.uint8)


def flaws(image, size_px=(4000, 3000)):
    return assess_quality(image, size_px).flaws


def test_a_good_photo_has_no_flaw():
    assert flaws(scene()) == ()


@pytest.mark.parametrize("radius", [4, 8])
def test_a_blurred_photo_is_found(radius):
    blurred = PIL.Image.fromarray(scene()).filter(ImageFilter.GaussianBlur(radius))

    assert flaws(np.asarray(blurred)) == (Flaw.BLURRED,)


@pytest.mark.parametrize("axis", [0, 1], ids=["down", "across"])
def test_a_camera_that_moved_is_found_though_half_the_edges_are_sharp(axis):
    shifted = [np.roll(scene(), step, axis).astype(np.float32) for step in range(20)]

    assert flaws(np.mean(shifted, axis=0).astype(np.uint8)) == (Flaw.BLURRED,)


def test_a_dark_photo_is_dark_and_not_also_blurred():
    assert flaws((scene() * 0.1).astype(np.uint8)) == (Flaw.DARK,)


def test_a_blown_out_photo_is_found():
    blown = np.clip(scene().astype(np.int32) * 2 + 60, 0, 255).astype(np.uint8)

    assert flaws(blown) == (Flaw.OVEREXPOSED,)


def test_a_white_studio_behind_the_car_is_no_flaw():
    studio = scene()
    studio[:140] = 255
    studio[310:] = 255

    assert flaws(studio) == ()


def test_the_photos_own_size_counts_not_the_images():
    small = scene()[::2, ::2]

    assert flaws(small, size_px=(4000, 3000)) == ()
    assert Flaw.TINY in flaws(scene(), size_px=(120, 90))


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 500, 3), (500, 1, 3)])
def test_slivers_are_measured_without_error(shape):
    result = assess_quality(np.zeros(shape, np.uint8), (shape[1], shape[0]))

    assert Flaw.TINY in result.flaws


def degraded(image, how):
    picture = PIL.Image.fromarray(image)
    radius = 5 * max(picture.size) / 512
    return {
        "blurred": lambda: np.asarray(picture.filter(ImageFilter.GaussianBlur(radius))),
        "dark": lambda: (image * 0.12).astype(np.uint8),
    }[how]()


def test_few_real_photos_are_turned_away_and_most_spoiled_ones_are(data_dir):
    groups = ("car-damage/validation/undamaged", "closeups/damaged", "pairs/a", "pairs/b")
    paths = [p for group in groups for p in sorted((data_dir / group).glob("*.jpg"))[:60]]
    images = [decode(read_photo(path), fit_px=448) for path in paths]

    turned_away = sum(bool(flaws(d.image, d.size_px)) for d in images)
    blurred = sum(Flaw.BLURRED in flaws(degraded(d.image, "blurred"), d.size_px) for d in images)
    dark = sum(Flaw.DARK in flaws(degraded(d.image, "dark"), d.size_px) for d in images)

    assert turned_away <= 0.02 * len(images)
    assert blurred >= 0.6 * len(images)
    assert dark >= 0.98 * len(images)
