import dataclasses

import pytest

from carinspect import __version__
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.settings import Gate1Rule
from carinspect.services import cluster_worker
from carinspect.services.cluster_worker import (
    WorkOrder,
    inspect_on_worker,
    program_version,
    take_order,
)
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import default_model_id, model_dir


@pytest.fixture(autouse=True)
def fresh_machine():
    cluster_worker._own.__dict__.clear()
    yield
    cluster_worker._own.__dict__.clear()


@pytest.fixture(scope="module")
def order():
    model_id = default_model_id()
    files = {file.name: file.read_bytes() for file in model_dir(model_id).iterdir()}
    return WorkOrder("first", model_id, Gate1Rule.HEAD, 0.01, files)


@pytest.fixture
def photo(samples_dir):
    return read_photo(min(samples_dir.glob("*.jpg")))


def test_a_machine_without_the_model_decides_as_this_one_does(order, photo):
    there = inspect_on_worker(take_order(order), photo)
    here = LocalInspector(model_dir(order.model_id)).inspect_photo(photo)

    assert there.outcome is here.outcome is not Outcome.ERROR
    assert there.model_id == order.model_id
    assert there.gate1 == here.gate1


def test_the_model_is_loaded_once_for_an_order(order, photo):
    inspect_on_worker(order, photo)
    loaded = cluster_worker._own.__dict__["first"]
    inspect_on_worker(order, photo)
    assert cluster_worker._own.__dict__ == {"first": loaded}

    inspect_on_worker(dataclasses.replace(order, key="second"), photo)
    assert list(cluster_worker._own.__dict__) == ["second"]


def test_a_machine_tells_its_version():
    assert program_version() == __version__
