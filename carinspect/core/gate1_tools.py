"""Car categories, and how well Gate1 does on photos whose contents are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from carinspect.core.dataset import SkippedPhoto
from carinspect.core.measures import wilson
from carinspect.core.model_card import Figure
from carinspect.core.verdict import Guess

CAR_GROUP: Final = "car"
USUAL_SIZE: Final = 50
"""Categories in a list, as the original had."""


@dataclass(frozen=True, slots=True)
class Category:
    """One ImageNet class and its probabilities summed over photos of cars."""

    wnid: str
    name: str
    total: float


@dataclass(frozen=True, slots=True)
class CategoryList:
    """The classes that count as a car for the ``top5`` rule.

    Attributes:
        name: as the user calls it; empty for the one that comes with the program.
        photos: how many they were collected from.
        model_id: that named the classes of those photos.
    """

    name: str
    categories: tuple[Category, ...]
    photos: int = 0
    model_id: str = ""

    @property
    def wnids(self) -> frozenset[str]:
        """Ids of the classes."""
        return frozenset(category.wnid for category in self.categories)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """What classes photos of cars are taken for, most common first.

    Attributes:
        photos: how many were read.
        unreadable: those that could not be.
    """

    categories: tuple[Category, ...]
    photos: int
    model_id: str
    unreadable: tuple[SkippedPhoto, ...] = ()


class Rule(StrEnum):
    """The two ways to decide whether there is a car."""

    HEAD = "head"
    TOP5 = "top5"


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """A photo of which is known whether it shows a car.

    Attributes:
        group: what it shows: ``car``, or such as ``animal``.
    """

    path: Path
    is_car: bool
    group: str


@dataclass(frozen=True, slots=True)
class Gate1Answer:
    """What Gate1 said about one photo.

    Attributes:
        car_probability: of the trained head, in [0, 1].
        says_car: by each rule.
        top5: most likely first.
    """

    photo: KnownPhoto
    car_probability: float
    says_car: Mapping[Rule, bool]
    top5: tuple[Guess, ...]

    def is_right(self, rule: Rule) -> bool:
        """Whether ``rule`` said what the photo shows."""
        return self.says_car[rule] is self.photo.is_car


@dataclass(frozen=True, slots=True)
class Gate1Evaluation:
    """What Gate1 said about photos of cars and of other things.

    Attributes:
        categories: the list that the ``top5`` rule went by.
    """

    model_id: str
    categories: CategoryList
    answers: tuple[Gate1Answer, ...]
    unreadable: tuple[SkippedPhoto, ...] = field(default=())

    def recall(self, rule: Rule) -> Figure:
        """The share of cars that ``rule`` sees, with its interval."""
        return self._share(rule, [one for one in self.answers if one.photo.is_car])

    def specificity(self, rule: Rule, group: str = "") -> Figure:
        """The share of other things that ``rule`` tells from cars; of one group where named."""
        others = [one for one in self.answers if not one.photo.is_car]
        return self._share(rule, [one for one in others if group in {"", one.photo.group}])

    def groups(self) -> tuple[str, ...]:
        """Names of the groups of other things, in the order in which they came."""
        return tuple(dict.fromkeys(one.photo.group for one in self.answers if not one.photo.is_car))

    def failed(self, rule: Rule) -> tuple[Gate1Answer, ...]:
        """The photos that ``rule`` was wrong about, missed cars first."""
        wrong = [one for one in self.answers if not one.is_right(rule)]
        return tuple(sorted(wrong, key=lambda one: not one.photo.is_car))

    @staticmethod
    def _share(rule: Rule, answers: list[Gate1Answer]) -> Figure:
        return wilson(sum(one.is_right(rule) for one in answers), len(answers))
