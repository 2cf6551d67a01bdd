"""What a form needs to know before a run: the backbones, and each recipe's defaults."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.training import Recipe, TrainingConfig
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.recipes import recipe_config


@dataclass(frozen=True, slots=True)
class BackboneChoice:
    """A pretrained net that can be trained on.

    Attributes:
        ready: its weights are on this computer.
    """

    name: str
    ready: bool


def backbone_choices() -> tuple[BackboneChoice, ...]:
    """The table of backbones, in its order."""
    return tuple(
        BackboneChoice(name, backbone.weights_path.is_file())
        for name, backbone in BACKBONES.items()
    )


def preset(recipe: Recipe, backbone: str) -> TrainingConfig:
    """The values that ``recipe`` comes with on ``backbone``."""
    return recipe_config(recipe, backbone)
