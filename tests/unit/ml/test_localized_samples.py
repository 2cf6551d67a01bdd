"""What a training sample shows, and what it says about it."""

from collections import Counter

import numpy as np
import PIL.Image
import pytest

from carinspect.core.outline import Outline
from carinspect.ml.localized_camera import add_noise, compress, recolour, relight, soil
from carinspect.ml.localized_damage import draw_damage, erase
from carinspect.ml.localized_samples import Kind, make_sample
from carinspect.ml.localized_windows import (
    CELLS,
    SIZE_PX,
    UNKNOWN,
    MarkedPhoto,
    Span,
    cell_targets,
    random_window,
    unmarked_window,
)

BOX = Outline("minor-scratch", ((0.4, 0.4), (0.6, 0.55)))


@pytest.fixture
def panel(tmp_path):
    """A grey panel with a shade from left to right."""
    path = tmp_path / "panel.png"
    shade = np.linspace(90, 150, 480).astype(np.uint8)
    PIL.Image.fromarray(np.tile(shade[None, :, None], (360, 1, 3))).save(path)
    return path


def photo(panel, *, damaged, outlines=()):
    return MarkedPhoto(panel, "test", damaged, outlines)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", range(8))
def test_drawn_damage_changes_pixels_only_near_its_mask(seed):
    image = np.full((200, 300, 3), 120, np.uint8)

    drawn, mask = draw_damage(image, rng(seed))

    changed = (np.abs(drawn.astype(int) - image) > 12).any(axis=2)
    assert mask.any()
    assert changed[mask].any()
    assert changed[~mask].mean() < 0.02
    assert (image == 120).all(), "the photo itself was drawn on"


def test_erasing_restores_the_panel():
    clean = np.tile(np.linspace(60, 180, 200).astype(np.uint8)[None, :, None], (150, 1, 3))
    marked = clean.copy()
    marked[60:80, 90:120] = 255

    filled = erase(marked, (90, 60, 120, 80), rng())

    assert np.abs(filled.astype(int) - clean).max() <= 12
    assert (filled[:40] == clean[:40]).all()


@pytest.mark.parametrize("box", [(0, 0, 5, 5), (195, 145, 200, 150), (10, 10, 11, 11)])
def test_erasing_at_the_edge_is_safe(box):
    image = rng().integers(0, 255, (150, 200, 3), dtype=np.uint8)
    assert erase(image, box, rng()).shape == image.shape


@pytest.mark.parametrize("change", [recolour, relight, soil, add_noise])
def test_degradations_keep_the_size_and_change_the_picture(change):
    picture = PIL.Image.new("RGB", (160, 120), (120, 90, 60))

    changed = [change(picture, rng(seed)) for seed in range(6)]

    assert {one.size for one in changed} == {(160, 120)}
    assert any((np.asarray(one) != np.asarray(picture)).any() for one in changed)


def test_compression_is_that_of_a_file():
    noise = PIL.Image.fromarray(rng().integers(0, 255, (64, 64, 3), dtype=np.uint8))
    rough, fine = (np.asarray(compress(noise, q)).astype(int) for q in (20, 95))
    original = np.asarray(noise)
    assert np.abs(rough - original).mean() > np.abs(fine - original).mean() > 0


def test_cells_are_marked_clear_or_unknown():
    mask = np.zeros((SIZE_PX, SIZE_PX), bool)
    mask[64:96, 64:96] = True  # exactly four cells

    targets = cell_targets(mask)

    assert targets.shape == (CELLS, CELLS)
    assert (targets[4:6, 4:6] == 1).all()
    assert (targets == 1).sum() == 4
    assert (targets[3, 3:7] == UNKNOWN).all(), "the border of a mark teaches nothing"
    assert (targets[:3] == 0).all()
    assert (targets[:, 0] == 0).all(), "the border does not reach round the edge"


def test_a_mark_smaller_than_a_cell_still_marks_one():
    mask = np.zeros((SIZE_PX, SIZE_PX), bool)
    mask[100:104, 100:104] = True
    assert (cell_targets(mask) == 1).sum() == 1


@pytest.mark.parametrize("size", [(40, 400), (400, 40), (260, 195), (9, 9)])
def test_windows_lie_in_the_photo(size):
    for seed in range(30):
        x0, y0, x1, y1 = random_window(size, Span(0.2, 1.0), rng(seed), (size[0], 0))
        assert 0 <= x0 < x1 <= size[0]
        assert 0 <= y0 < y1 <= size[1]


def test_windows_beside_damage_keep_clear_of_it():
    mask = np.zeros((300, 400), bool)
    mask[100:200, 100:200] = True
    found = [unmarked_window(mask, Span(0.2, 0.5), rng(seed)) for seed in range(20)]
    windows = [window for window in found if window]
    assert windows
    assert not any(mask[y0:y1, x0:x1].any() for x0, y0, x1, y1 in windows)


def test_no_window_is_found_where_all_is_marked():
    assert unmarked_window(np.ones((300, 400), bool), Span(0.2, 0.5), rng()) is None


@pytest.mark.parametrize("kind", [Kind.WHOLE, Kind.ON])
def test_marked_damage_is_damage(panel, kind):
    sample = make_sample(kind, photo(panel, damaged=True, outlines=(BOX,)), rng())
    assert sample is not None
    assert sample.target == 1
    assert Counter(sample.cells.ravel().tolist())[1] > 0


@pytest.mark.parametrize("kind", [Kind.BESIDE, Kind.ERASED, Kind.ERASED_CLOSE_UP])
def test_the_rest_of_a_damaged_car_is_undamaged(panel, kind):
    sample = make_sample(kind, photo(panel, damaged=True, outlines=(BOX,)), rng())
    assert sample is not None
    assert sample.target == 0
    assert (sample.cells == 0).all()


@pytest.mark.parametrize(("kind", "target"), [(Kind.WHOLE, 0), (Kind.CLOSE_UP, 0), (Kind.DRAWN, 1)])
def test_an_undamaged_car_is_damaged_only_where_it_is_drawn_on(panel, kind, target):
    samples = [make_sample(kind, photo(panel, damaged=False), rng(seed)) for seed in range(6)]
    assert {s.target for s in samples if s} <= {target, UNKNOWN if target else target}
    assert any((s.cells == 1).any() for s in samples if s) == bool(target)


def test_damage_nobody_marked_teaches_no_cell(panel):
    sample = make_sample(Kind.WHOLE, photo(panel, damaged=True), rng())
    assert sample is not None
    assert sample.target == 1
    assert (sample.cells == UNKNOWN).all()


@pytest.mark.parametrize("kind", [Kind.ON, Kind.BESIDE, Kind.ERASED])
def test_kinds_that_need_marks_say_so(panel, kind):
    assert make_sample(kind, photo(panel, damaged=True), rng()) is None


def test_large_damage_is_not_painted_over(panel):
    large = Outline("severe-dent", ((0.1, 0.1), (0.9, 0.9)))
    assert make_sample(Kind.ERASED, photo(panel, damaged=True, outlines=(large,)), rng()) is None


def test_the_same_seed_gives_the_same_sample(panel):
    marked = photo(panel, damaged=True, outlines=(BOX,))
    first, second = (make_sample(Kind.ON, marked, rng(3)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.image == second.image).all()


def test_marks_are_boxes_and_polygons(tmp_path):
    box = Outline("minor-dent", ((0.1, 0.2), (0.3, 0.4)))

    marked = MarkedPhoto(tmp_path, "test", True, (box,))

    assert marked.boxes(100, 100) == [(10, 20, 30, 40)]
    assert marked.mask(100, 100)[21:39, 11:29].all()
