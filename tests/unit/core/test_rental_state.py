import dataclasses

import pytest

from carinspect.core.comparison import (
    Consent,
    CustomerStatement,
    Finding,
    FindingReview,
    Newness,
    Reason,
    StoredComparison,
    StoredFinding,
)
from carinspect.core.rental import CHECKLIST, Phase, View
from carinspect.core.rental_state import RentalStage, RentalState, covers
from carinspect.core.verdict import Region
from tests.records import NOON, minutes, rental, rental_photo, sha256

LEFT = rental_photo("left", Phase.PICKUP, View.LEFT)
RIGHT = rental_photo("right", Phase.PICKUP, View.RIGHT)
BACK = rental_photo("back", Phase.RETURN, View.LEFT)
SAID = CustomerStatement(Consent.AGREE, "", "ko", b"", minutes(5))


def comparison(*, newness=Newness.NEEDS_HUMAN_LOOK, reviews=(), statements=(), pickup=LEFT):
    found = Finding(
        BACK.sha256,
        Region((0, 0, 1, 1), 0.9),
        newness,
        Reason.SPOT_WAS_CLEAN,
        pickup_photo=pickup.sha256 if pickup else None,
    )
    return StoredComparison(
        1, "model-1", NOON, "kim", (StoredFinding(1, found, tuple(reviews)),), tuple(statements)
    )


def state(compared=None, *, photos=(LEFT, RIGHT, BACK), outdated=False, closed=False):
    hired = dataclasses.replace(rental(), closed_at=minutes(9) if closed else None)
    return RentalState(hired, photos, compared, outdated)


DECIDED = FindingReview("kim", Newness.NEW, "", minutes(4))


@pytest.mark.parametrize(
    ("one", "stage"),
    [
        (state(photos=()), RentalStage.OPENED),
        (state(photos=(LEFT,)), RentalStage.PICKED_UP),
        (state(), RentalStage.RETURNED),
        (state(comparison()), RentalStage.COMPARED),
        (state(comparison(reviews=[DECIDED])), RentalStage.REVIEWED),
        (state(comparison(reviews=[DECIDED]), outdated=True), RentalStage.RETURNED),
        (state(comparison(reviews=[DECIDED]), closed=True), RentalStage.CLOSED),
    ],
)
def test_how_far_a_rental_has_come(one, stage):
    assert one.stage is stage
    assert one.is_closed is (stage is RentalStage.CLOSED)


def test_photos_are_found_by_phase_and_view():
    one = state()

    assert one.of(Phase.PICKUP) == (LEFT, RIGHT)
    assert one.showing(Phase.PICKUP, View.RIGHT) == (RIGHT,)
    assert one.showing(Phase.RETURN, View.RIGHT) == ()
    assert set(CHECKLIST) - set(one.missing(Phase.PICKUP)) == {View.LEFT, View.RIGHT}


def test_the_customers_last_word_counts_until_somebody_decides_otherwise():
    first = dataclasses.replace(SAID, comment="first", stated_at=minutes(3))
    spoken = state(comparison(reviews=[DECIDED], statements=[first, SAID]))
    assert spoken.statement is SAID
    assert not spoken.statement_is_outdated

    later = dataclasses.replace(DECIDED, reviewed_at=minutes(6))
    assert state(comparison(reviews=[DECIDED, later], statements=[SAID])).statement_is_outdated
    same = dataclasses.replace(DECIDED, reviewed_at=SAID.stated_at)
    assert not state(comparison(reviews=[same], statements=[SAID])).statement_is_outdated


def test_a_statement_on_photos_that_have_changed_counts_no_more():
    for one in (state(), state(comparison(statements=[SAID]), outdated=True), state(comparison())):
        assert one.statement is None
        assert not one.statement_is_outdated


def test_a_comparison_is_about_exactly_these_photos():
    assert covers(comparison(), (LEFT, RIGHT, BACK))
    assert covers(comparison(), (LEFT, BACK)), "a pickup photo that decided nothing may go"
    assert covers(comparison(pickup=None), (BACK,))
    assert not covers(comparison(), (RIGHT, BACK)), "the pickup photo that decided is gone"
    assert not covers(comparison(), (LEFT,)), "the return photo is gone"
    other = rental_photo("other", Phase.RETURN)
    assert not covers(comparison(), (LEFT, BACK, other)), "a return photo was added"
    more = dataclasses.replace(comparison(), photos_without_findings=(sha256("other"),))
    assert covers(more, (LEFT, BACK, other))
    failed = dataclasses.replace(comparison(), photos_not_inspected=(sha256("other"),))
    assert covers(failed, (LEFT, BACK, other))
