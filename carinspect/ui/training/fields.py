"""What the training form asks, as one table: words, plain explanations, limits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from carinspect.core.i18n import _
from carinspect.core.training import Activation, Optimizer, Pace, Recipe, TrainingConfig
from carinspect.ui.training.words import optimizer_text, pace_text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``, a multiple of ``step``."""

    low: int
    high: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Real:
    """A number from ``low`` to ``high``; ``above_low`` leaves out ``low`` itself."""

    low: float
    high: float
    above_low: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``options``, each with its words."""

    options: Callable[[], tuple[tuple[object, str], ...]]


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""


Kind = Whole | Real | Choice | Switch


def _always(_config: TrainingConfig) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One value that the form asks for.

    Attributes:
        name: the attribute of :class:`TrainingConfig`; ``augmentation.zoom`` for one of the
            augmentation's.
        words: its label.
        meaning: what it is, in plain words.
        applies: whether it has an effect, given the other values.
    """

    name: str
    words: Callable[[], str]
    meaning: Callable[[], str]
    kind: Kind
    applies: Callable[[TrainingConfig], bool] = _always


BATCH_SIZES: Final = (8, 16, 32, 64, 128, 256)

_HAS_MOMENTUM: Final = (Optimizer.SGD, Optimizer.RMSPROP)


FIELDS: Final = (
    FieldSpec(
        "epochs",
        lambda: _("Epochs"),
        lambda: _(
            "How often the training goes through all training photos. More epochs fit the training"
            " photos better; at some point the validation accuracy no longer follows."
        ),
        Whole(1, 1000),
    ),
    FieldSpec(
        "batch_size",
        lambda: _("Batch size"),
        lambda: _(
            "How many photos are looked at before the weights change once (a mini-batch). Small"
            " batches make many small, restless steps; large ones make few."
        ),
        Choice(lambda: tuple((size, str(size)) for size in BATCH_SIZES)),
    ),
    FieldSpec(
        "learning_rate",
        lambda: _("Learning rate"),
        lambda: _(
            "How far the weights move at each step. Too large and the loss jumps or grows; too"
            " small and nothing is learned in the time given."
        ),
        Real(0, 1, above_low=True),
    ),
    FieldSpec(
        "optimizer",
        lambda: _("Optimizer"),
        lambda: _(
            "The rule that turns errors into steps. SGD is the original's; Adam and AdamW find"
            " their own step length for each weight."
        ),
        Choice(lambda: tuple((one, optimizer_text(one)) for one in Optimizer)),
    ),
    FieldSpec(
        "momentum",
        lambda: _("Momentum"),
        lambda: _(
            "How much of the last step carries over into the next one: 0 nothing, 0.9 nearly all."
            " Only SGD and RMSprop use it."
        ),
        Real(0, 0.999),
        lambda config: config.optimizer in _HAS_MOMENTUM,
    ),
    FieldSpec(
        "hidden_units",
        lambda: _("Hidden units"),
        lambda: _(
            "How many neurons stand between the features and the verdict; 0 for none. More can"
            " learn more, and also learn the training photos by heart."
        ),
        Whole(0, 4096),
    ),
    FieldSpec(
        "activation",
        lambda: _("Activation"),
        lambda: _("The curve through which each hidden unit answers. ReLU is the original's."),
        Choice(
            lambda: tuple((one, "ReLU" if one == "relu" else one.upper()) for one in Activation)
        ),
    ),
    FieldSpec(
        "l2",
        lambda: _("L2 penalty"),
        lambda: _(
            "A price on large weights, which keeps the model from leaning on single details. It is"
            " drawn apart from the loss on the photos."
        ),
        Real(0, 1),
    ),
    FieldSpec(
        "dropout",
        lambda: _("Dropout"),
        lambda: _(
            "The share of hidden units that is switched off at random in each step, so that none"
            " becomes indispensable. 0.5 is the original's."
        ),
        Real(0, 0.95),
    ),
    FieldSpec(
        "patience",
        lambda: _("Stop early after"),
        lambda: _(
            "Training ends after so many epochs without a better validation accuracy. 0 goes on to"
            " the last epoch; the best epoch is kept in any case."
        ),
        Whole(0, 1000),
    ),
    FieldSpec(
        "seed",
        lambda: _("Seed"),
        lambda: _(
            "The number that all chance comes from. The same seed on the same photos gives the same"
            " run; other seeds show how much is luck."
        ),
        Whole(0, 2**31 - 1),
    ),
    FieldSpec(
        "balanced",
        lambda: _("Balanced batches"),
        lambda: _(
            "Every mini-batch holds as many damaged as undamaged photos, whatever the dataset has."
        ),
        Switch(),
    ),
)

