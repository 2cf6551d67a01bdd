"""The Gate1 page with categories collected from the folder of the first photo."""

from __future__ import annotations

from scene import Scene, Stage


def _collected(stage: Stage) -> None:
    page = stage.page("gate1")
    page.categories.cars.choose(stage.photos[0].parent)
    page.categories.collect()
    stage.until(lambda: page.categories.count is not None and not page.categories.runner.busy)
    stage.wait(300)


SCENES = (Scene("gate1", _collected),)
