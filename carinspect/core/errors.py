"""Errors that a user can understand and act on; every other exception is a bug.

The words stand in :mod:`carinspect.core.texts`, one sentence for each code.
"""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """What went wrong, as a stable name for programs; people read the sentence."""

    PHOTO_MISSING = "photo_missing"
    PHOTO_NOT_A_FILE = "photo_not_a_file"
    PHOTO_NO_ACCESS = "photo_no_access"
    PHOTO_EMPTY = "photo_empty"
    PHOTO_UNKNOWN_FORMAT = "photo_unknown_format"
    PHOTO_DAMAGED_FILE = "photo_damaged_file"
    PHOTO_TOO_LARGE = "photo_too_large"
    PHOTO_FILE_TOO_LARGE = "photo_file_too_large"
    PHOTO_CHANGED = "photo_changed"
    NO_PHOTOS = "no_photos"
    CLIPBOARD_EMPTY = "clipboard_empty"
    MODEL_MISSING = "model_missing"
    MODEL_DAMAGED = "model_damaged"
    MODEL_FILE_DAMAGED = "model_file_damaged"
    MODEL_NEWER = "model_newer"
    MODEL_SIGNATURE_WRONG = "model_signature_wrong"
    MODEL_UNFIT = "model_unfit"
    KEY_UNUSABLE = "key_unusable"
    SIGNER_MISSING = "signer_missing"
    FILE_EXISTS = "file_exists"
    MODEL_SHIPPED = "model_shipped"
    MODEL_ACTIVE = "model_active"
    NO_EARLIER_MODEL = "no_earlier_model"
    FROZEN_SET_MISSING = "frozen_set_missing"
    FROZEN_SET_EMPTY = "frozen_set_empty"
    FROZEN_SET_EXISTS = "frozen_set_exists"
    CHALLENGER_REFUSED = "challenger_refused"
    FILE_DAMAGED = "file_damaged"
    WEIGHTS_MISSING = "weights_missing"
    WEIGHTS_WRONG_CHECKSUM = "weights_wrong_checksum"
    WEIGHTS_SHIPPED = "weights_shipped"
    FILE_MISSING = "file_missing"
    DOWNLOAD_FAILED = "download_failed"
    CANNOT_WRITE = "cannot_write"
    SETTINGS_DAMAGED = "settings_damaged"
    SETTINGS_UNREADABLE = "settings_unreadable"
    TRAINING_NOT_INSTALLED = "training_not_installed"
    DATABASE_NEWER = "database_newer"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_BUSY = "database_busy"
    DATABASE_DAMAGED = "database_damaged"
    RECORD_DAMAGED = "record_damaged"
    DATABASE_DISK_FULL = "database_disk_full"
    DATABASE_NOT_ALLOWED = "database_not_allowed"
    NOT_ON_A_SERVER = "not_on_a_server"
    KEYRING_MISSING = "keyring_missing"
    PASSWORD_FILE_OPEN = "password_file_open"  # noqa: S105 - a name of an error
    SERVER_DRIVER_MISSING = "server_driver_missing"
    RECORD_MISSING = "record_missing"
    FOLDER_MISSING = "folder_missing"
    CLUSTER_NOT_INSTALLED = "cluster_not_installed"
    CLUSTER_UNREACHABLE = "cluster_unreachable"
    FOLDER_GONE = "folder_gone"
    CLUSTER_GAVE_UP = "cluster_gave_up"
    CLUSTER_WITHOUT_WORKERS = "cluster_without_workers"
    CLUSTER_LOST = "cluster_lost"
    CLUSTER_OTHER_VERSION = "cluster_other_version"
    REPORT_FORMAT = "report_format"
    RENTAL_MISSING = "rental_missing"
    RENTAL_EXISTS = "rental_exists"
    RENTAL_CLOSED = "rental_closed"
    NOT_REVIEWED = "not_reviewed"
    NOT_COMPARED = "not_compared"
    RENTAL_NUMBER_UNUSABLE = "rental_number_unusable"
    RENTAL_PHOTO_MISSING = "rental_photo_missing"
    TEXT_TOO_LONG = "text_too_long"
    FINDING_MISSING = "finding_missing"
    COMPARISON_OUTDATED = "comparison_outdated"
    REVIEWER_NEEDED = "reviewer_needed"
    USER_MISSING = "user_missing"
    USER_EXISTS = "user_exists"
    LAST_MANAGER = "last_manager"
    WRONG_PIN = "wrong_pin"
    NOT_ALLOWED = "not_allowed"
    TOO_MANY_PINS = "too_many_pins"
    SIGN_IN_NEEDED = "sign_in_needed"
    PIN_NEEDED = "pin_needed"
    PIN_TOO_SHORT = "pin_too_short"
    NAME_UNUSABLE = "name_unusable"
    ADDRESS_TOO_OPEN = "address_too_open"
    BACKUP_DAMAGED = "backup_damaged"
    RESTORE_NOT_EMPTY = "restore_not_empty"
    STORED_PHOTO_MISSING = "stored_photo_missing"
    STORED_PHOTO_ALTERED = "stored_photo_altered"
    PACK_DAMAGED = "pack_damaged"
    NO_RETURN_PHOTOS = "no_return_photos"
    RUN_MISSING = "run_missing"
    RUN_GOING_ON = "run_going_on"
    RUN_DAMAGED = "run_damaged"
    RUN_DATA_CHANGED = "run_data_changed"
    RUN_WITHOUT_HEAD = "run_without_head"
    CLASS_MISSING = "class_missing"
    CONFIG_IMPOSSIBLE = "config_impossible"
    DATASET_EMPTY = "dataset_empty"
    DATASET_ONE_CLASS = "dataset_one_class"
    CLASS_UNKNOWN = "class_unknown"
    CSV_UNREADABLE = "csv_unreadable"
    CSV_COLUMNS = "csv_columns"
    CSV_SPLIT_UNKNOWN = "csv_split_unknown"
    FILE_HIDDEN = "file_hidden"
    FILE_OUTSIDE_CLASS = "file_outside_class"
    PHOTO_LISTED_TWICE = "photo_listed_twice"
    LIST_MISSING = "list_missing"
    LIST_NAME = "list_name"
    LIST_DAMAGED = "list_damaged"
    NOT_BOTH_KINDS = "not_both_kinds"
    UPDATES_NOT_SET_UP = "updates_not_set_up"
    UPDATES_KEY_UNUSABLE = "updates_key_unusable"
    UPDATES_UNREACHABLE = "updates_unreachable"
    UPDATES_UNSIGNED = "updates_unsigned"
    UPDATES_UNREADABLE = "updates_unreadable"
    UPDATES_NO_PACKAGE = "updates_no_package"
    UPDATES_WRONG_FILE = "updates_wrong_file"


class CarInspectError(Exception):
    """An expected error: ``code`` says which, ``facts`` fill the sentence (file, limit, ...)."""

    def __init__(self, code: ErrorCode, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword arguments do not survive the default pickling of exceptions, and errors
        # travel from the engine process to the window.
        return (_rebuild, (self.code, self.facts))

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code.value}: {facts}"


def _rebuild(code: ErrorCode, facts: dict[str, object]) -> CarInspectError:
    return CarInspectError(code, **facts)
