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
        total: how many photos are inspected, before and after a stop together.
        resumed: how many photos were inspected before it was gone on with.
        finished: whether no photo is left; a watch never finishes.
    """

    run_id: int
    total: int
    resumed: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=dict[Outcome, int])
    finished: bool = True


@dataclass(frozen=True, slots=True)
class FolderRunRecord:
    """A folder inspection that was kept, and what it came to.

    Attributes:
        counts: how many photos have which outcome now.
    """

    run: FolderRun
    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """How many photos are inspected."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What lies in a folder before it is inspected.

    Attributes:
        photos: how many there are.
        unfinished: the last inspection of it that did not come to its end.
    """

    folder: Path
    recursive: bool
    photos: int
    unfinished: FolderRunRecord | None = None
