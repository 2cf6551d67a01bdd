import dataclasses
import io
import tracemalloc

import numpy as np

from carinspect.core import i18n
from carinspect.core.inspection import Outcome
from carinspect.core.record import Record
from carinspect.reports.pdf_report import MOST_PHOTOS, Overview, write_pdf
from tests.pdf_texts import text_of
from tests.records import NOON, failed, inspection, minutes

PHOTO = np.full((90, 120, 3), 128, np.uint8)


def record(number, outcome=Outcome.DAMAGED, name=""):
    made = inspection(name or f"photo{number}.jpg", outcome)
    return Record(number, made, outcome, minutes(number), "kim")


def pdf(records, image=PHOTO, title="차고 A"):
    overview = Overview()
    for one in records:
        overview.take(one)
    known = {one.id: one for one in records}
    shown = [(known[number], image) for number in overview.most_evident()]
    file = io.BytesIO()
    write_pdf(overview, shown, iter(records), title, file)
    return file.getvalue()


def test_it_says_totals_evidence_and_every_photo(tmp_path):
    records = [
        record(1),
        record(2, Outcome.UNDAMAGED),
        Record(3, failed(), Outcome.ERROR, NOON, ""),
    ]

    text = text_of(pdf(records), tmp_path)

    assert "차고 A" in text
    assert "model-1" in text
    assert "33.3%" in text
    assert "Damaged · 91%" in " ".join(text.split())
    for name in ("photo1.jpg", "photo2.jpg", "broken.jpg"):
        assert name in text
    assert "Page 1 of" in text


def test_it_speaks_korean(tmp_path):
    i18n.choose_language("ko")
    text = text_of(pdf([record(1, name="앞범퍼.jpg")]), tmp_path)

    assert "검사 보고서" in text
    assert "손상 있음" in text
    assert "앞범퍼.jpg" in text


def test_a_report_of_nothing_is_whole(tmp_path):
    assert "Inspection report" in text_of(pdf([]), tmp_path)


def test_a_photo_that_is_gone_leaves_its_place(tmp_path):
    assert "No photo" in text_of(pdf([record(1)], image=None), tmp_path)


def test_only_the_most_evident_are_shown_large():
    overview = Overview()
    for number in range(200):
        made = record(number)
        gate2 = dataclasses.replace(made.inspection.gate2, probability=number / 200)
        kept = dataclasses.replace(made.inspection, gate2=gate2)
        overview.take(dataclasses.replace(made, inspection=kept))

    assert overview.most_evident() == list(range(199, 199 - MOST_PHOTOS, -1))


def test_many_records_take_little_memory(tmp_path):
    one = record(1, Outcome.UNDAMAGED)
    overview = Overview()
    overview.take(one)
    tracemalloc.start()
    with (tmp_path / "large.pdf").open("wb") as file:
        write_pdf(overview, [], (one for _ in range(3000)), "many", file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 25e6  # letters of the two typefaces; 3,000 rows add less than 2 MB
