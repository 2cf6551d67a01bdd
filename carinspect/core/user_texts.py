"""The words for what goes wrong with users."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def user_sentences() -> dict[ErrorCode, str]:
    """What went wrong with users and what to do."""
    return {
        ErrorCode.SIGN_IN_NEEDED: _(
            "Nobody is signed in: choose who you are (“--user NAME” on the command line)."
        ),
        ErrorCode.PIN_NEEDED: _("{user} has a PIN: sign in with it first."),
        ErrorCode.PIN_TOO_SHORT: _("The PIN is too short: take {limit} characters or more."),
        ErrorCode.ADDRESS_TOO_OPEN: _(
            "The address contains a password, which would be saved readable: leave it out and give"
            " it on its own, to be kept in the keyring (“carinspect database password”)."
        ),
        ErrorCode.NAME_UNUSABLE: _(
            "This name cannot be used: write one to {limit} letters, digits or spaces."
        ),
    }
