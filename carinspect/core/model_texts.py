"""The words for what can go wrong with models; merged into :mod:`carinspect.core.texts`."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _
from carinspect.core.paired_test import ACCEPTED_SHORTFALL, PairedTest, PairedVerdict


def model_registry_sentences() -> dict[ErrorCode, str]:
    """One sentence for each error of the model registry."""
    return {
        ErrorCode.MODEL_FILE_DAMAGED: _(
            "{file} is not a whole model file, or it was altered: get it again."
        ),
        ErrorCode.MODEL_NEWER: _(
            "{file} was made by a newer version of this program: update the program first."
        ),
        ErrorCode.MODEL_SHIPPED: _("{model} comes with the program and cannot be removed."),
        ErrorCode.MODEL_ACTIVE: _(
            "{model} is the active model and cannot be removed: activate another one first."
        ),
        ErrorCode.NO_EARLIER_MODEL: _(
            "There is no earlier model to go back to: {model} has been active from the start."
        ),
        ErrorCode.FROZEN_SET_MISSING: _(
            "There are no frozen photos to compare models on: freeze a dataset first, or give a"
            " reason to activate the model untested."
        ),
        ErrorCode.FROZEN_SET_EMPTY: _(
            "None of the frozen photos could be judged by both models: freeze another dataset."
        ),
        ErrorCode.FROZEN_SET_EXISTS: _(
            "Photos of {name} are frozen already; say that they are to be replaced, if so."
        ),
        ErrorCode.CHALLENGER_REFUSED: _(
            "{champion} stays active. {test} A manager may activate {model} nevertheless, with a"
            " reason."
        ),
        ErrorCode.FILE_DAMAGED: _("{file} cannot be read: restore it from a backup or delete it."),
    }


def paired_test_text(test: PairedTest) -> str:
    """What the paired test found and what follows from it, in two or three sentences."""
    return " ".join((_counts_text(test), _verdict_text(test)))


def _counts_text(test: PairedTest) -> str:
    return _(
        "On {won} of {photos} frozen photos the challenger {challenger} was right where the"
        " champion {champion} was wrong, and on {lost} it was wrong where the champion was right."
    ).format(
        won=test.challenger_only,
        lost=test.champion_only,
        photos=test.photos,
        challenger=test.challenger,
        champion=test.champion,
    )


def _verdict_text(test: PairedTest) -> str:
    chance = f"{test.p_value:.3f}" if test.p_value >= 0.001 else "< 0.001"
    return {
        PairedVerdict.BETTER: _("It is better: chance alone would rarely do this (p = {p})."),
        PairedVerdict.WORSE: _("It is worse: chance alone would rarely do this (p = {p})."),
        PairedVerdict.NOT_WORSE: _(
            "It is not worse: its accuracy falls short by less than {points} points, with 95%"
            " certainty."
        ),
        PairedVerdict.UNDECIDED: _(
            "Whether it is worse cannot be told: that takes more frozen photos."
        ),
    }[test.verdict].format(p=chance, points=f"{100 * ACCEPTED_SHORTFALL:.0f}")
