"""The customer screen fills the second monitor, whatever its size and density."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def screen(name, x, width, height, density):
    return {
        "name": name, "x": x, "y": 0, "width": width, "height": height,
        "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": density,
    }  # fmt: skip


@pytest.mark.parametrize("second", [(1920, 1080, 1), (1280, 800, 2), None])
def test_the_customer_screen_goes_to_the_second_monitor(tmp_path, second):
    screens = [screen("counter", 0, 1280, 800, 1)]
    if second is not None:
        screens.append(screen("customer", 1280, *second))
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    home = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE")}

    done = subprocess.run(
        [sys.executable, "-m", "tests.two_screens", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, **home, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
    )  # fmt: skip

    told = json.loads(done.stdout.splitlines()[-1])
    assert told["clerk"] == "counter"
    assert told["full"] is (second is not None)
    assert told["customer"] == ("counter" if second is None else "customer")
    if second is not None:
        assert told["rect"] == [1280, 0, *second[:2]]
