"""A folder inspection that can be gone on with after a stop or a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from carinspect.core.inspection import Outcome


@dataclass(frozen=True, slots=True)
class FolderRun:
    """One folder inspection.

    Attributes:
        model_id: by which all its photos are judged, also after it is gone on with.
        finished_at: None while it runs or after it was stopped.
    """

    id: int
    folder: Path
    recursive: bool
    model_id: str
    started_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderSummary:
    """What a folder inspection came to.

    Attributes:
        resumed: how many photos were inspected before it was gone on with.
    """

    run_id: int
    total: int
    resumed: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=dict[Outcome, int])
