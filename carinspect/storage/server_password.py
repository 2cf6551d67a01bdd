"""The password of a database server: in the system's keyring, never in the settings.

Looked for in this order: an environment variable; a file of this program that its owner alone
can read, where a person chose it; the keyring. Where none has it, PostgreSQL's own client looks
into PGPASSWORD and ``~/.pgpass``.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Final, cast

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import config_dir
from carinspect.storage.atomic_file import write_atomically

PASSWORD_VARIABLE: Final = "CARINSPECT_DATABASE_PASSWORD"  # noqa: S105 - the variable's name
_SERVICE: Final = "carinspect"
_OTHERS: Final = 0o077


def password_file() -> Path:
    """The file for passwords where there is no keyring."""
    return config_dir() / "database-passwords.json"


def find_password(address: str) -> str | None:
    """The password for an address without one; None where this program knows none.

    Raises:
        CarInspectError: the file with passwords can be read by others.
    """
    given = os.environ.get(PASSWORD_VARIABLE)
    return given or _read_file().get(address) or _ask_keyring(address)


def keep_password(address: str, password: str, *, in_file: bool = False) -> None:
    """Keep a password; an empty one is removed from wherever it is.

    Args:
        address: without a password.
        password: what the server asks for.
        in_file: in a file that its owner alone can read, not in the keyring.

    Raises:
        CarInspectError: there is no keyring, or the file cannot be written.
    """
    if not password:
        _forget_in_keyring(address)
    if in_file or address in _read_file():
        # What is in the file would be found first: it must not be an old one.
        passwords = {**_read_file(), address: password if in_file else ""}
        kept = {name: word for name, word in passwords.items() if word}
        write_atomically(password_file(), json.dumps(kept, ensure_ascii=False).encode("utf-8"))
    if password and not in_file:
        _keep_in_keyring(address, password)


def _read_file() -> dict[str, str]:
    file = password_file()
    try:
        if os.name == "posix" and file.stat().st_mode & _OTHERS:
            raise CarInspectError(ErrorCode.PASSWORD_FILE_OPEN, file=file)
        record: object = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise CarInspectError(ErrorCode.FILE_DAMAGED, file=file) from None
    if not isinstance(record, dict):
        raise CarInspectError(ErrorCode.FILE_DAMAGED, file=file)
    return {str(k): str(v) for k, v in cast("dict[object, object]", record).items()}


def _ask_keyring(address: str) -> str | None:
    # Imported where a server is used: it looks for the system's services, which takes time.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    with contextlib.suppress(KeyringError):  # none, or locked: the server will ask
        return keyring.get_password(_SERVICE, address)
    return None


def _keep_in_keyring(address: str, password: str) -> None:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(_SERVICE, address, password)
    except KeyringError:
        raise CarInspectError(
            ErrorCode.KEYRING_MISSING, variable=PASSWORD_VARIABLE, file=password_file()
        ) from None


def _forget_in_keyring(address: str) -> None:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    with contextlib.suppress(KeyringError):  # it was never there
        keyring.delete_password(_SERVICE, address)
