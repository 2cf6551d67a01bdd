import dataclasses
import json

import pytest

from carinspect.core.model_card import CARD_VERSION, Figure, ModelCard

CARD = ModelCard(
    id="m-1", created="2026-01-01", backbone="efficientnet_lite0", input_size_px=320,
    class_names=("undamaged", "damaged"), car_threshold=0.5, damage_threshold=0.4,
    review_band=(0.1, 0.9), region_level=0.5, model_sha256="ab", recipe="r", data="d",
    data_fingerprint="f", seeds=(0, 1), figures={"recall": Figure(0.9, 0.8, 0.95, 100)},
    numbers={"AUROC": 0.98}, limits=("l",), commands=("c",),
    review_bands={"0.005": (0.05, 0.95), "0.02": (0.2, 0.8)},
)  # fmt: skip


def test_a_card_survives_the_way_through_its_file():
    assert ModelCard.from_json(CARD.to_json()) == CARD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("damage_threshold", 1.5), ("damage_threshold", "0.5"), ("car_threshold", None),
        ("input_size_px", 0), ("input_size_px", 10**9), ("id", 7), ("review_band", [0.1]),
        ("figures", {"recall": {"value": 1}}), ("figures", []), ("unknown", 1), ("seeds", 5),
        ("card_version", CARD_VERSION + 1), ("card_version", None),
    ],
)  # fmt: skip
def test_an_impossible_value_is_refused(name, value):
    record = json.loads(CARD.to_json())
    record[name] = value

    with pytest.raises(ValueError, match=r".+"):
        ModelCard.from_json(json.dumps(record))


def test_a_missing_field_is_refused():
    record = json.loads(CARD.to_json())
    del record["backbone"]

    with pytest.raises(ValueError, match="backbone"):
        ModelCard.from_json(json.dumps(record))


def test_a_card_cannot_be_altered():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CARD.id = "other"


@pytest.mark.parametrize(
    ("accepted", "band"),
    [
        (0.001, (0.05, 0.95)),
        (0.005, (0.05, 0.95)),
        (0.009, (0.05, 0.95)),
        (0.01, (0.1, 0.9)),
        (0.019, (0.1, 0.9)),
        (0.02, (0.2, 0.8)),
        (0.5, (0.2, 0.8)),
    ],
)
def test_the_band_is_that_of_the_greatest_error_that_is_accepted(accepted, band):
    assert CARD.band(accepted) == band


def test_a_card_without_other_bands_has_its_own():
    assert dataclasses.replace(CARD, review_bands={}).band(0.05) == (0.1, 0.9)
