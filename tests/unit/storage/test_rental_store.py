import pytest

from carinspect.core.comparison import (
    Comparison,
    Consent,
    CustomerStatement,
    Finding,
    FindingReview,
    Newness,
    Reason,
)
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.rental import Phase, View
from carinspect.core.verdict import Region
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore
from tests.records import minutes, rental, rental_photo, sha256

FINDING = Finding(
    sha256("return"),
    Region((0.1, 0.2, 0.3, 0.4), 0.9, kind="dent"),
    Newness.NEW,
    Reason.SPOT_WAS_CLEAN,
    pickup_photo=sha256("pickup"),
    pickup_box=(0.2, 0.2, 0.4, 0.4),
    return_evidence=0.9,
    pickup_evidence=0.05,
)
UNSEEN = Finding(
    sha256("return"),
    Region((0.5, 0.5, 0.6, 0.6), 0.8),
    Newness.CANNOT_BE_SHOWN_NEW,
    Reason.NO_PICKUP_PHOTO,
)


@pytest.fixture
def connection(database):
    with database.writing() as connection:
        RentalStore(connection).open(rental(), by="kim")
        yield connection


@pytest.fixture
def rentals(connection):
    return RentalStore(connection)


def test_a_rental_comes_back(rentals):
    assert rentals.get("R-1") == rental()


def test_a_number_is_given_once(rentals):
    with pytest.raises(CarInspectError) as caught:
        rentals.open(rental(), by="lee")
    assert caught.value.code is ErrorCode.RENTAL_EXISTS


def test_rentals_are_found_by_number_and_plate(rentals):
    rentals.open(rental("X-9", "99하 1111"), by="kim")

    assert [found.number for found in rentals.find("하11")] == ["X-9"]
    assert [found.number for found in rentals.find("R-")] == ["R-1"]
    assert len(rentals.find("")) == 2


def test_photos_come_back_in_their_order_and_once(rentals):
    first = rentals.add_photo("R-1", rental_photo("a"))
    again = rentals.add_photo("R-1", rental_photo("a"))
    back = rentals.add_photo("R-1", rental_photo("a", Phase.RETURN, View.FRONT))

    assert again == first
    assert rentals.photos("R-1") == (first, back)
    assert (back.phase, back.view) == (Phase.RETURN, View.FRONT)


def test_a_view_can_be_chosen_and_a_photo_taken_out(rentals):
    photo = rentals.add_photo("R-1", rental_photo("a"))

    rentals.set_view("R-1", photo.id, View.ROOF, by="kim", at=minutes(1))
    assert rentals.photos("R-1")[0].view is View.ROOF

    rentals.remove_photo("R-1", photo.id, by="kim", at=minutes(2))
    assert rentals.photos("R-1") == ()


def test_a_final_rental_cannot_be_changed(rentals):
    rentals.close("R-1", by="kim", at=minutes(1))

    assert rentals.get("R-1").closed_by == "kim"
    with pytest.raises(CarInspectError) as caught:
        rentals.add_photo("R-1", rental_photo("a"))
    assert caught.value.code is ErrorCode.RENTAL_CLOSED


def test_a_missing_rental_is_told(rentals):
    with pytest.raises(CarInspectError) as caught:
        rentals.get("R-9")
    assert caught.value.code is ErrorCode.RENTAL_MISSING


def test_a_comparison_comes_back_with_all_that_was_said(connection):
    store = ComparisonStore(connection)
    comparison = Comparison("m", (FINDING, UNSEEN), (sha256("fine"),), (sha256("dark"),))
    number = store.add("R-1", comparison, by="kim", at=minutes(1))
    first = FindingReview("lee", Newness.NEW, "", minutes(2))
    second = FindingReview("park", Newness.ALREADY_THERE, "old photo", minutes(3))
    said = CustomerStatement(Consent.OBJECT, "아니요", "ko", b"\x89PNG", minutes(4))

    finding_id = store.latest("R-1").findings[0].id
    store.review("R-1", finding_id, first)
    store.review("R-1", finding_id, second)
    store.state("R-1", number, said, by="kim")

    stored = store.latest("R-1")
    assert [found.finding for found in stored.findings] == [FINDING, UNSEEN]
    assert stored.findings[0].reviews == (first, second)
    assert stored.findings[0].newness is Newness.ALREADY_THERE
    assert stored.statements == (said,)
    assert stored.photos_without_findings == (sha256("fine"),)
    assert stored.photos_not_inspected == (sha256("dark"),)
    assert not stored.reviewed


def test_a_rental_that_was_not_compared_has_no_comparison(connection):
    assert ComparisonStore(connection).latest("R-1") is None