MORE_FIELDS: Final = (
    FieldSpec(
        "input_size_px",
        lambda: _("Input size (px)"),
        lambda: _(
            "The side of the square that each photo is fitted into; a multiple of 32. Larger shows"
            " smaller damage and takes longer."
        ),
        Whole(64, 1024, 32),
    ),
    FieldSpec(
        "pace",
        lambda: _("Course of the learning rate"),
        lambda: _(
            "Constant as in the original, or a short rise and then a smooth fall to nothing, which"
            " ends calmly."
        ),
        Choice(lambda: tuple((one, pace_text(one)) for one in Pace)),
    ),
    FieldSpec(
        "weight_decay",
        lambda: _("Weight decay"),
        lambda: _("Weights shrink by this share of each step, apart from the loss. AdamW only."),
        Real(0, 1),
        lambda config: config.optimizer is Optimizer.ADAMW,
    ),
    FieldSpec(
        "label_smoothing",
        lambda: _("Label smoothing"),
        lambda: _(
            "The answers are taught as a little uncertain by this share, which helps where some"
            " labels are wrong."
        ),
        Real(0, 0.5),
    ),
    FieldSpec(
        "released_blocks",
        lambda: _("Blocks trained too"),
        lambda: _("How many of the net's last blocks change as well; 0 leaves the net as it is."),
        Whole(0, 4),
        lambda config: config.recipe is not Recipe.BOTTLENECK,
    ),
    FieldSpec(
        "views",
        lambda: _("Views per photo"),
        lambda: _(
            "How many changed versions of each training photo are made, once, and drawn from at"
            " random. More take longer to prepare."
        ),
        Whole(1, 64),
    ),
    FieldSpec(
        "detail_px",
        lambda: _("Same detail for all (px)"),
        lambda: _(
            "All photos, validation too, are first reduced to this longer side, so that resolution"
            " cannot give the class away. 0 leaves them as they are."
        ),
        Whole(0, 4096),
    ),
    FieldSpec(
        "averaged",
        lambda: _("Average the weights"),
        lambda: _("Keeps a moving average of the weights, which is steadier than the last ones."),
        Switch(),
    ),
    FieldSpec(
        "keep_last",
        lambda: _("Keep the last epoch"),
        lambda: _(
            "The model is that of the last epoch and not of the best one: then nothing was chosen"
            " by the validation photos and their accuracy stays honest."
        ),
        Switch(),
    ),
    FieldSpec(
        "seed_exact",
        lambda: _("The post's own arithmetic"),
        lambda: _(
            "Feeds the photos as the original blog post did (scaled by 1/255, padded twice), for"
            " comparison only: the pretrained net expects something else."
        ),
        Switch(),
    ),
)

