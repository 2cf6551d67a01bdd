import numpy as np
import PIL.Image
import pytest
from composited_pairs import Kind, Source, compose, marked_source
from covered_damage import covered

BOX = (0.42, 0.4, 0.58, 0.5)


def panel(*, scratched, edges=False):
    """A door in evening light, 400 x 300, with grain; a scratch across its middle."""
    rows, columns = np.mgrid[0:300, 0:400]
    light = 90 + 0.2 * columns + 0.1 * rows
    pixels = light[..., None] * (1.0, 0.6, 0.5) + np.random.default_rng(1).normal(
        0, 2, (300, 400, 1)
    )
    if edges:
        pixels[:, 195:205] = pixels[132:138] = 10  # four parts meet nowhere else
    if scratched:
        pixels[130:140, 175:225] = 240
    return np.clip(pixels, 0, 255).astype(np.uint8)


def mask(box):
    found = np.zeros((300, 400), bool)
    found[int(box[1] * 300) : int(box[3] * 300), int(box[0] * 400) : int(box[2] * 400)] = True
    return found


def test_covered_damage_leaves_the_paint_of_around_with_its_grain():
    scratched, clean = panel(scratched=True), panel(scratched=False)

    after = covered(scratched, mask(BOX), mask((0, 0, 0, 0))).astype(float)

    inside = mask(BOX)
    assert np.abs(after[inside].mean(axis=0) - clean[inside].mean(axis=0)).max() < 2
    assert 1 < after[inside][:, 1].std() < 8
    assert (after[:60] == scratched[:60]).all()


def test_nothing_is_covered_beside_other_damage_or_where_no_patch_fits():
    nowhere = mask((0, 0, 0, 0))

    assert covered(panel(scratched=True), mask(BOX), mask((0.6, 0.4, 0.7, 0.5))) is None
    assert covered(panel(scratched=True, edges=True), mask(BOX), nowhere) is None


@pytest.fixture
def sources(tmp_path):
    marked, clean = tmp_path / "marked.png", tmp_path / "clean.png"
    PIL.Image.fromarray(panel(scratched=True)).save(marked)
    PIL.Image.fromarray(panel(scratched=False)).save(clean)
    return [Source(clean), marked_source(marked, (BOX,))]


def test_a_photo_knows_what_of_it_can_be_covered(sources):
    assert [source.coverable for source in sources] == [(), (0,)]


def test_of_every_pair_it_is_known_what_is_new_and_whether_pickup_shows_it(sources):
    pairs = [compose(sources, np.random.default_rng((3, number))) for number in range(30)]

    assert {pair.kind for _, pair in pairs} == set(Kind)
    for source, pair in pairs:
        assert len(pair.new) == len(pair.seen)
        if pair.kind in {Kind.CLEAN, Kind.OLD}:
            assert not pair.new
        if pair.kind is Kind.UNCLEAR:
            assert not any(pair.seen)
        if pair.kind is Kind.NEW:
            assert pair.new
            assert all(pair.seen)
        if source.damage and pair.new:
            assert not pair.old  # the only damage is the new one
