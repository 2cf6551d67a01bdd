"""Is a training configuration possible? Asked before hours are spent on it."""

from __future__ import annotations

from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import Recipe, TrainingConfig

_STRIDE_PX = 32

LOCALIZED_BACKBONE: Final = "efficientnet_lite0"
"""The one backbone whose later blocks the ``localized`` recipe trains."""

_LOCALIZED_LEAST_PX: Final = 320  # its samples have this size


def check_config(config: TrainingConfig) -> None:
    """Refuse what cannot be trained.

    Raises:
        CarInspectError: names the first field that cannot be as it is.
    """
    for field, holds in _demands(config).items():
        if not holds:
            raise CarInspectError(
                ErrorCode.CONFIG_IMPOSSIBLE, field=field, value=getattr(config, field)
            )


def _demands(config: TrainingConfig) -> dict[str, bool]:
    localized = config.recipe is Recipe.LOCALIZED
    least_px = _LOCALIZED_LEAST_PX if localized else 64
    return {
        "backbone": not localized or config.backbone == LOCALIZED_BACKBONE,
        "seed_exact": not (localized and config.seed_exact),
        "input_size_px": least_px <= config.input_size_px <= 1024
        and config.input_size_px % _STRIDE_PX == 0,
        "epochs": 1 <= config.epochs <= 10_000,
        "batch_size": 1 <= config.batch_size <= 4096,
        "learning_rate": 0 < config.learning_rate <= 10,
        "momentum": 0 <= config.momentum < 1,
        "hidden_units": 0 <= config.hidden_units <= 8192,
        "l2": 0 <= config.l2 <= 10,
        "dropout": 0 <= config.dropout < 1,
        "weight_decay": 0 <= config.weight_decay < 1,
        "label_smoothing": 0 <= config.label_smoothing < 1,
        "released_blocks": 0 <= config.released_blocks <= 4,
        "views": 1 <= config.views <= 64,
        "detail_px": config.detail_px == 0 or config.detail_px >= 16,
        "patience": config.patience >= 0,
        "seed": 0 <= config.seed < 2**32,
    }
