"""The fuzzer as a part of the torture."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.fuzz.campaign import campaign
from tests.torture.row import Row, Verdict


def run(budget_seconds: float) -> list[Row]:
    seed = secrets.randbelow(1_000_000)
    rows: list[Row] = []
    for found in campaign(budget_seconds * 0.8, seed, Path("build/fuzz")):
        verdict = Verdict.FAILED if found.problems else Verdict.PASSED
        words = f"{len(found.problems)} wrong exceptions, hangs or over 1 GB; seed {seed}"
        row = Row("fuzz", found.target, found.count, words, verdict, found.problems)
        rows.append(row)
    return rows
