"""A process that inspects one file after the other, as the command line does.

    python -m tests.hostile.worker < requests > answers

A request is a line of JSON, ``{"path": ..., "as_nobody": false}``; so is the answer. Whoever asks
ends the process where an answer does not come in time.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from carinspect.cli.main import main
from tests.hostile.measure import measured

_NOBODY = 65534


def answer(path: str, *, as_nobody: bool) -> dict[str, Any]:
    """What the command line says of ``path``, and what that took."""
    said, complained = io.StringIO(), io.StringIO()
    failure = ""
    gc.collect()
    with (
        measured() as took,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        _rights(as_nobody=as_nobody),
    ):
        try:
            code = main(["inspect", "--json", "--", path])
        except BaseException:  # noqa: BLE001 - whatever it is, it is what we look for
            code, failure = -1, traceback.format_exc()
    return {
        "code": code,
        "said": said.getvalue(),
        "complained": complained.getvalue(),
        "failure": failure,
        "seconds": took.seconds,
        "peak_mb": took.peak_mb,
    }


@contextlib.contextmanager
def _rights(*, as_nobody: bool) -> Iterator[None]:
    if not as_nobody:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def serve() -> None:
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        print(
            json.dumps(answer(request["path"], as_nobody=request["as_nobody"])),
            file=out,
            flush=True,
        )


if __name__ == "__main__":
    serve()
