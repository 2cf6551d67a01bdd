"""Workspaces whose records are in SQLite or PostgreSQL, with inspections of real files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from carinspect.core.comparison import (
    Comparison,
    Consent,
    CustomerStatement,
    FindingReview,
    Newness,
)
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.photo import read_photo
from carinspect.services.record_inspections import record_inspections
from carinspect.services.workspace import Workspace
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore
from tests.postgres_server import postgres
from tests.records import inspection, minutes

__all__ = ["database_kind", "made", "postgres", "workspace"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request) -> str:
    return request.param


@pytest.fixture
def workspace(request, database_kind, tmp_path) -> Iterator[Workspace]:
    """Empty records; Kim works there, a manager as the first user is."""
    workspace = Workspace(tmp_path / "settings.json")
    workspace.change(user="Kim", photos_folder=str(tmp_path / "stored"))
    if database_kind == "postgresql":
        workspace.change(database=request.getfixturevalue("postgres").empty_database())
    yield workspace
    workspace.close()


@pytest.fixture
def made(tmp_path) -> Callable[..., Inspection]:
    """Makes an inspection of a file that is there."""

    def make(name: str = "a.jpg", outcome: Outcome = Outcome.DAMAGED) -> Inspection:
        path: Path = tmp_path / name
        path.write_bytes(b"pixels of " + name.encode())
        one = inspection(name, outcome)
        return dataclasses.replace(one, photo=path, sha256=read_photo(path).sha256)

    return make


def settle(connection: Connection, number: str, comparison: Comparison, *, comment: str) -> None:
    """What becomes of a rental with one new finding: compared, decided, objected to, closed."""
    rentals, comparisons = RentalStore(connection), ComparisonStore(connection)
    compared = comparisons.add(number, comparison, by="Kim", at=minutes(4))
    first = comparisons.latest(number).findings[0]
    comparisons.review(number, first.id, FindingReview("Kim", Newness.NEW, comment, minutes(5)))
    said = CustomerStatement(
        Consent.OBJECT, "the customer's own words", "ko", b"drawn-signature", minutes(5)
    )
    comparisons.state(number, compared, said, by="Kim")
    rentals.close(number, by="Kim", at=minutes(6))


def record(workspace: Workspace, *inspections: Inspection) -> list[int]:
    """Keeps inspections; their ids."""
    by = workspace.current_user().name
    done = record_inspections(workspace.records(), inspections, by=by)
    assert done.left_out == ()
    return [kept.id for kept in done.records]
