import shutil

import pytest

from carinspect.core.dataset import DatasetSource, LabelledPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paired_test import PairedVerdict
from carinspect.core.record import HistoryFilter
from carinspect.core.texts import error_text
from carinspect.core.user import Role, User
from carinspect.jobs.job import run_here
from carinspect.services import evaluate_model, users
from carinspect.services.frozen_set import (
    FreezePhotos,
    TestChallenger,
    frozen_photos,
    keep_frozen_out,
    open_frozen_set,
)
from carinspect.services.model_changes import (
    ActivateModel,
    ExportModel,
    ImportModel,
    RemoveModel,
    RestoreModel,
    RollBackModel,
    active_model_id,
)
from carinspect.services.record_inspections import record_inspections
from carinspect.services.workspace import Workspace, default_model_id, open_registry
from carinspect.storage.inspection_store import InspectionStore
from tests.datasets import put_classes, put_scene
from tests.model_bundles import make_bundle, make_card, shipped_bundle

CHAMPION = default_model_id()


@pytest.fixture
def workspace(home):
    made = Workspace()
    yield made
    made.close()


@pytest.fixture
def data(tmp_path):
    return put_classes(tmp_path / "frozen", 4)


@pytest.fixture
def frozen(workspace, data):
    return run_here(FreezePhotos(workspace, DatasetSource(data)))


@pytest.fixture
def challenger(tmp_path):
    return open_registry().register(shipped_bundle(tmp_path / "b", "challenger"))


def say(monkeypatch, rights: dict[str, list[bool]]):
    """Models that are right about as many photos as they are said to be."""

    def judge(model_id, photos, ctx, threads=0, part=1):
        judged = []
        for number, right in enumerate(rights[model_id]):
            label = number % 2
            said = label if right else 1 - label
            judged.append(
                evaluate_model.JudgedPhoto(
                    photos[0].path, label, 0.99 if said else 0.01, sha256=f"{number:064x}"
                )
            )
        return tuple(judged), ()

    monkeypatch.setattr("carinspect.services.frozen_set.judge_photos", judge)


def code_of(job) -> ErrorCode:
    with pytest.raises(CarInspectError) as caught:
        run_here(job)
    return caught.value.code


def test_without_frozen_photos_a_challenger_needs_a_reason(workspace, challenger):
    assert code_of(ActivateModel(workspace, challenger)) is ErrorCode.FROZEN_SET_MISSING
    assert active_model_id(workspace) == CHAMPION

    done = run_here(ActivateModel(workspace, challenger, "  the counter's own photos  "))

    assert done.activation.reason == "the counter's own photos"
    assert active_model_id(workspace) == active_model_id(Workspace()) == challenger


def test_two_real_models_are_compared_on_the_frozen_photos(workspace, frozen, challenger):
    test = run_here(TestChallenger(CHAMPION, challenger))

    assert test.photos == len(frozen.photos) == 8
    assert test.both_right + test.both_wrong + test.challenger_only + test.champion_only == 8
    assert test.verdict is not PairedVerdict.NOT_WORSE  # eight photos cannot tell


def test_a_challenger_that_is_not_worse_replaces_the_champion(
    workspace, frozen, challenger, monkeypatch
):
    rights = [True] * 390
    say(monkeypatch, {CHAMPION: [*rights, *[False] * 7, *[True] * 3],
                      challenger: [*rights, *[True] * 7, *[False] * 3]})  # fmt: skip

    done = run_here(ActivateModel(workspace, challenger))

    assert done.test is not None
    assert done.test.verdict is PairedVerdict.NOT_WORSE
    assert "On 7 of 400 frozen photos" in done.activation.test
    assert active_model_id(workspace) == challenger


def test_a_worse_challenger_is_refused_in_words_and_a_manager_may_insist(
    workspace, frozen, challenger, monkeypatch
):
    say(monkeypatch, {CHAMPION: [True] * 400, challenger: [True] * 380 + [False] * 20})

    with pytest.raises(CarInspectError) as caught:
        run_here(ActivateModel(workspace, challenger))
    assert caught.value.code is ErrorCode.CHALLENGER_REFUSED
    assert "It is worse" in error_text(caught.value)
    assert active_model_id(workspace) == CHAMPION

    done = run_here(ActivateModel(workspace, challenger, "new camera"))
    assert done.activation.reason == "new camera"
    assert active_model_id(workspace) == challenger


def test_what_cannot_be_told_is_no_permission(workspace, frozen, challenger, monkeypatch):
    say(monkeypatch, {CHAMPION: [True] * 20, challenger: [True] * 20})
    assert code_of(ActivateModel(workspace, challenger)) is ErrorCode.CHALLENGER_REFUSED


def test_a_reason_is_kept_only_where_it_was_needed(workspace, frozen, challenger, monkeypatch):
    say(monkeypatch, {CHAMPION: [True] * 400, challenger: [True] * 400})

    assert run_here(ActivateModel(workspace, challenger, "why not")).activation.reason == ""


def test_a_clerk_may_not_activate_nor_remove(workspace, challenger):
    manager = workspace.current_user()
    users.add_user(workspace.records(), manager, User("kim", Role.CLERK))
    workspace.sign_in("kim")

    assert code_of(ActivateModel(workspace, challenger, "x")) is ErrorCode.NOT_ALLOWED
    assert code_of(RemoveModel(workspace, challenger)) is ErrorCode.NOT_ALLOWED
    assert code_of(RollBackModel(workspace)) is ErrorCode.NOT_ALLOWED


