"""The words for records, rentals and comparisons, once for window, command line and reports."""

from __future__ import annotations

from carinspect.core.comparison import Consent, Newness, Reason
from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _, pgettext
from carinspect.core.record import Decision
from carinspect.core.rental import Phase, View
from carinspect.core.user import Role


def newness_text(newness: Newness) -> str:
    """What the comparison says about a finding."""
    return {
        Newness.NEW: _("New damage"),
        Newness.ALREADY_THERE: _("Already there at pickup"),
        Newness.CANNOT_BE_SHOWN_NEW: _("Cannot be shown to be new"),
        Newness.NEEDS_HUMAN_LOOK: _("A person must compare"),
    }[newness]


def reason_text(reason: Reason) -> str:
    """Why, in one sentence."""
    return {
        Reason.SPOT_WAS_CLEAN: _("The pickup photo shows this spot clearly and without damage."),
        Reason.EVIDENCE_AT_PICKUP: _("The pickup photo shows damage at this spot."),
        Reason.LOOKS_THE_SAME: _("The spot looks the same on the pickup photo."),
        Reason.PARTLY_CHANGED: _("Some of this damage was there at pickup, some of it may be new."),
        Reason.EVIDENCE_TOO_CLOSE: _("The two photos differ too little to tell."),
        Reason.EVIDENCE_TOO_WEAK: _("The damage on the return photo is too uncertain."),
        Reason.DAMAGE_ELSEWHERE: _(
            "The pickup photo shows damage too, and the photos match too loosely to tell it apart."
        ),
        Reason.NO_PICKUP_PHOTO: _("There is no pickup photo of this view."),
        Reason.NOT_ALIGNED: _("The pickup photo could not be matched to the return photo."),
        Reason.SPOT_OUT_OF_FRAME: _("This spot is outside the pickup photo."),
        Reason.SPOT_NOT_CLEAR: _("This spot is not clear enough on the pickup photo."),
        Reason.ALIGNMENT_UNSURE: _("The photos match too loosely at this spot."),
        Reason.OTHER_PAINT: _(
            "The colour around this spot differs: the photos may not show the same vehicle."
        ),
    }[reason]


def view_text(view: View | None) -> str:
    """The name of a view; of None, that nobody has said yet."""
    if view is None:
        return _("View not chosen")
    return {
        View.FRONT: _("Front"),
        View.REAR: _("Rear"),
        View.LEFT: _("Left side"),
        View.RIGHT: _("Right side"),
        View.FRONT_LEFT: _("Front left corner"),
        View.FRONT_RIGHT: _("Front right corner"),
        View.REAR_LEFT: _("Rear left corner"),
        View.REAR_RIGHT: _("Rear right corner"),
        View.ROOF: _("Roof"),
        View.WHEELS: _("Wheels"),
        View.WINDSCREEN: _("Windscreen"),
        View.INTERIOR: _("Interior"),
        View.CLOSE_UP: _("Close-up"),
    }[view]


def phase_text(phase: Phase) -> str:
    """Pickup or return."""
    return {Phase.PICKUP: _("Pickup"), Phase.RETURN: pgettext("phase", "Return")}[phase]


def decision_text(decision: Decision) -> str:
    """What a reviewer did."""
    return {
        Decision.AGREE: _("Agreed"),
        Decision.CORRECT: _("Corrected"),
        Decision.RETAKE: _("Photo to be taken again"),
    }[decision]


def consent_text(consent: Consent) -> str:
    """What the customer said."""
    return {
        Consent.AGREE: _("The customer agrees"),
        Consent.OBJECT: _("The customer objects"),
        Consent.COMMENT: _("The customer comments"),
    }[consent]


def role_text(role: Role) -> str:
    """What a user is."""
    return {Role.CLERK: _("Clerk"), Role.MANAGER: _("Manager")}[role]


def record_sentences() -> dict[ErrorCode, str]:
    """What went wrong with records and what to do."""
    return {**_database_sentences(), **_rental_sentences(), **_backup_sentences()}


def _database_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.DATABASE_NEWER: _(
            "The records in {database} were written by a newer version of this program: install"
            " that version, or restore an older backup."
        ),
        ErrorCode.DATABASE_UNREACHABLE: _(
            "The records in {database} cannot be opened ({reason}): check the path or the"
            " server, and try again."
        ),
        ErrorCode.DATABASE_BUSY: _(
            "The records in {database} are being written by another program: try again."
        ),
        ErrorCode.DATABASE_DAMAGED: _(
            "The records in {database} are damaged: restore a backup with “carinspect restore”."
        ),
        ErrorCode.SERVER_DRIVER_MISSING: _(
            "Records on a server need a driver that is not installed: pip install"
            " 'carinspect[server]'."
        ),
        ErrorCode.RECORD_MISSING: _("There is no inspection {record} in the history."),
        ErrorCode.FOLDER_MISSING: _("{folder} is not a folder: choose another one."),
        ErrorCode.CLUSTER_NOT_INSTALLED: _(
            "Several machines need a part that is not installed: pip install 'carinspect[cluster]'."
        ),
        ErrorCode.CLUSTER_UNREACHABLE: _(
            "No scheduler answers at {address}: start one with “dask scheduler”."
        ),
        ErrorCode.CLUSTER_GAVE_UP: _(
            "Several machines stopped while they inspected {photo}: inspect it on its own."
        ),
    }


def _rental_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.RENTAL_MISSING: _("There is no rental {rental}: check the number."),
        ErrorCode.RENTAL_EXISTS: _("There already is a rental {rental}: open that one."),
        ErrorCode.RENTAL_CLOSED: _("Rental {rental} is final: it cannot be changed any more."),
        ErrorCode.NOT_REVIEWED: _(
            "Rental {rental} has findings that nobody has decided on: review them first."
        ),
        ErrorCode.NOT_COMPARED: _(
            "Rental {rental} has not been compared: compare its pickup and return photos first."
        ),
        ErrorCode.REVIEWER_NEEDED: _("A decision needs the name of a person: choose who you are."),
        ErrorCode.USER_MISSING: _("There is no user {user}: choose another name."),
        ErrorCode.USER_EXISTS: _("There already is a user {user}: choose another name."),
        ErrorCode.LAST_MANAGER: _("{user} is the only manager: name another one first."),
        ErrorCode.WRONG_PIN: _("The PIN of {user} is another one: try again."),
        ErrorCode.NOT_ALLOWED: _("{user} may not do this: ask a manager."),
        ErrorCode.TOO_MANY_PINS: _("Too many wrong PINs for {user}: wait {seconds} seconds."),
    }


def _backup_sentences() -> dict[ErrorCode, str]:
    return {
        ErrorCode.BACKUP_DAMAGED: _("{file} is not a whole backup ({reason}): use another one."),
        ErrorCode.RESTORE_NOT_EMPTY: _(
            "{database} already holds records: restore into an empty place, or say that they"
            " may be replaced."
        ),
        ErrorCode.STORED_PHOTO_MISSING: _(
            "The stored photo {photo} is not there any more: restore a backup."
        ),
        ErrorCode.STORED_PHOTO_ALTERED: _(
            "The stored photo {photo} is not what was stored: restore a backup."
        ),
    }
