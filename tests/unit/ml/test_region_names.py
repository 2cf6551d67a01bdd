"""Kinds and severities are named where the net is sure of them at the region's own cells."""

from dataclasses import replace

import numpy as np
import pytest

from carinspect.core.damage_texts import region_text
from carinspect.core.model_card import ModelCard
from carinspect.core.paths import shipped_models_dir
from carinspect.core.verdict import Region
from carinspect.ml.geometry import place
from carinspect.ml.inspection_net import NetOutput
from carinspect.ml.region_names import name_regions
from carinspect.services.workspace import default_model_id

LEFT, RIGHT = Region((0.0, 0.25, 0.4, 0.75), 0.9), Region((0.6, 0.25, 1.0, 0.75), 0.8)


@pytest.fixture(scope="module")
def card():
    path = shipped_models_dir() / default_model_id() / "card.json"
    shipped = ModelCard.from_json(path.read_text(encoding="utf-8"))
    return replace(
        shipped,
        region_kinds=("scratch", "dent", "broken"),
        region_severities=("minor", "moderate", "severe"),
        name_level=0.6,
    )


def output(kinds, severities):
    evidence = np.full((20, 20), 0.5, np.float32)
    return NetOutput(
        np.zeros(1000), 1.0, 0.9, evidence, place(400, 200, 320), kinds=kinds, severities=severities
    )


def shares(left, right):
    """Cells whose left half says one thing and whose right half another."""
    cells = np.zeros((20, 20, 3), np.float32)
    cells[:, :10], cells[:, 10:] = left, right
    return cells


def test_each_region_is_named_by_its_own_cells(card):
    seen = output(
        shares((0.9, 0.05, 0.05), (0.1, 0.8, 0.1)), shares((0.7, 0.2, 0.1), (0.0, 0.1, 0.9))
    )

    left, right = name_regions([LEFT, RIGHT], seen, card)

    assert (left.kind, left.severity) == ("scratch", "minor")
    assert (right.kind, right.severity) == ("dent", "severe")
    assert (left.box, left.probability) == (LEFT.box, LEFT.probability)


def test_what_the_net_is_not_sure_of_is_not_named(card):
    seen = output(
        shares((0.5, 0.3, 0.2), (0.1, 0.8, 0.1)), shares((0.7, 0.2, 0.1), (0.4, 0.3, 0.3))
    )

    left, right = name_regions([LEFT, RIGHT], seen, card)

    assert (left.kind, left.severity) == (None, "minor")
    assert (right.kind, right.severity) == ("dent", None)


def test_cells_without_evidence_do_not_count(card):
    seen = output(shares((0.9, 0.1, 0.0), (0.1, 0.9, 0.0)), shares((1, 0, 0), (1, 0, 0)))
    seen.evidence[:, :10] = 0

    (whole,) = name_regions([Region((0.0, 0.0, 1.0, 1.0), 0.9)], seen, card)

    assert whole.kind == "dent"


def test_a_net_that_does_not_tell_leaves_the_regions_as_they_are(card):
    assert name_regions([LEFT], output(None, None), card) == (LEFT,)


def test_a_region_without_any_evidence_has_no_name(card):
    seen = output(shares((1, 0, 0), (1, 0, 0)), shares((1, 0, 0), (1, 0, 0)))
    seen.evidence[:] = 0

    assert name_regions([LEFT], seen, card) == (LEFT,)


@pytest.mark.parametrize(
    ("kind", "severity", "words"),
    [
        ("scratch", "minor", "scratch, minor"),
        ("broken", None, "broken part"),
        (None, "severe", "severe"),
        (None, None, ""),
        ("rust", "minor", "minor"),
    ],
)
def test_the_words_of_a_region(kind, severity, words):
    assert region_text(Region((0, 0, 1, 1), 0.5, kind, severity)) == words
