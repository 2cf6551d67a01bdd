"""The words for Gate1's tools, once for window and command line."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.gate1_tools import CategoryList, Gate1Answer, Rule
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text


def rule_text(rule: Rule) -> str:
    """How the rule decides, in a few words."""
    return {
        Rule.HEAD: _("Trained car head"),
        Rule.TOP5: _("Any car category among the top 5"),
    }[rule]


def list_text(categories: CategoryList) -> str:
    """The list's name."""
    return categories.name or _("List that comes with the program")


def failure_text(answer: Gate1Answer, rule: Rule, categories: CategoryList) -> str:
    """Why the rule was wrong about a photo, in one sentence."""
    if rule is Rule.HEAD:
        words = (
            _("A car, but the head gives only {probability:.1%} for one.")
            if answer.photo.is_car
            else _("Not a car, but the head gives {probability:.1%} for one.")
        )
        return words.format(probability=answer.car_probability)
    if answer.photo.is_car:
        return _("A car, but none of its five likeliest classes is in the list.")
    names = [imagenet_text(g.wnid, g.name) for g in answer.top5 if g.wnid in categories.wnids]
    return _("Not a car, but these of its likeliest classes are in the list: {names}.").format(
        names=", ".join(names)
    )


def gate1_sentences() -> dict[ErrorCode, str]:
    """What went wrong with category lists and what to do."""
    return {
        ErrorCode.LIST_MISSING: _(
            "There is no category list {name}: “carinspect gate1 lists” shows those there are."
        ),
        ErrorCode.LIST_NAME: _(
            "{name} cannot be the name of a category list: use letters, digits and spaces."
        ),
        ErrorCode.LIST_DAMAGED: _(
            "The category list {name} cannot be read: remove it or collect it again."
        ),
        ErrorCode.NOT_BOTH_KINDS: _(
            "Photos of cars and of other things are both needed; {data} has only one kind."
        ),
    }
