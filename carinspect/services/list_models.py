"""The models that can be chosen, with their cards."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.errors import CarInspectError
from carinspect.core.model_card import ModelCard
from carinspect.jobs.job import JobContext
from carinspect.services.workspace import open_registry


def list_models() -> list[ModelCard]:
    """The cards of the shipped and of the user's own models, by id; unreadable ones left out."""
    registry = open_registry()
    cards: list[ModelCard] = []
    for model_id in registry.ids():
        try:
            cards.append(registry.card(model_id))
        except CarInspectError:
            # It cannot be chosen; whoever asks for it by name is told why.
            continue
    return sorted(cards, key=lambda card: card.id)


def read_model_card(model_id: str) -> ModelCard:
    """The card of one model.

    Raises:
        CarInspectError: there is no such model, or its card is damaged.
    """
    return open_registry().card(model_id)


@dataclass(frozen=True)
class ListModels:
    """Job: :func:`list_models`, each with whether it comes with the program."""

    def run(self, ctx: JobContext, /) -> tuple[tuple[ModelCard, bool], ...]:
        ctx.raise_if_cancelled()
        registry = open_registry()
        return tuple((card, registry.is_shipped(card.id)) for card in list_models())
