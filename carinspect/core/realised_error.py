"""How often people found a verdict wrong that was given without them."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.i18n import _
from carinspect.core.measures import wilson


@dataclass(frozen=True, slots=True)
class RealisedError:
    """Of the verdicts *damaged* and *no damage found* of one model, those a person looked at.

    Photos left to a person by the model itself do not count: no verdict was given there.

    Attributes:
        reviewed: verdicts that somebody agreed with or corrected.
        wrong: those of them that were corrected.
    """

    model_id: str
    reviewed: int
    wrong: int


def realised_error_text(error: RealisedError) -> str:
    """What the reviews say, in a sentence."""
    if error.reviewed == 0:
        return _("Nobody has reviewed a verdict of {model} yet.").format(model=error.model_id)
    share = wilson(error.wrong, error.reviewed)
    return _(
        "Verdicts of {model} that a person reviewed: {reviewed}; wrong among them: {wrong},"
        " {share}% (95% interval {low} to {high}%). Reviewed photos are seldom a fair sample."
    ).format(
        reviewed=error.reviewed,
        model=error.model_id,
        wrong=error.wrong,
        share=f"{100 * share.value:.1f}",
        low=f"{100 * share.low:.1f}",
        high=f"{100 * share.high:.1f}",
    )
