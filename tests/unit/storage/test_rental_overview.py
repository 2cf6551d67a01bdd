import pytest

from carinspect.core.comparison import Comparison, FindingReview, Newness
from carinspect.core.rental import Phase
from carinspect.core.rental_state import RentalStage
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_overview import RentalOverview, rental_state
from carinspect.storage.rental_store import RentalStore
from tests.records import minutes, rental, rental_photo
from tests.unit.storage.test_rental_store import FINDING, UNSEEN


@pytest.fixture
def connection(database):
    with database.writing() as connection:
        store = RentalStore(connection)
        store.open(rental(), by="kim")
        store.open(rental("R-2", "99하 1111"), by="kim")
        yield connection


def test_many_rentals_come_with_their_stages(connection):
    rentals, comparisons = RentalStore(connection), ComparisonStore(connection)
    rentals.add_photo("R-1", rental_photo("pickup", Phase.PICKUP))
    rentals.add_photo("R-1", rental_photo("return", Phase.RETURN))
    for _time in range(2):  # only the last comparison counts
        comparisons.add("R-1", Comparison("m", (FINDING, UNSEEN)), by="kim", at=minutes(1))
    found = comparisons.latest("R-1").findings
    for _time in range(2):  # two decisions on one finding are one finding decided
        review = FindingReview("kim", Newness.NEW, "", minutes(2))
        comparisons.review("R-1", found[0].id, review)

    by_number = {one.rental.number: one for one in RentalOverview(connection).find()}

    one = by_number["R-1"]
    assert (one.pickup_photos, one.return_photos, one.findings, one.undecided) == (1, 1, 2, 1)
    assert one.stage is RentalStage.COMPARED
    assert by_number["R-2"].stage is RentalStage.OPENED
    assert one == rental_state(connection, "R-1").summary


def test_a_change_after_the_comparison_counts_and_one_before_does_not(connection):
    rentals, comparisons = RentalStore(connection), ComparisonStore(connection)
    overview = RentalOverview(connection)
    kept = rentals.add_photo("R-1", rental_photo("return", Phase.RETURN))
    assert overview.outdated(["R-1", "R-2"]) == {"R-1"}, "never compared"
    comparisons.add("R-1", Comparison("m", ()), by="kim", at=minutes(1))
    assert overview.outdated(["R-1", "R-2"]) == set()

    rentals.set_view("R-1", kept.id, None, by="kim", at=minutes(2))

    assert overview.outdated(["R-1", "R-2"]) == {"R-1"}


def test_a_comparison_of_other_photos_does_not_count(connection):
    rentals, comparisons = RentalStore(connection), ComparisonStore(connection)
    rentals.add_photo("R-1", rental_photo("return", Phase.RETURN))
    # Another window added the photo while this one compared.
    comparisons.add("R-1", Comparison("m", ()), by="kim", at=minutes(1))

    assert rental_state(connection, "R-1").outdated
