"""The faults of the torture: a thousand kills, and what is no kill. Rows for its table.

python -m tests.torture --only faults
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tests.faults import storms
from tests.faults.file_trials import ChangingSettings, Exporting, Registering
from tests.faults.kill_while_saving import kill_often
from tests.faults.lives import Trial, end_server, live_and_die
from tests.faults.record_trials import Forgetting, InspectingFolder, Migrating, Restoring
from tests.faults.saver import Place
from tests.postgres_server import running_server
from tests.torture.row import Row, Verdict

KILLS: Final = 1000
_TRIALS: Final[tuple[tuple[type[Trial], bool, int], ...]] = (
    # (what, on a server, share of the kills in per mille)
    (InspectingFolder, False, 130),
    (InspectingFolder, True, 30),
    (Migrating, False, 120),
    (Migrating, True, 20),
    (Forgetting, False, 80),
    (Forgetting, True, 20),
    (Restoring, False, 40),
    (Exporting, False, 110),
    (Registering, False, 150),
    (ChangingSettings, False, 80),
)
_SAVING: Final = ((False, 150), (True, 50))
_TRAINING: Final = 20
_ALL_S: Final = 450.0
"""What a thousand kills take on two quiet cores; with less time, there are fewer."""


def run(budget_seconds: float) -> list[Row]:
    """As many kills as fit, a thousand at most, and every other fault at least once."""
    share = min(1.0, budget_seconds / _ALL_S)
    slice_s = budget_seconds / KILLS
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        address = None if server is None else server.empty_database
        rows += _storms(Path(folder), address, share)
        for kind, on_server, kills in _TRIALS:
            end = time.monotonic() + kills * slice_s
            rows.append(_trial(kind, address if on_server else _here, kills * share, end))
        for on_server, kills in _SAVING:
            end = time.monotonic() + kills * slice_s
            rows.append(_saving(address if on_server else _here, kills * share, end))
        # An epoch takes its time.
        rows.append(_training(_TRAINING * share, time.monotonic() + 0.1 * budget_seconds))
    end_server()
    done = sum(row.count for row in rows if row.fault.startswith("kill -9"))
    problems = sum(len(row.problems) for row in rows)
    result = f"{done} of {KILLS} fitted into the time, {problems} problems in all"
    return [*rows, Row("all", "kills in all", done, result)]


def _here() -> str:
    return ""


def _trial(
    kind: type[Trial], address: Callable[[], str] | None, kills: float, deadline: float
) -> Row:
    if address is None:
        return _skipped(kind.area, kind.fault, "no PostgreSQL server is installed")
    at = address()
    area = f"{kind.area}, PostgreSQL" if at else kind.area
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "trial"
        trial = kind(place, at) if at else kind(place)
        lives = live_and_die(trial, max(3, round(kills)), deadline=deadline)
    result = f"{lives.promised} promises kept, {lives.finished} ended before the kill"
    return _row(area, kind.fault, lives.kills, result, lives.problems)


def _saving(address: Callable[[], str] | None, kills: float, deadline: float) -> Row:
    area, fault = "records", "kill -9 while saving photos, inspections, reviews"
    if address is None:
        return _skipped(area, fault, "no PostgreSQL server is installed")
    at = address()
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_often(Place(Path(folder), at), max(3, round(kills)), deadline=deadline)
    area = f"{area}, PostgreSQL" if at else area
    result = f"{tally.promised} promises kept, {tally.beyond} more than promised"
    return _row(area, fault, tally.kills, result, tally.problems)


def _training(kills: float, deadline: float) -> Row:
    if importlib.util.find_spec("tensorflow") is None:
        return _skipped("training", "kill -9 while training", "TensorFlow is not installed")
    from tests.faults.training_trial import Training

    return _trial(Training, _here, min(kills, 20), deadline)


def _storms(folder: Path, address: Callable[[], str] | None, share: float) -> Iterator[Row]:
    for fault, full in (("full disk", True), ("read-only disk", False)):
        if storms.can_mount():
            count, problems = storms.hostile_disk(folder / fault, full=full)
            yield _row("all that writes", fault, count, "each told in a sentence", problems)
        else:
            yield _skipped("all that writes", fault, "mounting a small disk needs root")
    count, problems = storms.jumping_clock(_own(folder, "clock"))
    words = "chain whole, every record once and in order"
    yield _row("records", "clock jumps by minutes and years", count, words, problems)
    times = max(12, round(150 * share))
    came, problems = storms.damaged_database(_own(folder, "database"), times)
    words = ", ".join(f"{number} {what}" for what, number in came.items())
    fault = "bytes of the database changed, zeroed, cut"
    yield _row("records", fault, sum(came.values()), words, problems)
    times = max(9, round(60 * share))
    count, problems = storms.damaged_photos(_own(folder, "stored photos"), times)
    yield _row("photos", "stored photos changed, cut, removed", count, "each named", problems)
    if address is None:
        yield _skipped("records", "lost PostgreSQL connection", "no server is installed")
        return
    times = max(3, round(20 * share))
    count, problems = storms.lost_connections(_own(folder, "server"), address(), times)
    words = "told, nothing kept of it, the next save works"
    yield _row("records", "lost PostgreSQL connection", count, words, problems)


def _own(folder: Path, name: str) -> Path:
    home = folder / name
    home.mkdir()
    return home


def _row(area: str, fault: str, count: int, result: str, problems: list[str]) -> Row:
    verdict = Verdict.FAILED if problems or not count else Verdict.PASSED
    return Row(area, fault, count, result, verdict, tuple(problems[:20]))


def _skipped(area: str, fault: str, why: str) -> Row:
    return Row(area, fault, 0, why, Verdict.SKIPPED)
