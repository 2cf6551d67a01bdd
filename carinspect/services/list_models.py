"""The models that can be chosen, with their cards."""

from __future__ import annotations

from pathlib import Path

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.core.paths import data_dir, shipped_models_dir
from carinspect.services.workspace import model_dir


def list_models() -> list[ModelCard]:
    """The cards of the shipped and of the user's own models, by id; unreadable ones left out."""
    folders = [
        path.parent
        for parent in (shipped_models_dir(), data_dir() / "models")
        for path in parent.glob("*/card.json")
    ]
    cards = [card for folder in folders if (card := _read(folder)) is not None]
    return sorted(cards, key=lambda card: card.id)


def read_model_card(model_id: str) -> ModelCard:
    """The card of one model.

    Raises:
        CarInspectError: there is no such model, or its card is damaged.
    """
    card = _read(model_dir(model_id))
    if card is None:
        raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=model_id)
    return card


def _read(folder: Path) -> ModelCard | None:
    try:
        return ModelCard.from_json((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
