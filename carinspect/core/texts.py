"""The words for outcomes, flaws and errors, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.dataset_texts import dataset_sentences
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evidence_texts import evidence_sentences
from carinspect.core.folder_texts import folder_sentences
from carinspect.core.gate1_texts import gate1_sentences
from carinspect.core.history_texts import history_sentences
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.model_texts import model_registry_sentences
from carinspect.core.quality import Flaw
from carinspect.core.record_texts import record_sentences
from carinspect.core.rental_texts import rental_sentences
from carinspect.core.signature_texts import signature_sentences
from carinspect.core.training_texts import training_sentences
from carinspect.core.trust_texts import trust_sentences
from carinspect.core.update_texts import update_sentences
from carinspect.core.user_texts import user_sentences


def outcome_text(outcome: Outcome) -> str:
    """The words on the verdict badge."""
    return {
        Outcome.DAMAGED: _("Damaged"),
        Outcome.UNDAMAGED: _("No damage found"),
        Outcome.REVIEW: _("A person must look"),
        Outcome.NOT_A_CAR: _("Not a car"),
        Outcome.RETAKE: _("Take the photo again"),
        Outcome.ERROR: _("Could not be inspected"),
    }[outcome]


def flaw_text(flaw: Flaw) -> str:
    """What is wrong with the photo and what to do, in one sentence."""
    return {
        Flaw.BLURRED: _("The photo is blurred: hold the camera still and tap to focus."),
        Flaw.DARK: _("The photo is too dark: turn on a light or move the car into the light."),
        Flaw.OVEREXPOSED: _(
            "The photo is blown out: do not shoot against the sun or into a reflection."
        ),
        Flaw.TINY: _("The photo is too small: send the original, not a preview."),
    }[flaw]


def error_text(error: CarInspectError) -> str:
    """What went wrong and what to do, in one sentence that names the file."""
    return _error_sentences()[error.code].format(**error.facts)


def _error_sentences() -> dict[ErrorCode, str]:
    return {
        **_photo_sentences(),
        **_model_sentences(),
        **model_registry_sentences(),
        **signature_sentences(),
        **_other_sentences(),
        **record_sentences(),
        **rental_sentences(),
        **evidence_sentences(),
        **user_sentences(),
        **history_sentences(),
        **training_sentences(),
        **folder_sentences(),
        **dataset_sentences(),
        **gate1_sentences(),
        **update_sentences(),
        **trust_sentences(),
    }


def _photo_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.PHOTO_MISSING: _("{photo} is not there any more: check the path."),
        ErrorCode.PHOTO_NOT_A_FILE: _("{photo} is not a file: choose a photo."),
        ErrorCode.PHOTO_NO_ACCESS: _(
            "{photo} may not be read: ask for permission or copy it elsewhere."
        ),
        ErrorCode.PHOTO_EMPTY: _("{photo} is empty (0 bytes): copy it from the camera again."),
        ErrorCode.PHOTO_UNKNOWN_FORMAT: _(
            "{photo} is not a photo that can be read: send it as JPEG, PNG, WebP or HEIC."
        ),
        ErrorCode.PHOTO_DAMAGED_FILE: _(
            "{photo} is damaged or incomplete: copy it from the camera again."
        ),
        ErrorCode.PHOTO_TOO_LARGE: _(
            "{photo} has {megapixels} megapixels, more than the {limit} that can be inspected:"
            " send a smaller one."
        ),
        ErrorCode.PHOTO_FILE_TOO_LARGE: _(
            "{photo} has {megabytes} MB, more than the {limit} MB that can be inspected: send a"
            " smaller one."
        ),
        ErrorCode.NO_PHOTOS: _("There is no photo in {folder}: choose another folder."),
        ErrorCode.CLIPBOARD_EMPTY: _("There is no photo in the clipboard: copy one first."),
    }


def _model_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.MODEL_MISSING: _(
            "The model {model} is not there: choose one that “carinspect models list” shows."
        ),
        ErrorCode.MODEL_DAMAGED: _(
            "The model {model} cannot be read: import it again or choose another one."
        ),
        ErrorCode.WEIGHTS_MISSING: _(
            "The weights of {backbone} are not there: fetch them with"
            " “carinspect models fetch {backbone}”."
        ),
        ErrorCode.WEIGHTS_WRONG_CHECKSUM: _(
            "{file} is not the expected file (its checksum differs): get it again."
        ),
        ErrorCode.WEIGHTS_SHIPPED: _(
            "No weights are fetched for {backbone}; they can be for: {known}."
        ),
        ErrorCode.FILE_MISSING: _("{file} is not there: check the path."),
        ErrorCode.DOWNLOAD_FAILED: _(
            "{url} could not be downloaded ({reason}): check the connection and start again;"
            " it goes on where it stopped."
        ),
    }


def _other_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.CANNOT_WRITE: _(
            "{file} cannot be written ({reason}): free some space or choose another folder."
        ),
        ErrorCode.SETTINGS_DAMAGED: _(
            "The settings file {file} could not be read and was set aside; defaults are used."
        ),
        ErrorCode.SETTINGS_UNREADABLE: _(
            "The settings file {file} may not be read, and defaults are used: ask for permission."
        ),
        ErrorCode.TRAINING_NOT_INSTALLED: _(
            "Training needs TensorFlow, which is not installed: install the full edition"
            " (pip install 'carinspect[train]')."
        ),
    }
