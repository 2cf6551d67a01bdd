import dataclasses
import random
import time

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.inspection_json import digest, heat_to_bytes, to_json
from carinspect.core.record import Decision, HistoryFilter, decide
from carinspect.storage import schema
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.folder_run_store import FolderRunStore
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.storage.rental_store import RentalStore
from tests.records import NOON, failed, inspection, minutes, rental, without_heat


def test_an_inspection_comes_back_as_it_was(database):
    with database.writing() as connection:
        number = InspectionStore(connection).add(inspection(), by="kim", at=NOON)

    with database.reading() as connection:
        record = InspectionStore(connection).get(number)
    assert without_heat(record.inspection) == without_heat(inspection())
    heat = record.inspection.gate2.heat_map.values
    assert abs(heat - inspection().gate2.heat_map.values).max() <= 0.5 / 255
    assert (record.inspected_at, record.inspected_by) == (NOON, "kim")


def test_an_error_comes_back_with_its_facts(database):
    with database.writing() as connection:
        number = InspectionStore(connection).add(failed(), by="kim", at=NOON)
        record = InspectionStore(connection).get(number)

    assert record.inspection.error.code is ErrorCode.PHOTO_TOO_LARGE
    assert record.inspection.error.facts["megapixels"] == 900


def test_a_name_that_is_no_utf8_is_kept(database):
    name = "caf\udce9.jpg"
    with database.writing() as connection:
        run = FolderRunStore(connection).start(
            inspection(f"/x/{name}").photo.parent, recursive=False, model_id="m", by="", at=NOON
        )
        number = InspectionStore(connection).add(
            inspection(name), by="kim", at=NOON, origin=Origin((run.id, "caf\\udce9.jpg"))
        )
        assert InspectionStore(connection).get(number).inspection.photo.name == name


def test_a_missing_record_is_told(database):
    with database.reading() as connection, pytest.raises(CarInspectError) as caught:
        InspectionStore(connection).get(7)

    assert caught.value.code is ErrorCode.RECORD_MISSING


def test_reviews_follow_each_other_and_the_last_one_holds(database):
    with database.writing() as connection:
        store = InspectionStore(connection)
        number = store.add(inspection(), by="kim", at=NOON)
        agreed = decide(Outcome.DAMAGED, "lee", Decision.AGREE, correction=None, at=minutes(1))
        corrected = dataclasses.replace(
            decide(
                Outcome.DAMAGED,
                "park",
                Decision.CORRECT,
                correction=Outcome.UNDAMAGED,
                at=minutes(2),
            ),
            comment="먼지",
        )
        store.review(number, agreed)
        store.review(number, corrected)

        assert store.reviews(number) == (agreed, corrected)
        record = store.get(number)
        assert (record.outcome, record.reviewed_by) == (Outcome.UNDAMAGED, "park")
        assert record.inspection.outcome is Outcome.DAMAGED


def test_a_photo_of_a_folder_inspection_cannot_be_kept_twice(database, tmp_path):
    with database.writing() as connection:
        run = FolderRunStore(connection).start(
            tmp_path, recursive=False, model_id="m", by="kim", at=NOON
        )
        origin = Origin((run.id, "a.jpg"))
        InspectionStore(connection).add(inspection(), by="kim", at=NOON, origin=origin)

    with pytest.raises(IntegrityError), database.writing() as connection:
        InspectionStore(connection).add(inspection(), by="kim", at=NOON, origin=origin)


@pytest.fixture
def history(database):
    with database.writing() as connection:
        rentals, store = RentalStore(connection), InspectionStore(connection)
        rentals.open(rental("R-1", "12가 3456"), by="kim")
        rentals.open(rental("R-22", "34나-7890"), by="kim")
        for number, outcome in enumerate((Outcome.DAMAGED, Outcome.UNDAMAGED) * 3):
            rental_id = rentals.row_id("R-1" if number < 4 else "R-22")
            store.add(
                inspection(f"{number}.jpg", outcome),
                by="kim",
                at=minutes(number),
                origin=Origin(rental_id=rental_id),
            )
        store.add(inspection("loose.jpg"), by="kim", at=minutes(60))
        store.review(
            1, decide(Outcome.DAMAGED, "lee", Decision.AGREE, correction=None, at=minutes(70))
        )
    return database


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (HistoryFilter(plate="7890"), ["5.jpg", "4.jpg"]),
        (HistoryFilter(plate=" 가34"), ["3.jpg", "2.jpg", "1.jpg", "0.jpg"]),
        (HistoryFilter(plate="%"), []),
        (HistoryFilter(rental="R-2"), ["5.jpg", "4.jpg"]),
        (HistoryFilter(since=minutes(5)), ["loose.jpg", "5.jpg"]),
        (HistoryFilter(until=minutes(1)), ["0.jpg"]),
        (HistoryFilter(outcome=Outcome.UNDAMAGED), ["5.jpg", "3.jpg", "1.jpg"]),
        (HistoryFilter(reviewer="lee"), ["0.jpg"]),
        (HistoryFilter(rental="R-1", outcome=Outcome.DAMAGED), ["2.jpg", "0.jpg"]),
        (HistoryFilter(folder_run=5), []),
    ],
    ids=[
        "plate",
        "korean",
        "no-pattern",
        "rental",
        "since",
        "until",
        "outcome",
        "reviewer",
        "both",
        "run",
    ],
)
def test_the_history_is_searched(history, wanted, names):
    with history.reading() as connection:
        store = InspectionStore(connection)
        page = store.search(wanted, limit=10)

        assert [record.inspection.photo.name for record in page.records] == names
        assert store.count(wanted) == len(names)
        assert [r.inspection.photo.name for r in store.find(wanted)] == names[::-1]


