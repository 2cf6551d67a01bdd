from datetime import timedelta

import pytest

from carinspect.core.comparison import (
    Comparison,
    Consent,
    CustomerStatement,
    Finding,
    Newness,
    Reason,
)
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.rental import Phase, View
from carinspect.core.rental_state import RentalStage
from carinspect.core.verdict import Region
from carinspect.jobs.job import Progress, run_here
from carinspect.services.add_rental_photos import AddRentalPhotos
from carinspect.services.records import now
from carinspect.services.rentals import AtDesk, NewRental, RentalDesk, ViewChoice
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.comparison_store import ComparisonStore
from tests.fakes import FakeWorkspace, draw_photo


@pytest.fixture
def workspace(tmp_path):
    workspace = FakeWorkspace(tmp_path / "settings.json")
    yield workspace
    workspace.close()


@pytest.fixture
def desk(workspace):
    desk = RentalDesk(workspace.records(), workspace.current_user().name)
    desk.open(NewRental(" R-1 ", "12가 3456", "Kona", "C-77"))
    return desk


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()

    def draw(name, side=320):
        return draw_photo(folder, Outcome.DAMAGED, name, size=(side, 240))

    return draw


@pytest.fixture
def add(workspace):
    def add(phase, *files, **more):
        return run_here(AddRentalPhotos(workspace, "R-1", phase, files, **more))

    return add


@pytest.fixture
def returned(desk, add, photos):
    """A rental with a pickup and a return photo."""
    add(Phase.PICKUP, photos("front.png", 300), view=View.FRONT)
    return add(Phase.RETURN, photos("back.png", 320), view=View.FRONT).rental


@pytest.fixture
def compare(desk):
    def compare(state, newness=Newness.NEW):
        (pickup,), (back,) = state.of(Phase.PICKUP), state.of(Phase.RETURN)
        found = Finding(
            back.sha256,
            Region((0.1, 0.2, 0.3, 0.4), 0.9),
            newness,
            Reason.SPOT_WAS_CLEAN,
            pickup_photo=pickup.sha256,
            return_evidence=0.9,
            pickup_evidence=0.02,
        )
        with desk.records.database.writing() as connection:
            ComparisonStore(connection).add("R-1", Comparison("m", (found,)), by="kim", at=now())
        return desk.load("R-1").state

    return compare


def said(consent=Consent.AGREE):
    return CustomerStatement(consent, "", "ko", b"", now())


def refused(act, *arguments):
    with pytest.raises(CarInspectError) as caught:
        act(*arguments)
    return caught.value.code


def test_a_rental_is_opened_in_a_persons_name(desk, workspace):
    rental = desk.load("R-1").state.rental

    assert (rental.number, rental.plate, rental.closed_at) == ("R-1", "12가 3456", None)
    with desk.records.database.reading() as connection:
        opened = [e for e in AuditLog(connection).entries() if e.action == "rental.opened"]
    assert [entry.actor for entry in opened] == [workspace.current_user().name]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewRental("  "), ErrorCode.RENTAL_NUMBER_UNUSABLE),
        (NewRental("R\x001"), ErrorCode.RENTAL_NUMBER_UNUSABLE),
        (NewRental("R" * 61), ErrorCode.TEXT_TOO_LONG),
        (NewRental("R-2", plate="1" * 21), ErrorCode.TEXT_TOO_LONG),
        (NewRental("R-2", plate="ﷺ" * 5), ErrorCode.TEXT_TOO_LONG),
        (NewRental("R-1"), ErrorCode.RENTAL_EXISTS),
    ],
)
def test_what_the_records_cannot_keep_is_refused(desk, new, code):
    assert refused(desk.open, new) is code


def test_photos_are_stored_by_content_and_added_once(desk, add, photos, tmp_path):
    first, broken = photos("IMG_1.png"), tmp_path / "broken.jpg"
    broken.write_text("no photo")
    copy = first.with_name("copy.png")
    copy.write_bytes(first.read_bytes())

    done = add(Phase.PICKUP, first, broken, copy, tmp_path / "gone.jpg")

    assert [photo.name for photo in done.added] == ["IMG_1.png"]
    assert done.known == ("copy.png",)
    assert [e.code for e in done.failed] == [
        ErrorCode.PHOTO_UNKNOWN_FORMAT,
        ErrorCode.PHOTO_MISSING,
    ]
    (kept,) = done.rental.state.photos
    assert done.rental.files[kept.sha256].read_bytes() == first.read_bytes()


def test_one_file_cannot_be_of_both_moments_without_being_told(add, photos, desk):
    file = photos("a.png")
    add(Phase.PICKUP, file)

    assert add(Phase.RETURN, file).in_other_phase == ("a.png",)


def test_a_folder_is_added_with_progress(desk, workspace, photos):
    folder = photos("2.png", 310).parent
    photos("10.png", 330)
    reports = []
    job = AddRentalPhotos(workspace, "R-1", Phase.PICKUP, (folder,))

    done = run_here(job, reports.append)

    assert [photo.name for photo in done.added] == ["2.png", "10.png"]
    assert reports == [Progress(1, 2), Progress(2, 2)]


def test_an_empty_folder_is_told(desk, add, tmp_path):
    (tmp_path / "empty").mkdir()
    assert refused(add, Phase.PICKUP, tmp_path / "empty") is ErrorCode.NO_PHOTOS


