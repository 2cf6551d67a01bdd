import dataclasses

import pytest

from carinspect.core.sweep import Measure, SweepPlan, measured, spread, sweep_cells
from carinspect.core.training import Pace, Recipe, TrainingConfig
from tests.fake_training import finished_run

CONFIG = TrainingConfig(Recipe.BOTTLENECK)


def run_of(size, epochs, seed, **changes):
    config = dataclasses.replace(CONFIG, batch_size=size, epochs=epochs, seed=seed, **changes)
    return finished_run(f"{size}-{epochs}-{seed}", config)


def test_a_long_run_holds_the_short_ones():
    plan = SweepPlan(CONFIG, (8, 16), (20, 50), (0, 1))

    assert [(one.batch_size, one.epochs, one.seed) for one in plan.configs()] == [
        (8, 50, 0),
        (16, 50, 0),
        (8, 50, 1),
        (16, 50, 1),
    ]


def test_under_a_falling_learning_rate_every_length_is_a_run_of_its_own():
    plan = SweepPlan(dataclasses.replace(CONFIG, pace=Pace.COSINE), (8,), (20, 50), (0,))
    assert [one.epochs for one in plan.configs()] == [20, 50]

    runs = [run_of(8, 50, 0, pace=Pace.COSINE)]
    assert [cell.epochs for cell in sweep_cells(plan, runs)] == [50]


def test_cells_are_cut_to_their_epochs():
    plan = SweepPlan(CONFIG, (8, 16), (20, 50), (0, 1, 2))
    runs = [run_of(16, 50, seed) for seed in (0, 1, 2)] + [run_of(16, 20, 1)]

    cells = sweep_cells(plan, runs)

    assert [(cell.batch_size, cell.epochs) for cell in cells] == [(16, 20), (16, 50)]
    assert [len(history) for history in cells[0].histories] == [20, 20, 20]
    assert cells[1].spread(Measure.LAST_ACCURACY).n == 3


def test_runs_of_other_settings_are_left_out():
    plan = SweepPlan(CONFIG, (16,), (20,), (0,))
    others = [run_of(16, 20, 0, dropout=0.1), run_of(16, 20, 7), run_of(32, 20, 0)]

    assert sweep_cells(plan, others) == ()


def test_the_interval_is_students():
    # 1, 2, 3: mean 2, deviation 1, t(2) = 4.303
    found = spread([1.0, 2.0, 3.0])
    assert (found.mean, found.n) == (2, 3)
    assert found.high - found.mean == pytest.approx(4.303 / 3**0.5, abs=1e-3)

    assert spread([0.5]).low == spread([0.5]).high == 0.5


def test_what_is_measured():
    history = run_of(16, 30, 0).history
    assert measured(Measure.BEST_ACCURACY, history) >= measured(Measure.LAST_ACCURACY, history)
    assert measured(Measure.GAP, history) == history[-1].accuracy - history[-1].val_accuracy
    assert measured(Measure.LAST_LOSS, history) == history[-1].val_loss
