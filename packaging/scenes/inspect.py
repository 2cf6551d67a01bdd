"""The inspect page: without photos, and with those of the command line."""

from __future__ import annotations

from scene import Scene, Stage


def _inspected(stage: Stage) -> None:
    page = stage.page("inspect")
    page.take_photos(tuple(str(photo) for photo in stage.photos))
    stage.until(lambda: page.photos.counts().total() >= len(stage.photos))
    page.area.toggle_heat_map()
    stage.wait(300)  # thumbnails, and the large photo after them


SCENES = (Scene("empty", lambda stage: stage.page("inspect")), Scene("inspect", _inspected))
