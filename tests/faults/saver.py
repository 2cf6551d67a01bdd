"""What a counter does all day, in a process of its own: save photos, inspections, reviews."""

from __future__ import annotations

import dataclasses
import os
import random
from multiprocessing.connection import Connection
from pathlib import Path

from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import Decision
from carinspect.jobs.job import run_here
from carinspect.services.record_inspections import record_inspections
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.workspace import Workspace
from tests.records import inspection

_PHOTO_BYTES = 200_000


@dataclasses.dataclass(frozen=True)
class Place:
    """Where the records are."""

    folder: Path
    address: str = ""

    def open(self) -> Workspace:
        workspace = Workspace(self.folder / "settings.json")
        address = self.address or str(self.folder / "records.sqlite")
        if workspace.settings.database != address:
            photos = str(self.folder / "stored")
            workspace.change(user="Kim", database=address, photos_folder=photos)
        return workspace


def save(place: Place, seed: int, count: int, said: Connection) -> None:
    """Save ``count`` batches; tells each record's id and photo only when it is saved."""
    chance = random.Random(seed)
    workspace = place.open()
    by = workspace.current_user().name
    own = place.folder / f"taken-{os.getpid()}-{seed}"
    own.mkdir()
    said.send("ready")
    for number in range(count):
        batch = [_take(own / f"{number}-{one}.jpg", chance) for one in range(chance.randint(1, 3))]
        kept = record_inspections(workspace.records(), tuple(batch), by=by).records
        said.send([(one.id, one.inspection.sha256, "") for one in kept])
        review = ReviewInspection(
            workspace, kept[0].id, Decision.CORRECT, Outcome.REVIEW, f"{seed}-{number}"
        )
        done = run_here(review)
        said.send([(done.id, done.inspection.sha256, review.comment)])
    workspace.close()
    said.send("done")


def _take(path: Path, chance: random.Random):
    path.write_bytes(chance.randbytes(_PHOTO_BYTES))
    made = inspection(path.name)
    return dataclasses.replace(made, photo=path, sha256=read_photo(path).sha256)
