"""The words for the course of a rental, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _
from carinspect.core.rental_state import RentalStage


def stage_text(stage: RentalStage) -> str:
    """How far a rental has come, in a few words."""
    return {
        RentalStage.OPENED: _("Pickup photos missing"),
        RentalStage.PICKED_UP: _("On hire"),
        RentalStage.RETURNED: _("To be compared"),
        RentalStage.COMPARED: _("To be reviewed"),
        RentalStage.REVIEWED: _("Reviewed"),
        RentalStage.CLOSED: _("Final"),
    }[stage]


def next_step_text(stage: RentalStage) -> str:
    """What to do next, in one sentence."""
    return {
        RentalStage.OPENED: _("Photograph the vehicle before it leaves and drop the photos here."),
        RentalStage.PICKED_UP: _("When the vehicle is back, drop the return photos here."),
        RentalStage.RETURNED: _("Compare the return photos with the pickup photos."),
        RentalStage.COMPARED: _("Look at each finding and decide."),
        RentalStage.REVIEWED: _("Show the customer the findings, then close the rental."),
        RentalStage.CLOSED: _("This rental is final; it can be looked at and exported."),
    }[stage]


def doubt_text() -> str:
    """The one rule of every comparison."""
    return _(
        "Doubt counts as already there: only damage at a spot that a pickup photo shows clearly"
        " and without damage is called new."
    )


def rental_sentences() -> dict[ErrorCode, str]:
    """What went wrong with a rental and what to do."""
    return {
        ErrorCode.RENTAL_NUMBER_UNUSABLE: _("A rental needs a number: type one."),
        ErrorCode.TEXT_TOO_LONG: _("“{text}” is too long: use at most {limit} letters."),
        ErrorCode.RENTAL_PHOTO_MISSING: _(
            "The photo {photo} is not in rental {rental} any more: look at the rental again."
        ),
        ErrorCode.FINDING_MISSING: _(
            "There is no finding {finding} in the last comparison of rental {rental}: look at"
            " the rental again."
        ),
        ErrorCode.COMPARISON_OUTDATED: _(
            "The photos of rental {rental} have changed since they were compared: compare them"
            " again."
        ),
    }
