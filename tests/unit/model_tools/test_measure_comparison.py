from measure_comparison import Found, Made, table

from carinspect.core.newness import LIMITS, Spot

BOX = (0.1, 0.1, 0.2, 0.2)


def found(truth, returned, damages=(), **values):
    made = {"aligned": True, "placed": True, "box": BOX, "clear": True}
    clean = {"evidence": 0.0, "evidence_anywhere": 0.0}
    return Found(truth, returned, (Spot("p", **{**made, **clean, **values}),), damages)


def line(told, name):
    return next(one for one in told.splitlines() if one.startswith(name)).removeprefix(name).split()


def test_a_damage_counts_by_the_best_that_is_told_of_it_and_only_where_pickup_shows_it():
    two = Made(
        0,
        "new",
        "a.jpg",
        True,
        (True, True, False),
        (
            found("new", 0.99, (0, 1), evidence=0.9),
            found("new", 0.99, (0,)),
            found("unseen", 0.99, (2,), aligned=False, box=None),
        ),
    )
    missed = Made(1, "new", "b.jpg", False, (True,), ())
    wrong = Made(2, "clean", "b.jpg", False, (), (found("nothing", LIMITS.sure_damage),))

    told = table([two, missed, wrong], LIMITS)

    assert told.startswith("3 pairs of 2 photos")
    assert line(told, 'precision of "new"')[-3:] == ["1", "of", "2"]
    assert line(told, "all: recall of new damage")[-3:] == ["1", "of", "3"]
    assert line(told, "all: where Gate2 found it")[-3:] == ["1", "of", "2"]
    assert line(told, "all: already_there")[-3:] == ["1", "of", "2"]
    assert line(told, "drawn: where Gate2 found it") == ["none"]
