"""Kills a process with SIGKILL while it saves photos, inspections and reviews, again and again.

    python -m tests.faults.kill_while_saving [--kills 200] [--seed 1] [--database URL]

After every kill: all that the process said was saved is there, with its photo whole and its
review; after the last one the whole audit log, every record and every photo are verified.
Exit code 0 where nothing was lost and nothing is half written.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from tests.faults.saver import Place, save

_LONGEST_S = 0.25
_WAIT_S = 60


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    promised: int = 0
    beyond: int = 0
    left_files: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        words = (
            f"{self.kills} kills, {self.promised} saves promised, {self.beyond} records were"
            f" saved but not yet told, {self.left_files} unfinished files, "
        )
        return words + f"{len(self.problems)} problems" + "".join(f"\n  {p}" for p in self.problems)


def kill_often(place: Place, kills: int, seed: int = 1, *, deadline: float = 1e12) -> Tally:
    """Start the saver and kill it over the same records.

    ``kills`` times, or until ``deadline`` (of ``monotonic``).
    """
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.saver"])
    tally = Tally()
    promised: dict[int, tuple[str, set[str]]] = {}
    workspace = place.open()
    workspace.current_user()
    for number in range(kills):
        if number and time.monotonic() > deadline:
            break
        for record, sha256, comment in _one_life(context, place, seed * 1000 + number, chance):
            known = promised.setdefault(record, (sha256, set()))
            if comment:
                known[1].add(comment)
            tally.promised += 1
        tally.kills += 1
        _check(workspace, promised, tally, only_last=True)
    _check(workspace, promised, tally, only_last=False)
    _verify(workspace, promised, tally)
    stored = place.folder / "stored"
    tally.left_files = sum(1 for file in stored.rglob(".*") if file.is_file())
    workspace.close()
    return tally


def _one_life(context, place, seed, chance):
    """Start a saver, kill it at a random moment; what it promised."""
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=save, args=(place, seed, 10_000, says))
    process.start()
    says.close()
    if not hears.poll(_WAIT_S) or hears.recv() != "ready":
        raise RuntimeError("the saver did not start")
    time.sleep(chance.random() * _LONGEST_S)
    os.kill(process.pid, signal.SIGKILL)
    process.join(_WAIT_S)
    promised = []
    while True:
        try:
            promised += hears.recv()
        except (EOFError, OSError):  # the end, perhaps in the middle of a word
            hears.close()
            return promised


def _check(workspace: Workspace, promised, tally: Tally, *, only_last: bool) -> None:
    """What was promised is there; in between only the latest, which alone can be lost."""
    records = workspace.records()
    numbers = sorted(promised)[-20:] if only_last else promised
    with records.database.reading() as connection:
        store = InspectionStore(connection)
        for number in numbers:
            sha256, comments = promised[number]
            if store.get(number).inspection.sha256 != sha256:
                tally.problems.append(f"inspection {number} is about another photo")
            if not comments <= {review.comment for review in store.reviews(number)}:
                tally.problems.append(f"inspection {number} lost a review")
            if not records.photos.is_whole(sha256):
                tally.problems.append(f"photo {sha256} of inspection {number} is not whole")


def _verify(workspace: Workspace, promised, tally: Tally) -> None:
    done = run_here(VerifyRecords(workspace))
    tally.problems += [f"{problem.kind.value}: {problem.subject}" for problem in done.problems]
    with workspace.records().database.reading() as connection:
        tally.beyond = InspectionStore(connection).count(HistoryFilter()) - len(promised)
    half = [sha for sha in workspace.records().photos.all() if not _whole(workspace, sha)]
    tally.problems += [f"photo {sha256} is half written" for sha256 in half]


def _whole(workspace: Workspace, sha256: str) -> bool:
    return workspace.records().photos.is_whole(sha256)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="a URL; a file in a new folder by default")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), chosen.database)
        tally = kill_often(place, chosen.kills, chosen.seed)
    print(tally)
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
