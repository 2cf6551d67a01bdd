"""The lazy import of Keras, and the few untyped calls that the rest of ``ml`` needs.

Keras and TensorFlow take seconds to import and carry no types: they are imported here, inside a
function, and leave it as ``Any`` so that nothing half-known spreads.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from typing import Any

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.ml.native_log import without_lines

THREADS = 2
"""Threads of one operation; the smallest office PC that is aimed at has two cores."""


def is_installed() -> bool:
    """Whether models can be trained here: the counter edition comes without TensorFlow."""
    return all(importlib.util.find_spec(name) for name in ("tensorflow", "keras"))


def require_installed() -> None:
    """Refuse at once what would fail after the photos were read.

    Raises:
        CarInspectError: TensorFlow is not installed (the ``train`` extra).
    """
    if not is_installed():
        raise CarInspectError(ErrorCode.TRAINING_NOT_INSTALLED)


def load_keras() -> Any:
    """The ``keras`` module on TensorFlow, with quiet logs.

    Raises:
        CarInspectError: TensorFlow is not installed (the ``train`` extra).
    """
    load_tensorflow()
    import keras

    return keras


def load_tensorflow() -> Any:
    """The ``tensorflow`` module, with quiet logs and a bounded number of threads.

    Raises:
        CarInspectError: TensorFlow is not installed (the ``train`` extra).
    """
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", str(THREADS))
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    try:
        if "tensorflow" in sys.modules:
            import tensorflow
        else:
            with without_lines(b"WARNING: All log messages before absl", b"I0000 "):
                import tensorflow
    except ImportError:
        raise CarInspectError(ErrorCode.TRAINING_NOT_INSTALLED) from None
    if getattr(sys, "frozen", False):
        # AutoGraph complains of every function whose source it cannot read, and does without.
        logging.getLogger("tensorflow").setLevel(logging.ERROR)
    return tensorflow
