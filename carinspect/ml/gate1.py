"""Gate1: what is on the photo, and is it a car or a part of one?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.gate1_tools import CategoryList
from carinspect.core.model_card import ModelCard
from carinspect.core.settings import Gate1Rule
from carinspect.core.verdict import Gate1Verdict, Guess
from carinspect.ml.imagenet import car_categories, class_index
from carinspect.ml.inspection_net import NetOutput

CLASSES: Final = 1000


def get_predictions(
    probabilities: npt.NDArray[np.floating], top: int = 5
) -> list[tuple[Guess, ...]]:
    """The ``top`` likeliest ImageNet classes of each row, most likely first.

    Args:
        probabilities: ``(n, 1000)``.
        top: how many classes.

    Raises:
        ValueError: the shape is another one; the message names it.
    """
    if probabilities.ndim != 2 or probabilities.shape[1] != CLASSES:
        raise ValueError(f"Expected shape (n, {CLASSES}), got {probabilities.shape}")
    names = class_index()
    order: list[list[int]] = np.argsort(-probabilities, axis=1, kind="stable")[:, :top].tolist()
    return [
        tuple(Guess(*names[i], probability=float(row[i])) for i in best)
        for row, best in zip(probabilities, order, strict=True)
    ]


def get_car_categories(photos: Iterable[tuple[Guess, ...]]) -> dict[tuple[str, str], float]:
    """Sum the probabilities of the likeliest classes over photos of cars.

    Returns:
        ``(wnid, name)`` -> sum, largest first; the first 50 are the car categories of the
        ``top5`` rule.
    """
    sums: dict[tuple[str, str], float] = {}
    for guesses in photos:
        for guess in guesses:
            key = (guess.wnid, guess.name)
            sums[key] = sums.get(key, 0.0) + guess.probability
    return dict(sorted(sums.items(), key=lambda item: item[1], reverse=True))


class Gate1:
    """Decides by the trained head, or by the original's rule.

    Args:
        card: gives the head's threshold.
        rule: ``TOP5`` calls a car what has any car category among its five likeliest classes,
            toasters and parking meters included; a list of the user's own does so by that list.
    """

    def __init__(self, card: ModelCard, rule: Gate1Rule | CategoryList = Gate1Rule.HEAD) -> None:
        self._threshold = card.car_threshold
        self._by_head = rule is Gate1Rule.HEAD
        self._categories = rule.wnids if isinstance(rule, CategoryList) else car_categories()

    def judge(self, output: NetOutput) -> Gate1Verdict:
        """The verdict on one image; ``car_probability`` is of the rule that decided."""
        (top5,) = get_predictions(output.imagenet[None])
        if self._by_head:
            probability = output.car_probability
            return Gate1Verdict(probability >= self._threshold, probability, top5)
        in_categories = [g.probability for g in top5 if g.wnid in self._categories]
        return Gate1Verdict(bool(in_categories), min(1.0, sum(in_categories)), top5)
