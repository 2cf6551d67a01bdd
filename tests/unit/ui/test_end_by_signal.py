import os
import signal

import pytest

from carinspect.ui.end_by_signal import EndBySignal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(os.name != "posix", reason="signals to oneself are POSIX's")
def test_a_signal_wakes_the_window(qtbot, number):
    before = signal.getsignal(number)
    end = EndBySignal()

    with qtbot.waitSignal(end.wanted, timeout=5000):
        os.kill(os.getpid(), number)
    end.close()

    assert signal.getsignal(number) is before
