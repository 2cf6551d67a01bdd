"""Tests of the suite as rows of the table."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from tests.torture.row import Row, Verdict


def run_tests(area: str, fault: str, tests: Sequence[str], seconds: float) -> Row:
    """Run ``tests`` (pytest's own arguments) for at most ``seconds``; one row."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:randomly",
            f"--junitxml={report}",
        ]
        command += ["--basetemp", str(Path(folder) / "tests")]
        try:
            done = subprocess.run(
                [*command, *tests],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            why = f"not done in {seconds:.0f} s on this machine"
            return Row(area, fault, 0, why, Verdict.SKIPPED)
        if not report.exists():
            last = done.stdout.decode(errors="replace").strip().splitlines()[-1:]
            return Row(area, fault, 0, "no report", Verdict.FAILED, tuple(last))
        return _row(area, fault, ElementTree.parse(report).getroot())


def _row(area: str, fault: str, report: ElementTree.Element) -> Row:
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for case in report.iter("testcase"):
        bad = [one for one in case if one.tag in {"failure", "error"}]
        skipped = case.find("skipped") is not None
        counts["failed" if bad else "skipped" if skipped else "passed"] += 1
        problems += [f"{case.get('name')}: {(one.get('message') or '')[:160]}" for one in bad]
    words = ", ".join(f"{counts[one]} {one}" for one in ("passed", "failed", "skipped"))
    verdict = Verdict.FAILED if problems or not counts["passed"] else Verdict.PASSED
    return Row(area, fault, counts.total(), words, verdict, tuple(problems))