def test_rolling_back_goes_from_model_to_model(workspace, tmp_path):
    registry = open_registry()
    second = registry.register(shipped_bundle(tmp_path / "b", "second"))
    assert code_of(RollBackModel(workspace)) is ErrorCode.NO_EARLIER_MODEL

    run_here(ActivateModel(workspace, "lite0-320-linear", "x"))
    run_here(ActivateModel(workspace, second, "y"))
    run_here(RollBackModel(workspace))
    assert active_model_id(workspace) == "lite0-320-linear"
    run_here(RollBackModel(workspace))
    assert active_model_id(workspace) == CHAMPION

    assert code_of(RollBackModel(workspace)) is ErrorCode.NO_EARLIER_MODEL
    assert [one.is_rollback for one in registry.activations()] == [False, False, True, True]


def test_a_removed_model_cannot_be_gone_back_to(workspace, challenger):
    run_here(ActivateModel(workspace, challenger, "x"))
    run_here(ActivateModel(workspace, CHAMPION, "y"))
    run_here(RemoveModel(workspace, challenger))

    assert code_of(RollBackModel(workspace)) is ErrorCode.MODEL_MISSING
    run_here(RestoreModel(workspace, challenger))
    run_here(RollBackModel(workspace))
    assert active_model_id(workspace) == challenger


def test_the_active_model_stays(workspace, challenger):
    run_here(ActivateModel(workspace, challenger, "x"))

    assert code_of(RemoveModel(workspace, challenger)) is ErrorCode.MODEL_ACTIVE
    assert code_of(RemoveModel(workspace, CHAMPION)) is ErrorCode.MODEL_SHIPPED


def test_old_verdicts_keep_the_model_that_gave_them(workspace, challenger, samples_dir):
    photo = next(iter(sorted(samples_dir.glob("*.jpg"))))
    records = workspace.records()
    record_inspections(records, (workspace.inspector().inspect(photo),), by="kim")

    run_here(ActivateModel(workspace, challenger, "x"))
    record_inspections(records, (workspace.inspector().inspect(photo),), by="kim")

    with records.database.reading() as connection:
        found = list(InspectionStore(connection).find(HistoryFilter()))
    assert [one.inspection.model_id for one in found] == [CHAMPION, challenger]


def test_a_model_travels_as_a_file(workspace, challenger, tmp_path):
    run_here(ExportModel(challenger, tmp_path / "m.carmodel"))
    run_here(RemoveModel(workspace, challenger))
    shutil.rmtree(open_registry()._own / ".removed")

    assert run_here(ImportModel(workspace, tmp_path / "m.carmodel")) == challenger


def test_the_frozen_set_holds_copies_and_is_made_once(workspace, frozen, data):
    shutil.rmtree(data / "damaged")

    assert open_frozen_set().load() == frozen
    assert all(photo.path.is_file() for photo in frozen_photos(frozen))
    assert frozen.frozen_by == workspace.current_user().name
    other = put_classes(data.parent / "other", 2, first_seed=90)
    assert code_of(FreezePhotos(workspace, DatasetSource(other))) is ErrorCode.FROZEN_SET_EXISTS
    replaced = run_here(FreezePhotos(workspace, DatasetSource(other), replace=True))
    assert len(replaced.photos) == 4
    assert len(list(open_frozen_set().photos.all())) == 4


def test_an_altered_list_of_frozen_photos_is_told(frozen):
    path = open_frozen_set()._folder / "frozen.json"
    path.write_text(path.read_text().replace('"label": 1', '"label": 0', 1))

    with pytest.raises(CarInspectError) as caught:
        open_frozen_set().load()
    assert caught.value.code is ErrorCode.FILE_DAMAGED


def test_frozen_photos_and_what_looks_like_them_are_kept_out_of_training(frozen, data, tmp_path):
    copy = tmp_path / "copy.jpg"
    shutil.copy(data / "damaged" / "0.jpg", copy)
    recoded = put_scene(tmp_path / "recoded.png", 1)  # the seed of damaged/0.jpg
    fresh = put_scene(tmp_path / "fresh.jpg", 777)
    photos = [LabelledPhoto(path, 1) for path in (copy, recoded, fresh)]

    kept, left_out = keep_frozen_out(photos)

    assert [photo.path for photo in kept] == [fresh]
    assert {photo.path for photo in left_out} == {copy, recoded}


def test_without_a_frozen_set_everything_may_be_learnt_from(tmp_path):
    photo = LabelledPhoto(put_scene(tmp_path / "a.jpg", 1), 1)
    assert keep_frozen_out([photo]) == ((photo,), ())


@pytest.mark.parametrize("reason", ["", "I want it"])
def test_a_bundle_that_does_not_run_is_never_activated(workspace, tmp_path, reason):
    model_id = open_registry().register(make_bundle(tmp_path / "b", make_card(id="nonsense")))

    assert code_of(ActivateModel(workspace, model_id, reason)) is ErrorCode.MODEL_DAMAGED
    assert active_model_id(workspace) == CHAMPION
