"""The words for training, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.dataset import Split
from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _
from carinspect.core.training import Recipe, RunState


def recipe_text(recipe: Recipe) -> str:
    """What the recipe does, in a few words."""
    return {
        Recipe.BOTTLENECK: _("Head on frozen features (train_binary_model)"),
        Recipe.FINETUNE: _("Fine-tune the last block (finetune_binary_model)"),
        Recipe.ROBUST: _("Robust: balanced, augmented, averaged"),
        Recipe.LOCALIZED: _("Localized: evidence cell by cell"),
    }[recipe]


def run_state_text(state: RunState) -> str:
    """How far a run is."""
    return {
        RunState.RUNNING: _("Not finished"),
        RunState.STOPPED: _("Stopped by the user"),
        RunState.FINISHED: _("Finished"),
    }[state]


def split_text(split: Split) -> str:
    """What a photo is for."""
    return {
        Split.TRAINING: _("Training"),
        Split.VALIDATION: _("Validation"),
        Split.TEST: _("Test"),
    }[split]


def training_sentences() -> dict[ErrorCode, str]:
    """What went wrong with training and what to do."""
    return {
        ErrorCode.RUN_MISSING: _(
            "There is no training run {run}: choose one that “carinspect train --list” shows."
        ),
        ErrorCode.RUN_GOING_ON: _(
            "The training run {run} is going on in another program: wait until it ends."
        ),
        ErrorCode.RUN_DAMAGED: _(
            "The training run {run} cannot be read: remove it and train anew."
        ),
        ErrorCode.RUN_DATA_CHANGED: _(
            "The training photos of run {run} have changed: start a new run on them."
        ),
        ErrorCode.RUN_WITHOUT_HEAD: _(
            "The training run {run} has no head of this backbone and size to start from:"
            " choose another one, or none."
        ),
        ErrorCode.CLASS_MISSING: _(
            "{data} has {undamaged} undamaged and {damaged} damaged photos to work with;"
            " both kinds are needed for training and for validation: add some."
        ),
        ErrorCode.CONFIG_IMPOSSIBLE: _("{field} cannot be {value}: choose another value."),
    }
