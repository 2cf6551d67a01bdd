"""The training page with the real job: Keras in the engine, a tiny drawn dataset."""

import numpy as np
import PIL.Image
import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import RunState
from tests.fake_training import edit

pytestmark = [pytest.mark.keras, pytest.mark.timeout(300)]

WAIT_MS = 240_000  # a busy machine takes as many times longer


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Forty photos: damaged ones have a dark scribble."""
    folder = tmp_path_factory.mktemp("drawn")
    rng = np.random.default_rng(0)
    for split, count in (("train", 12), ("validation", 8)):
        for label in ("damaged", "undamaged"):
            (folder / split / label).mkdir(parents=True)
            for number in range(count):
                pixels = rng.integers(120, 200, (96, 96, 3), np.uint8)
                if label == "damaged":
                    pixels[30:60, 20:80] = rng.integers(0, 40, (30, 60, 3), np.uint8)
                PIL.Image.fromarray(pixels).save(folder / split / label / f"{number}.png")
    return folder


def test_a_model_is_trained_in_the_window_and_goes_on(qtbot, window, drawn):
    window.show_page("training")
    page = window.page("training")
    control, form = page.train.control, page.train.form
    page.train.source.choose(DatasetSource(drawn))
    form.recipe.setCurrentIndex(1)
    for name, text in (("epochs", "3"), ("input_size_px", "64"), ("learning_rate", "0.01")):
        edit(form, name, text)
    page.train.start.click()
    qtbot.waitUntil(lambda: not control.busy, timeout=WAIT_MS)

    assert window.messages.text == ""
    assert control.run.state is RunState.FINISHED
    assert [one.epoch for one in control.history] == [1, 2, 3]
    assert control.mini_batches[-1].updates_in_all == 3 * 2
    assert control.run.model_id
    assert "Finished after 3 epochs" in page.train.live.words
    qtbot.waitUntil(lambda: page.runs.model.rowCount() == 1, timeout=WAIT_MS)
    assert page.runs.model.run_at(0).history == control.history
