import csv
import dataclasses
import io
import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.gate1_texts import failure_text
from carinspect.core.gate1_tools import Category, CategoryList, Rule
from carinspect.core.inspection import Outcome
from carinspect.core.settings import Gate1Rule
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.ml.imagenet import car_categories
from carinspect.reports.gate1_record import (
    categories_csv,
    categories_record,
    evaluation_csv,
    evaluation_record,
)
from carinspect.services.category_lists import (
    as_list,
    choose_list,
    list_names,
    read_category_list,
    remove_list,
    save_category_list,
)
from carinspect.services.gate1_photos import known_photos, photos_of_cars
from carinspect.services.try_gate1 import CollectCategories, EvaluateGate1
from carinspect.services.workspace import Workspace, default_model_id
from tests.fakes import FakeInspector, draw_photo

CAR = CategoryList("mine", (Category("n04285008", "sports_car", 3.0),))
TOASTER = CategoryList("odd", (Category("n04442312", "toaster", 1.0),))


@pytest.fixture
def photos(tmp_path):
    """Three cars in two folders, two animals and a machine, and a text file in between."""
    for name, outcome in {
        "cars/a.png": Outcome.DAMAGED, "cars/b.png": Outcome.UNDAMAGED,
        "cars/deeper/a.png": Outcome.DAMAGED,
        "others/animal/a.png": Outcome.NOT_A_CAR, "others/animal/b.png": Outcome.NOT_A_CAR,
        "others/machine/a.png": Outcome.NOT_A_CAR,
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_photo(path.parent, outcome, path.name)
    return tmp_path


def collect(photos, **options):
    return CollectCategories(
        photos / "cars", "fake", new_inspector=lambda _model: FakeInspector(), **options
    )


def evaluate(photos, categories):
    return EvaluateGate1(
        photos / "cars", photos / "others", "fake", categories, lambda _model: FakeInspector()
    )


def test_sums_come_most_common_first_and_name_what_could_not_be_read(photos):
    draw_photo(photos / "cars", Outcome.ERROR, "broken.jpg")
    (photos / "cars" / ".DS_Store").write_bytes(b"\0")
    reports = []

    count = run_here(collect(photos), reports.append)

    assert [one.name for one in count.categories[:2]] == ["sports_car", "racer"]
    assert count.categories[0].total == pytest.approx(2 * 0.62)
    assert count.photos == 2
    assert [one.path.name for one in count.unreadable] == ["broken.jpg"]
    assert reports[-1] == Progress(3, 3)


def test_same_names_in_sub_folders_count_each(photos):
    count = run_here(collect(photos, recursive=True))

    assert count.photos == 3
    assert count.categories[0].total == pytest.approx(3 * 0.62)


def test_a_car_is_what_has_any_category_of_the_list_among_its_five(photos):
    evaluation = run_here(evaluate(photos, CAR))

    assert evaluation.recall(Rule.TOP5).value == 1
    assert evaluation.specificity(Rule.TOP5).value == 1
    assert evaluation.groups() == ("animal", "machine")
    assert evaluation.specificity(Rule.HEAD, "animal").n == 2
    assert evaluation.failed(Rule.TOP5) == ()


def test_a_list_with_a_toaster_fails_and_each_failure_says_why(photos):
    evaluation = run_here(evaluate(photos, TOASTER))

    assert evaluation.recall(Rule.TOP5).value == 0
    assert evaluation.specificity(Rule.TOP5).value == 0
    assert evaluation.recall(Rule.HEAD).value == 1
    failed = evaluation.failed(Rule.TOP5)
    assert [one.photo.is_car for one in failed] == [True] * 3 + [False] * 3
    assert "none of its five" in failure_text(failed[0], Rule.TOP5, TOASTER)
    assert "toaster" in failure_text(failed[-1], Rule.TOP5, TOASTER)


def test_intervals_are_wilsons(photos):
    recall = run_here(evaluate(photos, CAR)).recall(Rule.TOP5)

    # Wilson for 3 of 3: z² / (3 + z²) below 1.
    assert recall.low == pytest.approx(3 / (3 + 1.959964**2), abs=1e-4)
    assert recall.high == 1


def test_one_csv_may_hold_both_kinds(photos):
    rows = ["photo,label", "cars/a.png,car", "others/animal/a.png,not_car", "cars/b.png,robot"]
    (photos / "test.csv").write_text("\n".join(rows))

    known = known_photos(photos / "test.csv", photos / "test.csv")

    assert [(one.path.name, one.is_car, one.group) for one in known] == [
        ("a.png", True, "car"), ("a.png", False, "animal"), ("b.png", False, "robot"),
    ]  # fmt: skip
    assert photos_of_cars(photos / "test.csv") == (photos / "cars" / "a.png",)


def test_one_kind_alone_is_refused(photos):
    (photos / "none").mkdir()

    with pytest.raises(CarInspectError) as caught:
        known_photos(photos / "cars", photos / "none")

    assert caught.value.code is ErrorCode.NOT_BOTH_KINDS


def test_a_run_can_be_cancelled(photos):
    cancel = threading.Event()

    with pytest.raises(JobCancelled):
        evaluate(photos, CAR).run(JobContext(lambda _report: cancel.set(), cancel))


def test_records_and_tables_say_the_same(photos):
    count = run_here(collect(photos))
    evaluation = run_here(evaluate(photos, TOASTER))

    record = categories_record(count)
    rows = list(csv.DictReader(io.StringIO(categories_csv(count).decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == [one["name"] for one in record["categories"]]
    rules = evaluation_record(evaluation)["rules"]
    assert rules["top5"]["recall"] == {"value": 0.0, "low": 0.0, "high": 0.5615, "n": 3}
    assert len(rules["top5"]["failed"]) == 6
    photos_rows = list(csv.DictReader(io.StringIO(evaluation_csv(evaluation).decode("utf-8-sig"))))
    assert sum(int(row["top5_rule"]) for row in photos_rows) == 3


def test_a_list_is_saved_chosen_and_removed(photos):
    workspace = Workspace()
    made = as_list(run_here(collect(photos)), "우리 목록", top=2)

    save_category_list(made)
    assert list_names() == ["", "우리 목록"]
    assert read_category_list("우리 목록") == dataclasses.replace(
        made, categories=tuple(dataclasses.replace(c, total=round(c.total, 4))
                               for c in made.categories)
    )  # fmt: skip
    choose_list(workspace, "우리 목록")
    assert Workspace().settings.category_list == "우리 목록"
    remove_list(workspace, "우리 목록")
    assert list_names() == [""]
    assert Workspace().settings.category_list == ""


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 100, " padded ", "a:b"])
def test_a_name_that_is_no_file_name_is_refused(name):
    with pytest.raises(CarInspectError) as caught:
        save_category_list(dataclasses.replace(CAR, name=name))

    assert caught.value.code is ErrorCode.LIST_NAME


def test_the_shipped_list_is_that_of_the_top5_rule():
    shipped = read_category_list()

    assert shipped.wnids == car_categories()
    assert len(shipped.categories) == 50
    assert shipped.photos == 1000


def test_the_top5_rule_of_a_real_inspection_goes_by_the_chosen_list(tmp_path, samples_dir):
    photo = min(samples_dir.glob("*.*"))
    workspace = Workspace()
    workspace.change(gate1_rule=Gate1Rule.TOP5)
    top = workspace.inspector().inspect(photo).gate1.top5[0]
    save_category_list(CategoryList("one", (Category(top.wnid, top.name, 1.0),)))
    save_category_list(CategoryList("none", (Category("n00000000", "nothing", 1.0),)))

    choose_list(workspace, "one")
    with_one = workspace.inspector().inspect(photo).gate1
    choose_list(workspace, "none")
    with_none = workspace.new_inspector().inspect(photo).gate1

    assert with_one.is_car
    assert with_one.car_probability == pytest.approx(top.probability)
    assert not with_none.is_car


@pytest.mark.slow
def test_real_photos_are_told_apart(data_dir):
    test = data_dir / "splits" / "gate1_test.csv"

    evaluation = run_here(EvaluateGate1(test, test, default_model_id(), read_category_list()))

    assert evaluation.recall(Rule.HEAD).value >= 0.97
    assert evaluation.specificity(Rule.HEAD).value >= 0.95
    assert evaluation.specificity(Rule.TOP5, "transport").value < 0.9  # as the post's rule does
