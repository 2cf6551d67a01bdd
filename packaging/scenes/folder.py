"""The folder page: its beginning, and a folder that was inspected."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from scene import Scene, Stage

ROOT = Path(__file__).resolve().parent.parent.parent


def _landing(stage: Stage) -> Path:
    """A folder with the samples, a sub-folder and a file that is no photo."""
    folder = stage.home / "Returns 2026-05-01"
    shutil.copytree(ROOT / "resources" / "samples", folder / "Lot B", dirs_exist_ok=True)
    for sample in sorted((ROOT / "resources" / "samples").glob("*.jpg")):
        shutil.copy(sample, folder)
    (folder / "upload.jpg").write_text("interrupted")
    return folder


def _inspected(stage: Stage) -> Any:  # noqa: ANN401 - pages differ
    page = stage.page("folder")
    page.start.recursive.setChecked(True)
    page.take_photos((str(_landing(stage)),))
    stage.until(lambda: page.conductor.stage.value == "done")
    row = next(
        n for n in range(page.view.model.rowCount()) if "dented" in page.view.model.row(n).name
    )
    page.view.table.go_to(row)
    page.view.details.area.toggle_heat_map()
    stage.wait(500)
    lanes = stage.session.lanes
    stage.until(lambda: not lanes.load.busy and not lanes.inspect.busy)  # thumbnails and photo
    stage.wait(500)
    return page


def _start(stage: Stage) -> None:
    page = _inspected(stage)
    page.view.bar.back.click()
    stage.wait(500)


SCENES = (
    Scene("folder", _inspected),
    Scene("folder-start", _start),
    Scene("folder-empty", lambda stage: stage.page("folder")),
)
