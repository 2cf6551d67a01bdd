import dataclasses

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import Recipe, RunState, TrainingConfig
from carinspect.ui.training import dialogs
from carinspect.ui.training.run_control import Phase
from carinspect.ui.training.series import Quantity, Stroke, TimeAxis
from tests.fake_training import WAIT_MS, edit, finished_run


def wait_idle(qtbot, page):
    qtbot.waitUntil(lambda: not page.train.control.busy, timeout=WAIT_MS)


def curves(pair, quantity=Quantity.ACCURACY):
    (plot,) = (plot for plot in pair.plots if plot.quantity is quantity)
    return {one.stroke: one for one in plot.series}


def wait_drawn(qtbot, live, epochs):
    def drawn():
        validation = curves(live.curves).get(Stroke.SOLID)
        return validation is not None and len(validation.x) == epochs

    qtbot.waitUntil(drawn, timeout=WAIT_MS)


def test_a_run_is_started_with_what_the_form_says(qtbot, ready, fake, source):
    ready.train.form.name.setText("winter")
    ready.train.start.click()
    wait_idle(qtbot, ready)

    ((asked_source, config, name),) = fake.asked
    assert (asked_source, name) == (source, "winter")
    assert config == dataclasses.replace(ready.train.form.config(), epochs=5)


def test_the_curves_fill_while_it_trains(qtbot, ready, fake):
    fake.hold_at = 4
    ready.train.start.click()
    qtbot.waitUntil(lambda: len(ready.train.control.history) == 3, timeout=WAIT_MS)
    live = ready.train.live
    wait_drawn(qtbot, live, 3)

    assert curves(live.curves)[Stroke.DASHED].x == (1, 2, 3)
    assert len(curves(live.curves)[Stroke.FAINT].x) == 12
    assert curves(live.curves, Quantity.LOSS)[Stroke.SOLID].y[0] > 0.7
    assert "epoch 4 of 5" in live.words
    assert "learning rate" in live.words
    assert "left" in live.words
    assert not live.stop.isHidden()
    assert not ready.train.start.isEnabled()
    assert ready.busy_text()


def test_a_finished_run_says_what_came_of_it(qtbot, ready):
    ready.train.start.click()
    wait_idle(qtbot, ready)

    live = ready.train.live
    assert "Finished after 5 epochs" in live.words
    assert "400 validation photos" in live.words
    assert live.curves.plots[0]._best_line.isVisible()
    for button in (live._result.activate, live._result.evaluate, live._result.compare):
        assert button.isVisible()
    assert not live._result.resume.isVisible()
    assert live.stop.isHidden()
    assert ready.busy_text() == ""


def test_stop_keeps_what_there_is(qtbot, ready, fake):
    fake.hold_at = 3
    ready.train.start.click()
    qtbot.waitUntil(lambda: len(ready.train.control.history) == 2, timeout=WAIT_MS)
    ready.train.live.stop.click()
    assert ready.train.control.phase is Phase.STOPPING
    wait_idle(qtbot, ready)

    assert ready.train.control.run.state is RunState.STOPPED
    assert "Stopped after 2 of 5 epochs" in ready.train.live.words
    assert ready.train.live._result.resume.isVisible()


def test_a_stopped_run_goes_on_from_where_it_was(qtbot, ready, fake):
    fake.hold_at = 3
    ready.train.start.click()
    qtbot.waitUntil(lambda: len(ready.train.control.history) == 2, timeout=WAIT_MS)
    ready.train.live.stop.click()
    wait_idle(qtbot, ready)
    fake.stops.clear()
    fake.hold_at = 0

    ready.train.live._result.resume.click()
    assert len(ready.train.control.history) == 2
    wait_idle(qtbot, ready)

    assert [one.epoch for one in ready.train.control.history] == [1, 2, 3, 4, 5]
    assert ready.train.control.run.state is RunState.FINISHED


def test_a_stop_before_the_first_epoch_is_not_lost(qtbot, ready, fake):
    fake.hold_at = 1
    ready.train.start.click()
    ready.train.live.stop.click()
    wait_idle(qtbot, ready)

    assert "no model" in ready.train.live.words


def test_cancel_ends_at_once_and_offers_to_go_on(qtbot, ready, fake, window):
    fake.hold_at = 3
    ready.train.start.click()
    qtbot.waitUntil(lambda: len(ready.train.control.history) == 2, timeout=WAIT_MS)
    ready.train.live.cancel.click()
    wait_idle(qtbot, ready)
    assert "cancelled after 2 epochs" in window.messages.text
    fake.hold_at = 0

    window.messages._action.click()
    wait_idle(qtbot, ready)
    assert len(ready.train.control.history) == 5


