"""A process that works, is killed with SIGKILL at a random moment, and what is found then.

What works is a :class:`Trial`. Its process is forked from a warm one, so that a life costs some
hundredths of a second and a thousand fit into minutes.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

_WAIT_S: Final = 60
_LEAST: Final = 3
"""So often in any case; a row without a kill says nothing."""

READY: Final = "ready"


class Trial:
    """One kind of work.

    Attributes:
        area, fault: as in the table.
        tellings: how often a round of the work tells something. How long a round takes on this
            machine is measured.
        rounds: a life ends at a random moment of so many.
        folder: of its own.
    """

    area = fault = ""
    tellings = 1
    rounds = 4 / 3

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        """What has to be there before the first life."""

    def begin(self, _chance: random.Random) -> None:
        """What has to be there before each life."""

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        """Say :data:`READY`, then work for ever or return, and say what is done for good.

        In a process of its own.
        """
        raise NotImplementedError

    def check(self, told: list[object]) -> Iterable[str]:
        """What is wrong after a life that told this; repairs what a next start repairs."""
        raise NotImplementedError

    def end(self) -> Iterable[str]:
        """What is wrong after the last life."""
        return ()


@dataclass
class Lives:
    """What came of the kills."""

    kills: int = 0
    promised: int = 0
    finished: int = 0
    problems: list[str] = field(default_factory=list)


def live_and_die(trial: Trial, kills: int, *, seed: int = 1, deadline: float = 1e12) -> Lives:
    """Begin the work and kill it, ``kills`` times or until ``deadline`` (of ``monotonic``)."""
    chance = random.Random(seed)
    lives = Lives()
    _warm_up(type(trial).__module__)
    trial.prepare()
    longest_s = trial.rounds * _round_s(trial, chance)
    while (done := lives.kills + lives.finished) < kills:
        if done >= _LEAST and time.monotonic() > deadline:
            break
        trial.begin(chance)
        life = seed * 10_000 + lives.kills + lives.finished
        told, killed, _lasted = _one_life(trial, life, chance.random() * longest_s)
        lives.kills += killed
        lives.finished += not killed
        lives.promised += len(told)
        lives.problems += [f"{trial.area}, life {life}: {one}" for one in trial.check(told)]
    lives.problems += [f"{trial.area}, at the end: {one}" for one in trial.end()]
    return lives


def end_server() -> None:
    """End the process that lives are forked from."""
    forkserver._forkserver._stop()


def _warm_up(module: str) -> None:
    """Have lives forked from a process that has loaded ``module``, and nothing heavier."""
    # One server serves all; what it has loaded cannot be changed, only begun anew.
    end_server()
    multiprocessing.get_context("forkserver").set_forkserver_preload([module])


def _round_s(trial: Trial, chance: random.Random) -> float:
    """How long a round takes, from a life that is let live so long."""
    trial.begin(chance)
    told, _killed, seconds = _one_life(trial, 0, _WAIT_S, trial.tellings)
    problems = list(trial.check(told))
    if problems or len(told) < trial.tellings:
        raise RuntimeError(f"{trial.area}: {len(told)} tellings, {problems}")
    return seconds


def _one_life(
    trial: Trial, seed: int, lasts_s: float, tellings: int = 1 << 60
) -> tuple[list[object], bool, float]:
    """What it told, whether it was killed before it was done, and how long it was.

    It lasts ``lasts_s`` or until so much was told.
    """
    context = multiprocessing.get_context("forkserver")
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=type(trial).work, args=(trial.folder, seed, says))
    process.start()
    says.close()
    told: list[object] = []
    began = time.monotonic()
    try:
        if not hears.poll(_WAIT_S) or hears.recv() != READY:
            raise RuntimeError(f"{trial.area}: the work did not begin")
        # A pipe that nobody empties would stop the work.
        began = time.monotonic()
        end = began + lasts_s
        while (left := end - time.monotonic()) > 0 and len(told) < tellings:
            if hears.poll(left):
                told.append(hears.recv())
        lasted = time.monotonic() - began
        os.kill(process.pid, signal.SIGKILL)
        process.join(_WAIT_S)
        while True:
            told.append(hears.recv())
    except (EOFError, OSError):  # the end, perhaps in the middle of a word
        lasted = time.monotonic() - began
        process.join(_WAIT_S)
    finally:
        hears.close()
    return told, process.exitcode == -signal.SIGKILL, lasted
