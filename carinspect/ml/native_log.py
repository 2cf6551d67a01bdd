"""What native libraries write to the error stream, less the lines that say nothing."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Final

_one_at_a_time: Final = threading.Lock()


@contextmanager
def without_lines(*beginnings: bytes) -> Generator[None]:
    """Hold back what is written to file descriptor 2, then write all but some lines of it.

    LiteRT and TensorFlow announce themselves there and have no setting that silences it. Lines
    that begin with one of ``beginnings`` are dropped; whatever else was written follows when the
    block ends.
    """
    # Two threads that load models at a time would take each other's file for the stream.
    with _one_at_a_time, ExitStack() as opened:
        try:
            held = opened.enter_context(tempfile.TemporaryFile())
            stderr = os.dup(2)
        # A windowed program on Windows has no error stream; temporary files may be forbidden.
        except OSError:
            yield
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            held.seek(0)
            kept = [line for line in held if not line.startswith(beginnings)]
            os.write(2, b"".join(kept))
