"""What the words of training mean, and how numbers are written."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.training import Optimizer, Pace, Recipe


def recipe_choice_text(recipe: Recipe) -> str:
    """The name of ``recipe`` where one is chosen."""
    return {
        Recipe.BOTTLENECK: _("Head on frozen features"),
        Recipe.FINETUNE: _("Fine-tuning the last block"),
        Recipe.ROBUST: _("Robust (recommended)"),
        Recipe.LOCALIZED: _("Localized: learns where"),
    }[recipe]


def recipe_meaning(recipe: Recipe) -> str:
    """What ``recipe`` does, in plain words."""
    return {
        Recipe.BOTTLENECK: _(
            "The post's train_binary_model: the pretrained net describes each photo once, and only"
            " a small head learns. Fast."
        ),
        Recipe.FINETUNE: _(
            "The post's finetune_binary_model: starts from a trained head and also changes the"
            " net's last block, in small steps. Slower."
        ),
        Recipe.ROBUST: _(
            "Balanced batches, a falling learning rate, and photos changed so that neither size"
            " nor sharpness gives the class away."
        ),
        Recipe.LOCALIZED: _(
            "Collects evidence spot by spot, so that the heat map shows where. Damage marked in a"
            " file regions.csv beside the photos is learned from too. Slower."
        ),
    }[recipe]


def short_recipe_text(recipe: Recipe) -> str:
    """The name of ``recipe`` for a table."""
    return {
        Recipe.BOTTLENECK: _("Head"),
        Recipe.FINETUNE: _("Fine-tuned"),
        Recipe.ROBUST: _("Robust"),
        Recipe.LOCALIZED: _("Localized"),
    }[recipe]


def optimizer_text(optimizer: Optimizer) -> str:
    """The usual spelling."""
    return {
        Optimizer.SGD: "SGD",
        Optimizer.RMSPROP: "RMSprop",
        Optimizer.ADAM: "Adam",
        Optimizer.ADAMW: "AdamW",
    }[optimizer]


def pace_text(pace: Pace) -> str:
    """How the learning rate goes, in a word."""
    return {Pace.CONSTANT: _("Constant"), Pace.COSINE: _("Rises, then falls")}[pace]


def terms() -> tuple[tuple[str, str], ...]:
    """The words that curves and tables use, with what they mean."""
    return (
        (
            _("Training photos"),
            _("The photos the model learns from. It sees their answers."),
        ),
        (
            _("Validation photos"),
            _("Photos kept aside. The model never learns from them; they show what it is worth."),
        ),
        (_("Accuracy"), _("The share of photos that are called right.")),
        (
            _("Loss"),
            _(
                "How wrong the answers are, counting how sure they were: a sure mistake costs much,"
                " a doubtful one little. Lower is better."
            ),
        ),
        (
            _("Update"),
            _("One change of the weights, after one mini-batch. Small batches give more of them."),
        ),
        (
            _("Overfitting gap"),
            _(
                "Training accuracy less validation accuracy, in percentage points. A wide gap means"
                " that photos were learned by heart."
            ),
        ),
        (
            _("Best epoch"),
            _("The epoch with the best validation accuracy; its weights are kept."),
        ),
        (
            _("Backbone"),
            _("The net that has already learned to see from a million everyday photos."),
        ),
    )


def duration_text(seconds: float) -> str:
    """``seconds`` for people: ``45 s``, ``3 min 05 s``, ``1 h 10 min``."""
    whole = round(seconds)
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    if whole < 3600:
        return _("{minutes} min {seconds:02d} s").format(minutes=whole // 60, seconds=whole % 60)
    return _("{hours} h {minutes:02d} min").format(hours=whole // 3600, minutes=whole % 3600 // 60)


def percent_text(share: float) -> str:
    """``share`` of 1 as ``93.5%``."""
    return f"{100 * share:.1f}%"