def test_a_run_that_a_crash_interrupted_is_offered(qtbot, fake, window):
    config = TrainingConfig(Recipe.BOTTLENECK, epochs=6)
    fake.runs["run-1"] = finished_run("run-1", config, epochs=4, state=RunState.RUNNING)
    window.show_page("training")
    qtbot.waitUntil(lambda: "interrupted after 4 epochs" in window.messages.text, timeout=WAIT_MS)
    page = window.page("training")

    window.messages._action.click()
    wait_idle(qtbot, page)

    assert len(page.train.control.history) == 6


def test_without_photos_nothing_starts(page, fake, window):
    page.train.start.click()

    assert "Choose the photos" in window.messages.text
    assert fake.asked == []


def test_with_an_invalid_value_nothing_starts(ready, fake, window):
    edit(ready.train.form, "learning_rate", "fast")
    ready.train.start.click()

    assert window.messages.text.startswith("Learning rate: Write a number")
    assert fake.asked == []


def test_without_tensorflow_the_way_out_is_told(qtbot, ready, fake, window):
    fake.failure = CarInspectError(ErrorCode.TRAINING_NOT_INSTALLED)
    ready.train.start.click()
    wait_idle(qtbot, ready)

    assert "carinspect[train]" in window.messages.text
    assert ready.train.start.isEnabled()


def test_the_language_changes_while_it_trains(qtbot, ready, fake, window):
    fake.hold_at = 3
    ready.train.start.click()
    qtbot.waitUntil(lambda: len(ready.train.control.history) == 2, timeout=WAIT_MS)
    wait_drawn(qtbot, ready.train.live, 2)
    window.language_chosen.emit("ko")

    assert "학습 중: 에폭 3 / 5" in ready.train.live.words
    assert ready.train.live.curves.plots[0]._title.text() == "정확도 (%)"
    assert curves(ready.train.live.curves)[Stroke.SOLID].words == "검증"


@pytest.fixture
def compared(qtbot, fake, window):
    for number, size in enumerate((8, 16, 256)):
        config = TrainingConfig(
            Recipe.BOTTLENECK, input_size_px=320, batch_size=size, epochs=10, seed=number
        )
        fake.runs[f"run-{number}"] = finished_run(f"run-{number}", config, days_ago=number)
    window.show_page("training")
    page = window.page("training")
    qtbot.waitUntil(lambda: page.runs.model.rowCount() == 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.runs.curves.plots != (), timeout=WAIT_MS)
    page.tabs.setCurrentWidget(page.runs)
    page.runs.model.show_only(["run-0", "run-2"])
    return page


def column(table, name):
    model = table.model()
    names = [model.headerData(n, table.horizontalHeader().orientation()) for n in range(18)]
    at = names.index(name)
    return at, [model.index(row, at).data() for row in range(model.rowCount())]


def test_the_table_sorts_numbers_as_numbers(compared):
    table = compared.runs.table
    at, _texts = column(table, "Batch")
    table.sortByColumn(at, table.horizontalHeader().sortIndicatorOrder().AscendingOrder)

    assert column(table, "Batch")[1] == ["8", "16", "256"]


def test_runs_lie_over_each_other_by_epochs_or_updates(compared):
    plot = compared.runs.curves.plots[0]
    assert {one.x[-1] for one in plot.series} == {10}

    compared.runs.buttons["updates"].click()

    assert plot.axis is TimeAxis.UPDATES
    assert {one.x[-1] for one in plot.series} == {750, 30}
    assert {one.label for one in plot.series} == {"1", "2"}


