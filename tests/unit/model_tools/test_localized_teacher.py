"""Learning from what a larger net says, as the shipped model did (models/tools)."""

import numpy as np
import pytest
from localized_teacher import Lessons, Student, lessons, mean_lessons

from carinspect.ml.backbones import BACKBONES
from carinspect.ml.localized_net import later_net, pretrained, with_pooling
from carinspect.ml.localized_training import Samples, Schedule

pytest.importorskip("tensorflow", reason="training needs the `train` extra")
pytestmark = [pytest.mark.keras, pytest.mark.xdist_group("keras")]

LITE2 = BACKBONES["efficientnet_lite2"]


def unlabelled(count):
    """Samples of which no label says anything, half of them bright in one cell."""
    early = np.random.default_rng(0).random((count, 8, 8, 40), np.float32)
    early[::2, 2:4, 2:4] += 6
    unknown = np.full(count, -1, np.int8)
    cells = np.full((count, 4, 4), -1, np.int8)
    return Samples(early.astype(np.float16), cells, unknown, np.ones(count, np.float32))


def test_lessons_are_the_nets_evidence_and_its_photo_logit():
    net = pretrained(backbone=LITE2)
    early = np.random.default_rng(1).random((35, 8, 8, 48), np.float32).astype(np.float16)

    taught = lessons(net, np.array([1.5, -0.25], np.float32), early)

    pooled = with_pooling(net)
    pooled.get_layer("pooling").set_weights([np.array([[1.5]]), np.array([-0.25])])
    told = early.astype(np.float32)
    assert taught.cells.shape == (35, 4, 4)
    np.testing.assert_allclose(taught.cells, np.asarray(net(told))[..., 0], atol=1e-3)
    np.testing.assert_allclose(taught.photos, np.asarray(pooled(told))[:, 0], atol=1e-3)


def test_several_teachers_say_their_mean():
    one = Lessons(np.zeros((2, 4, 4), np.float32), np.array([1.0, 3.0], np.float32))
    two = Lessons(np.ones((2, 4, 4), np.float32), np.array([2.0, -1.0], np.float32))

    both = mean_lessons([one, two])

    assert (both.cells == 0.5).all()
    assert both.photos.tolist() == [1.5, 1.0]


def test_a_student_learns_what_no_label_says():
    samples = unlabelled(16)
    cells = np.full((16, 4, 4), -4, np.float32)
    cells[::2, 1, 1] = 4
    photos = np.where(np.arange(16) % 2 == 0, 3, -3).astype(np.float32)
    net = pretrained()
    student = Student(net, Schedule(epochs=30, batch=8, rate=3e-3), samples, Lessons(cells, photos))

    student.fit(lambda _done, _steps, _loss: None)

    logits = np.asarray(student.net(samples.early.astype(np.float32)))[:, 0]
    evidence = np.asarray(net(samples.early.astype(np.float32)))[::2, ..., 0]
    assert logits[::2].min() > logits[1::2].max()
    assert (evidence.reshape(8, -1).argmax(axis=1) == 5).mean() > 0.8


def test_the_teachers_early_layers_have_channels_of_their_own():
    assert later_net(8).input_shape == (None, 8, 8, 40)
    assert later_net(8, LITE2).input_shape == (None, 8, 8, 48)
