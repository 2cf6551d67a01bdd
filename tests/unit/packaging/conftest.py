"""The build's own modules, as `packaging/build.py` sees them."""

import sys

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "packaging"))


@pytest.fixture
def root():
    return ROOT
