"""The counter edition's installers, built and used; `make package` does both editions."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TOOLS = ("debootstrap", "makeself", "makensis", "appstreamcli", "desktop-file-validate", "Xvfb")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(bool(MISSING), reason=f"packaging/setup/system.sh package: {MISSING}"),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="an empty Debian needs root"
    ),
]


def test_what_the_installers_install_works():
    targets = ("deb", "run", "nsis-stub")

    done = subprocess.run(
        [
            sys.executable, ROOT / "packaging" / "build.py",
            "make", "--edition", "counter", "--target", *targets, "--test",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((ROOT / "dist" / "installers.json").read_text("utf-8"))["installers"]
    for target in targets:
        measured = report[f"counter {target}"]
        assert measured["tested"] is not None
        assert measured["megabytes"] <= 120
