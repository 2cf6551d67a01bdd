import csv
import dataclasses
import io
import json
from pathlib import Path

import pytest

from carinspect.core import i18n
from carinspect.core.inspection import Outcome
from carinspect.core.record import Record
from carinspect.reports.csv_report import COLUMNS, write_csv
from carinspect.reports.json_report import write_json
from tests.records import NOON, failed, inspection


def record(number=1, made=None, **fields):
    made = made or inspection()
    return Record(number, made, made.outcome, NOON, "kim", **fields)


def csv_rows(*records):
    file = io.BytesIO()
    write_csv(records, file)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    text = file.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def json_document(*records, **about):
    file = io.BytesIO()
    write_json(records, about, file)
    return json.loads(file.getvalue())


def test_the_columns_are_stable():
    assert tuple(COLUMNS) == (
        *("record", "inspected_at", "inspected_by", "folder", "photo", "outcome", "verdict"),
        *("model_outcome", "is_car", "car_probability", "looks_like", "damage_probability"),
        *("threshold", "places", "remark", "milliseconds", "model", "sha256", "rental", "plate"),
        "reviewed_by",
    )


def test_a_row_says_all_that_was_found():
    (row,) = csv_rows(record(7, rental="R-1", plate="12가 3456"))

    assert row["record"] == "7"
    assert row["inspected_at"] == "2026-05-01T12:00:00+00:00"
    assert (row["outcome"], row["verdict"]) == ("damaged", "Damaged")
    assert (row["damage_probability"], row["threshold"], row["places"]) == ("0.9100", "0.5000", "1")
    assert row["remark"].startswith("The photo is too dark")
    assert row["plate"] == "12가 3456"


def test_words_follow_the_language_and_codes_do_not():
    i18n.choose_language("ko")
    (row,) = csv_rows(record())

    assert (row["outcome"], row["verdict"]) == ("damaged", "손상 있음")


def test_an_unreadable_photo_has_its_reason_and_no_figures():
    (row,) = csv_rows(record(1, failed()))

    assert "900 megapixels" in row["remark"]
    assert row["car_probability"] == row["damage_probability"] == row["is_car"] == ""


@pytest.mark.parametrize("name", ["=1+1.jpg", "+a.jpg", "-a.jpg", "@a.jpg", "\ta.jpg"])
def test_no_file_name_is_run_as_a_formula(name):
    (row,) = csv_rows(record(1, inspection(name)))

    assert row["photo"] == f"'{name}"


def test_odd_names_survive():
    odd = dataclasses.replace(inspection(), photo=Path('차 "앞", 왼쪽\n😀.jpg'))
    raw = dataclasses.replace(inspection(), photo=Path("\udcff.jpg"))

    rows = csv_rows(record(1, odd), record(2, raw))

    assert [row["photo"] for row in rows] == ['차 "앞", 왼쪽\n😀.jpg', "\\udcff.jpg"]
    assert json_document(record(1, raw))["inspections"][0]["photo"] == "\udcff.jpg"


def test_json_holds_records_and_totals():
    corrected = dataclasses.replace(record(2), outcome=Outcome.UNDAMAGED, reviewed_by="lee")

    document = json_document(record(1), corrected, record(3, failed()), title="차고")

    assert document["title"] == "차고"
    assert document["count"] == 3
    assert document["outcomes"] == {"damaged": 1, "error": 1, "undamaged": 1}
    first, second, third = document["inspections"]
    assert (first["outcome"], first["current_outcome"]) == ("damaged", "damaged")
    assert (second["outcome"], second["current_outcome"]) == ("damaged", "undamaged")
    assert third["error"].startswith("broken.jpg")


def test_reports_of_nothing_are_whole():
    assert csv_rows() == []
    assert json_document()["inspections"] == []
