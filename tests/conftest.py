"""What every test gets: an isolated home, English, no network, and where the photos are."""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from carinspect.core import i18n

ROOT = Path(__file__).resolve().parent.parent

_TESTS = itertools.count(1)

# A busy machine is no failure of what is tested.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

# Before any Qt import, in every xdist worker.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, ROOT / "packaging" / "catalogs.py", "compile"], check=True)


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Widgets of earlier tests die in this thread, never in a thread of a job; see ui.garbage."""
    gc.disable()
    yield
    gc.collect(2 if next(_TESTS) % 25 == 0 else 1)


def photos_dir() -> Path:
    """The folder of real photos, which may be absent."""
    return Path(os.environ.get("CARINSPECT_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    folder = photos_dir()
    if not (folder / "manifest.csv").is_file():
        pytest.skip(f"the real photos are not at {folder}; CARINSPECT_DATA says where they are")
    return folder


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    return ROOT / "resources" / "samples"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that no test reads or writes the user's settings or records."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    for name in ("CARINSPECT_USER", "CARINSPECT_PIN"):  # the command line sets them for itself
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.choose_language("en")
    yield
    i18n.choose_language("en")


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """A test that leaves a thread of its own behind is a failed test."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and thread.is_alive()
    ]
    for thread in left:
        thread.join(timeout=5)
    assert [thread.name for thread in left if thread.is_alive()] == []
