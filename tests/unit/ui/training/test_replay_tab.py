import pytest

from carinspect.core.replay import Claim
from carinspect.ui.training import jobs
from carinspect.ui.training.series import Stroke
from tests.fake_training import WAIT_MS, finished_run


@pytest.fixture
def replay(page, source):
    page.train.source.choose(source)
    page.tabs.setCurrentWidget(page.replay)
    page.replay.seeds.setCurrentIndex(0)
    page.replay.length.setCurrentIndex(2)
    page.replay.finetune.setChecked(False)
    return page.replay


def findings(replay):
    return [replay.claims.item(row, 0).text() for row in range(replay.claims.rowCount())]


def test_the_replay_marks_every_claim(qtbot, replay, fake):
    assert set(findings(replay)) == {"open"}
    replay.start.click()
    qtbot.waitUntil(lambda: not replay.control.busy, timeout=WAIT_MS)

    assert fake.asked[0] == jobs.Replay("efficientnet_lite0", (0, 1), 20, False, False)
    assert len(fake.runs) == 6
    assert len(findings(replay)) == len(Claim)
    assert set(findings(replay)) <= {"confirmed", "refuted", "undecided"}
    assert "n = 2" in replay.claims.item(0, 2).text()
    assert replay.start.isVisible()


def test_the_figures_show_the_mean_over_seeds(qtbot, replay):
    replay.start.click()
    qtbot.waitUntil(lambda: not replay.control.busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: replay.curves.plots != (), timeout=WAIT_MS)

    assert replay.figures["4"].isEnabled()
    assert not replay.figures["5"].isEnabled()
    replay.figures["4"].click()

    series = replay.curves.plots[0].series
    assert [one.stroke for one in series].count(Stroke.FAINT) == 4
    (mean,) = (one for one in series if one.stroke is Stroke.SOLID)
    assert len(mean.x) == 10
    assert "batch 256, 50 epochs" in replay._labels["caption"].text()


def test_a_replay_from_before_is_there_at_once(qtbot, page, replay, fake):
    for number, config in enumerate(jobs.replay_configs(replay.replay())):
        fake.runs[f"r{number}"] = finished_run(f"r{number}", config)
    page.runs.reload()

    qtbot.waitUntil(lambda: "open" not in findings(replay), timeout=WAIT_MS)


def test_a_stopped_replay_keeps_what_there_is(qtbot, replay, fake):
    fake.pause_s = 0.03
    replay.start.click()
    qtbot.waitUntil(lambda: replay.control.state.ended == 1, timeout=WAIT_MS)
    replay.stop.click()
    qtbot.waitUntil(lambda: not replay.control.busy, timeout=WAIT_MS)

    assert len(replay.result.runs) == 1
    assert replay.start.isVisible()
