"""The words for evidence packs, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def evidence_sentences() -> dict[ErrorCode, str]:
    """What went wrong with evidence packs and what to do."""
    return {
        ErrorCode.PACK_DAMAGED: _(
            "{file} is not an evidence pack, or is damaged: get it again from whoever made it."
        ),
        ErrorCode.NO_RETURN_PHOTOS: _(
            "Rental {rental} has no return photos: add them before comparing."
        ),
    }
