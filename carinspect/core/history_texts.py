"""The words for what goes wrong with the history of inspections."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def history_sentences() -> dict[ErrorCode, str]:
    """What went wrong with the history and what to do."""
    return {
        ErrorCode.PHOTO_CHANGED: _(
            "{photo} is not what was inspected any more, so it was not saved: inspect it again."
        ),
    }
