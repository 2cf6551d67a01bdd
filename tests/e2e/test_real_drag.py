"""A drag from another program with a real pointer, on a real (virtual) X screen."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtGui import QGuiApplication

from carinspect.core.inspection import Outcome

pytestmark = pytest.mark.xcb

SOURCE = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QWidget

class Source(QWidget):
    def mouseMoveEvent(self, event):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

app = QApplication(sys.argv[:1])
source = Source()
source.setWindowFlag(Qt.WindowType.FramelessWindowHint)
source.setGeometry(0, 0, 120, 120)
source.show()
print("shown", flush=True)
app.exec()
"""

POINTER = """
import subprocess, time
def go(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)
    time.sleep(0.08)
go("mousemove", 60, 60)
go("mousedown", 1)
for step in range(1, 13):
    go("mousemove", 60 + step * 50, 60 + step * 28)
go("mouseup", 1)
"""


@pytest.fixture
def other_program(draw):
    paths = [str(draw(outcome)) for outcome in (Outcome.DAMAGED, Outcome.NOT_A_CAR)]
    process = subprocess.Popen(
        [sys.executable, "-c", SOURCE, *paths], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout.readline() == "shown\n"
    yield paths
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed")
def test_photos_dragged_from_another_program_are_inspected(qtbot, window, page, other_program):
    assert QGuiApplication.platformName() == "xcb"
    window.move(200, 0)
    qtbot.waitUntil(lambda: window.frameGeometry().x() == 200, timeout=5000)

    pointer = subprocess.Popen([sys.executable, "-c", POINTER])
    qtbot.waitUntil(lambda: page.photos.counts().total() == 2, timeout=20_000)

    assert pointer.wait(timeout=20) == 0
    assert [str(entry.photo) for entry in page.photos.entries()] == other_program
