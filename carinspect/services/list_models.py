"""The models that can be chosen, with their cards."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.errors import CarInspectError
from carinspect.core.measures import wilson
from carinspect.core.model_card import Figure, ModelCard
from carinspect.core.model_signature import Signed
from carinspect.jobs.job import JobContext
from carinspect.services.frozen_set import frozen_evaluation
from carinspect.services.model_signing import signed_by
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


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model to choose.

    Attributes:
        frozen: its accuracy on the frozen photos, comparable between models; None untested.
        signed: who answers for it; None unknown.
    """

    card: ModelCard
    is_shipped: bool
    frozen: Figure | None = None
    signed: Signed | None = None


@dataclass(frozen=True)
class ListModels:
    """Job: the models that can be chosen, with what is known of each."""

    def run(self, ctx: JobContext, /) -> tuple[ListedModel, ...]:
        registry = open_registry()
        listed: list[ListedModel] = []
        for card in list_models():
            ctx.raise_if_cancelled()
            known = frozen_evaluation(card)
            confusion = known.confusion() if known else None
            right = (confusion.true_undamaged + confusion.true_damaged) if confusion else 0
            share = wilson(right, confusion.n) if confusion else None
            listed.append(
                ListedModel(card, registry.is_shipped(card.id), share, signed_by(card.id))
            )
        return tuple(listed)
