"""The whole product where there is no network at all: a namespace without any route."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.training_photos import draw_dataset

ALONE = ("unshare", "--map-root-user", "--net")
PATIENCE_S = 60


def can_be_alone():
    if shutil.which(ALONE[0]) is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_be_alone(), reason="needs unshare and user namespaces")


def alone(*words):
    return subprocess.run(
        [*ALONE, sys.executable, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=110,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def carinspect(*words):
    done = alone("-m", "carinspect", *words)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def test_there_is_no_way_out():
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"

    done = alone("-c", reach)

    assert "Network is unreachable" in done.stderr


def test_photos_are_inspected(samples_dir):
    said = carinspect("inspect", "--json", samples_dir / "minivan_silver_dented.jpg")

    assert json.loads(said)["outcome"] in {"damaged", "review"}


def test_a_folder_is_inspected(samples_dir):
    lines = carinspect("folder", samples_dir, "--json").splitlines()

    summary = json.loads(lines[-1])["summary"]
    assert summary["total"] == len(list(samples_dir.glob("*.jpg")))
    assert "error" not in summary["counts"]


def test_the_window_inspects_a_photo(samples_dir, home):
    photo = samples_dir / "minivan_silver_dented.jpg"
    log = Path(os.environ["XDG_STATE_HOME"]) / "carinspect" / "log" / "carinspect.log"
    window = subprocess.Popen(
        [*ALONE, sys.executable, "-m", "carinspect", str(photo)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(lambda: log.exists() and "model ready" in log.read_text("utf-8"))
        wait_for(lambda: str(photo) in carinspect("history"))
        window.send_signal(signal.SIGTERM)
        said, _ = window.communicate(timeout=PATIENCE_S)
    finally:
        window.kill()
        window.communicate()
    assert said == ""
    assert window.returncode == 0


@pytest.mark.keras
@pytest.mark.slow
def test_a_model_is_trained(tmp_path):
    data = draw_dataset(tmp_path / "drawn")

    lines = carinspect(
        "train", data / "train", "--validation", data / "validation", "--epochs", "2",
        "--views", "1", "--json",
    ).splitlines()  # fmt: skip

    end = json.loads(lines[-1])
    assert end["state"] == "finished"
    assert end["model"] in carinspect("models", "list")


def wait_for(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)