def test_ticking_a_run_adds_it_to_the_plots(qtbot, compared):
    model = compared.runs.model
    from PySide6.QtCore import Qt

    model.setData(model.index(1, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert len(compared.runs.curves.plots[0].series) == 6

    model.setData(model.index(0, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert [run.id for _n, run in model.shown()] == ["run-2", "run-1"]


def test_removing_runs_can_be_undone(compared, fake, window):
    compared.runs.table.selectRow(0)
    compared.runs.buttons["remove"].click()
    assert compared.runs.model.rowCount() == 2

    window.messages._action.click()
    assert compared.runs.model.rowCount() == 3
    assert fake.removed == []


def test_removed_runs_are_gone_after_a_while(qtbot, compared, fake):
    compared.runs.table.selectRow(0)
    compared.runs.remove_selected()
    compared.runs._undo_time.timeout.emit()

    qtbot.waitUntil(lambda: fake.removed == ["run-0"], timeout=WAIT_MS)
    compared.runs.reload()
    qtbot.waitUntil(lambda: compared.runs.model.rowCount() == 2, timeout=WAIT_MS)


def test_the_settings_of_a_run_fill_the_form(compared):
    compared.runs.table.selectRow(2)
    compared.runs.buttons["settings"].click()

    assert compared.tabs.currentWidget() is compared.train
    assert compared.train.form.config() == compared.runs.model.run_at(2).config


def test_curves_are_saved_for_a_spreadsheet_and_as_a_picture(
    qtbot, monkeypatch, compared, window, tmp_path
):
    monkeypatch.setattr(
        dialogs, "ask_where_to_save", lambda _parent, suggested, _kinds: tmp_path / suggested.name
    )
    compared.runs.buttons["csv"].click()
    table = tmp_path / "carinspect-curves.csv"
    qtbot.waitUntil(table.exists, timeout=WAIT_MS)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * 10
    assert lines[0].startswith("run,name,recipe,backbone,batch_size,seed,epoch,updates,loss")

    compared.runs.buttons["png"].click()
    picture = tmp_path / "carinspect-curves.png"
    qtbot.waitUntil(picture.exists, timeout=WAIT_MS)
    assert picture.read_bytes().startswith(b"\x89PNG")
    qtbot.waitUntil(lambda: str(picture) in window.messages.text, timeout=WAIT_MS)


def test_a_new_run_appears_in_the_comparison(qtbot, ready):
    ready.train.start.click()
    wait_idle(qtbot, ready)
    ready.train.live._result.compare.click()
    qtbot.waitUntil(lambda: ready.runs.model.rowCount() == 1, timeout=WAIT_MS)

    assert ready.tabs.currentWidget() is ready.runs
    assert [run.id for _n, run in ready.runs.model.shown()] == ["run-1"]


def test_the_curves_are_read_out_by_keyboard(qtbot, compared):
    from PySide6.QtCore import Qt

    plot = compared.runs.curves.plots[0]
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.read_out.startswith("Epoch 10  ·  1: Training")
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.read_out.startswith("Epoch 9")
    assert compared.runs.curves.plots[1].read_out.startswith("Epoch 9")


def test_the_model_of_a_run_is_shown_among_the_models(qtbot, ready, window):
    ready.train.start.click()
    wait_idle(qtbot, ready)
    wanted = []
    ready.model_wanted.connect(wanted.append)
    ready.train.live._result.activate.click()

    assert wanted == ["model-run-1"]
    assert window._stack.currentWidget() is window.page("models")


def test_undo_is_offered_only_where_there_is_something(compared, window):
    assert not window.actions_table["undo"].isEnabled()
    assert compared.is_current
    compared.runs.table.selectRow(0)
    assert len(compared.runs.table.selected()) == 1
    compared.runs.remove_selected()
    assert compared.runs.can_undo
    assert window.actions_table["undo"].isEnabled()

    window.actions_table["undo"].trigger()
    assert compared.runs.model.rowCount() == 3
    assert not window.actions_table["undo"].isEnabled()


def test_changed_photos_are_shown_before_training(qtbot, ready, tmp_path):
    from carinspect.core.dataset import DatasetSource
    from carinspect.core.inspection import Outcome
    from carinspect.ui.training.augmentation_dialog import AugmentationDialog
    from tests.fakes import draw_photo

    for label in ("damaged", "undamaged"):
        (tmp_path / label).mkdir()
        for number in range(2):
            draw_photo(tmp_path / label, Outcome.DAMAGED, f"{number}.png")
    ready.train.source.choose(DatasetSource(tmp_path))
    ready.train.form._preview.click()
    (dialog,) = ready.findChildren(AugmentationDialog)
    qtbot.waitUntil(lambda: len(dialog.pictures()) == 4 * 6, timeout=WAIT_MS)

    dialog._others.click()
    qtbot.waitUntil(dialog._others.isEnabled, timeout=WAIT_MS)
    dialog.close()


def test_missing_weights_can_be_fetched(qtbot, monkeypatch, ready, fake, window, tmp_path):
    from carinspect.ui.training import jobs
    from tests.fake_training import Doing

    fetched = []
    monkeypatch.setattr(
        jobs, "fetch_weights", lambda backbone: Doing(lambda: fetched.append(backbone) or tmp_path)
    )
    fake.failure = CarInspectError(ErrorCode.WEIGHTS_MISSING, backbone="efficientnet_lite0")
    ready.train.start.click()
    wait_idle(qtbot, ready)
    assert "weights of efficientnet_lite0" in window.messages.text

    window.messages._action.click()
    qtbot.waitUntil(lambda: "can start" in window.messages.text, timeout=WAIT_MS)
    assert fetched == ["efficientnet_lite0"]
    qtbot.waitUntil(ready.train.start.isEnabled, timeout=WAIT_MS)
