from datetime import UTC, datetime
from pathlib import Path

import pytest

from carinspect.core.replay import FIGURES, Claim, Finding, ReplayResult, finding, fluctuation
from carinspect.core.replay_texts import claim_text, finding_text, rule_text
from carinspect.core.sweep import spread
from carinspect.core.training import EpochEnd, Recipe, RunState, TrainingConfig, TrainingRun


def history(epochs, *, per_epoch=75, accuracy=0.9, val=0.85, loss=0.4, rise=0.0):
    return tuple(
        EpochEnd(
            i, i * per_epoch, 0.3, accuracy + rise * i, loss, val, 0.1, 1e-4, 1.0
        )
        for i in range(1, epochs + 1)
    )  # fmt: skip


def run(recipe, batch, seed, epochs):
    config = TrainingConfig(recipe, batch_size=batch, seed=seed, epochs=len(epochs))
    return TrainingRun(
        f"{recipe}-{batch}-{seed}", Path(), config, RunState.FINISHED, datetime.now(UTC),
        history=epochs,
    )  # fmt: skip


def judged(*runs, scale=1.0):
    return {claim.claim: claim for claim in ReplayResult(runs, scale).judged().claims}


def test_a_claim_needs_its_whole_interval_on_one_side():
    assert finding(spread([0.1, 0.11, 0.12]), 0.0) is Finding.CONFIRMED
    assert finding(spread([-0.1, -0.11, -0.12]), 0.0) is Finding.REFUTED
    assert finding(spread([-0.1, 0.1, 0.0]), 0.0) is Finding.UNDECIDED
    assert finding(spread([0.1, 0.1]), 0.0) is Finding.UNDECIDED, "two seeds may be luck"


def test_a_larger_batch_that_overfits_less_is_judged_at_equal_updates_too():
    runs = [
        run(Recipe.BOTTLENECK, batch, seed, history(50, per_epoch=per, rise=rise))
        for seed in range(3)
        for batch, per, rise in ((8, 75, 0.001), (256, 3, 0.0001))
    ]
    claims = judged(*runs)
    assert claims[Claim.LARGE_BATCH_SMALLER_GAP].finding is Finding.CONFIRMED
    # After 150 updates, which is two epochs of the small batch, its gap is smaller.
    assert claims[Claim.GAP_IS_OF_THE_BATCH].finding is Finding.REFUTED
    assert claims[Claim.GAP_IS_OF_THE_BATCH].value.n == 3


def test_ninety_percent_at_epoch_20_is_a_level():
    runs = [run(Recipe.BOTTLENECK, 16, s, history(100, val=0.905 + s / 1000)) for s in range(3)]
    claims = judged(*runs)
    assert claims[Claim.NINETY_AT_20].finding is Finding.CONFIRMED
    assert claims[Claim.NINETY_AT_20].limit == 0.88
    low = [run(Recipe.BOTTLENECK, 16, s, history(100, val=0.80 + s / 1000)) for s in range(3)]
    assert judged(*low)[Claim.NINETY_AT_20].finding is Finding.REFUTED


def test_what_was_not_run_is_undecided():
    claims = judged()
    assert {claim.finding for claim in claims.values()} == {Finding.UNDECIDED}
    assert all(claim.value is None for claim in claims.values())


def test_a_shorter_replay_asks_the_same_of_shorter_curves():
    runs = [run(Recipe.BOTTLENECK, 16, s, history(10, rise=0.01)) for s in range(3)]
    result = ReplayResult(tuple(runs), scale=0.1)
    assert result.epochs(50) == 5
    assert len(result.figure(FIGURES[0])[0]) == 5
    assert judged(*runs, scale=0.1)[Claim.GAP_GROWS_AFTER_20].finding is Finding.CONFIRMED


def test_fluctuation_is_the_mean_step_of_the_last_epochs():
    steps = [
        EpochEnd(i, i, 0.3, 0.9, 0.4, 0.9 + 0.01 * (i % 2), 0.1, 1e-4, 1.0) for i in range(1, 21)
    ]
    assert fluctuation(tuple(steps)) == pytest.approx(0.01)
    assert fluctuation(tuple(steps[:1])) == 0.0


def test_every_claim_and_finding_has_words():
    for claim in Claim:
        assert claim_text(claim)
        assert rule_text(claim)
    assert len({finding_text(one) for one in Finding}) == 3


TOP, FT = Recipe.BOTTLENECK, Recipe.FINETUNE

NEEDED = {
    Claim.NINETY_AT_20: [(TOP, 16, 20)],
    Claim.GAP_GROWS_AFTER_20: [(TOP, 16, 100)],
    Claim.GAP_GROWS_WITH_EPOCHS: [(TOP, 8, 100)],
    Claim.LARGE_BATCH_SMALLER_GAP: [(TOP, 8, 50), (TOP, 256, 50)],
    Claim.GAP_IS_OF_THE_BATCH: [(TOP, 8, 50), (TOP, 256, 50)],
    Claim.LARGE_BATCH_HIGHER_LOSS: [(TOP, 256, 50), (TOP, 8, 50)],
    Claim.LARGE_BATCH_STEADIER: [(TOP, 8, 50), (TOP, 256, 50)],
    Claim.FT_LARGE_BATCH_HIGHER_LOSS: [(FT, 64, 50), (FT, 8, 50)],
    Claim.FT_LARGE_BATCH_LESS_ACCURATE: [(FT, 8, 50), (FT, 64, 50)],
    Claim.TOP_MORE_ACCURATE_AT_50: [(TOP, 16, 50), (FT, 16, 50)],
    Claim.TOP_STEADIER_AT_50: [(FT, 16, 50), (TOP, 16, 50)],
    Claim.FT_WINS_LATER: [(FT, 16, 100), (TOP, 16, 100)],
}


@pytest.mark.parametrize("claim", Claim)
def test_a_claim_is_judged_on_exactly_its_runs(claim):
    runs = [run(recipe, batch, 1, history(epochs)) for recipe, batch, epochs in NEEDED[claim]]
    short = [run(recipe, batch, 1, history(epochs - 1)) for recipe, batch, epochs in NEEDED[claim]]

    assert judged(*runs)[claim].value is not None
    assert judged(*short)[claim].value is None, "one epoch fewer is another curve"
    assert judged(*runs[1:])[claim].value is None


@pytest.mark.parametrize(
    ("claim", "less"), [(Claim.GAP_GROWS_AFTER_20, 20), (Claim.GAP_GROWS_WITH_EPOCHS, 50)]
)
def test_a_gap_that_grows_is_measured_between_two_epochs_of_one_run(claim, less):
    recipe, batch, epochs = NEEDED[claim][0]

    value = judged(run(recipe, batch, 1, history(epochs, rise=0.0001)))[claim].value

    assert value.mean == pytest.approx(0.0001 * (epochs - less))


def test_the_figures_are_those_of_the_post():
    assert [(one.number, one.recipe.value[:1], one.batch_size, one.epochs) for one in FIGURES] == [
        ("1", "b", 16, 50),
        ("2", "b", 16, 100),
        ("3", "b", 8, 50),
        ("4", "b", 256, 50),
        ("5", "f", 8, 50),
        ("6", "f", 64, 50),
        ("7", "b", 16, 50),
        ("8", "f", 16, 50),
        ("9a", "b", 8, 50),
        ("9b", "b", 8, 100),
    ]
