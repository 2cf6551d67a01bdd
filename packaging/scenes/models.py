"""The models page: the table with a card, an evaluation, and the photos of one cell.

    python packaging/screenshots.py --scene evaluation [DATASET]

The dataset is a folder with a sub-folder a class, or a CSV of photos and labels.
"""

from __future__ import annotations

from scene import Scene, Stage


def _models(stage: Stage) -> None:
    page = stage.page("models")
    stage.until(lambda: page.models.rowCount() > 0)


def _evaluation(stage: Stage) -> None:
    from carinspect.core.dataset import DatasetSource

    _models(stage)
    page = stage.page("models")
    page.work.evaluate(page.chosen.card.id, DatasetSource(stage.dataset))
    stage.until(lambda: page.evaluation.evaluation is not None and not page.work.busy)


def _cell(stage: Stage) -> None:
    _evaluation(stage)
    stage.page("models").evaluation.show_cell(1, 0)
    stage.wait(1500)


def _correction(stage: Stage) -> None:
    from carinspect.core.inspection import Outcome

    page = stage.page("inspect")
    page.take_photos(tuple(str(photo) for photo in stage.photos))
    stage.until(lambda: page.photos.counts().total() >= len(stage.photos))
    page.panel.corrections.correction_wanted.emit(Outcome.UNDAMAGED)
    stage.until(lambda: bool(page.panel.corrections.note))
    stage.wait(800)


SCENES = (
    Scene("models", _models),
    Scene("evaluation", _evaluation),
    Scene("evaluation_photos", _cell),
    Scene("correction", _correction),
)
