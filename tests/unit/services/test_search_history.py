import pytest

from carinspect.core.errors import CarInspectError
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision, HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.search_history import ListReviewers, OpenRecord, SearchHistory
from tests.record_workspaces import database_kind, made, postgres, record, workspace

__all__ = ["database_kind", "made", "postgres", "workspace"]

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def kept(workspace, made):
    """Five records; the stored photo of the second is gone."""
    workspace.current_user()
    inspections = [made(f"{number}.jpg") for number in range(5)]
    ids = record(workspace, *inspections)
    workspace.records().photos.path(inspections[1].sha256).unlink()
    return ids


def test_the_pages_hold_every_record_once_latest_first(workspace, kept):
    found, after, totals = [], None, []
    while True:
        page = run_here(SearchHistory(workspace, HistoryFilter(), 2, after))
        totals.append(page.total)
        found += [one.id for one in page.page.records]
        after = page.page.next
        if after is None:
            break

    assert found == sorted(kept, reverse=True)
    assert totals[0] == 5
    assert set(totals[1:]) == {None}


def test_a_stored_photo_comes_before_the_file_that_was_inspected(workspace, kept):
    found = run_here(SearchHistory(workspace, HistoryFilter(), 10))
    by_id = dict(zip((one.id for one in found.page.records), found.photos, strict=True))

    assert by_id[kept[1]].name == "1.jpg"
    assert by_id[kept[0]].name != "0.jpg"
    assert by_id[kept[0]].read_bytes() == b"pixels of 0.jpg"


def test_a_record_whose_file_is_gone_is_inspected_again_from_the_store(workspace, kept):
    details = run_here(OpenRecord(workspace, kept[0]))
    assert details.is_stored
    assert details.to_inspect == details.record.inspection.photo

    details.to_inspect.unlink()
    assert run_here(OpenRecord(workspace, kept[0])).to_inspect == details.photo


def test_a_record_that_is_not_there_is_told(workspace, kept):
    with pytest.raises(CarInspectError):
        run_here(OpenRecord(workspace, max(kept) + 1))


def test_who_reviewed_can_be_searched_for(workspace, kept):
    run_here(ReviewInspection(workspace, kept[0], Decision.CORRECT, Outcome.UNDAMAGED, "shade"))

    assert run_here(ListReviewers(workspace)) == ("Kim",)
    (review,) = run_here(OpenRecord(workspace, kept[0])).reviews
    assert (review.reviewer, review.comment) == ("Kim", "shade")
