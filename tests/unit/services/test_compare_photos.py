import threading

import PIL.Image
import pytest

from carinspect.core.comparison import Consent, CustomerStatement, FindingReview, Newness, Reason
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.rental import Phase, Rental, RentalPhoto, View
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services.compare_photos import AlignPhotos, ComparePhotos
from carinspect.services.compare_rental import CompareRental
from carinspect.services.records import now
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore
from tests.seeing_inspector import OTHER, SeeingInspector, car, save, seen_again

DOOR = (0.5, 0.55)


def compared(tmp_path, pickup, returned, *, pickup_name="front_left.jpg", reports=None):
    first = save(pickup, tmp_path / "pickup" / pickup_name)
    second = save(returned, tmp_path / "return" / "front_left.jpg")
    heard = [] if reports is None else reports
    return run_here(ComparePhotos(SeeingInspector, (first,), (second,)), heard.append)


def test_new_damage_is_new_under_another_angle_and_light(tmp_path):
    reports = []
    comparison = compared(tmp_path, car(), seen_again(car([DOOR])), reports=reports)

    (finding,) = comparison.findings
    assert (finding.newness, finding.reason) == (Newness.NEW, Reason.SPOT_WAS_CLEAN)
    assert finding.return_evidence > 0.9
    assert finding.pickup_evidence < 0.1
    x0, y0, x1, y1 = finding.pickup_box
    assert x0 < DOOR[0] < x1
    assert y0 < DOOR[1] < y1
    assert comparison.pairs[0].alignment.ok
    assert comparison.coverage[0].share > 0.5
    assert reports[-1] == Progress(3, 3)


def test_damage_of_both_photos_was_there_already(tmp_path):
    comparison = compared(tmp_path, car([DOOR]), seen_again(car([DOOR])))

    assert [finding.newness for finding in comparison.findings] == [Newness.ALREADY_THERE]


def test_new_damage_beside_old_damage_in_one_region_is_told_by_itself(tmp_path):
    bumper = (0.3, 0.6)

    findings = compared(tmp_path, car([DOOR]), seen_again(car([DOOR, bumper]))).findings

    region, part = sorted(findings, key=lambda one: one.region.box[2], reverse=True)
    assert region.newness is Newness.NEEDS_HUMAN_LOOK  # it holds both
    assert part.newness is Newness.NEW
    x0, y0, x1, y1 = part.pickup_box
    assert x0 < bumper[0] < x1 < DOOR[0]
    assert y0 < bumper[1] < y1


def test_a_photo_compared_with_itself_has_no_new_damage(tmp_path):
    comparison = compared(tmp_path, car([DOOR]), car([DOOR]))

    assert comparison.count(Newness.NEW) == 0
    assert comparison.count(Newness.ALREADY_THERE) == 1


def test_a_spot_outside_the_pickup_photo_cannot_be_shown_to_be_new(tmp_path):
    left_out = seen_again(car(), crop=(0.6, 0.0, 1.0, 1.0))

    (finding,) = compared(tmp_path, left_out, seen_again(car([(0.3, 0.6)]))).findings

    assert finding.newness is Newness.CANNOT_BE_SHOWN_NEW


def test_a_blurred_pickup_photo_proves_nothing(tmp_path):
    blurred = car().resize((40, 27)).resize((640, 427), PIL.Image.Resampling.BICUBIC)

    (finding,) = compared(tmp_path, blurred, seen_again(car([DOOR]))).findings

    assert finding.newness is Newness.CANNOT_BE_SHOWN_NEW


def test_a_photo_of_something_else_proves_nothing(tmp_path):
    with PIL.Image.open(OTHER) as house:
        comparison = compared(tmp_path, house.convert("RGB"), car([DOOR]))

    (finding,) = comparison.findings
    assert (finding.newness, finding.reason) == (Newness.CANNOT_BE_SHOWN_NEW, Reason.NOT_ALIGNED)
    assert comparison.coverage[0].share == 0


def test_a_pickup_photo_of_another_name_is_matched_by_alignment(tmp_path):
    comparison = compared(tmp_path, car(), seen_again(car([DOOR])), pickup_name="IMG_7.jpg")

    assert comparison.count(Newness.NEW) == 1


def test_a_photo_of_another_view_serves_where_it_shows_the_spot_for_certain(tmp_path):
    comparison = compared(tmp_path, car(), seen_again(car([DOOR])), pickup_name="left.jpg")

    assert comparison.count(Newness.NEW) == 1