def test_a_removed_photo_comes_back_with_its_view(returned, desk):
    (photo,) = returned.state.of(Phase.PICKUP)

    assert desk.remove("R-1", [photo]).state.of(Phase.PICKUP) == ()
    assert refused(desk.remove, "R-1", [photo]) is ErrorCode.RENTAL_PHOTO_MISSING
    (again,) = desk.restore("R-1", [photo]).state.of(Phase.PICKUP)

    assert (again.view, again.sha256, again.added_at) == (
        View.FRONT,
        photo.sha256,
        photo.added_at,
    )
    chosen = desk.set_views("R-1", [ViewChoice(photo, View.REAR)]).state
    assert chosen.of(Phase.PICKUP)[0].view is View.REAR


def test_the_stages_of_a_rental_agree_with_its_line_in_the_list(desk, add, photos, compare):
    def stages():
        state = desk.load("R-1").state
        assert desk.find("r-1".upper()) == (state.summary,)
        return state.stage

    assert stages() is RentalStage.OPENED
    add(Phase.PICKUP, photos("a.png", 300))
    assert stages() is RentalStage.PICKED_UP
    add(Phase.RETURN, photos("b.png", 320))
    assert stages() is RentalStage.RETURNED
    state = compare(desk.load("R-1").state)
    assert stages() is RentalStage.COMPARED
    (found,) = state.comparison.findings
    desk.review("R-1", found.id, Newness.NEW)
    assert stages() is RentalStage.REVIEWED
    desk.close("R-1")
    assert stages() is RentalStage.CLOSED


def test_a_change_of_photos_makes_a_comparison_outdated(returned, desk, compare):
    state = compare(returned.state)
    (found,) = state.comparison.findings
    (back,) = state.of(Phase.RETURN)

    state = desk.set_views("R-1", [ViewChoice(back, View.REAR)]).state

    assert state.outdated
    assert state.stage is RentalStage.RETURNED
    assert desk.find()[0].stage is RentalStage.RETURNED
    outdated = ErrorCode.COMPARISON_OUTDATED
    assert refused(desk.review, "R-1", found.id, Newness.NEW) is outdated
    assert refused(desk.state_customer, "R-1", said()) is outdated
    assert refused(desk.close, "R-1") is outdated
    assert not compare(state).outdated


def test_nothing_is_final_before_a_named_person_decided(returned, desk, compare, workspace):
    assert refused(desk.close, "R-1") is ErrorCode.NOT_COMPARED
    (found,) = compare(returned.state).comparison.findings
    assert refused(desk.close, "R-1") is ErrorCode.NOT_REVIEWED
    assert refused(desk.state_customer, "R-1", said()) is ErrorCode.NOT_REVIEWED
    nobody = RentalDesk(desk.records, " ")
    assert refused(nobody.review, "R-1", found.id, Newness.NEW) is ErrorCode.REVIEWER_NEEDED
    assert refused(nobody.close, "R-1") is ErrorCode.REVIEWER_NEEDED
    assert refused(desk.review, "R-1", 999, Newness.NEW) is ErrorCode.FINDING_MISSING

    desk.review("R-1", found.id, Newness.ALREADY_THERE, " looks older ")
    done = desk.close("R-1").state

    assert done.rental.closed_by == workspace.current_user().name
    (review,) = done.comparison.findings[0].reviews
    assert (review.newness, review.comment) == (Newness.ALREADY_THERE, "looks older")


def test_what_is_final_stays_as_it_is(returned, desk, add, photos, compare):
    state = compare(returned.state)
    (found,) = state.comparison.findings
    desk.review("R-1", found.id, Newness.NEW)
    desk.close("R-1")
    closed = ErrorCode.RENTAL_CLOSED

    assert refused(desk.review, "R-1", found.id, Newness.NEW) is closed
    assert refused(desk.state_customer, "R-1", said()) is closed
    assert refused(desk.close, "R-1") is closed
    assert refused(desk.remove, "R-1", state.photos[:1]) is closed
    assert refused(desk.restore, "R-1", state.photos[:1]) is closed
    assert refused(compare, state) is closed
    assert refused(add, Phase.RETURN, photos("late.png", 350)) is closed


def test_a_decision_after_the_customer_spoke_is_told(returned, desk, compare):
    (found,) = compare(returned.state).comparison.findings
    desk.review("R-1", found.id, Newness.NEW)
    state = desk.state_customer("R-1", said(Consent.OBJECT)).state
    assert state.statement.consent is Consent.OBJECT
    assert not state.statement_is_outdated

    later = said()
    assert later.stated_at - state.statement.stated_at < timedelta(minutes=1)
    state = desk.review("R-1", found.id, Newness.ALREADY_THERE).state

    assert state.statement_is_outdated


def test_a_job_works_in_the_name_of_the_current_user(workspace, desk):
    found = run_here(AtDesk(workspace, lambda desk: (desk.by, desk.find("3456"))))

    assert found[0] == workspace.current_user().name
    assert [summary.rental.number for summary in found[1]] == ["R-1"]


def test_who_leaves_a_finding_to_a_colleague_has_not_decided(returned, desk, compare):
    (found,) = compare(returned.state).comparison.findings

    left = desk.review("R-1", found.id, Newness.NEEDS_HUMAN_LOOK).state

    assert left.stage is RentalStage.COMPARED
    assert desk.find()[0].undecided == 1
    assert refused(desk.close, "R-1") is ErrorCode.NOT_REVIEWED
    assert desk.review("R-1", found.id, Newness.NEW).state.stage is RentalStage.REVIEWED
    assert desk.find()[0].undecided == 0
