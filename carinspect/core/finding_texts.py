"""The words for what the dataset doctor finds, once for window and command line."""

from __future__ import annotations

from typing import NamedTuple

from carinspect.core.dataset import Split
from carinspect.core.dataset_findings import Finding, FindingKind, Fix, Severity
from carinspect.core.i18n import _


class FindingWords(NamedTuple):
    """A finding in words: what it is in a few, what was found, what it does to the accuracy."""

    title: str
    explanation: str
    effect: str


def severity_text(severity: Severity) -> str:
    """How much it matters."""
    return {
        Severity.SERIOUS: _("Serious"),
        Severity.NOTABLE: _("Notable"),
        Severity.HINT: _("Hint"),
    }[severity]


def split_text(split: Split) -> str:
    """What the photos of a split are for."""
    return {
        Split.TRAINING: _("Training"),
        Split.VALIDATION: _("Validation"),
        Split.TEST: _("Test"),
    }[split]


def fix_text(finding: Finding) -> str:
    """What the finding's fix does, as words on its button; empty without a fix."""
    if finding.kind is FindingKind.RESOLUTION:
        return _("Leave out {left_out:.0f}, so that both classes are alike").format(
            **finding.numbers
        )
    if finding.fix is None:
        return ""
    n = len(finding.photos)
    return {
        Fix.LEAVE_OUT: _("Leave out {photos} photos").format(photos=n),
        Fix.KEEP_ONE: _("Keep one of each, leave out {photos}").format(
            photos=n - len(finding.groups)
        ),
        Fix.ONE_SPLIT: _("Move each group to one split"),
    }[finding.fix]


def finding_words(finding: Finding) -> FindingWords:
    """What was found, in plain words."""
    title, explanation, effect = (_copy_words() | _photo_words() | _class_words() | _count_words())[
        finding.kind
    ]
    numbers = finding.numbers
    return FindingWords(title, explanation.format(**numbers), effect.format(**numbers))


def _copy_words() -> dict[FindingKind, tuple[str, str, str]]:
    return {
        FindingKind.LEAK: (
            _("The same photo on both sides of the split"),
            _(
                "{photos:.0f} photos in {groups:.0f} groups look alike (also in a mirror) and stand"
                " in different splits; {leaked:.0f} of the {judged_on:.0f} photos that the model is"
                " judged by are among them."
            ),
            _(
                "The model is judged by photos it has learned: the accuracy you read is too high by"
                " up to the share of these photos."
            ),
        ),
        FindingKind.TWO_LABELS: (
            _("The same photo with two labels"),
            _("{photos:.0f} photos in {groups:.0f} groups look alike and have both labels."),
            _("One of the labels is wrong: whatever the model says, it is counted as a mistake."),
        ),
        FindingKind.EXACT_DUPLICATES: (
            _("The same file more than once"),
            _("{photos:.0f} files in {groups:.0f} groups are the same, byte for byte."),
            _("They count double: the figures rest on fewer photos than it seems."),
        ),
        FindingKind.NEAR_DUPLICATES: (
            _("Nearly the same photo more than once"),
            _("{photos:.0f} photos in {groups:.0f} groups look alike (also in a mirror)."),
            _("They count double: the figures rest on fewer photos than it seems."),
        ),
    }


def _photo_words() -> dict[FindingKind, tuple[str, str, str]]:
    return {
        FindingKind.UNREADABLE: (
            _("Files that cannot be read"),
            _("{photos:.0f} files cannot be read; they are left out."),
            _("None, as long as they are not mostly of one class."),
        ),
        FindingKind.TINY: (
            _("Tiny photos"),
            _("{photos:.0f} photos are less than {limit:.0f} pixels wide or high."),
            _("Small damage cannot be seen on them: they teach that a damaged car looks whole."),
        ),
        FindingKind.LABEL_ERRORS: (
            _("Labels that are probably wrong"),
            _(
                "A model that has not seen these {photos:.0f} photos is sure of the other class"
                " (confident learning)."
            ),
            _(
                "Wrong labels teach the wrong thing, and right answers are counted as mistakes."
                " Look at each: a hard photo looks like a wrong label to a model."
            ),
        ),
    }


def _class_words() -> dict[FindingKind, tuple[str, str, str]]:
    return {
        FindingKind.RESOLUTION: (
            _("Resolution gives the class away"),
            _(
                "Size alone tells the classes apart with {size:.0%} balanced accuracy, sharpness"
                " alone with {detail:.0%}; guessing gives 50%. Damaged photos are"
                " {damaged_size:.0f} px long with {damaged_detail:.0f} px of detail, undamaged"
                " ones {undamaged_size:.0f} px with {undamaged_detail:.0f}."
            ),
            _(
                "A model may learn the resolution instead of the damage: it reads up to {guess:.0%}"
                " here and fails at the counter, where all photos come from one camera. Or train"
                " with a recipe that reduces all photos to the same detail."
            ),
        ),
        FindingKind.SOURCE: (
            _("The source gives the class away"),
            _(
                "Where a photo comes from tells its class with {guess:.0%} balanced accuracy:"
                " {sources:.0f} sources, some with one class only."
            ),
            _(
                "A model may learn to tell the sources apart: judge it by sources that it has not"
                " learned from."
            ),
        ),
    }


def _count_words() -> dict[FindingKind, tuple[str, str, str]]:
    return {
        FindingKind.BALANCE: (
            _("One class is rarer"),
            _("There are {undamaged:.0f} undamaged and {damaged:.0f} damaged photos to train on."),
            _(
                "Always saying the commoner class reads as {commoner:.0%} accuracy. Train with"
                " balanced mini-batches and look at both recalls."
            ),
        ),
        FindingKind.FEW: (
            _("Few photos to validate on"),
            _("There are {photos:.0f} photos to validate on."),
            _(
                "An accuracy of 90% on them may as well be anything from {low:.0%} to {high:.0%}:"
                " small differences between runs are chance."
            ),
        ),
    }
