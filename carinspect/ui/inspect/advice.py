"""What an outcome asks of the person at the counter, in one or two sentences."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.texts import error_text, flaw_text


def advice(inspection: Inspection) -> str:
    """What to do about ``inspection``."""
    if inspection.error is not None:
        return error_text(inspection.error)
    if inspection.outcome is Outcome.REVIEW and _rests_on_nothing(inspection):
        return _(
            "The verdict does not rest on what is marked: it stays as it is when that is hidden."
            " Look at the car and decide yourself."
        )
    return {
        Outcome.DAMAGED: _("Look at the marked places. What follows is for a person to decide."),
        Outcome.UNDAMAGED: _(
            "Nothing on this photo looks damaged. Very small marks may escape a photo."
        ),
        Outcome.REVIEW: _("The model is not sure enough. Look at the car and decide yourself."),
        Outcome.NOT_A_CAR: _("No car was found. Take a photo that shows the car or a part of it."),
        Outcome.RETAKE: _("This photo does not allow a reliable verdict."),
        Outcome.ERROR: _("This photo could not be inspected."),
    }[inspection.outcome]


def _rests_on_nothing(inspection: Inspection) -> bool:
    return inspection.gate2 is not None and not inspection.gate2.rests_on_regions


def flaw_lines(inspection: Inspection) -> tuple[str, ...]:
    """What is wrong with the photo and how to take a better one."""
    flaws = inspection.quality.flaws if inspection.quality is not None else ()
    return tuple(flaw_text(flaw) for flaw in flaws)
