"""The dialog for updates, and the training page of the counter edition."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from scene import Scene, Stage


def _play_updates(stage: Stage) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from carinspect.core.build_facts import BuildFacts
    from carinspect.services import updates
    from tests.signed_updates import Publisher

    publisher = Publisher(stage.home / "updates")
    publisher.publish("0.2.0")
    facts = BuildFacts("full", str(publisher.manifest), publisher.key_file.read_text())
    updates.build_facts = lambda: facts
    stage.session.window.actions_table["updates"].trigger()
    dialog = _dialog(stage)
    dialog.check.click()
    stage.until(lambda: not dialog.busy)


def _dialog(stage: Stage) -> Any:  # noqa: ANN401
    from carinspect.ui.updates_dialog import UpdatesDialog

    return stage.session.window.findChild(UpdatesDialog)


def _play_absent(stage: Stage) -> None:
    from carinspect.ui import pages

    pages.is_installed = lambda: False
    stage.page("training")


SCENES = (
    Scene("updates", _play_updates, _dialog),
    Scene("absent-training", _play_absent),
)
