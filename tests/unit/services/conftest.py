import pytest

from carinspect.services.records import Records
from carinspect.services.workspace import Workspace


@pytest.fixture
def records(tmp_path):
    records = Records.open(folder=tmp_path / "records")
    yield records
    records.close()


@pytest.fixture
def workspace():
    workspace = Workspace()
    yield workspace
    workspace.close()