def test_pages_hold_every_record_once(history):
    seen, after = [], None
    with history.reading() as connection:
        while True:
            page = InspectionStore(connection).search(HistoryFilter(), limit=2, after=after)
            seen += [record.id for record in page.records]
            after = page.next
            if after is None:
                break

    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_what_is_stored_has_the_digest_that_the_log_tells(history):
    kept = inspection("0.jpg")
    expected = digest(to_json(kept), heat_to_bytes(kept))

    with history.reading() as connection:
        entry = next(AuditLog(connection).entries(subject="inspection:1"))
        assert expected in entry.details
        assert next(InspectionStore(connection).stored())[3] == expected


@pytest.mark.slow
def test_a_hundred_thousand_records_are_searched_in_a_tenth_of_a_second(database):
    generator = random.Random(3)
    document = to_json(inspection())
    with database.writing() as connection:
        connection.execute(
            insert(schema.rentals),
            [
                {
                    "number": f"R-{n}",
                    "plate": f"{n % 90 + 10}가 {n:04}",
                    "plate_key": f"{n % 90 + 10}가{n:04}",
                    "vehicle": "",
                    "customer_reference": "",
                    "opened_at": minutes(n),
                    "closed_by": "",
                }
                for n in range(10_000)
            ],
        )
        for start in range(0, 100_000, 10_000):
            connection.execute(
                insert(schema.inspections),
                [_row(n, generator, document) for n in range(start, start + 10_000)],
            )
    with database.writing() as connection:
        connection.execute(text("ANALYZE"))
    searches = [
        HistoryFilter(),
        HistoryFilter(plate="가 1234"),
        HistoryFilter(plate="1"),
        HistoryFilter(rental="R-77"),
        HistoryFilter(since=minutes(50_000), until=minutes(50_100)),
        HistoryFilter(outcome=Outcome.DAMAGED),
        HistoryFilter(reviewer="lee"),
        HistoryFilter(reviewer="nobody"),
        HistoryFilter(plate="77", outcome=Outcome.REVIEW, reviewer="lee"),
    ]
    for wanted in searches:
        took = min(_seconds(database, wanted) for _ in range(3))
        assert took < 0.1, wanted


def _row(number, generator, document):
    return {
        "rental_id": generator.randrange(10_000) + 1,
        "photo_sha256": f"{number:064x}",
        "model_id": "m",
        "inspected_at": minutes(number),
        "inspected_by": "kim",
        "outcome": "damaged",
        "current_outcome": generator.choice(list(Outcome)).value,
        "reviewed_by": generator.choice(["", "", "lee", "park"]),
        "document": document,
    }


def _seconds(database, wanted):
    started = time.perf_counter()
    with database.reading() as connection:
        store = InspectionStore(connection)
        store.search(wanted, limit=50)
    return time.perf_counter() - started


def test_reviewed_verdicts_are_counted_without_those_left_to_a_person(database):
    truth = (Outcome.DAMAGED, Outcome.UNDAMAGED, None, Outcome.DAMAGED)
    given = (Outcome.DAMAGED, Outcome.DAMAGED, Outcome.DAMAGED, Outcome.REVIEW)
    with database.writing() as connection:
        store = InspectionStore(connection)
        for number, (outcome, holds) in enumerate(zip(given, truth, strict=True)):
            one = dataclasses.replace(
                inspection(f"/x/{number}.jpg"), outcome=outcome, sha256=f"{number:064x}"
            )
            row = store.add(one, by="kim", at=NOON)
            if holds is not None:
                decision = Decision.AGREE if holds is outcome else Decision.CORRECT
                correction = None if holds is outcome else holds
                review = decide(outcome, "lee", decision, correction=correction, at=NOON)
                store.review(row, review)

        assert store.reviewed_verdicts(inspection().model_id) == (2, 1)
        assert store.reviewed_verdicts("another") == (0, 0)
