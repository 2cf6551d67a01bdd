"""The 1000 classes of ImageNet, and which of them are the common car categories."""

from __future__ import annotations

import json
from functools import cache

from carinspect.core.paths import resource


@cache
def class_index() -> tuple[tuple[str, str], ...]:
    """``(wnid, name)`` of each class, in the order of the nets' outputs.

    The names are those of Keras' ``imagenet_class_index.json``, which sorts the classes by
    WordNet id.
    """
    text = resource("imagenet_class_index.json").read_text(encoding="utf-8")
    table: dict[str, tuple[str, str]] = json.loads(text)
    return tuple((table[str(i)][0], table[str(i)][1]) for i in range(len(table)))


@cache
def car_categories() -> frozenset[str]:
    """Ids of the 50 classes most common among the likeliest five of 1000 photos of cars.

    Collected by :func:`carinspect.ml.gate1.get_car_categories`, as the original did.
    """
    text = resource("car_categories.json").read_text(encoding="utf-8")
    rows: list[dict[str, str]] = json.loads(text)["categories"]
    return frozenset(row["wnid"] for row in rows)
