import subprocess
import sys

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.run_lock import being_trained, is_being_trained
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from carinspect.storage.run_lock import being_trained
with being_trained(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_run_is_held_by_one_process_only(tmp_path):
    assert not is_being_trained(tmp_path)
    with being_trained(tmp_path):
        assert is_being_trained(tmp_path)
        with pytest.raises(CarInspectError) as caught, being_trained(tmp_path):
            pass
    assert caught.value.code is ErrorCode.RUN_GOING_ON
    assert not is_being_trained(tmp_path)


def test_a_killed_process_lets_go(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert holder.stdout.readline().strip() == b"held"
    assert is_being_trained(tmp_path)

    holder.kill()
    holder.communicate()
    assert not is_being_trained(tmp_path)
