import pytest

from carinspect.core.comparison import Newness, Reason
from carinspect.core.newness import LIMITS, Spot, judge

BOX = (0.1, 0.1, 0.2, 0.2)


def spot(**values):
    made = {"aligned": True, "placed": True, "box": BOX, "clear": True}
    clean = {"evidence": 0.0, "evidence_anywhere": 0.0}
    return Spot(**{"pickup_photo": "p", **made, **clean, **values})


def test_damage_on_a_spot_that_was_clean_is_new():
    assert judge(0.99, [spot()])[:2] == (Newness.NEW, Reason.SPOT_WAS_CLEAN)


def test_without_a_pickup_photo_nothing_can_be_shown_to_be_new():
    assert judge(0.99, []) == (Newness.CANNOT_BE_SHOWN_NEW, Reason.NO_PICKUP_PHOTO, None)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"aligned": False, "box": None}, Reason.NOT_ALIGNED),
        ({"box": None}, Reason.SPOT_OUT_OF_FRAME),
        ({"clear": False}, Reason.SPOT_NOT_CLEAR),
        ({"placed": False}, Reason.ALIGNMENT_UNSURE),
    ],
)
def test_a_spot_that_pickup_does_not_show_speaks_for_the_customer(values, reason):
    assert judge(0.99, [spot(**values)])[:2] == (Newness.CANNOT_BE_SHOWN_NEW, reason)


def test_a_part_that_is_gone_with_the_spot_as_it_was_is_new_whatever_else_pickup_shows():
    beside_old = spot(evidence=0.97, restored=LIMITS.gone, is_part=True)

    assert judge(0.99, [beside_old])[:2] == (Newness.NEW, Reason.SPOT_WAS_CLEAN)


def test_a_whole_region_with_evidence_at_pickup_is_left_to_a_person_though_its_damage_goes():
    assert judge(0.99, [spot(evidence=0.6, restored=0.0)])[0] is Newness.NEEDS_HUMAN_LOOK


def test_damage_that_stays_is_old_only_where_pickup_shows_some():
    seen = judge(0.99, [spot(evidence=0.9, restored=0.9)])
    not_seen = judge(0.99, [spot(evidence=0.1, restored=0.9)])

    assert seen[:2] == (Newness.ALREADY_THERE, Reason.EVIDENCE_AT_PICKUP)
    assert not_seen[:2] == (Newness.NEEDS_HUMAN_LOOK, Reason.EVIDENCE_TOO_CLOSE)


def test_a_part_whose_damage_goes_is_new_though_old_damage_beside_it_stays():
    beside_old = {"evidence": 0.9, "restored": 0.8, "fall": LIMITS.fallen}

    part, region = spot(is_part=True, **beside_old), spot(**beside_old)

    assert judge(0.99, [part])[0] is Newness.NEW
    assert part.left_of(0.99) == pytest.approx(0.99 - LIMITS.fallen)
    assert judge(0.99, [region])[:2] == (Newness.NEEDS_HUMAN_LOOK, Reason.PARTLY_CHANGED)


def test_where_the_fit_is_loose_damage_elsewhere_on_the_pickup_photo_may_be_this_one():
    beside = spot(evidence=0.05, evidence_anywhere=LIMITS.known_damage)
    faint = spot(evidence=0.05, evidence_anywhere=LIMITS.known_damage - 0.01)
    close = spot(evidence=0.05, evidence_anywhere=0.9, restored=0.0)

    assert judge(0.99, [beside])[:2] == (Newness.NEEDS_HUMAN_LOOK, Reason.DAMAGE_ELSEWHERE)
    assert judge(0.99, [faint])[0] is Newness.NEW
    assert judge(0.99, [close])[0] is Newness.NEW, "it was looked at with the spot painted"


def test_damage_at_pickup_was_there_already():
    newness, reason, decided = judge(0.99, [spot(evidence=0.97)])

    assert (newness, reason) == (Newness.ALREADY_THERE, Reason.EVIDENCE_AT_PICKUP)
    assert decided is not None


def test_a_spot_that_looks_the_same_was_there_already_unless_its_damage_is_gone():
    same = spot(likeness=0.98, restored=0.4)

    assert judge(0.99, [same])[:2] == (Newness.ALREADY_THERE, Reason.LOOKS_THE_SAME)


@pytest.mark.parametrize(
    ("evidence", "values", "reason"),
    [
        (LIMITS.sure_damage - 0.01, {}, Reason.EVIDENCE_TOO_WEAK),
        (0.99, {"evidence": LIMITS.clean + 0.01}, Reason.EVIDENCE_TOO_CLOSE),
        (0.99, {"restored": LIMITS.gone + 0.01}, Reason.EVIDENCE_TOO_CLOSE),
        (0.99, {"restored": 0.0, "likeness": LIMITS.likely_new + 0.01}, Reason.EVIDENCE_TOO_CLOSE),
        (LIMITS.sure_damage - 0.01, {"restored": 0.0}, Reason.EVIDENCE_TOO_WEAK),
        (0.99, {"paint_distance": LIMITS.same_paint + 1}, Reason.OTHER_PAINT),
        (0.99, {"paint_distance": LIMITS.same_paint + 1, "likeness": 1.0}, Reason.OTHER_PAINT),
    ],
)
def test_doubt_is_left_to_a_person(evidence, values, reason):
    assert judge(evidence, [spot(**values)])[:2] == (Newness.NEEDS_HUMAN_LOOK, reason)


def test_one_photo_that_shows_the_damage_outweighs_those_that_do_not():
    spots = [spot(pickup_photo="clean"), spot(pickup_photo="damaged", evidence=0.9)]

    newness, _, decided = judge(0.99, spots)

    assert newness is Newness.ALREADY_THERE
    assert decided.pickup_photo == "damaged"


def test_a_photo_that_shows_nothing_does_not_hide_one_that_does():
    spots = [spot(pickup_photo="far", box=None), spot(pickup_photo="near")]

    newness, _, decided = judge(0.99, spots)

    assert newness is Newness.NEW
    assert decided.pickup_photo == "near"


def test_doubt_on_one_photo_outweighs_a_clean_one():
    spots = [spot(), spot(evidence=LIMITS.clean + 0.05)]

    assert judge(0.99, spots)[0] is Newness.NEEDS_HUMAN_LOOK
