"""What the form says of the photos that were chosen."""

from pathlib import Path

import pytest

from carinspect.core.dataset import DAMAGED, Dataset, DatasetSource, LabelledPhoto, Split
from carinspect.core.outline import Outline
from carinspect.ui.training.source_summary import SourceSummary

PHOTO = Path("/photos/damaged/1.jpg")
MARK = Outline("scratch", ((0.1, 0.1), (0.2, 0.2)))


@pytest.fixture
def summary(qtbot):
    made = SourceSummary()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("outlines", "said"),
    [({PHOTO: (MARK,)}, "1 photo with marked damage (regions.csv)"), ({}, "")],
)
def test_marked_damage_is_told_where_there_is_some(summary, outlines, said):
    photos = {Split.TRAINING: (LabelledPhoto(PHOTO, DAMAGED, ""),)}
    dataset = Dataset("photos", ("undamaged", "damaged"), photos, outlines=outlines)
    summary.choose(DatasetSource(Path("/photos")), dataset)

    lines = summary._chosen.text().splitlines()
    assert lines[:2] == ["photos", "1 to train on, 0 to validate on"]
    assert lines[2:] == ([said] if said else [])
