"""What was built and measured, as JSON and as a table."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from installers.editions import Edition
from installers.places import DIST, ROOT, run, version
from installers.start_up import StartUp

REPORT: Final = DIST / "installers.json"
WINDOW_LIMIT_S: Final = 1.5


@dataclass(frozen=True)
class Tested:
    """What a test of an installer measured; nothing where a stub was tested.

    Attributes:
        start_up: of the installed program, offscreen.
        installed_mb: what lies on the disk afterwards, in 10^6 bytes.
    """

    start_up: StartUp | None = None
    installed_mb: float | None = None


@dataclass(frozen=True)
class Built:
    """One installer.

    Attributes:
        target: ``deb``, ``run``, ``appdir``, ``nsis``, ``nsis-stub``, ``dmg``.
        path: the file, or the folder.
        tested: what its test measured; None where it was not tested.
        note: what people should know about it.
    """

    edition: Edition
    target: str
    path: Path
    tested: Tested | None = None
    note: str = ""


def write_report(built: list[Built]) -> Path:
    """Write the JSON, keeping what earlier calls wrote of other installers."""
    report = json.loads(REPORT.read_text("utf-8")) if REPORT.exists() else {}
    known = report.get("installers", {})
    for one in built:
        known[f"{one.edition.name} {one.target}"] = _record(one)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": version(), "installers": known}, indent=1, ensure_ascii=False)
    REPORT.write_text(text + "\n", encoding="utf-8")
    return REPORT


def table() -> str:
    """All installers of the report, a line each."""
    known = json.loads(REPORT.read_text("utf-8"))["installers"]
    heads = ("edition", "target", "packed MB", "limit", "installed MB", "window s", "(cpu)",
             "cold s", "verdict s", "tested", "file")  # fmt: skip
    rows = [heads, *(_row(record) for record in known.values())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def over_limit(built: list[Built]) -> list[str]:
    """Installers that are larger or slower than they may be, a sentence each."""
    found = []
    for one in built:
        size = _size_mb(one.path)
        if one.path.is_file() and size > one.edition.limit_mb:
            found.append(f"{one.path.name}: {size:.0f} MB, more than {one.edition.limit_mb}")
        start = one.tested.start_up if one.tested else None
        if start and start.window_s > WINDOW_LIMIT_S:
            found.append(f"{one.path.name}: the window took {start.window_s:.2f} s")
    return found


def _record(one: Built) -> dict[str, Any]:
    digest = hashlib.sha256(one.path.read_bytes()).hexdigest() if one.path.is_file() else None
    return {
        "edition": one.edition.name,
        "target": one.target,
        "file": one.path.name,
        "megabytes": round(_size_mb(one.path), 1),
        "limit_megabytes": one.edition.limit_mb,
        "sha256": digest,
        "tested": None if one.tested is None else dataclasses.asdict(one.tested),
        "note": one.note,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": run("git", "rev-parse", "--short", "HEAD", cwd=ROOT).stdout.strip(),
        "machine": f"{platform.platform()}, {os.cpu_count()} processors",
    }


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    tested = record["tested"] or {}
    start = tested.get("start_up") or {}
    installed = tested.get("installed_mb")
    seconds = [
        start.get(f"{name}_s") for name in ("window", "window_cpu", "window_cold", "verdict")
    ]
    return (
        record["edition"],
        record["target"],
        f"{record['megabytes']:.1f}",
        str(record["limit_megabytes"]),
        f"{installed:.0f}" if installed else "-",
        *("-" if one is None else f"{one:.2f}" for one in seconds),
        ("yes" if record["tested"] else "no") + (f", {record['note']}" if record["note"] else ""),
        record["file"],
    )


def _size_mb(path: Path) -> float:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if not p.is_symlink()]
    return sum(file.stat().st_size for file in files) / 1e6
