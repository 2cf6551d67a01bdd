"""Who works here: choosing, adding and changing users; every change is in the audit log."""

from __future__ import annotations

import getpass
import unicodedata
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Permission, Role, User
from carinspect.services.records import Records, now
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.user_store import UserStore

MAX_NAME_LETTERS: Final = 80
MIN_PIN_DIGITS: Final = 4


def current_user(records: Records, wanted: str, signed_in: str = "") -> User:
    """Who works here, if that is beyond doubt.

    Where there is no user yet, whoever comes first becomes one, as a manager without a PIN. The
    only user of a database in a file needs not be chosen.

    Args:
        records: where the users are.
        wanted: the name that was chosen; empty where none was.
        signed_in: the name whose PIN was given already.

    Raises:
        CarInspectError: nobody was chosen, or the chosen one's PIN was not given yet.
    """
    with records.database.reading() as connection:
        known = UserStore(connection).all()
    if not known:
        return _first_user(records, wanted or _name_of_account())
    user = _chosen(known, wanted, may_be_alone=not records.database.is_server)
    if user.has_pin and user.name != signed_in:
        raise CarInspectError(ErrorCode.PIN_NEEDED, user=user.name)
    return user


def check_pin(records: Records, name: str, pin: str) -> User:
    """The user ``name``, whose PIN ``pin`` is; of a user without one, any.

    Raises:
        CarInspectError: there is no such user, the PIN is wrong, or too many were.
    """
    with records.database.writing() as connection:
        # Refused only after the block, which keeps the count of wrong PINs.
        store = UserStore(connection)
        user, right = store.get(name), store.is_pin(name, pin, now())
    if not right:
        raise CarInspectError(ErrorCode.WRONG_PIN, user=name)
    return user


def list_users(records: Records) -> tuple[User, ...]:
    """All that can be chosen, by name."""
    with records.database.reading() as connection:
        return UserStore(connection).all()


def add_user(records: Records, by: User, user: User, pin: str = "") -> User:
    """Add a user, with a PIN where ``pin`` is not empty.

    Raises:
        CarInspectError: ``by`` may not, the name is taken or unusable, or the PIN is too short.
    """
    by.require(Permission.MANAGE_USERS)
    _check(pin)
    added = User(usable_name(user.name), user.role, bool(pin))
    with records.database.writing() as connection:
        at = now()
        UserStore(connection).add(added, pin=pin, at=at)
        details = {"role": added.role.value, "pin": bool(pin)}
        AuditLog(connection).append(
            at, by.name, action="user.added", subject=_subject(added.name), details=details
        )
    return added


def change_role(records: Records, by: User, name: str, role: Role) -> User:
    """Give a user another role.

    Raises:
        CarInspectError: ``by`` may not, there is no such user, or no manager would be left.
    """
    by.require(Permission.MANAGE_USERS)
    with records.database.writing() as connection:
        store = UserStore(connection)
        store.set_role(name, role)
        AuditLog(connection).append(
            now(),
            by.name,
            action="user.role",
            subject=_subject(name),
            details={"role": role.value},
        )
        return store.get(name)


def change_pin(records: Records, by: User, name: str, pin: str) -> User:
    """Give a user another PIN, none where ``pin`` is empty; everybody may change their own.

    Raises:
        CarInspectError: ``by`` may not, there is no such user, or the PIN is too short.
    """
    if by.name != name:
        by.require(Permission.MANAGE_USERS)
    _check(pin)
    with records.database.writing() as connection:
        store = UserStore(connection)
        store.set_pin(name, pin)
        AuditLog(connection).append(
            now(), by.name, action="user.pin", subject=_subject(name), details={"pin": bool(pin)}
        )
        return store.get(name)


def deactivate_user(records: Records, by: User, name: str) -> None:
    """Take a user off the choice; what they did keeps their name.

    Raises:
        CarInspectError: ``by`` may not, there is no such user, or no manager would be left.
    """
    by.require(Permission.MANAGE_USERS)
    with records.database.writing() as connection:
        UserStore(connection).deactivate(name)
        AuditLog(connection).append(
            now(), by.name, action="user.deactivated", subject=_subject(name), details={}
        )


def usable_name(name: str) -> str:
    """``name`` as it is kept: composed letters, no spaces around.

    Raises:
        CarInspectError: it is empty, too long, or has letters that cannot be seen.
    """
    kept = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(kept) <= MAX_NAME_LETTERS or not kept.isprintable():
        raise CarInspectError(ErrorCode.NAME_UNUSABLE, limit=MAX_NAME_LETTERS)
    return kept


def _chosen(known: tuple[User, ...], wanted: str, *, may_be_alone: bool) -> User:
    for user in known:
        if user.name == unicodedata.normalize("NFC", wanted):
            return user
    if may_be_alone and len(known) == 1:
        return known[0]
    if wanted:
        raise CarInspectError(ErrorCode.USER_MISSING, user=wanted)
    raise CarInspectError(ErrorCode.SIGN_IN_NEEDED)


def _first_user(records: Records, name: str) -> User:
    user = User(usable_name(name), Role.MANAGER)
    with records.database.writing() as connection:
        store = UserStore(connection)
        # Another window may have been first; then it is its user that counts.
        if not store.all():
            at = now()
            store.add(user, pin="", at=at)
            AuditLog(connection).append(
                at,
                user.name,
                action="user.added",
                subject=_subject(user.name),
                details={"role": user.role.value, "pin": False},
            )
    return current_user(records, user.name)


def _name_of_account() -> str:
    try:
        name = getpass.getuser()
        return usable_name(name)
    except (OSError, KeyError, ImportError, CarInspectError):  # an account without a name
        return "user"


def _check(pin: str) -> None:
    if pin and len(pin) < MIN_PIN_DIGITS:
        raise CarInspectError(ErrorCode.PIN_TOO_SHORT, limit=MIN_PIN_DIGITS)


def _subject(name: str) -> str:
    return f"user:{name}"
