"""The smoke test: an installed program is used as a clerk would; not a word too much is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from installers.editions import Edition
from installers.places import ROOT, SAMPLES, version
from installers.program import Program

T = TypeVar("T")

SAMPLE: Final = "minivan_silver_dented.jpg"
_PATIENCE_S: Final = 90
_READY: Final = "carinspect.ui.application: window ready"
_MODEL_READY: Final = "carinspect.ui.application: model ready"
_COMPLAINT: Final = re.compile(r" (WARNING|ERROR|CRITICAL) ")
_OFFSCREEN_SAYS: Final = "This plugin does not support propagateSizeHints"


class SmokeError(AssertionError):
    """The installed program did something else than it should."""


def expect(holds: object, what: str, *facts: object) -> None:
    """Raise :class:`SmokeError` unless ``holds``."""
    if not holds:
        raise SmokeError("\n".join([what, *map(str, facts)]))


def smoke(program: Program, edition: Edition, *, display: str = "") -> None:
    """Use the command line and the window of ``program``.

    Args:
        program: what was installed.
        edition: what it should be able to do.
        display: an X display for the window; offscreen without one.

    Raises:
        SmokeError: something was not as it should be.
    """
    photo = _bring_sample(program)
    _check_version(program)
    _check_inspect(program, photo)
    _check_korean(program)
    _check_updates(program)
    _check_doctor(program)
    _check_window(program, photo, display)
    if edition.name == "full":
        _check_training(program)
    else:
        _check_absent_training(program)


def _bring_sample(program: Program) -> str:
    # A name that a clerk's phone and a Korean customer might give.
    folder = program.home / "사진 folder"
    folder.mkdir(parents=True, exist_ok=True)
    photo = folder / f"반납 {SAMPLE}"
    shutil.copyfile(SAMPLES / SAMPLE, photo)
    for path in (folder, photo):
        _give(program, path)
    return program.inside(photo)


def _give(program: Program, path: Path) -> None:
    if program.user:
        user, group = map(int, program.user.split(":"))
        os.chown(path, user, group)


def _check_version(program: Program) -> None:
    done = program.call("--version")
    expect(done.stdout == f"carinspect {version()}\n", "--version", done)
    expect(done.stderr == "", "--version complains", done.stderr)


def _check_inspect(program: Program, photo: str) -> None:
    done = program.call("inspect", "--json", photo)
    expect(done.returncode == 0, "inspect failed", done)
    expect(done.stderr == "", "inspect complains", done.stderr)
    (record,) = map(json.loads, done.stdout.splitlines())
    expect(record["outcome"] in {"damaged", "review"}, "the dent was not seen", record)
    expect(record["photo"] == photo, "another photo", record)
    expect(len(record["top5"]) == 5, "no top-5", record)


def _check_korean(program: Program) -> None:
    done = program.call("--help", LC_ALL="ko_KR.UTF-8", LANG="ko_KR.UTF-8")
    expect("사진" in done.stdout, "no Korean", done)


def _check_updates(program: Program) -> None:
    """A signed list is read, a forged one refused."""
    sys.path.insert(0, str(ROOT))
    from tests.signed_updates import Publisher

    publisher = Publisher(program.home / "updates")
    publisher.publish("99.0")
    words = ["updates", program.inside(publisher.manifest)]
    words += ["--key", program.inside(publisher.key_file), "--json"]
    done = program.call(*words)
    expect(done.returncode == 0, "updates failed", done)
    expect(json.loads(done.stdout)["newer"] is True, "no update", done)
    publisher.manifest.write_bytes(publisher.manifest.read_bytes() + b" ")
    done = program.call(*words)
    expect(done.returncode == 1, "a forged list was believed", done)
    expect(len(done.stderr.splitlines()) == 1, "a forged list: one sentence", done.stderr)


def _check_doctor(program: Program) -> None:
    """The program's own check of libraries, models, folders and database."""
    done = program.call("doctor", "--json", QT_QPA_PLATFORM="offscreen")
    expect(done.returncode == 0, "the doctor found something", done.stdout, done.stderr)
    expect(done.stderr == "", "the doctor complains", done.stderr)


def _check_window(program: Program, photo: str, display: str) -> None:
    with window(program, [photo], display) as process:
        wait_for(lambda: _MODEL_READY in read_log(program), "the model is ready", process)
        record = wait_for(lambda: _recorded(program, photo), "the photo was recorded", process)
        expect(record["outcome"] in {"damaged", "review"}, "the dent was not seen", record)
    complaints = [
        line
        for line in read_log(program).splitlines()
        if _COMPLAINT.search(line) and _OFFSCREEN_SAYS not in line
    ]
    expect(not complaints, "the log complains", *complaints)


def _recorded(program: Program, photo: str) -> dict | None:
    done = program.call("history", "--json")
    expect(done.stderr == "", "history complains", done.stderr)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return next((record for record in records if record["photo"] == photo), None)


@contextmanager
def window(
    program: Program, words: list[str], display: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """The program's window, open and painted within the block; closed without a word after it."""
    program.log.unlink(missing_ok=True)
    screen = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    process = program.start(words, **(screen if display else {"QT_QPA_PLATFORM": "offscreen"}))
    try:
        ready = "the window is ready"
        wait_for(lambda: _READY in read_log(program), ready, process, every_s=0.01)
        yield process
        if sys.platform != "win32":  # where only a kill could be sent
            process.send_signal(signal.SIGTERM)
            said, _nothing = process.communicate(timeout=_PATIENCE_S)
            expect(process.returncode == 0, "the window ended badly", process.returncode, said)
            expect(said == "", "the window said something", said)
    finally:
        process.kill()
        process.communicate()


def read_log(program: Program) -> str:
    """What the window has logged so far."""
    try:
        return program.log.read_text("utf-8")
    except FileNotFoundError:
        return ""


def wait_for(
    condition: Callable[[], T], what: str, process: subprocess.Popen[str], *, every_s: float = 0.1
) -> T:
    """What ``condition`` gives when it is true at last.

    Raises:
        SmokeError: the process ended, or nothing came within the time.
    """
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        if process.poll() is not None:
            raise SmokeError(f"Ended before {what}: {process.returncode}\n{process.stdout.read()}")
        time.sleep(every_s)
    process.kill()
    raise SmokeError(f"Not within {_PATIENCE_S} s: {what}\n{process.communicate()[0]}")


def _check_absent_training(program: Program) -> None:
    data = program.inside(program.home / "사진 folder")
    done = program.call("train", data)
    expect(done.returncode == 1, "train", done)
    expect(len(done.stderr.splitlines()) == 1, "training is absent: one sentence", done.stderr)


def _check_training(program: Program) -> None:
    """Two epochs on drawn photos: TensorFlow, export to LiteRT and the registry all work."""
    sys.path.insert(0, str(ROOT))
    from tests.training_photos import draw_dataset

    folder = program.home / "drawn"
    shutil.rmtree(folder, ignore_errors=True)  # of the test before, without a screen
    draw_dataset(folder)
    for path in [folder, *folder.rglob("*")]:
        _give(program, path)
    words = ["train", program.inside(folder / "train")]
    words += ["--validation", program.inside(folder / "validation"), "--epochs", "2"]
    done = program.call(*words, "--views", "1", "--json")
    expect(done.returncode == 0, "train failed", done)
    expect(done.stderr == "", "train complains", done.stderr)
    end = json.loads(done.stdout.splitlines()[-1])
    expect(end["model"], "no model", end)
    listed = program.call("models", "list")
    expect(end["model"] in listed.stdout, "the model is not in the list", listed)
