"""The words for the replay of the original, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.i18n import _
from carinspect.core.replay import Claim, Finding


def finding_text(finding: Finding) -> str:
    """Confirmed, refuted or undecided."""
    return {
        Finding.CONFIRMED: _("confirmed"),
        Finding.REFUTED: _("refuted"),
        Finding.UNDECIDED: _("undecided"),
    }[finding]


def claim_text(claim: Claim) -> str:
    """What the original claims."""
    return {**_top_claims(), **_finetune_claims()}[claim]


def _top_claims() -> dict[Claim, str]:
    return {
        Claim.NINETY_AT_20: _("About 90% validation accuracy is reached at epoch 20 already."),
        Claim.GAP_GROWS_AFTER_20: _(
            "After epoch 20 the gap between training and validation grows."
        ),
        Claim.GAP_GROWS_WITH_EPOCHS: _("100 epochs overfit more than 50."),
        Claim.LARGE_BATCH_SMALLER_GAP: _("A larger batch overfits less."),
        Claim.GAP_IS_OF_THE_BATCH: _(
            "It overfits less because of the batch, not because it makes fewer updates."
        ),
        Claim.LARGE_BATCH_HIGHER_LOSS: _("A larger batch has a slightly higher validation loss."),
        Claim.LARGE_BATCH_STEADIER: _("A larger batch fluctuates less."),
    }


def _finetune_claims() -> dict[Claim, str]:
    return {
        Claim.FT_LARGE_BATCH_HIGHER_LOSS: _(
            "Fine-tuned, a larger batch has a higher validation loss."
        ),
        Claim.FT_LARGE_BATCH_LESS_ACCURATE: _(
            "Fine-tuned, a larger batch has a slightly lower best validation accuracy."
        ),
        Claim.TOP_MORE_ACCURATE_AT_50: _(
            "At 50 epochs the head alone is slightly more accurate than the fine-tuned net."
        ),
        Claim.TOP_STEADIER_AT_50: _("At 50 epochs the head alone fluctuates less."),
        Claim.FT_WINS_LATER: _(
            "With more epochs the fine-tuned net wins (the original shows no figure of it)."
        ),
    }


def rule_text(claim: Claim) -> str:
    """What is measured; confirmed where the 95% interval over seeds lies above the limit."""
    best, gap = _("best validation accuracy"), _("gap (training less validation accuracy)")
    loss, steps = _("validation loss"), _("mean step of the validation accuracy, last 10 epochs")
    excess = _("{what}: {more} less {less}")

    def of(what: str, more: str, less: str) -> str:
        return excess.format(what=what, more=more, less=less)

    return {
        Claim.NINETY_AT_20: _("validation accuracy of the head, batch 16, epoch 20; limit 0.88"),
        Claim.GAP_GROWS_AFTER_20: of(gap, "b16 e100", "b16 e20"),
        Claim.GAP_GROWS_WITH_EPOCHS: of(gap, "b8 e100", "b8 e50"),
        Claim.LARGE_BATCH_SMALLER_GAP: of(gap, "b8 e50", "b256 e50"),
        Claim.GAP_IS_OF_THE_BATCH: of(gap, _("b8 at as many updates"), "b256 e50"),
        Claim.LARGE_BATCH_HIGHER_LOSS: of(loss, "b256 e50", "b8 e50"),
        Claim.LARGE_BATCH_STEADIER: of(steps, "b8 e50", "b256 e50"),
        Claim.FT_LARGE_BATCH_HIGHER_LOSS: of(loss, "ft b64 e50", "ft b8 e50"),
        Claim.FT_LARGE_BATCH_LESS_ACCURATE: of(best, "ft b8 e50", "ft b64 e50"),
        Claim.TOP_MORE_ACCURATE_AT_50: of(best, "b16 e50", "ft b16 e50"),
        Claim.TOP_STEADIER_AT_50: of(steps, "ft b16 e50", "b16 e50"),
        Claim.FT_WINS_LATER: of(best, "ft b16 e100", "b16 e100"),
    }[claim]
