"""What came of a run, in sentences."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.training import RunState, TrainingConfig, TrainingRun
from carinspect.ui.training.fields import number_text
from carinspect.ui.training.sweep_control import ManyRuns
from carinspect.ui.training.words import (
    duration_text,
    optimizer_text,
    percent_text,
    short_recipe_text,
)

_WIDE_GAP = 0.05
"""From here on the training photos were learned by heart rather than understood: our judgement."""


def run_title(run: TrainingRun) -> str:
    """What a run is called: its name, or what it did."""
    if run.name:
        return run.name
    config = run.config
    return _("{recipe}, batch {batch_size}, {epochs} epochs").format(
        recipe=short_recipe_text(config.recipe),
        batch_size=config.batch_size,
        epochs=config.epochs,
    )


def settings_text(config: TrainingConfig) -> str:
    """What runs have in common that differ in batch size, epochs and seed."""
    return _(
        "All other values are those of the form under “Train”: {recipe}, {backbone}, {optimizer},"
        " learning rate {rate}."
    ).format(
        recipe=short_recipe_text(config.recipe),
        backbone=config.backbone,
        optimizer=optimizer_text(config.optimizer),
        rate=number_text(config.learning_rate),
    )


def many_runs_text(state: ManyRuns) -> str:
    """How far a job of many runs is."""
    if state.run is None:
        return _("Reading the photos…")
    return _("Run {number} of {total}: {run}, seed {seed}; epoch {epoch}").format(
        number=min(state.ended + 1, state.total),
        total=state.total,
        run=run_title(state.run),
        seed=state.run.config.seed,
        epoch=state.epoch,
    )


def run_seconds(run: TrainingRun) -> float:
    """How long its epochs took in all."""
    return sum(epoch.seconds for epoch in run.history)


def result_sentences(run: TrainingRun) -> tuple[str, ...]:
    """What came of ``run``, plainly."""
    best = run.best
    if best is None:
        return (_("The run ended before its first epoch; there is no model."),)
    stopped = run.state is RunState.STOPPED
    first = (
        _("Stopped after {epochs} of {planned} epochs ({time}).")
        if stopped
        else _("Finished after {epochs} epochs ({time}).")
    ).format(
        epochs=len(run.history),
        planned=run.config.epochs,
        time=duration_text(run_seconds(run)),
    )
    kept = _(
        "The weights of epoch {epoch} were kept: {accuracy} of the {photos} validation photos are"
        " called right."
    ).format(
        epoch=best.epoch, accuracy=percent_text(best.val_accuracy), photos=run.validation_photos
    )
    return (first, kept, _gap_sentence(run))


def _gap_sentence(run: TrainingRun) -> str:
    gap = run.overfitting_gap
    points = f"{100 * abs(gap):.1f}"
    if gap > _WIDE_GAP:
        return _(
            "At the end the training photos were {points} points better than the validation photos:"
            " part of them was learned by heart. Fewer epochs, more photos or more dropout help."
        ).format(points=points)
    return _("Training and validation photos ended {points} points apart, which is little.").format(
        points=points
    )
