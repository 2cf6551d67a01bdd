"""Stories of the window with the shipped model and drawn photos."""

import json
import os
import shutil
import subprocess
import sys
import time

import numpy as np
import PIL.Image
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from carinspect.core.inspection import Outcome
from carinspect.services.workspace import Workspace
from carinspect.ui.application import Session
from tests.conftest import ROOT
from tests.watchdog import Watchdog

WAIT_MS = 30_000


@pytest.fixture
def workspace(tmp_path):
    """The real one: the model is the shipped one."""
    return Workspace(tmp_path / "settings.json")


@pytest.fixture
def samples(samples_dir):
    return sorted(samples_dir.glob("*.jpg"))


def widget_at(window, point):
    """The widget that a drop at ``point`` reaches, as Qt finds it."""
    widget = window.childAt(point) or window
    while not widget.acceptDrops() and widget is not window:
        widget = widget.parentWidget()
    return widget


def drop_on(window, paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    point = window.rect().center()
    target = widget_at(window, point)
    at = target.mapFrom(window, point)
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(at, action, mime, button, none),
        QDragMoveEvent(at, action, mime, button, none),
        QDropEvent(at, action, mime, button, none),
    ):
        QApplication.sendEvent(target, event)
        assert event.isAccepted()


def wait_for_verdicts(qtbot, page, count):
    qtbot.waitUntil(lambda: page.photos.counts().total() == count, timeout=WAIT_MS)


