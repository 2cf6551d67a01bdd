"""The words of the check of a computer: what was found, and what to do."""

from __future__ import annotations

from carinspect.core.health import Area, Condition, HealthCheck, Purpose, State
from carinspect.core.i18n import _
from carinspect.core.texts import error_text


def area_text(area: Area) -> str:
    """What is looked at, as a heading."""
    return {
        Area.PROGRAM: _("Program"),
        Area.WINDOW: _("Window"),
        Area.SCREEN: _("Screen"),
        Area.FONTS: _("Letters"),
        Area.SETTINGS: _("Settings"),
        Area.FOLDERS: _("Folders"),
        Area.DISK: _("Disk space"),
        Area.MODELS: _("Models"),
        Area.INSPECTING: _("Inspecting"),
        Area.RECORDS: _("Records"),
        Area.TRAINING: _("Training"),
        Area.CRASHES: _("Crashes"),
    }[area]


def state_text(state: State) -> str:
    """How a check went, in a word or two."""
    return {
        State.OK: _("fine"),
        State.WARNING: _("look at this"),
        State.PROBLEM: _("does not work"),
    }[state]


def check_text(check: HealthCheck) -> str:
    """What was found and what to do."""
    facts = dict(check.facts)
    if isinstance(facts.get("purpose"), Purpose):
        facts["purpose"] = _purpose_text(Purpose(facts["purpose"]))
    words = _sentences()[check.condition].format(**facts)
    return f"{words} {error_text(check.error)}".strip() if check.error else words


def summary_text(checks: tuple[HealthCheck, ...]) -> str:
    """What came of all checks, in one sentence."""
    problems = sum(check.state is State.PROBLEM for check in checks)
    warnings = sum(check.state is State.WARNING for check in checks)
    if not problems and not warnings:
        return _("Everything is fine.")
    return _("Does not work: {problems}. To look at: {warnings}. Checks: {all}.").format(
        problems=problems, warnings=warnings, all=len(checks)
    )


def _purpose_text(purpose: Purpose) -> str:
    return {
        Purpose.SETTINGS: _("Settings"),
        Purpose.DATA: _("Records and models"),
        Purpose.CACHE: _("What can be computed again"),
        Purpose.LOGS: _("Log"),
        Purpose.PHOTOS: _("Photos of records"),
    }[purpose]


def _sentences() -> dict[Condition, str]:
    return {**_program_sentences(), **_place_sentences(), **_work_sentences()}


def _program_sentences() -> dict[Condition, str]:
    return {
        Condition.PROGRAM_KNOWN: _("CarInspect {version}, Python {python}, {system}."),
        Condition.WINDOW_STARTS: _("Qt {qt} opens windows ({platform})."),
        Condition.WINDOW_FAILS: _(
            "The window cannot open ({reason}): install the program again, and the Qt 6 system"
            " libraries where it is Linux."
        ),
        Condition.WINDOW_LIBRARIES_LACK: _(
            "The window lacks system libraries ({libraries}): install the packages {packages}."
        ),
        Condition.WINDOW_WITHOUT_SCREEN: _(
            "Qt {qt} works, but there is no screen here: start the window from a desktop; the"
            " command line works without."
        ),
        Condition.SCREEN_FITS: _("{width} × {height} at {scale}%."),
        Condition.SCREEN_SMALL: _(
            "The screen offers {width} × {height} at {scale}%, the window needs {least}: choose a"
            " smaller scale in the display settings of the system."
        ),
        Condition.FONTS_COMPLETE: _("Korean shows in {family}."),
        Condition.FONTS_LACK_KOREAN: _(
            "No letters for Korean were found: install the program again, or a font such as"
            " Noto Sans CJK."
        ),
        Condition.TRAINING_READY: _("TensorFlow {version} is here; models can be trained."),
        Condition.TRAINING_ABSENT: _(
            "Not installed; inspecting works without. To train, install the full edition"
            " (pip install 'carinspect[train]')."
        ),
    }


def _place_sentences() -> dict[Condition, str]:
    return {
        Condition.SETTINGS_READ: _("{file} is read."),
        Condition.SETTINGS_DEFAULT: _("Nothing was changed yet; all settings are the defaults."),
        Condition.SETTINGS_SET_ASIDE: _(
            "{file} is a damaged settings file that was set aside: look through Settings, then"
            " delete it."
        ),
        Condition.FOLDER_USABLE: _("{purpose}: {folder}"),
        Condition.FOLDER_LOCKED: _(
            "{purpose}: {folder} cannot be written ({reason}): ask for permission to it, or free"
            " some space."
        ),
        Condition.DISK_ROOMY: _("{free} are free at {folder}."),
        Condition.DISK_LOW: _(
            "Only {free} are free at {folder}: free some space soon; every record keeps its photo."
        ),
        Condition.DISK_FULL: _(
            "Only {free} are free at {folder}: records will soon fail; delete or move other files"
            " now."
        ),
        Condition.CRASHES_NONE: _("None was noted."),
        Condition.CRASHES_NOTED: _(
            "The program ended abruptly, last on {when}: send {file} to whoever looks after the"
            " program, then delete it."
        ),
    }


def _work_sentences() -> dict[Condition, str]:
    return {
        Condition.MODEL_WHOLE: _("{model} is whole."),
        Condition.MODEL_ALTERED: _(
            "{model} is not what its card says: remove it (Models page) and import it again."
        ),
        Condition.SHIPPED_MODEL_ALTERED: _(
            "{model} came with the program and is not what its card says: install the program"
            " again."
        ),
        Condition.MODELS_MISSING: _("There is no model: install the program again."),
        Condition.INSPECTING_WORKS: _("A drawn sample was inspected with {model}, in {ms} ms."),
        Condition.INSPECTING_FAILS: _("A drawn sample could not be inspected."),
        Condition.RECORDS_NONE: _("Nothing was kept yet; the records will lie in {database}."),
        Condition.RECORDS_WHOLE: _("{database} is whole (version {version})."),
        Condition.RECORDS_OLDER: _(
            "{database} is of an older version ({version}): it is backed up and brought up to date"
            " when the program next opens it."
        ),
        Condition.RECORDS_DAMAGED: _(
            "{database} is damaged ({reason}): copy the file away, then bring the last backup back"
            " (Settings, Records, Restore)."
        ),
        Condition.RECORDS_FAIL: _("The records cannot be opened."),
    }
