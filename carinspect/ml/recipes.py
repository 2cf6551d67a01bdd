"""The defaults of each recipe: what it trains, how, and for how long."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from carinspect.core.training import Augmentation, Optimizer, Pace, Recipe, TrainingConfig
from carinspect.ml.backbones import BACKBONES

POSTS_AUGMENTATION: Final = Augmentation(
    rotation_degrees=40,
    width_shift=0.2,
    height_shift=0.2,
    shear_degrees=0.2,  # Keras takes shear_range in degrees, so the original's 0.2 is hardly any
    zoom=0.2,
    horizontal_flip=True,
)
"""Of the original's ``finetune_binary_model``; borders are filled with the nearest pixel."""

ROBUST_AUGMENTATION: Final = Augmentation(
    rotation_degrees=5,
    width_shift=0.06,
    height_shift=0.06,
    zoom=0.15,
    horizontal_flip=True,
    least_detail_px=170,
    light=0.2,
)
"""What photos from a counter differ in; no smears that look like scratches."""

ROBUST_DETAIL_PX: Final = 260
"""The longer side of most damaged photos of the development data; undamaged ones have 580."""

_SIZES_PX: Final = {"efficientnet_lite0": 320, "efficientnet_lite2": 320}
"""Larger than the backbones were trained on: damage is small."""


def recipe_config(recipe: Recipe, backbone: str = "efficientnet_lite0") -> TrainingConfig:
    """The defaults of ``recipe`` on ``backbone``.

    Raises:
        KeyError: there is no such backbone.
    """
    size = _SIZES_PX.get(backbone, BACKBONES[backbone].input_size_px)
    plain = TrainingConfig(recipe, backbone, size)
    if recipe is Recipe.BOTTLENECK:
        return plain
    made = {Recipe.FINETUNE: _finetune, Recipe.ROBUST: _robust, Recipe.LOCALIZED: _localized}
    return made[recipe](plain)


def _finetune(plain: TrainingConfig) -> TrainingConfig:
    return replace(
        plain,
        epochs=10,
        learning_rate=1e-5,
        released_blocks=1,
        augmentation=POSTS_AUGMENTATION,
        views=4,
    )


def _robust(plain: TrainingConfig) -> TrainingConfig:
    """A firm linear head first, then the last block with it.

    Released from the start, a random head would throw the features off (Kumar et al., ICLR 2022).
    Settled on folds of the 600 training photos, not on the 400 to validate on.
    """
    return replace(
        plain,
        epochs=8,
        batch_size=24,
        learning_rate=5e-4,
        optimizer=Optimizer.ADAMW,
        hidden_units=0,
        l2=0.1,
        dropout=0.3,
        pace=Pace.COSINE,
        weight_decay=0.02,
        label_smoothing=0.07,
        released_blocks=1,
        augmentation=ROBUST_AUGMENTATION,
        views=6,
        detail_px=ROBUST_DETAIL_PX,
        balanced=True,
        averaged=True,
        keep_last=True,
    )


def _localized(plain: TrainingConfig) -> TrainingConfig:
    """What ``models/tools/train_localized.py`` does, in shorter; see ``localized_training``."""
    return replace(
        plain,
        input_size_px=448,
        epochs=4,
        batch_size=24,
        learning_rate=1.5e-3,
        optimizer=Optimizer.ADAM,
        hidden_units=128,
        l2=0.0,
        dropout=0.2,
        pace=Pace.COSINE,
        weight_decay=0.02,
        views=6,
        balanced=True,
        averaged=True,
        keep_last=True,
    )
