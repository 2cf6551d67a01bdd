"""The history page, the settings and the sign-in, with a day's records."""

from __future__ import annotations

from typing import Any

from scene import Scene, Stage


def _recorded(stage: Stage) -> Any:  # noqa: ANN401
    """A day's records: what the inspect page inspected, a correction, two more users."""
    page = stage.page("inspect")
    page.take_photos(tuple(str(photo) for photo in stage.photos))
    stage.until(lambda: page.photos.counts().total() >= len(stage.photos))
    stage.until(lambda: page.recorder.waiting == 0)
    workspace = stage.session.window._workspace  # noqa: SLF001
    from carinspect.core.inspection import Outcome
    from carinspect.core.record import Decision
    from carinspect.core.user import Role, User
    from carinspect.jobs.job import run_here
    from carinspect.services import users
    from carinspect.services.review_inspection import ReviewInspection

    by = workspace.current_user()
    users.add_user(workspace.records(), by, User("김민지", Role.MANAGER), "1234")
    users.add_user(workspace.records(), by, User("Lee Jun", Role.CLERK))
    workspace.sign_in("Lee Jun")
    comment = "The dark line is the shadow of the mirror."
    run_here(ReviewInspection(workspace, 1, Decision.CORRECT, Outcome.UNDAMAGED, comment=comment))
    run_here(ReviewInspection(workspace, 2, Decision.AGREE))
    stage.session.window.user.ask()
    return workspace


def _history(stage: Stage) -> Any:  # noqa: ANN401
    _recorded(stage)
    page = stage.page("history")
    stage.until(lambda: page.details.details is not None)
    stage.wait(600)
    return page


def _reviewed(stage: Stage) -> None:
    page = _history(stage)
    page.table.go_to(page.model.rowCount() - 1)
    stage.until(lambda: page.details.details.record.id == 1)
    page.details.area.toggle_heat_map()
    stage.wait(600)


def _no_match(stage: Stage) -> None:
    page = _history(stage)
    page.filter.plate.setText("12가 3456")
    stage.until(lambda: page.model.rowCount() == 0)
    stage.wait(300)


def _sign_in(stage: Stage) -> None:
    _recorded(stage)
    window = stage.session.window
    window.actions_table["sign_in"].trigger()
    stage.wait(600)
    from carinspect.ui.users.sign_in_dialog import SignInDialog

    dialog = window.findChild(SignInDialog)
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    stage.wait(200)
    # The picture is of the window; a dialog is a window of its own.
    window.grab = dialog.grab


def _settings(stage: Stage, tab: int) -> Any:  # noqa: ANN401
    _recorded(stage)
    window = stage.session.window
    window.actions_table["settings"].trigger()
    from carinspect.ui.settings.settings_dialog import SettingsDialog

    dialog = window.findChild(SettingsDialog)
    dialog.tabs.setCurrentIndex(tab)
    stage.until(lambda: dialog.users.list.count() > 0)
    if tab == 1:
        dialog.upkeep.verify.click()
        stage.until(lambda: not dialog.upkeep.busy)
    stage.wait(300)
    window.grab = dialog.grab


SCENES = (
    Scene("settings", lambda stage: _settings(stage, 0)),
    Scene("settings-records", lambda stage: _settings(stage, 1)),
    Scene("settings-users", lambda stage: _settings(stage, 2)),
    Scene("history", _history),
    Scene("history-reviewed", _reviewed),
    Scene("history-no-match", _no_match),
    Scene("sign-in", _sign_in),
)