def test_a_clerk_drops_photos_and_walks_through_the_verdicts(qtbot, window, page, samples):
    drop_on(window, samples)
    wait_for_verdicts(qtbot, page, len(samples))
    outcomes = [entry.inspection.outcome for entry in page.photos.entries()]
    assert Outcome.NOT_A_CAR in outcomes
    assert Outcome.RETAKE in outcomes
    assert Outcome.ERROR not in outcomes

    page.strip.go_to(0)
    for row in range(1, len(samples)):
        qtbot.keyClick(page.strip, Qt.Key.Key_Right)
        assert page.strip.current_row() == row
        assert page.panel.badge.outcome is outcomes[row]
    view = page.area.view
    qtbot.waitUntil(lambda: not view.image.isNull() and not view.is_preview, timeout=WAIT_MS)

    looked_at = page.photos.entry(page.strip.current_row()).photo
    qtbot.keyClick(page.strip, Qt.Key.Key_Delete)
    assert page.photos.row_of(looked_at) is None
    qtbot.keyClick(page.strip, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.photos.row_of(looked_at) == len(samples) - 1


def test_the_heat_map_lies_over_the_photo(qtbot, window, page, samples):
    drop_on(window, [path for path in samples if "broken" in path.name])
    qtbot.waitUntil(lambda: len(page.photos) > 0 and not page.queue.busy, timeout=WAIT_MS)
    view = page.area.view
    qtbot.waitUntil(lambda: not view.image.isNull() and not view.is_preview, timeout=WAIT_MS)
    without = view.grab().toImage()

    qtbot.keyClick(page.strip, Qt.Key.Key_Space)

    assert page.photos.entry(page.strip.current_row()).inspection.gate2.heat_map is not None
    assert view.grab().toImage() != without


def test_window_and_command_line_agree(qtbot, window, page, samples):
    done = subprocess.run(
        [sys.executable, "-m", "carinspect", "inspect", "--json", *map(str, samples)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        timeout=100,
    )
    printed = {record["photo"]: record for record in map(json.loads, done.stdout.splitlines())}
    drop_on(window, samples)
    wait_for_verdicts(qtbot, page, len(samples))

    assert len(printed) == len(samples)
    for entry in page.photos.entries():
        record, inspection = printed[str(entry.photo)], entry.inspection
        assert inspection.outcome.value == record["outcome"]
        if inspection.gate2 is not None:
            assert inspection.gate2.probability == pytest.approx(
                record["damage_probability"], abs=1e-5
            )
        assert [guess.name for guess in inspection.gate1.top5] == [
            guess["name"] for guess in record["top5"]
        ]


@pytest.fixture
def large_photos(tmp_path, samples):
    """Twenty photos of 12 megapixels."""
    folder = tmp_path / "large"
    folder.mkdir()
    noise = np.random.default_rng(0).integers(0, 12, (3000, 4000, 3), np.uint8)
    for number in range(4):
        with PIL.Image.open(samples[number]) as file:
            pixels = np.asarray(file.convert("RGB").resize((4000, 3000)))
        PIL.Image.fromarray(pixels // 2 + noise).save(folder / f"{number:02}.jpg")
    for number in range(4, 20):
        shutil.copy(folder / f"{number % 4:02}.jpg", folder / f"{number:02}.jpg")
    return folder


def test_the_window_never_stalls(qtbot, window, page, large_photos):
    """No turn of the event loop takes more than 50 ms while 20 photos are inspected.

    Best of three: what the window itself does too slowly, it does each time.
    """
    longest = []
    for _n in range(3):
        watchdog = Watchdog()
        drop_on(window, [large_photos])
        wait_for_verdicts(qtbot, page, 20)
        for row in range(0, 20, 4):
            page.strip.go_to(row)
            qtbot.waitUntil(lambda: not page.area.view.is_preview, timeout=WAIT_MS)
        longest.append(max(watchdog.longest_s, watchdog.longest_work_s))
        watchdog.deleteLater()
        page.handlers()["remove_all"]()
        if longest[-1] <= 0.05:
            break

    assert min(longest) <= 0.05, [f"{gap * 1000:.0f} ms" for gap in longest]


def test_a_thousand_photos_are_taken_in_without_a_stall(qtbot, window, page, samples, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1000):
        (many / f"{number}.jpg").symlink_to(samples[number % len(samples)])
    watchdog = Watchdog()
    with qtbot.waitSignal(page.intake.found, timeout=WAIT_MS):
        drop_on(window, [many])
    qtbot.waitUntil(lambda: page.photos.counts().total() >= 5, timeout=WAIT_MS)
    page.handlers()["stop"]()
    qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)

    assert len(page.photos) == 1000
    assert watchdog.longest_work_s <= 0.05


def test_paths_of_the_start_are_inspected(qapp, qtbot, workspace, samples):
    session = Session(qapp, workspace)
    session.start((samples[0],))
    page = session.window.page("inspect")
    wait_for_verdicts(qtbot, page, 1)
    session.end()


START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from carinspect.ui import application
shown = application.Session._on_warm
def on_warm(self, model_id):
    shown(self, model_id)
    print(self.window._status.text(), self.window.isVisible(), flush=True)
    QTimer.singleShot(0, QApplication.quit)
application.Session._on_warm = on_warm
sys.exit(application.run([]))
"""


def start_window(**environment):
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", START],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=100,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", **environment},
    )
    return done, time.perf_counter() - started


def test_the_program_starts_and_leaves_a_log(home):
    done, _seconds = start_window()

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Ready. Model: ")
    logs = list(home.rglob("carinspect.log"))
    assert len(logs) == 1
    assert "window ready" in logs[0].read_text(encoding="utf-8")


def test_the_program_speaks_the_language_of_the_machine():
    done, _seconds = start_window(LC_ALL="", LANG="ko_KR.UTF-8", LANGUAGE="ko")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("준비되었습니다.")


PAINT = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from carinspect.ui import application
def after_first_paint(self, paths):
    print(time.process_time(), flush=True)
    QTimer.singleShot(0, QApplication.quit)
application.Session._after_first_paint = after_first_paint
sys.exit(application.run([]))
"""


def test_the_window_is_painted_within_a_second():
    """Counted in processor time, which other programs of the machine do not lengthen."""
    done = [
        subprocess.run(
            [sys.executable, "-c", PAINT], capture_output=True, text=True, check=True, cwd=ROOT
        )
        for _n in range(2)
    ]
    assert min(float(one.stdout) for one in done) < 1.0


@pytest.mark.xcb
def test_the_program_starts_on_a_real_screen():
    done, _seconds = start_window(QT_QPA_PLATFORM="xcb")

    assert done.returncode == 0, done.stderr
    assert "True" in done.stdout


def test_the_window_needs_neither_tensorflow_nor_pyqtgraph_to_start():
    code = "import carinspect.ui.application, sys; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    for heavy in ("tensorflow", "keras", "pyqtgraph", "ai_edge_litert"):
        assert f"'{heavy}'" not in done.stdout


def test_a_picture_of_the_window_can_be_taken(tmp_path, samples):
    out = tmp_path / "window.png"
    subprocess.run(
        [
            *(sys.executable, ROOT / "packaging" / "screenshots.py", "--out", out),
            *("--language", "ko", "--theme", "dark", "--size", "1100x720", samples[0]),
        ],
        check=True,
        cwd=ROOT,
        timeout=100,
    )
    with PIL.Image.open(out) as picture:
        assert picture.size == (1100, 720)
        assert np.asarray(picture.convert("L"))[:20].mean() < 80
