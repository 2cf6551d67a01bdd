"""The tools that make and measure the models are scripts, not a package."""

import sys

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "models" / "tools"))
