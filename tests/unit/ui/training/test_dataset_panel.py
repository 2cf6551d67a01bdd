import shutil

import pytest

from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.dataset_findings import FindingKind
from carinspect.ui.training import dataset_dialogs
from carinspect.ui.training.dataset_panel import DatasetPanel
from tests.datasets import put_classes, scene
from tests.drops import drop, mime_of

WAIT_MS = 40_000


@pytest.fixture
def panel(qtbot, window):
    context = window.page("training")._context
    made = DatasetPanel(context)
    made.resize(1000, 700)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def leaky(tmp_path):
    folder = tmp_path / "leaky"
    put_classes(folder / "train", 4)
    put_classes(folder / "val", 2, first_seed=100)
    scene(1).save(folder / "val" / "damaged" / "copy.png")
    shutil.copy(folder / "train/undamaged/0.jpg", folder / "train/undamaged/again.jpg")
    return folder


def examined(qtbot, panel, act):
    with qtbot.waitSignal(panel.source_chosen, timeout=WAIT_MS) as chosen:
        act()
    return chosen.args[0]


def test_an_empty_panel_says_what_to_drop(panel):
    assert panel._hint.isVisible()
    assert "damaged" in panel._hint.text()
    assert not panel.findings.isVisible()


def test_a_dropped_folder_is_examined_and_shown(qtbot, panel, leaky, workspace):
    source = examined(qtbot, panel, lambda: drop(panel, mime_of(leaky)))

    assert source == DatasetSource(leaky)
    assert panel.findings.list.count() >= 3
    assert panel.findings.list.item(0).text().startswith("The same photo on both sides")
    assert "Training: 5 undamaged, 4 damaged" in panel.balance.accessibleDescription()
    assert workspace.settings.recent_datasets == (str(leaky),)


def test_a_finding_shows_its_photos_and_its_fix(qtbot, panel, leaky):
    examined(qtbot, panel, lambda: panel.take_paths((leaky,)))

    panel.findings.list.setCurrentRow(0)

    shown = {photo.path.name for photo in panel.findings.gallery._photos._photos}
    assert shown in ({"1.jpg", "copy.png"}, {"0.jpg", "copy.png"})
    assert panel.findings.fix.text() == "Move each group to one split"
    assert "too high" in panel.findings._effect.text()


def test_a_fix_is_applied_undone_and_saved_as_a_list(qtbot, panel, leaky, monkeypatch):
    examined(qtbot, panel, lambda: panel.take_paths((leaky,)))
    panel.findings.list.setCurrentRow(0)
    before = sorted(leaky.rglob("*"))

    panel.findings.fix.click()
    qtbot.waitUntil(panel.buttons["undo"].isVisible, timeout=WAIT_MS)
    kinds = {one.kind for one in panel.report.findings}
    assert FindingKind.LEAK not in kinds
    assert "not saved" in panel._detail.text()
    panel.buttons["undo"].click()
    assert FindingKind.LEAK in {one.kind for one in panel.report.findings}
    assert not panel.buttons["save"].isVisible()

    panel.findings.list.setCurrentRow(0)
    panel.findings.fix.click()
    qtbot.waitUntil(panel.buttons["undo"].isVisible, timeout=WAIT_MS)
    monkeypatch.setattr(dataset_dialogs, "ask_list_to_save", lambda *_a: leaky.parent / "m.csv")
    source = examined(qtbot, panel, panel.buttons["save"].click)

    assert source.path == leaky.parent / "m.csv"
    assert "not saved" not in panel._detail.text()
    assert sorted(leaky.rglob("*")) == before
    assert panel.report.dataset.counts(Split.VALIDATION) == (2, 2)


def test_unknown_classes_are_asked_for(qtbot, panel, tmp_path, monkeypatch):
    folder = put_classes(tmp_path / "data", 4, ("vorher", "nachher"))
    asked = []
    monkeypatch.setattr(
        dataset_dialogs, "ask_damaged_class",
        lambda _parent, names: asked.extend(names) or "nachher",
    )  # fmt: skip

    source = examined(qtbot, panel, lambda: panel.take_paths((folder,)))

    assert sorted(asked) == ["nachher", "vorher"]
    assert source.damaged_class == "nachher"


def test_what_is_no_dataset_is_told_in_a_sentence(qtbot, panel, window, tmp_path):
    (tmp_path / "empty").mkdir()

    panel.take_paths((tmp_path / "empty",))

    qtbot.waitUntil(lambda: "sub-folder" in window.messages.text, timeout=WAIT_MS)


def test_two_lists_are_one_to_train_and_one_to_validate_on(qtbot, panel, tmp_path):
    put_classes(tmp_path, 4)
    rows = [f"{name}/{n}.jpg,{name}" for name in ("damaged", "undamaged") for n in range(4)]
    (tmp_path / "a_validation.csv").write_text("\n".join(["photo,label", rows[0], rows[4]]))
    (tmp_path / "b_train.csv").write_text("\n".join(["photo,label", *rows[1:4], *rows[5:]]))

    source = examined(
        qtbot, panel,
        lambda: panel.take_paths((tmp_path / "a_validation.csv", tmp_path / "b_train.csv")),
    )  # fmt: skip

    assert source == DatasetSource(tmp_path / "b_train.csv", tmp_path / "a_validation.csv")


def test_only_the_chosen_photos_may_be_left_out(qtbot, panel, leaky):
    examined(qtbot, panel, lambda: panel.take_paths((leaky,)))
    panel.findings.list.setCurrentRow(0)
    panel.findings.gallery.go_to(1)
    chosen = panel.findings.gallery.current.path

    panel.findings.leave_out.click()
    qtbot.waitUntil(panel.buttons["undo"].isVisible, timeout=WAIT_MS)

    left = {photo.path for photo in panel.report.dataset.all_photos()}
    assert chosen not in left
    assert len(left) == 13
