"""The words for what can go wrong with models; merged into :mod:`carinspect.core.texts`."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


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
        ErrorCode.FILE_DAMAGED: _("{file} cannot be read: restore it from a backup or delete it."),
    }
