"""The Gate1 page with categories collected: beside the first photo, else of the samples."""

from __future__ import annotations

from pathlib import Path

from scene import Scene, Stage

_SAMPLES = Path(__file__).resolve().parent.parent.parent / "resources" / "samples"


def _collected(stage: Stage) -> None:
    page = stage.page("gate1")
    page.categories.cars.choose(stage.photos[0].parent if stage.photos else _SAMPLES)
    page.categories.collect()
    stage.until(lambda: page.categories.count is not None and not page.categories.runner.busy)
    stage.wait(300)


SCENES = (Scene("gate1", _collected),)
