"""What a training run is told, what it says while it runs, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Recipe(StrEnum):
    """How Gate2 is trained."""

    BOTTLENECK = "bottleneck"
    """The original's ``train_binary_model``: a dense head on frozen features."""
    FINETUNE = "finetune"
    """The original's ``finetune_binary_model``: a trained head and the last convolutional block."""
    ROBUST = "robust"
    """Ours: balanced, a cosine schedule, augmented so that no resolution tells the class."""
    LOCALIZED = "localized"
    """Ours: evidence cell by cell, trained on marked regions too."""


class Optimizer(StrEnum):
    """Keras' names."""

    SGD = "sgd"
    RMSPROP = "rmsprop"
    ADAM = "adam"
    ADAMW = "adamw"


class Activation(StrEnum):
    """Of the hidden layer; Keras' names."""

    RELU = "relu"
    ELU = "elu"
    GELU = "gelu"
    TANH = "tanh"


class Pace(StrEnum):
    """How the learning rate goes."""

    CONSTANT = "constant"
    COSINE = "cosine"
    """Up from nothing over the first twentieth, then down along half a cosine to nothing."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Random changes of training photos; all zero leaves them alone.

    Attributes:
        rotation_degrees: up to so many, either way.
        width_shift, height_shift: as shares of the side.
        shear_degrees: up to so many, either way.
        zoom: by a factor of up to ``1 - zoom .. 1 + zoom``.
        horizontal_flip: half of the photos are mirrored.
        least_detail_px: the longer side is reduced at random down to this many pixels and brought
            back, alike for all classes; 0 never.
        light: brightness and contrast change by up to this share.
    """

    rotation_degrees: float = 0.0
    width_shift: float = 0.0
    height_shift: float = 0.0
    shear_degrees: float = 0.0
    zoom: float = 0.0
    horizontal_flip: bool = False
    least_detail_px: int = 0
    light: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """All that a run depends on, besides its photos; ``ml.recipes`` gives each recipe's defaults.

    Attributes:
        input_size_px: side of the square input; 0 for the backbone's own.
        batch_size: photos a mini-batch.
        learning_rate: the greatest, under a pace other than constant.
        momentum: of SGD and RMSprop.
        hidden_units: of the dense layer before the sigmoid; 0 for none: a linear head.
        l2: weight of the penalty on the dense kernel; plotted apart from the data loss.
        weight_decay: decoupled, of AdamW.
        label_smoothing: share of a label that goes to the other class, while training only.
        released_blocks: how many of the backbone's last blocks are trained too; 0 none.
        views: augmented views of each training photo, computed once and drawn from at random;
            1 for the photo as it is where ``augmentation`` is all zero.
        detail_px: training photos are first reduced to this longer side, so that resolution
            tells no class; 0 leaves them as they are. Validation photos never are, for photos at
            the counter are not either.
        patience: stop after so many epochs without a better validation accuracy; 0 never.
        balanced: mini-batches hold as many damaged as undamaged photos.
        averaged: validate and keep a moving average of the weights, not the last ones.
        keep_last: the model is that of the last epoch, whatever the validation photos say: then
            nothing was chosen on them.
        seed_exact: the original's own arithmetic (1/255 scaling, padding twice), for comparison.
        head: the run whose trained head ``finetune`` starts from; None to train one first.
    """

    recipe: Recipe
    backbone: str = "efficientnet_lite0"
    input_size_px: int = 0
    epochs: int = 50
    batch_size: int = 16
    learning_rate: float = 1e-4
    optimizer: Optimizer = Optimizer.SGD
    momentum: float = 0.9
    hidden_units: int = 256
    activation: Activation = Activation.RELU
    l2: float = 0.001
    dropout: float = 0.5
    pace: Pace = Pace.CONSTANT
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    released_blocks: int = 0
    augmentation: Augmentation = field(default_factory=Augmentation)
    views: int = 1
    detail_px: int = 0
    patience: int = 0
    balanced: bool = False
    averaged: bool = False
    keep_last: bool = False
    seed: int = 0
    seed_exact: bool = False
    head: str | None = None


@dataclass(frozen=True, slots=True)
class MiniBatchEnd:
    """One update; reported at most ten times a second.

    Attributes:
        update: counted from 1 over the whole run.
        updates_in_all: of the whole run.
        loss, accuracy: of the training photos, smoothed over the last mini-batches.
        seconds_left: estimated; None at first.
    """

    update: int
    updates_in_all: int
    loss: float
    accuracy: float
    learning_rate: float
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class EpochEnd:
    """One epoch.

    Attributes:
        epoch: counted from 1.
        updates: made since the beginning of the run.
        loss, val_loss: binary cross-entropy alone.
        penalty: of l2, not part of ``loss``.
        seconds: that the epoch took.
    """

    epoch: int
    updates: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    penalty: float
    learning_rate: float
    seconds: float


History = tuple[EpochEnd, ...]


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    """Also a run whose process was killed: it can be gone on with."""
    STOPPED = "stopped"
    """By the user, who kept what there was."""
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A run as its folder tells it.

    Attributes:
        id: the folder's name.
        name: what the user called it; may be empty.
        data: the dataset's name.
        data_fingerprint: SHA-256 over the sorted hashes of the training photos.
        history: of the epochs so far.
        best_epoch: whose weights are kept: with the best validation accuracy, the earliest of
            equals, or under ``keep_last`` the last; 0 before the first.
        model_id: of the registered model that came of it; empty before.
        going_on: some process trained it when its folder was read.
    """

    id: str
    folder: Path
    config: TrainingConfig
    state: RunState
    started_at: datetime
    name: str = ""
    data: str = ""
    data_fingerprint: str = ""
    training_photos: int = 0
    validation_photos: int = 0
    history: History = ()
    best_epoch: int = 0
    model_id: str = ""
    going_on: bool = False

    @property
    def best(self) -> EpochEnd | None:
        """The epoch whose weights were kept."""
        return self.history[self.best_epoch - 1] if self.best_epoch else None

    @property
    def overfitting_gap(self) -> float:
        """Training accuracy less validation accuracy at the last epoch; 0 before the first."""
        return self.history[-1].accuracy - self.history[-1].val_accuracy if self.history else 0.0
