"""The words for what goes wrong with updates."""

from __future__ import annotations

from carinspect.core.errors import ErrorCode
from carinspect.core.i18n import _


def update_sentences() -> dict[ErrorCode, str]:
    """What went wrong with a check for updates and what to do."""
    return {
        ErrorCode.UPDATES_NOT_SET_UP: _(
            "This copy was built without an address and a key for updates: ask whoever installed"
            " it, or name a manifest and its key (“carinspect updates MANIFEST --key FILE”)."
        ),
        ErrorCode.UPDATES_KEY_UNUSABLE: _(
            "{key} holds no public key for updates: 32 bytes in base64 are expected."
        ),
        ErrorCode.UPDATES_UNREACHABLE: _(
            "{source} cannot be read ({reason}): check the address and the connection."
        ),
        ErrorCode.UPDATES_UNSIGNED: _(
            "{source} is not signed by the key of this program and was not used: do not install"
            " what it offers, and tell whoever looks after the program."
        ),
        ErrorCode.UPDATES_UNREADABLE: _(
            "{source} is signed but is no list of updates that this version understands: install"
            " the new version by hand."
        ),
        ErrorCode.UPDATES_NO_PACKAGE: _(
            "Version {version} has no installer of this edition for this computer: ask whoever"
            " installed the program."
        ),
        ErrorCode.UPDATES_WRONG_FILE: _(
            "{file} is not the file that was signed (its size or checksum differs) and was not"
            " kept: download it again."
        ),
    }
