"""The localized recipe: learns, and exports what it has learnt."""

from dataclasses import replace

import numpy as np
import pytest

from carinspect.ml.backbones import BACKBONES, load
from carinspect.ml.export import to_tflite
from carinspect.ml.linear_head import LinearHead
from carinspect.ml.localized_export import (
    Calibration,
    CellClasses,
    DamageNet,
    Extras,
    join_localized,
)
from carinspect.ml.localized_net import BACKBONE, pretrained
from carinspect.ml.localized_training import Samples, Schedule, Trainer
from carinspect.ml.strangeness import Familiar, strangeness

pytest.importorskip("tensorflow", reason="training needs the `train` extra")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.xdist_group("keras"),
    pytest.mark.filterwarnings("default"),
]

SIZE = 64
CAR = LinearHead(np.random.default_rng(1).normal(0, 0.05, 1280).astype(np.float32), -0.2)


def logits(probabilities):
    p = np.asarray(probabilities, np.float64)
    return np.log(p / (1 - p))


def squares(count):
    """Early activations that are bright in one cell where the sample is damaged."""
    rng = np.random.default_rng(0)
    early = rng.random((count, 8, 8, 40), np.float32)
    targets = (np.arange(count) % 2).astype(np.int8)
    cells = np.zeros((count, 4, 4), np.int8)
    early[targets == 1, 2:4, 2:4] += 6
    cells[targets == 1, 1, 1] = 1
    return Samples(early.astype(np.float16), cells, targets, np.ones(count, np.float32))


@pytest.fixture(scope="module")
def trained():
    net, losses = pretrained(), []
    trainer = Trainer(net, Schedule(epochs=30, batch=8, rate=3e-3), squares(16))
    trainer.fit(lambda _done, _steps, loss: losses.append(loss))
    return net, losses


def test_training_lowers_the_loss_and_finds_the_cell(trained):
    net, losses = trained
    samples = squares(16)

    evidence = np.asarray(net(samples.early.astype(np.float32)))[..., 0]

    assert np.mean(losses[-4:]) < 0.7 * np.mean(losses[:4])
    assert len(losses) == 60
    damaged = evidence[samples.targets == 1]
    assert damaged.max(axis=(1, 2)).mean() > evidence[samples.targets == 0].max(axis=(1, 2)).mean()
    assert (damaged.reshape(8, -1).argmax(axis=1) == 5).mean() > 0.8


def test_depthwise_filters_stay_as_they_are(trained):
    before = load(BACKBONE, SIZE).get_layer("block5b_depthwise").get_weights()[0]
    assert np.array_equal(trained[0].get_layer("block5b_depthwise").get_weights()[0], before)


def test_the_exported_net_agrees_with_keras_and_leaves_gate1_alone(trained):
    from ai_edge_litert.interpreter import Interpreter

    model = join_localized((SIZE,), CAR, [DamageNet(trained[0], Calibration(1.5, 0.3))])
    run = Interpreter(model_content=to_tflite(model)).get_signature_runner()
    rng = np.random.default_rng(2)
    image = rng.integers(0, 255, (1, SIZE, SIZE, 3)).astype(np.float32)
    inside = np.ones((1, 2, 2, 1), np.float32)
    inside[:, 0] = 0

    output = run(image=image, inside=inside)
    expected = model({"image": image, "inside": inside}, training=False)
    backbone = load(BACKBONE, SIZE)({"image": image, "inside": inside})

    for name in ("imagenet", "car", "damage", "evidence"):
        assert np.abs(output[name] - np.asarray(expected[name])).max() <= 1e-4, name
    assert np.abs(output["imagenet"] - np.asarray(backbone["imagenet"])).max() <= 1e-4
    assert output["evidence"].shape == (1, 4, 4, 1)
    assert (output["evidence"][:, :2] == 0).all(), "outside the photo there is no evidence"


def test_steepness_moves_the_cells_and_neither_their_half_nor_the_photo(trained):
    image = np.random.default_rng(4).integers(0, 255, (1, SIZE, SIZE, 3)).astype(np.float32)
    feed = {"image": image, "inside": np.ones((1, 2, 2, 1), np.float32)}
    plain = Calibration(1.5, 0.3)
    steep = Calibration(1.5, 0.3, steepness=2.0)

    usual = join_localized((SIZE,), CAR, [DamageNet(trained[0], plain)])(feed, training=False)
    steeper = join_localized((SIZE,), CAR, [DamageNet(trained[0], steep)])(feed, training=False)

    before, after = (np.asarray(net["evidence"], np.float64) for net in (usual, steeper))
    odds = before / (1 - before)
    assert np.allclose(after / (1 - after), odds**2, rtol=1e-3)
    assert np.allclose(usual["damage"], steeper["damage"])
    assert steep.cooled(3.0, 0.1).steepness == 2.0


