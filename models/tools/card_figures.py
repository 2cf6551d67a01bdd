"""More figures for the card of a model that is there."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import Figure, ModelCard
from carinspect.services.workspace import default_model_id, model_dir


def model_and_card() -> tuple[str, bool]:
    """What was asked for: the id of a model, and whether its card takes the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default=default_model_id())
    parser.add_argument("--card", action="store_true", help="write the figures into it")
    asked = parser.parse_args()
    return asked.model, asked.card


def add_figures(
    model_id: str, figures: Mapping[str, Figure], command: str, limits: Sequence[str] = ()
) -> None:
    """Write ``figures`` into the card, and what reproduces them; those of the same name go.

    Args:
        model_id: of a model bundle.
        figures: name -> measured share.
        command: that measured them.
        limits: sentences on how far they are to be trusted.
    """
    file, card = _card_file(model_id), card_of(model_id)
    changed = dataclasses.replace(
        card,
        figures={**card.figures, **figures},
        commands=_once(card.commands, command),
        limits=_once(card.limits, *limits),
    )
    file.write_text(changed.to_json(), encoding="utf-8")


def card_of(model_id: str) -> ModelCard:
    """The card as it stands."""
    return ModelCard.from_json(_card_file(model_id).read_text(encoding="utf-8"))


def _card_file(model_id: str) -> Path:
    return model_dir(model_id) / "card.json"


def _once(known: Sequence[str], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))
