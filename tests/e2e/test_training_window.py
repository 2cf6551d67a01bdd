"""The training page with the real job: Keras in the engine, a tiny drawn dataset."""

import numpy as np
import PIL.Image
import pytest

from carinspect.core.training import Recipe, RunState
from carinspect.ui.training.words import recipe_choice_text
from tests.fake_training import edit

pytestmark = [pytest.mark.keras, pytest.mark.timeout(600)]

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


def test_a_model_is_trained_stopped_and_gone_on_with(qtbot, window, drawn):
    window.show_page("training")
    page = window.page("training")
    control, form = page.train.control, page.train.form
    page.take_photos((str(drawn),))
    qtbot.waitUntil(lambda: page.train.source.source is not None, timeout=WAIT_MS)
    page.photos.next.click()
    names = [form.recipe.itemText(row) for row in range(form.recipe.count())]
    form.recipe.setCurrentIndex(names.index(recipe_choice_text(Recipe.BOTTLENECK)))
    for name, text in (("epochs", "40"), ("input_size_px", "64"), ("learning_rate", "0.01")):
        edit(form, name, text)
    page.train.start.click()
    qtbot.waitUntil(lambda: len(control.history) >= 2, timeout=WAIT_MS)
    page.train.live.stop.click()
    qtbot.waitUntil(lambda: not control.busy, timeout=WAIT_MS)

    assert window.messages.text == ""
    stopped = control.run
    assert stopped.state is RunState.STOPPED
    assert 2 <= len(stopped.history) < 40
    assert stopped.model_id
    assert "Stopped after" in page.train.live.words

    page.train.live._result.resume.click()
    qtbot.waitUntil(lambda: not control.busy, timeout=WAIT_MS)

    assert control.run.id == stopped.id
    assert control.run.state is RunState.FINISHED
    assert [one.epoch for one in control.history] == list(range(1, 41))
    assert control.history[: len(stopped.history)] == stopped.history
    qtbot.waitUntil(lambda: page.runs.model.rowCount() == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.runs.model.run_at(0).history == control.history, timeout=WAIT_MS)
