"""The program as a process of its own on a real X screen: `make test` runs it under Xvfb."""

import os
import re
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.xcb


def xdotool(*arguments):
    done = subprocess.run(
        ["xdotool", *arguments], capture_output=True, text=True, check=False, timeout=20
    )
    return done.stdout.strip()


def wait_for(condition, timeout_s=30):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {timeout_s} s")


@pytest.fixture
def program(samples_dir):
    process = subprocess.Popen(
        [sys.executable, "-m", "carinspect", str(samples_dir / "minivan_silver.jpg")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def windows_of(process):
    return xdotool("search", "--onlyvisible", "--pid", str(process.pid)).split()


def test_the_window_opens_and_closes_without_a_word(program):
    started = time.monotonic()
    window = wait_for(lambda: windows_of(program))[-1]
    opened_s = time.monotonic() - started

    geometry = xdotool("getwindowgeometry", window)
    width, height = map(int, re.search(r"(\d+)x(\d+)", geometry).groups())
    assert width >= 800
    assert height >= 600
    assert opened_s < 5  # the target is 1 s on a quiet machine; make bench measures it
    time.sleep(3)  # until the model is loaded and the photo inspected
    xdotool("windowfocus", "--sync", window)
    xdotool("key", "--window", window, "ctrl+q")
    output, _ = program.communicate(timeout=20)

    assert program.returncode == 0
    assert output == ""
