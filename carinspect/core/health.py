"""What is checked on a computer where the program does not work as it should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from carinspect.core.errors import CarInspectError


class State(StrEnum):
    """How a check went."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Area(StrEnum):
    """What a check looks at."""

    PROGRAM = "program"
    WINDOW = "window"
    SCREEN = "screen"
    FONTS = "fonts"
    SETTINGS = "settings"
    FOLDERS = "folders"
    DISK = "disk"
    MODELS = "models"
    INSPECTING = "inspecting"
    RECORDS = "records"
    TRAINING = "training"
    CRASHES = "crashes"


class Purpose(StrEnum):
    """What a folder is for."""

    SETTINGS = "settings"
    DATA = "data"
    CACHE = "cache"
    LOGS = "logs"
    PHOTOS = "photos"


class Condition(StrEnum):
    """What a check found; its area and state stand in :data:`CONDITIONS`."""

    PROGRAM_KNOWN = "program_known"
    WINDOW_STARTS = "window_starts"
    WINDOW_FAILS = "window_fails"
    WINDOW_LIBRARIES_LACK = "window_libraries_lack"
    WINDOW_WITHOUT_SCREEN = "window_without_screen"
    SCREEN_FITS = "screen_fits"
    SCREEN_SMALL = "screen_small"
    FONTS_COMPLETE = "fonts_complete"
    FONTS_LACK_KOREAN = "fonts_lack_korean"
    SETTINGS_READ = "settings_read"
    SETTINGS_DEFAULT = "settings_default"
    SETTINGS_SET_ASIDE = "settings_set_aside"
    FOLDER_USABLE = "folder_usable"
    FOLDER_LOCKED = "folder_locked"
    DISK_ROOMY = "disk_roomy"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    MODEL_WHOLE = "model_whole"
    MODEL_ALTERED = "model_altered"
    SHIPPED_MODEL_ALTERED = "shipped_model_altered"
    MODELS_MISSING = "models_missing"
    INSPECTING_WORKS = "inspecting_works"
    INSPECTING_FAILS = "inspecting_fails"
    RECORDS_NONE = "records_none"
    RECORDS_WHOLE = "records_whole"
    RECORDS_OLDER = "records_older"
    RECORDS_DAMAGED = "records_damaged"
    RECORDS_FAIL = "records_fail"
    TRAINING_READY = "training_ready"
    TRAINING_ABSENT = "training_absent"
    CRASHES_NONE = "crashes_none"
    CRASHES_NOTED = "crashes_noted"


CONDITIONS: Final[Mapping[Condition, tuple[Area, State]]] = MappingProxyType(
    {
        Condition.PROGRAM_KNOWN: (Area.PROGRAM, State.OK),
        Condition.WINDOW_STARTS: (Area.WINDOW, State.OK),
        Condition.WINDOW_FAILS: (Area.WINDOW, State.PROBLEM),
        Condition.WINDOW_LIBRARIES_LACK: (Area.WINDOW, State.PROBLEM),
        Condition.WINDOW_WITHOUT_SCREEN: (Area.WINDOW, State.WARNING),
        Condition.SCREEN_FITS: (Area.SCREEN, State.OK),
        Condition.SCREEN_SMALL: (Area.SCREEN, State.WARNING),
        Condition.FONTS_COMPLETE: (Area.FONTS, State.OK),
        Condition.FONTS_LACK_KOREAN: (Area.FONTS, State.PROBLEM),
        Condition.SETTINGS_READ: (Area.SETTINGS, State.OK),
        Condition.SETTINGS_DEFAULT: (Area.SETTINGS, State.OK),
        Condition.SETTINGS_SET_ASIDE: (Area.SETTINGS, State.WARNING),
        Condition.FOLDER_USABLE: (Area.FOLDERS, State.OK),
        Condition.FOLDER_LOCKED: (Area.FOLDERS, State.PROBLEM),
        Condition.DISK_ROOMY: (Area.DISK, State.OK),
        Condition.DISK_LOW: (Area.DISK, State.WARNING),
        Condition.DISK_FULL: (Area.DISK, State.PROBLEM),
        Condition.MODEL_WHOLE: (Area.MODELS, State.OK),
        Condition.MODEL_ALTERED: (Area.MODELS, State.PROBLEM),
        Condition.SHIPPED_MODEL_ALTERED: (Area.MODELS, State.PROBLEM),
        Condition.MODELS_MISSING: (Area.MODELS, State.PROBLEM),
        Condition.INSPECTING_WORKS: (Area.INSPECTING, State.OK),
        Condition.INSPECTING_FAILS: (Area.INSPECTING, State.PROBLEM),
        Condition.RECORDS_NONE: (Area.RECORDS, State.OK),
        Condition.RECORDS_WHOLE: (Area.RECORDS, State.OK),
        Condition.RECORDS_OLDER: (Area.RECORDS, State.WARNING),
        Condition.RECORDS_DAMAGED: (Area.RECORDS, State.PROBLEM),
        Condition.RECORDS_FAIL: (Area.RECORDS, State.PROBLEM),
        Condition.TRAINING_READY: (Area.TRAINING, State.OK),
        Condition.TRAINING_ABSENT: (Area.TRAINING, State.OK),
        Condition.CRASHES_NONE: (Area.CRASHES, State.OK),
        Condition.CRASHES_NOTED: (Area.CRASHES, State.WARNING),
    }
)


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One check and what it found.

    Attributes:
        facts: fill its sentence.
        error: what failed, where it has a sentence of its own; its sentence follows.
    """

    condition: Condition
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    error: CarInspectError | None = None

    @property
    def area(self) -> Area:
        return CONDITIONS[self.condition][0]

    @property
    def state(self) -> State:
        return CONDITIONS[self.condition][1]


@dataclass(frozen=True, slots=True)
class DisplayFacts:
    """What only a program with a window knows.

    Attributes:
        qt: version of the libraries.
        platform: name of Qt's platform plugin, such as ``xcb``.
        width_px, height_px: what a window may cover, in device-independent pixels.
        scale_percent: of the screen.
        korean_family: a family of letters that shows Korean; empty where none does.
    """

    qt: str
    platform: str
    width_px: int
    height_px: int
    scale_percent: int
    korean_family: str

    def to_record(self) -> dict[str, Any]:
        """As an object for JSON."""
        return asdict(self)


def worst(checks: tuple[HealthCheck, ...]) -> State:
    """The worst state among ``checks``."""
    states = {check.state for check in checks}
    return next((one for one in (State.PROBLEM, State.WARNING) if one in states), State.OK)