def test_a_photo_of_another_view_that_fits_only_roughly_proves_nothing(tmp_path):
    rough = car().resize((64, 43)).resize((640, 427), PIL.Image.Resampling.BICUBIC)

    comparison = compared(tmp_path, rough, seen_again(car([DOOR])), pickup_name="left.jpg")

    (finding,) = comparison.findings
    assert finding.newness is Newness.CANNOT_BE_SHOWN_NEW


def test_a_vehicle_of_another_colour_is_left_to_a_person(tmp_path):
    red, green, blue = car().split()
    repainted = PIL.Image.merge("RGB", (blue, green, red))

    (finding,) = compared(tmp_path, repainted, seen_again(car([DOOR]))).findings

    assert (finding.newness, finding.reason) == (Newness.NEEDS_HUMAN_LOOK, Reason.OTHER_PAINT)


def test_without_pickup_photos_nothing_is_new(tmp_path):
    photo = save(car([DOOR]), tmp_path / "r.jpg")

    comparison = run_here(ComparePhotos(SeeingInspector, (), (photo,)))

    assert [finding.reason for finding in comparison.findings] == [Reason.NO_PICKUP_PHOTO]


def test_photos_without_damage_and_unfit_ones_are_listed(tmp_path):
    clean = save(seen_again(car()), tmp_path / "clean.jpg")
    black = save(PIL.Image.new("RGB", (320, 240)), tmp_path / "black.jpg")
    broken = tmp_path / "broken.jpg"
    broken.write_text("no photo")

    comparison = run_here(ComparePhotos(SeeingInspector, (clean,), (clean, black, broken)))

    assert len(comparison.photos_without_findings) == 1
    assert len(comparison.photos_not_inspected) == 2


def test_a_comparison_can_be_cancelled(tmp_path):
    photo = save(car([DOOR]), tmp_path / "r.jpg")
    cancel = threading.Event()
    job = ComparePhotos(SeeingInspector, (photo,), (photo,))

    with pytest.raises(JobCancelled):
        job.run(JobContext(lambda _: cancel.set(), cancel))


def test_one_photo_is_aligned_for_a_viewer(tmp_path):
    photo = save(car(), tmp_path / "a.jpg")

    alignment = run_here(AlignPhotos(photo, photo))

    assert alignment.ok
    assert alignment.homography[0] == pytest.approx((1, 0, 0), abs=0.01)


def rental_with(records, photos):
    with records.database.writing() as connection:
        store = RentalStore(connection)
        store.open(Rental("R-1", "12가 3456", "Kona", "C-7", now()), by="kim")
        for phase, view, file in photos:
            sha256 = records.photos.add(file.read_bytes())
            store.add_photo("R-1", RentalPhoto(0, phase, view, sha256, file.name, now(), "kim"))


def test_a_rental_is_compared_by_view_and_kept(records, tmp_path):
    pickup = save(car(), tmp_path / "p.jpg")
    returned = save(seen_again(car([DOOR])), tmp_path / "r.jpg")
    photos = [(Phase.PICKUP, View.FRONT_LEFT, pickup), (Phase.RETURN, View.FRONT_LEFT, returned)]
    rental_with(records, photos)

    stored = run_here(CompareRental(records, SeeingInspector, "R-1", "kim"))

    assert [one.newness for one in stored.findings] == [Newness.NEW]
    assert stored.compared_by == "kim"
    with records.database.writing() as connection:
        store = ComparisonStore(connection)
        decision = FindingReview("lee", Newness.ALREADY_THERE, "", now())
        store.review("R-1", stored.findings[0].id, decision)
        said = CustomerStatement(Consent.AGREE, "", "ko", b"", now())
        store.state("R-1", stored.id, said, by="kim")
    with records.database.reading() as connection:
        assert ComparisonStore(connection).latest("R-1").reviewed


def test_a_rental_without_return_photos_says_so(records, tmp_path):
    rental_with(records, [(Phase.PICKUP, View.FRONT, save(car(), tmp_path / "p.jpg"))])

    with pytest.raises(CarInspectError) as error:
        run_here(CompareRental(records, SeeingInspector, "R-1", "kim"))

    assert error.value.code is ErrorCode.NO_RETURN_PHOTOS
