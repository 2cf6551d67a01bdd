"""What a front end opens once: the settings and the loaded model."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.gate1_tools import CategoryList
from carinspect.core.paths import config_dir, data_dir, shipped_models_dir
from carinspect.core.settings import MAX_RECENT_PHOTOS, Gate1Rule, Settings
from carinspect.core.user import Permission, User
from carinspect.services import users
from carinspect.services.inspector import Inspector, LocalInspector
from carinspect.services.records import Records, open_records
from carinspect.storage.category_lists import read_category_list
from carinspect.storage.model_registry import ModelRegistry
from carinspect.storage.settings_file import SettingsFile

USER_VARIABLE: Final = "CARINSPECT_USER"
PIN_VARIABLE: Final = "CARINSPECT_PIN"
"""Who works here and their PIN, for programs that nobody sits in front of."""


@dataclass(frozen=True, slots=True)
class InspectorSetup:
    """What an inspector's answers depend on."""

    model_id: str
    judge: Gate1Rule | CategoryList
    accepted_error: float


class Workspace:
    """The settings, where the models lie, and the inspector that they choose.

    Attributes:
        problem: what was wrong with the settings file at the start; None when nothing was.
    """

    def __init__(self, settings_file: Path | None = None) -> None:
        self._file = SettingsFile(settings_file or config_dir() / "settings.json")
        self.problem: CarInspectError | None = None
        try:
            self._settings = self._file.load()
        except CarInspectError as error:
            self.problem = error
            self._settings = self._file.load()
        self._inspectors: dict[InspectorSetup, Inspector] = {}
        self._records: Records | None = None
        self._user = os.environ.get(USER_VARIABLE, "")
        self._signed_in = self._unasked = ""
        self._lock = threading.Lock()
        # Locks of their own: no photo waits for a server that does not answer.
        self._records_lock = threading.Lock()
        self._settings_lock = threading.Lock()

    @property
    def settings(self) -> Settings:
        return self._settings

    def change(self, **changes: Any) -> Settings:  # noqa: ANN401 - the fields of Settings
        """Change settings and save them at once.

        Raises:
            CarInspectError: the file cannot be written; the change holds until the end.
        """
        # Jobs change settings too; no change may overwrite another.
        with self._settings_lock:
            self._settings = dataclasses.replace(self._settings, **changes)
            self._file.save(self._settings)
            return self._settings

    def remember_photo(self, photo: Path) -> None:
        """Put ``photo`` first among the recent ones."""
        others = [known for known in self._settings.recent_photos if known != str(photo)]
        self.change(recent_photos=(str(photo), *others)[:MAX_RECENT_PHOTOS])

    def inspector(self, model_id: str = "", rule: Gate1Rule | None = None) -> Inspector:
        """The inspector of a model and a rule of Gate1, by default those of the settings.

        Loads the model at the first call; may be called in any thread.

        Raises:
            CarInspectError: the model is missing or damaged.
        """
        setup = self.inspector_setup(model_id, rule)
        with self._lock:
            if setup not in self._inspectors:
                # One model in memory: the one before is no longer asked.
                self._inspectors.clear()
                self._inspectors[setup] = LocalInspector(
                    model_dir(setup.model_id), setup.judge, accepted_error=setup.accepted_error
                )
            return self._inspectors[setup]

    def inspector_setup(self, model_id: str = "", rule: Gate1Rule | None = None) -> InspectorSetup:
        """What an inspector made now would depend on; one made of another setup is outdated.

        Raises:
            CarInspectError: the settings' category list cannot be read.
        """
        return InspectorSetup(
            model_id or self._settings.model_id or default_model_id(),
            self._gate1_judge(rule or self._settings.gate1_rule),
            self._settings.accepted_error,
        )

    def new_inspector(self, model_id: str = "") -> LocalInspector:
        """One more inspector of a model, for a thread of its own; loaded at once.

        Raises:
            CarInspectError: the model is missing or damaged.
        """
        setup = self.inspector_setup(model_id)
        return LocalInspector(
            model_dir(setup.model_id),
            setup.judge,
            accepted_error=setup.accepted_error,
            alone=False,
        )

    def gate1_judge(self) -> Gate1Rule | CategoryList:
        """How Gate1 decides, as the settings say."""
        return self._gate1_judge(self._settings.gate1_rule)

    def _gate1_judge(self, rule: Gate1Rule) -> Gate1Rule | CategoryList:
        name = self._settings.category_list
        return read_category_list(name) if name and rule is Gate1Rule.TOP5 else rule

    def records(self) -> Records:
        """The records that the settings name, opened at the first call; for any thread.

        Opening makes or migrates a database: call it in a job.

        Raises:
            CarInspectError: the database cannot be opened, or is newer than this program.
        """
        with self._records_lock:
            if self._records is None:
                self._records = open_records(self._settings)
            return self._records

    def use_records(self, records: Records, database: str, photos_folder: str) -> None:
        """Work with ``records``, opened from these settings, from now on; the old are closed.

        Raises:
            CarInspectError: the settings file cannot be written; the change holds until the end.
        """
        with self._records_lock:
            before, self._records = self._records, records
        # Other records have other users.
        self._signed_in = self._unasked = ""
        if before is not None:
            before.close()
        self.change(database=database, photos_folder=photos_folder)

    def current_user(self) -> User:
        """Who works here, as the records know them now; call it in a job.

        A fresh database gets its first user, a manager named like the account of the computer.

        Raises:
            CarInspectError: nobody was chosen, or the chosen one's PIN was not given yet.
        """
        records, wanted = self.records(), self._user or self._settings.user or self._unasked
        try:
            user = users.current_user(records, wanted, self._signed_in)
        except CarInspectError as error:
            pin = os.environ.get(PIN_VARIABLE, "")
            if error.code is not ErrorCode.PIN_NEEDED or not pin:
                raise
            return self.sign_in(str(error.facts["user"]), pin, remember=False)
        # Whoever was alone and adds a second user goes on working.
        self._unasked = user.name
        return user

    def require(self, permission: Permission) -> User:
        """The current user, who may do this; call it in a job.

        Raises:
            CarInspectError: they may not, or nobody was chosen.
        """
        user = self.current_user()
        user.require(permission)
        return user

    def sign_in(self, name: str, pin: str = "", *, remember: bool = True) -> User:
        """Let another user work here; call it in a job.

        Args:
            name: who.
            pin: theirs; empty where they have none.
            remember: choose them at the next start too.

        Raises:
            CarInspectError: there is no such user, or the PIN is wrong.
        """
        user = users.check_pin(self.records(), name, pin)
        self._user = self._signed_in = user.name
        if remember:
            self.change(user=user.name)
        return user

    def close(self) -> None:
        """Give back what was opened; the last act."""
        with self._records_lock:
            if self._records is not None:
                self._records.close()
                self._records = None


def default_model_id() -> str:
    """The id of the model that comes with the program.

    Raises:
        CarInspectError: the installation lacks its models.
    """
    try:
        record = json.loads((shipped_models_dir() / "default.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CarInspectError(ErrorCode.MODEL_MISSING, model="default") from None
    return str(record["model"])


def model_dir(model_id: str) -> Path:
    """The bundle of ``model_id``: the user's own or a shipped one.

    Raises:
        CarInspectError: there is none.
    """
    return open_registry().folder(model_id)


def open_registry() -> ModelRegistry:
    """The models on this computer."""
    return ModelRegistry(data_dir() / "models", shipped_models_dir())