def test_two_nets_say_what_they_say_on_average(trained):
    lite2 = BACKBONES["efficientnet_lite2"]
    one = DamageNet(trained[0], Calibration(1.5, 0.3, steepness=1.2))
    two = DamageNet(pretrained(backbone=lite2), Calibration(0.5, -0.2, steepness=0.6), lite2)
    sizes = (SIZE, SIZE + 32)
    image = np.random.default_rng(6).integers(0, 255, (1, SIZE + 32, SIZE + 32, 3))
    feed = {"image": image.astype(np.float32), "inside": np.ones((1, 3, 3, 1), np.float32)}

    told = [
        join_localized(sizes, CAR, nets, CAR)(feed, training=False)
        for nets in ([one], [two], [one, two])
    ]

    for name in ("damage", "evidence"):
        first, second, both = (logits(net[name]) for net in told)
        assert np.allclose(both, (first + second) / 2, atol=1e-3), name
        assert not np.allclose(first, second, atol=0.1), name
    assert np.allclose(told[0]["car"], told[2]["car"])


def test_a_net_looks_in_its_own_sizes(trained):
    sizes = (SIZE, SIZE + 32)
    image = np.random.default_rng(8).integers(0, 255, (1, SIZE + 32, SIZE + 32, 3))
    feed = {"image": image.astype(np.float32), "inside": np.ones((1, 3, 3, 1), np.float32)}
    calibration = Calibration(1.5, 0.3)

    told = [
        join_localized(sizes, CAR, [DamageNet(trained[0], calibration, sizes_px=own)])(
            feed, training=False
        )
        for own in (sizes[:1], sizes[1:], None)
    ]

    for name in ("damage", "evidence"):
        small, large, both = (logits(net[name]) for net in told)
        assert np.allclose(both, (small + large) / 2, atol=1e-3), name
        assert not np.allclose(small, large, atol=1e-2), name
    assert np.allclose(told[0]["car"], told[1]["car"])


def test_two_sizes_a_partner_and_extras_make_one_net(trained):
    from ai_edge_litert.interpreter import Interpreter

    rng = np.random.default_rng(3)
    classes = CellClasses(rng.normal(0, 1, (128, 3)).astype(np.float32), np.zeros(3, np.float32))
    axes = np.linalg.qr(rng.normal(0, 1, (1280, 4)))[0].astype(np.float32)
    familiar = Familiar(np.zeros(1280, np.float32), axes, np.ones(4, np.float32), 100.0)
    sizes, calibration = (SIZE, SIZE + 32), Calibration(1.0, 0.0)
    net = DamageNet(trained[0], calibration)
    alone = join_localized(sizes, CAR, [net])
    model = join_localized(sizes, CAR, [net], CAR, Extras(classes, classes, familiar))
    run = Interpreter(model_content=to_tflite(model)).get_signature_runner()
    image = rng.integers(0, 255, (1, SIZE + 32, SIZE + 32, 3)).astype(np.float32)
    feed = {"image": image, "inside": np.ones((1, 3, 3, 1), np.float32)}

    small, extras = replace(net, sizes_px=sizes[:1]), Extras(classes, classes, familiar)
    with pytest.raises(ValueError, match="greatest size"):
        join_localized(sizes, CAR, [small], CAR, extras)

    output = run(**feed)
    expected, without = model(feed, training=False), alone(feed, training=False)

    for name in output:
        assert np.abs(output[name] - np.asarray(expected[name])).max() <= 1e-3, name
    assert output["evidence"].shape == (1, 6, 6, 1)
    assert output["kinds"].shape == output["severities"].shape == (1, 6, 6, 3)
    assert np.allclose(output["kinds"].sum(axis=-1), 1, atol=1e-3)
    assert output["strangeness"].shape == (1, 1)

    def logit(probability):
        p = float(np.asarray(probability)[0, 0])
        return np.log(p / (1 - p))

    partner = logit(expected["damage"]) - logit(without["damage"])
    assert partner == pytest.approx(logit(expected["car"]), abs=1e-2), "the same head was given"


def test_what_it_was_fitted_on_is_not_strange():
    rng = np.random.default_rng(4)
    usual = rng.normal(0, 1, (400, 1280)).astype(np.float32)
    axes = np.eye(1280, 8, dtype=np.float32)
    familiar = Familiar(np.zeros(1280, np.float32), axes, np.ones(8, np.float32), 1272.0)

    inside = np.asarray(strangeness(usual, familiar))
    outside = np.asarray(strangeness(usual * 2, familiar))

    assert inside.mean() == pytest.approx(1.0, abs=0.1)
    assert outside.mean() == pytest.approx(4.0, abs=0.4)


def test_calibration_puts_one_half_at_the_threshold():
    raw = Calibration(2.0, 1.0)
    cooled = raw.cooled(4.0, threshold=3.0)
    pooled = (3.0 - raw.shift) / raw.scale
    assert pooled * cooled.scale + cooled.shift == pytest.approx(0.0)
    assert cooled.scale == pytest.approx(0.5)
