"""The corpus as one folder, inspected by all cores as a clerk would."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from carinspect.core.record import Record
from carinspect.core.texts import error_text
from carinspect.jobs.job import run_here
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.workspace import Workspace, default_model_id
from tests.hostile.command_route import Passage, sentence_problem
from tests.hostile.entry import Entry, result_of
from tests.hostile.measure import measured


def through_folder(
    root: Path, entries: Mapping[Path, Entry], workspace: Workspace, seconds: float
) -> tuple[list[Passage], float]:
    """Inspect everything below ``root`` until the time is over; the passages and the peak in MB."""
    passed: list[Passage] = []
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)

    def on_report(report: object) -> None:
        if isinstance(report, Record):
            found = report.inspection
            entry = entries.get(found.photo)
            if entry is not None:
                passed.append(_passage(entry, report))

    records = workspace.records()
    job = InspectFolder(
        records,
        InThreads(workspace.new_inspector),
        root,
        default_model_id(),
        by="torture",
        recursive=True,
        stop=stop,
    )
    timer.start()
    with measured() as took:
        run_here(job, on_report)
    timer.cancel()
    timer.join()
    return passed, took.peak_mb


def _passage(entry: Entry, record: Record) -> Passage:
    found = record.inspection
    result = result_of(found)
    problem = ""
    if result not in entry.expected:
        problem = f"{result}, expected {sorted(entry.expected)}"
    elif found.error is not None:
        problem = sentence_problem(error_text(found.error))
    return Passage(entry, result, found.milliseconds / 1000, 0.0, problem)
