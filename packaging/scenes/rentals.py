"""The rentals page in its states, with the drawn samples as photos of a vehicle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import PIL.Image
from scene import Scene, Stage

_SAMPLES = Path(__file__).resolve().parent.parent.parent / "resources" / "samples"
_WHOLE = (0.0, 0.0, 1.0, 0.98)
_PARTS = {
    "front_left": (0.0, 0.0, 1.0, 1.0),
    "front": (0.45, 0.2, 1.0, 0.95),
    "left": (0.0, 0.1, 0.7, 0.9),
    "wheels": (0.2, 0.35, 0.75, 1.0),
}
"""What of the one drawn vehicle stands for which view, as fractions of its photo."""


def _list(stage: Stage) -> Any:  # noqa: ANN401
    page = stage.page("rentals")
    stage.until(lambda: not stage.session.lanes.records.busy)
    return page


def _settle(stage: Stage) -> None:
    lanes = stage.session.lanes
    stage.wait(60)
    stage.until(lambda: not any(lane.busy for lane in (lanes.records, lanes.load, lanes.inspect)))
    stage.wait(150)


def _several(stage: Stage) -> Any:  # noqa: ANN401
    from carinspect.services.rentals import NewRental

    page = _list(stage)
    for number, plate, vehicle in (
        ("24-1190", "34나 5678", "Ioniq 5"),
        ("24-1191", "56다 9012", "Sorento"),
        ("24-1192", "12가 3456", "Kona Electric"),
    ):
        page.work.begin(NewRental(number, plate, vehicle, "K-2071"))
        _settle(stage)
    return page


def _opened(stage: Stage) -> Any:  # noqa: ANN401
    page = _several(stage)
    stage.until(lambda: page.work.rental is not None)
    return page


def _with_photos(stage: Stage) -> Any:  # noqa: ANN401
    from carinspect.core.rental import Phase, View

    page = _opened(stage)
    for phase, sample in (
        (Phase.PICKUP, "hatchback_blue.jpg"),
        (Phase.RETURN, "hatchback_blue_broken.jpg"),
    ):
        for view, part in _PARTS.items():
            if phase is Phase.RETURN and view != "front_left":
                continue
            photo = _part(stage.home / f"{phase}-{view}.jpg", sample, part)
            page.work.add(phase, (photo,), View(view))
            _settle(stage)
    page.work.add(Phase.PICKUP, (_part(stage.home / "rear.jpg", "hatchback_blue.jpg", _WHOLE),))
    _settle(stage)
    return page


def _part(file: Path, sample: str, part: tuple[float, float, float, float]) -> Path:
    with PIL.Image.open(_SAMPLES / sample) as photo:
        width, height = photo.size
        x0, y0, x1, y1 = part
        box = (int(x0 * width), int(y0 * height), int(x1 * width), int(y1 * height))
        photo.crop(box).save(file, quality=95)
    return file


def _photos(stage: Stage) -> None:
    _with_photos(stage).detail.go_to(0)
    _settle(stage)


def _uncompared(stage: Stage) -> None:
    _with_photos(stage).detail.go_to(2)
    _settle(stage)


def _compared(stage: Stage) -> Any:  # noqa: ANN401
    page = _with_photos(stage)
    page.work.compare()
    _settle(stage)
    return page


def _over(stage: Stage) -> None:
    page = _compared(stage)
    page.detail.findings.comparator.bar.over.setChecked(True)
    _settle(stage)


def _reviewed(stage: Stage) -> Any:  # noqa: ANN401
    from carinspect.core.comparison import Newness

    page = _compared(stage)
    for number, found in enumerate(page.work.rental.state.comparison.findings):
        page.work.review(found.id, Newness.ALREADY_THERE if number else Newness.NEW, "")
        _settle(stage)
    return page


def _customer(stage: Stage) -> Any:  # noqa: ANN401
    from carinspect.core.comparison import Consent

    page = _reviewed(stage)
    page.show_customer()
    answer = page.customer.answer
    answer.answers[Consent.AGREE].click()
    _sign(answer.pad)
    _settle(stage)
    return page


def _sign(pad: Any) -> None:  # noqa: ANN401
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    left = Qt.MouseButton.LeftButton
    for stroke in (((40, 60), (70, 30), (90, 80), (120, 40), (150, 70)), ((170, 50), (230, 60))):
        QTest.mousePress(pad, left, pos=QPoint(*stroke[0]))
        for point in stroke[1:]:
            QTest.mouseMove(pad, QPoint(*point))
        QTest.mouseRelease(pad, left, pos=QPoint(*stroke[-1]))


def _thanked(stage: Stage) -> Any:  # noqa: ANN401
    page = _customer(stage)
    page.customer.answer.finish.click()
    _settle(stage)
    return page


def _closed(stage: Stage) -> None:
    page = _thanked(stage)
    page.close_customer()
    page.work.close_rental()
    _settle(stage)


def _listed(stage: Stage) -> None:
    _several(stage).leave()
    _settle(stage)


def _new(stage: Stage) -> None:
    _list(stage).begin_rental()


def _page(stage: Stage) -> Any:  # noqa: ANN401
    return stage.session.window.page("rentals")


SCENES = (
    Scene("rentals-empty", _list),
    Scene("rentals-new", _new, lambda stage: _page(stage).dialog),
    Scene("rentals-list", _listed),
    Scene("rental-begun", _opened),
    Scene("rental-photos", _photos),
    Scene("rental-uncompared", _uncompared),
    Scene("rental-findings", _compared),
    Scene("rental-over", _over),
    Scene("rental-reviewed", _reviewed),
    Scene("rental-customer", _customer, lambda stage: _page(stage).customer),
    Scene("rental-thanked", _thanked, lambda stage: _page(stage).customer),
    Scene("rental-closed", _closed),
)
