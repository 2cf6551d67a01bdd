"""The model that comes with the program: loads, is what its card says, holds its figures."""

import shutil

import numpy as np
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import decode
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.settings import Gate1Rule
from carinspect.ml.inspection_net import InspectionNet
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import Workspace, default_model_id, model_dir
from tests import photos


@pytest.fixture(scope="module")
def folder():
    return model_dir(default_model_id())


@pytest.fixture
def inspector(folder):
    return LocalInspector(folder)


def test_the_bundle_is_small_and_whole(folder):
    assert (folder / "model.tflite").stat().st_size < 20e6
    card = InspectionNet.load(folder).card
    assert card.id == folder.name
    assert card.figures
    assert card.limits
    assert "not redistributed" in card.data


def test_an_altered_model_is_refused(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    content = bytearray((copy / "model.tflite").read_bytes())
    content[5000] ^= 1
    (copy / "model.tflite").write_bytes(content)

    with pytest.raises(CarInspectError) as caught:
        InspectionNet.load(copy)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


@pytest.mark.parametrize("card", ["", "{", "[]", "{}", '{"card_version": 99}', "null"])
def test_a_damaged_card_is_refused(folder, tmp_path, card):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "card.json").write_text(card)

    with pytest.raises(CarInspectError) as caught:
        InspectionNet.load(copy)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_a_photo_gets_the_same_verdict_every_time(inspector, samples_dir):
    path = min(samples_dir.glob("*.jpg"))

    first, second = inspector.inspect(path), inspector.inspect(path)

    assert first.gate1 == second.gate1
    assert first.gate2 == second.gate2
    assert first.sha256 == read_photo(path).sha256


def test_both_rules_can_be_chosen(folder, samples_dir):
    path = min(samples_dir.glob("*.jpg"))

    verdict = LocalInspector(folder, Gate1Rule.TOP5).inspect(path).gate1

    assert verdict is not None
    assert len(verdict.top5) == 5


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (97, 97)])
def test_photos_of_any_shape_are_inspected(inspector, tmp_path, size):
    path = photos.save(photos.landmark(size).resize(size), tmp_path / "odd.png")

    assert inspector.inspect(path).outcome is not Outcome.ERROR


def test_memory_does_not_grow_with_the_number_of_photos(inspector, tmp_path):
    import psutil

    path = photos.save(photos.landmark((1600, 1200)), tmp_path / "photo.jpg")
    for _ in range(20):
        inspector.inspect(path)
    before = psutil.Process().memory_info().rss
    for _ in range(200):
        inspector.inspect(path)

    assert psutil.Process().memory_info().rss - before < 20e6


def test_the_workspace_gives_the_shipped_model():
    assert Workspace().inspector().model_id == default_model_id()


def accuracy(inspector, folder, wanted):
    probabilities = []
    for path in sorted(folder.glob("*.jpg")):
        output = inspector._net.run(
            decode(read_photo(path), fit_px=inspector._net.input_size_px).image
        )
        probabilities.append(output.damage_probability)
    threshold = inspector._net.card.damage_threshold
    return np.mean([(p >= threshold) == wanted for p in probabilities])


def test_the_card_tells_the_truth_about_validation(inspector, data_dir):
    """All 459 photos through the product's own path, against the figures of the card."""
    root = data_dir / "car-damage" / "validation"
    figures = inspector._net.card.figures

    recall = accuracy(inspector, root / "damaged", wanted=True)
    specificity = accuracy(inspector, root / "undamaged", wanted=False)

    assert recall == pytest.approx(figures["gate2 recall, car-damage/validation"].value, abs=0.02)
    assert specificity == pytest.approx(
        figures["gate2 specificity, car-damage/validation"].value, abs=0.02
    )
    assert (recall * 229 + specificity * 230) / 459 >= 0.935
