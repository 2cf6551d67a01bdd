import dataclasses

import PIL.Image
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import HistoryFilter
from carinspect.core.rental import Phase, View
from carinspect.core.rental_state import covers
from carinspect.jobs.job import run_here
from carinspect.services.compare_rental import CompareRental
from carinspect.services.records import Records
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.rental_store import RentalStore
from tests.records import inspection, rental, rental_photo


class SeesNothing:
    """Finds every photo whole and every part of it undamaged."""

    model_id = "model-1"

    def inspect(self, path):
        made = inspection(str(path), Outcome.UNDAMAGED)
        gate2 = dataclasses.replace(made.gate2, damaged=False, regions=(), heat_map=None)
        try:
            sha256 = read_photo(path).sha256
        except CarInspectError as error:
            return Inspection(path, Outcome.ERROR, self.model_id, 1.0, error=error)
        return dataclasses.replace(made, photo=path, sha256=sha256, gate2=gate2)

    def judge_damage(self, image):
        raise AssertionError("nothing was found that could be judged")


@pytest.fixture
def workspace():
    workspace = Workspace()
    workspace.change(user="Kim")
    workspace.current_user()
    yield workspace
    workspace.close()


@pytest.fixture
def records(workspace, tmp_path) -> Records:
    """A rental with a photo at pickup and one at return, of the same view."""
    records = workspace.records()
    with records.database.writing() as connection:
        rentals = RentalStore(connection)
        rentals.open(rental(), by="Kim")
        for number, phase in enumerate(Phase):
            path = tmp_path / f"{phase.value}.png"
            PIL.Image.new("RGB", (64, 48), (90 + number, 120, 150)).save(path)
            sha256 = records.photos.add(path.read_bytes())
            photo = rental_photo(path.name, phase, View.FRONT)
            rentals.add_photo("R-1", dataclasses.replace(photo, sha256=sha256))
    return records


def found(records, **wanted):
    with records.database.reading() as connection:
        return InspectionStore(connection).search(HistoryFilter(**wanted), limit=10).records


def test_a_comparisons_inspections_are_found_by_plate_and_rental(records):
    run_here(CompareRental(records, SeesNothing, "R-1", "Kim"))

    kept = found(records, plate="3456", rental="R-1")

    assert {str(one.inspection.photo) for one in kept} == {"pickup.png", "return.png"}
    assert {one.inspected_by for one in kept} == {"Kim"}
    assert found(records, rental="R-2") == ()


def test_comparing_again_adds_no_inspection_twice(records, workspace):
    for _time in range(2):
        run_here(CompareRental(records, SeesNothing, "R-1", "Kim"))

    assert len(found(records)) == 2
    assert run_here(VerifyRecords(workspace)).problems == ()


@pytest.mark.parametrize("data", [None, b"", b"no photo", b"altered"])
def test_a_return_photo_that_cannot_be_had_is_told_and_leaves_the_comparison_valid(records, data):
    with records.database.reading() as connection:
        photos = RentalStore(connection).photos("R-1")
    (returned,) = (photo for photo in photos if photo.phase is Phase.RETURN)
    (pickup,) = (photo for photo in photos if photo.phase is Phase.PICKUP)
    stored = records.photos.path(returned.sha256)
    if data is None:
        stored.unlink()
    else:
        stored.write_bytes(
            records.photos.path(pickup.sha256).read_bytes() if data == b"altered" else data
        )

    comparison = run_here(CompareRental(records, SeesNothing, "R-1", "Kim"))

    assert comparison.photos_not_inspected == (returned.sha256,)
    assert covers(comparison, photos)


def test_a_rental_without_return_photos_is_told(records):
    with records.database.writing() as connection:
        RentalStore(connection).open(rental("R-2"), by="Kim")

    with pytest.raises(CarInspectError) as caught:
        run_here(CompareRental(records, SeesNothing, "R-2", "Kim"))

    assert caught.value.code is ErrorCode.NO_RETURN_PHOTOS
