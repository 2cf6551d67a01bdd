"""What an outcome asks of the person at the counter, in one or two sentences."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.texts import error_text, flaw_text


def advice(inspection: Inspection) -> str:
    """What to do about ``inspection``."""
    if inspection.error is not None:
        return error_text(inspection.error)
    return (
        _reason_for_review(inspection)
        or {
            Outcome.DAMAGED: _(
                "Look at the marked places. What follows is for a person to decide."
            ),
            Outcome.UNDAMAGED: _(
                "Nothing on this photo looks damaged. Very small marks may escape a photo."
            ),
            Outcome.REVIEW: _("The model is not sure enough. Look at the car and decide yourself."),
            Outcome.NOT_A_CAR: _(
                "No car was found. Take a photo that shows the car or a part of it."
            ),
            Outcome.RETAKE: _("This photo does not allow a reliable verdict."),
            Outcome.ERROR: _("This photo could not be inspected."),
        }[inspection.outcome]
    )


def _reason_for_review(inspection: Inspection) -> str:
    """Why a person must look, where it is not the probability."""
    gate2 = inspection.gate2
    if inspection.outcome is not Outcome.REVIEW or gate2 is None:
        return ""
    if not gate2.familiar:
        return _(
            "This photo is unlike those that the model learnt from, such as an interior, a drawing"
            " or a screen. Look at the car and decide yourself."
        )
    if not gate2.rests_on_regions:
        return _(
            "The verdict does not rest on what is marked: it stays as it is when that is hidden."
            " Look at the car and decide yourself."
        )
    return ""


def flaw_lines(inspection: Inspection) -> tuple[str, ...]:
    """What is wrong with the photo and how to take a better one."""
    flaws = inspection.quality.flaws if inspection.quality is not None else ()
    return tuple(flaw_text(flaw) for flaw in flaws)
