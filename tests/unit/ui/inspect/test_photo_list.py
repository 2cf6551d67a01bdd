from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from carinspect.core.inspection import Inspection, Outcome
from carinspect.ui.inspect.photo_list import PhotoList, Stage, stage_words

A, B, C = Path("a.jpg"), Path("b.jpg"), Path("c.jpg")


@pytest.fixture
def photos(qapp):
    photos = PhotoList()
    photos.add([A, B, C])
    return photos


def names(photos):
    return [entry.photo for entry in photos.entries()]


def inspected(photo, outcome=Outcome.UNDAMAGED):
    return Inspection(photo, outcome, "fake", 1.0)


def test_the_model_keeps_qts_rules(qtmodeltester, photos):
    qtmodeltester.check(photos, force_py=True)
    photos.restore(photos.remove([0, 2]))
    qtmodeltester.check(photos, force_py=True)


def test_a_photo_comes_once(photos):
    assert photos.add([B, Path("d.jpg"), Path("d.jpg")]) == [Path("d.jpg")]
    assert names(photos) == [A, B, C, Path("d.jpg")]


def test_removed_photos_come_back_where_they_were(photos):
    gone = photos.remove([0, 2])
    assert names(photos) == [B]

    photos.restore(gone)
    assert names(photos) == [A, B, C]


def test_a_photo_that_came_again_is_not_doubled_by_undo(photos):
    gone = photos.remove([0])
    photos.add([A])

    photos.restore(gone)

    assert sorted(names(photos)) == [A, B, C]


def test_verdicts_are_counted(photos):
    photos.set_inspection(inspected(A, Outcome.DAMAGED))
    photos.set_inspection(inspected(B, Outcome.DAMAGED))
    photos.set_inspection(inspected(Path("gone.jpg"), Outcome.ERROR))

    assert photos.counts() == {Outcome.DAMAGED: 2}


def test_a_verdict_is_told_to_the_view(qtbot, photos):
    with qtbot.waitSignal(photos.dataChanged, timeout=100) as caught:
        photos.set_inspection(inspected(B))
    assert caught.args[0].row() == 1


def test_what_waits_again_has_no_verdict(photos):
    photos.set_inspection(inspected(A))
    photos.set_stage([A], Stage.WAITING)

    assert photos.entry(0).inspection is None
    assert stage_words(photos.entry(0)) == "Waiting"


def test_readers_of_the_screen_hear_name_and_verdict(photos):
    photos.set_inspection(inspected(A, Outcome.DAMAGED))
    index = photos.index(0)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "a.jpg: Damaged"
    assert "Damaged" in index.data(Qt.ItemDataRole.ToolTipRole)