AUGMENTATION_FIELDS: Final = (
    FieldSpec(
        "augmentation.rotation_degrees",
        lambda: _("Rotation (degrees)"),
        lambda: _("Training photos are turned by up to so many degrees, either way."),
        Real(0, 180),
    ),
    FieldSpec(
        "augmentation.width_shift",
        lambda: _("Shift sideways"),
        lambda: _("Training photos are moved sideways by up to this share of their width."),
        Real(0, 0.9),
    ),
    FieldSpec(
        "augmentation.height_shift",
        lambda: _("Shift up and down"),
        lambda: _("Training photos are moved up or down by up to this share of their height."),
        Real(0, 0.9),
    ),
    FieldSpec(
        "augmentation.shear_degrees",
        lambda: _("Shear (degrees)"),
        lambda: _("Training photos are slanted by up to so many degrees."),
        Real(0, 60),
    ),
    FieldSpec(
        "augmentation.zoom",
        lambda: _("Zoom"),
        lambda: _("Training photos are enlarged or reduced by up to this share."),
        Real(0, 0.9),
    ),
    FieldSpec(
        "augmentation.light",
        lambda: _("Brightness"),
        lambda: _("Brightness and contrast change by up to this share."),
        Real(0, 0.9),
    ),
    FieldSpec(
        "augmentation.least_detail_px",
        lambda: _("Least detail (px)"),
        lambda: _(
            "Photos of both classes lose detail down to this many pixels at random, so that"
            " resolution cannot give the class away. 0 leaves them sharp."
        ),
        Whole(0, 4096),
    ),
    FieldSpec(
        "augmentation.horizontal_flip",
        lambda: _("Mirror half of the photos"),
        lambda: _("Half of the training photos are shown mirrored: left becomes right."),
        Switch(),
    ),
)


_OF_LOCALIZED: Final = {"epochs", "batch_size", "learning_rate", "seed", "input_size_px", "views"}


def applies(spec: FieldSpec, config: TrainingConfig) -> bool:
    """Whether a field has an effect, given recipe and values: ``localized`` settles most itself."""
    if config.recipe is Recipe.LOCALIZED and spec.name not in _OF_LOCALIZED:
        return False
    return spec.applies(config)


def value_of(config: TrainingConfig, name: str) -> Any:  # noqa: ANN401 - fields differ
    """The value of the field ``name``."""
    head, _dot, tail = name.partition(".")
    value = getattr(config, head)
    return getattr(value, tail) if tail else value


def with_value(config: TrainingConfig, name: str, value: object) -> TrainingConfig:
    """``config`` with another value of the field ``name``."""
    head, _dot, tail = name.partition(".")
    if tail:
        value = dataclasses.replace(getattr(config, head), **{tail: value})
    return dataclasses.replace(config, **{head: value})


def problem_of(kind: Kind, text: str) -> str:
    """Why ``text`` is no value of ``kind``, in one sentence; empty where it is one."""
    if not isinstance(kind, Whole | Real):
        return ""
    if number_in(kind, text) is not None:
        return ""
    if isinstance(kind, Whole) and kind.step > 1:
        sentence = _("Write a multiple of {step} from {low} to {high}.")
    elif isinstance(kind, Whole):
        sentence = _("Write a whole number from {low} to {high}.")
    elif kind.above_low:
        sentence = _("Write a number above {low} and up to {high}.")
    else:
        sentence = _("Write a number from {low} to {high}.")
    step = kind.step if isinstance(kind, Whole) else 0
    return sentence.format(low=number_text(kind.low), high=number_text(kind.high), step=step)


def number_in(kind: Whole | Real, text: str) -> int | float | None:
    """The number that ``text`` says; None where it is none, or outside the limits."""
    try:
        # A comma is what half of the world writes, and what a Korean keypad may give.
        value = int(text) if isinstance(kind, Whole) else float(text.replace(",", "."))
    except ValueError:
        return None
    if not kind.low <= value <= kind.high:  # also refuses "nan"
        return None
    if isinstance(kind, Whole):
        return value if value % kind.step == 0 else None
    return None if kind.above_low and value == kind.low else value


def number_text(value: float) -> str:
    """``value`` as the form writes it: ``0.0001``, ``1e-05``, ``256``."""
    return f"{value:g}" if isinstance(value, float) else str(value)
