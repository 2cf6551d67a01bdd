"""Jobs: forget a rental or an inspection for good, at once or when its time is over.

Only managers may. What goes is shown before (:class:`PlanForgetting`); nothing can bring it back
but a backup that was made before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.erasure import ErasurePlan, Forgotten, months_before
from carinspect.core.paths import cache_dir
from carinspect.core.user import Permission
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.corrections import open_corrections
from carinspect.services.frozen_set import open_frozen_set
from carinspect.services.records import Records, now
from carinspect.services.workspace import Workspace
from carinspect.storage.erasure import Erasure

Target = str | int
"""The number of a rental, or the id of an inspection."""


@dataclass(frozen=True)
class PlanForgetting:
    """What forgetting each of ``targets`` would remove; removes nothing.

    Raises:
        CarInspectError: the user may not, or there is no such rental or inspection.
    """

    workspace: Workspace
    targets: tuple[Target, ...]

    def run(self, ctx: JobContext, /) -> tuple[ErasurePlan, ...]:
        ctx.raise_if_cancelled()
        self.workspace.require(Permission.DELETE)
        with self.workspace.records().database.reading() as connection:
            erasure = Erasure(connection)
            return tuple(
                erasure.plan_rental(target)
                if isinstance(target, str)
                else erasure.plan_inspection(target)
                for target in self.targets
            )


@dataclass(frozen=True)
class PlanDue:
    """The final rentals whose time is over, as they would be removed; removes nothing.

    Attributes:
        months: how long rentals are kept after they became final; 0 for ever.

    Raises:
        CarInspectError: the user may not.
    """

    workspace: Workspace
    months: int

    def run(self, ctx: JobContext, /) -> tuple[ErasurePlan, ...]:
        self.workspace.require(Permission.DELETE)
        if self.months <= 0:
            return ()
        with self.workspace.records().database.reading() as connection:
            erasure = Erasure(connection)
            due = erasure.closed_before(months_before(now(), self.months))
            plans: list[ErasurePlan] = []
            for number in due:
                ctx.raise_if_cancelled()
                plans.append(erasure.plan_rental(number))
            return tuple(plans)


@dataclass(frozen=True)
class Forget:
    """Remove each of ``targets`` with photos, texts and signatures; each whole or not at all.

    The audit log keeps that it was done and by whom, and still proves all the rest. Reports
    ``Progress``; cancelling keeps what was forgotten so far.

    Raises:
        CarInspectError: the user may not, there is no such rental or inspection, or something
            cannot be written.
    """

    workspace: Workspace
    targets: tuple[Target, ...]

    def run(self, ctx: JobContext, /) -> tuple[Forgotten, ...]:
        by = self.workspace.require(Permission.DELETE).name
        done: list[Forgotten] = []
        for number, target in enumerate(self.targets, start=1):
            ctx.raise_if_cancelled()
            done.append(_forget(self.workspace.records(), target, by))
            ctx.report(Progress(number, len(self.targets)))
        self.workspace.records().remove_strays()
        return tuple(done)


@dataclass(frozen=True)
class ChooseRetention:
    """Say for how many months rentals are kept after they became final; 0 for ever.

    Removes nothing: what is due is removed when a manager says so.

    Raises:
        CarInspectError: the user may not, or the settings cannot be written.
    """

    workspace: Workspace
    months: int

    def run(self, ctx: JobContext, /) -> int:
        ctx.raise_if_cancelled()
        self.workspace.require(Permission.DELETE)
        self.workspace.change(keep_rentals_months=max(0, self.months))
        return self.workspace.settings.keep_rentals_months


def _forget(records: Records, target: Target, by: str) -> Forgotten:
    with records.database.writing() as connection:
        erasure = Erasure(connection)
        if isinstance(target, str):
            photos = erasure.photos_of_rental(target)
            plan, entry = erasure.forget_rental(target, by=by, at=now())
        else:
            photos = erasure.photos_of_inspection(target)
            plan, entry = erasure.forget_inspection(target, by=by, at=now())
    records.remove_leftovers()
    corrections = open_corrections().forget(photos)
    _forget_pasted(photos)
    frozen = open_frozen_set().load()
    return Forgotten(
        plan,
        entry.number,
        entry.hash,
        corrections,
        sum(photo.sha256 in photos for photo in frozen.photos) if frozen else 0,
        tuple(sorted((records.folder / "backups").glob("*.zip"))),
    )


def _forget_pasted(photos: frozenset[str]) -> None:
    """Photos that were pasted into the window are kept in the cache."""
    folder: Path = cache_dir() / "pasted"
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() in photos:
            file.unlink(missing_ok=True)
