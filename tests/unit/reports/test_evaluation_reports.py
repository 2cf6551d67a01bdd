import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from carinspect.core.dataset import DAMAGED, UNDAMAGED, SkippedPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.reports.evaluation_pdf import evaluation_pdf
from carinspect.reports.evaluation_report import evaluation_csv, evaluation_record
from tests.pdf_texts import text_of


def judged(label, probability, count=1, is_car=True):
    names = [Path(f"{label}-{probability}-{number}.jpg") for number in range(count)]
    return tuple(JudgedPhoto(name, label, probability, "lot", is_car=is_car) for name in names)


@pytest.fixture
def evaluation():
    """61 damaged photos were missed; two undamaged ones raised a false alarm."""
    photos = (
        *judged(DAMAGED, 0.25, 61),
        *judged(DAMAGED, 0.75, 9),
        *judged(UNDAMAGED, 0.75, 2),
        *judged(UNDAMAGED, 0.125, 28, is_car=False),
    )
    skipped = SkippedPhoto(
        Path("=gone.jpg"), CarInspectError(ErrorCode.PHOTO_MISSING, photo=Path("=gone.jpg"))
    )
    return Evaluation("model-1", "lot", 0.5, photos, skipped=(skipped,))


@pytest.fixture
def pages(tmp_path):
    return lambda document: text_of(document, tmp_path)


def test_the_paper_shows_the_first_sixty_mistakes_and_says_so(evaluation, pages):
    asked = []

    def load(path):
        asked.append(path)
        return np.zeros((30, 40, 3), np.uint8)

    text = pages(evaluation_pdf(evaluation, 0.5, load))
    assert "Damaged, but called undamaged (61)" in text
    assert "Undamaged, but called damaged (2)" in text
    assert "Only the first 60 are shown." in text
    assert len(asked) == 62


def test_photos_that_are_gone_are_named_all_the_same(evaluation, pages):
    text = pages(evaluation_pdf(evaluation, 0.5, lambda _path: None))

    assert "1-0.25-0.jpg" in text


def test_at_another_threshold_other_photos_are_wrong(evaluation, pages):
    text = pages(evaluation_pdf(evaluation, 0.25, lambda _path: None))

    assert "called undamaged (" not in text
    assert "called damaged (2)" in text


def test_without_damaged_photos_there_is_no_curve_but_a_report(evaluation, pages):
    photos = tuple(photo for photo in evaluation.photos if photo.label == UNDAMAGED)
    few = Evaluation("model-1", "lot", 0.5, photos)
    record = json.loads(json.dumps(evaluation_record(few), allow_nan=False))

    assert record["auroc"] is None
    assert record["average_precision"] is None
    assert record["confusion"]["false_damaged"] == 2
    assert "Classification report" in pages(evaluation_pdf(few, 0.5, lambda _path: None))


def test_the_record_holds_what_is_counted(evaluation):
    record = evaluation_record(evaluation)

    assert record["confusion"]["false_undamaged"] == 61
    assert record["called_not_a_car"] == 28
    assert record["skipped"] == [{"photo": "=gone.jpg", "error": "photo_missing"}]
    assert record["roc"][0] == [0.0, 0.0, None]
    assert record["roc"][-1][:2] == [1.0, 1.0]


def test_the_table_ends_with_what_could_not_be_read_and_runs_no_formula(evaluation):
    rows = list(csv.DictReader(io.StringIO(evaluation_csv(evaluation).decode("utf-8-sig"))))

    assert len(rows) == 101
    assert rows[-1]["photo"] != "=gone.jpg"
    assert rows[-1]["photo"].endswith("=gone.jpg")
    assert rows[-1]["error"]
    assert sum(row["right"] == "1" for row in rows) == 9 + 28
