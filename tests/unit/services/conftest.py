import pytest

from carinspect.services.records import Records


@pytest.fixture
def records(tmp_path):
    records = Records.open(folder=tmp_path / "records")
    yield records
    records.close()
