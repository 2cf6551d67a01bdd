"""Every test of records runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from carinspect.storage.database import Database
from tests.postgres_server import postgres

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """Where an empty database may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "records.sqlite")
    return request.getfixturevalue("postgres").empty_database()


@pytest.fixture
def database(address, tmp_path):
    database = Database.open(address, backups=tmp_path / "backups")
    yield database
    database.close()
