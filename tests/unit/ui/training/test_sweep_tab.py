import dataclasses

import pytest

from carinspect.core.training import Recipe, TrainingConfig
from tests.fake_training import WAIT_MS, finished_run

CONFIG = TrainingConfig(Recipe.BOTTLENECK, "efficientnet_lite0", 320)


@pytest.fixture
def sweep(page, source):
    page.train.source.choose(source)
    page.train.form.set_config(CONFIG)
    page.tabs.setCurrentWidget(page.sweep)
    for group, wanted in ((page.sweep.sizes, (16, 64)), (page.sweep.epochs, (5, 10))):
        for value, box in group.boxes.items():
            box.setChecked(value in wanted)
    page.sweep.seeds.setCurrentIndex(1)
    return page.sweep


def cells(sweep):
    table = sweep.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_the_number_of_runs_is_told_beforehand(sweep):
    assert sweep._labels["count"].text() == "4 runs"
    assert "Head, efficientnet_lite0, SGD" in sweep._labels["shared"].text()


def test_a_sweep_fills_the_grid(qtbot, sweep, fake):
    assert cells(sweep) == [["", ""], ["", ""]]
    sweep.start.click()
    assert sweep.stop.isVisible()
    qtbot.waitUntil(lambda: not sweep.control.busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(all(row) for row in cells(sweep)), timeout=WAIT_MS)

    assert len(fake.runs) == 4
    assert sweep.table.verticalHeaderItem(1).text() == "batch 64"
    assert "%" in cells(sweep)[0][0]
    assert "–" in cells(sweep)[0][0]
    assert sweep.start.isVisible()


def test_a_stopped_sweep_keeps_what_ended(qtbot, sweep, fake):
    fake.pause_s = 0.05
    sweep.start.click()
    qtbot.waitUntil(lambda: sweep.control.state.ended == 1, timeout=WAIT_MS)
    assert "Run 2 of 4" in sweep._progress.text()
    sweep.stop.click()
    qtbot.waitUntil(lambda: not sweep.control.busy, timeout=WAIT_MS)

    qtbot.waitUntil(lambda: cells(sweep)[0][0] != "", timeout=WAIT_MS)
    assert "1 seed" in cells(sweep)[0][0]


def test_a_cell_shows_its_runs(qtbot, page, sweep, fake):
    for size in (16, 64):
        for seed in (0, 1):
            config = dataclasses.replace(CONFIG, batch_size=size, epochs=10, seed=seed)
            fake.runs[f"{size}-{seed}"] = finished_run(f"{size}-{seed}", config)
    page.runs.reload()
    qtbot.waitUntil(lambda: cells(sweep)[1][1] != "", timeout=WAIT_MS)

    sweep.table.cellClicked.emit(1, 1)

    assert page.tabs.currentWidget() is page.runs
    assert {run.id for _n, run in page.runs.model.shown()} == {"64-0", "64-1"}


def test_another_measure_shows_other_numbers(qtbot, page, sweep, fake):
    fake.runs["r"] = finished_run("r", dataclasses.replace(CONFIG, epochs=10))
    page.runs.reload()
    qtbot.waitUntil(lambda: cells(sweep)[0][1] != "", timeout=WAIT_MS)
    before = cells(sweep)[0][1]

    sweep.measure.setCurrentIndex(3)

    assert cells(sweep)[0][1] != before
    assert "points" in cells(sweep)[0][1]


def test_nothing_ticked_starts_nothing(sweep, window, fake):
    for box in sweep.sizes.boxes.values():
        box.setChecked(False)
    sweep.start.click()

    assert "Tick at least one" in window.messages.text
    assert fake.asked == []
