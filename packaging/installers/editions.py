"""The two editions: what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_NEVER: Final = (
    # What builds, tests and measures; and a decoder whose wheels carry a GPL encoder.
    "IPython", "PyInstaller", "_pytest", "aiohttp", "babel", "coverage", "grimp", "hypothesis",
    "importlinter", "lib2to3", "matplotlib", "nodeenv", "pillow_heif", "pip", "psutil.tests",
    "pyright", "pytest", "pytestqt", "tkinter", "turtle", "xdist",
    # Optional parts of what we use that nothing here asks for.
    "PIL.ImageQt", "PIL.ImageTk", "bokeh", "numpy.testing.tests", "pyarrow",
    "reportlab.graphics.testshapes", "sqlalchemy.testing", "alembic.testing",
    "pygments", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql", "OpenGL", "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick",
    # LiteRT's compilers for other chips, and its tools for people who write engines.
    "ai_edge_litert.aot", "ai_edge_litert.tools", "ai_edge_litert.vendors",
)  # fmt: skip

_ONLY_TO_TRAIN: Final = (
    "cleanlab", "clang", "dask", "distributed", "grpc", "h5py", "imagehash", "joblib", "keras",
    "ml_dtypes", "numpy.f2py", "optree", "pandas", "pyqtgraph", "pywt", "scipy", "sklearn",
    "tensorboard", "tensorboard_data_server", "tensorflow", "tornado", "yaml",
    # The standard library's that nothing else asks for.
    "pydoc", "pydoc_data", "setuptools", "distutils",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """What a build contains.

    Attributes:
        name: ``counter`` or ``full``.
        package: name of the Debian package and beginning of the files' names.
        excluded: modules that are left out although something imports them.
        collected: packages that are loaded by name and so taken whole.
        hidden: modules that are asked for by a name that is put together at run time.
        backbones: the weights to train from are in it.
        models: the shipped models in it; None for all.
        compression: of the Debian package, and its level: xz is the smallest, and takes minutes
            for a gigabyte.
        limit_mb: the largest installer may not exceed so many megabytes (10^6 bytes).
    """

    name: str
    package: str
    excluded: tuple[str, ...]
    collected: tuple[str, ...]
    hidden: tuple[str, ...]
    backbones: bool
    models: tuple[str, ...] | None
    compression: tuple[str, int]
    limit_mb: int


COUNTER: Final = Edition(
    name="counter",
    package="carinspect",
    # pydoc stays out only where pyqtgraph does, which imports it.
    excluded=(*_NEVER, *_ONLY_TO_TRAIN),
    collected=("carinspect",),
    hidden=(),
    backbones=False,
    models=("lite0-448-localized",),  # the one that models/default.json names
    compression=("xz", 6),
    limit_mb=120,
)

FULL: Final = Edition(
    name="full",
    package="carinspect-full",
    excluded=_NEVER,
    collected=("carinspect", "pyqtgraph.graphicsItems.ViewBox"),
    hidden=("numpy.f2py",),  # scipy asks numpy for all that it has
    backbones=True,
    models=None,
    compression=("zstd", 15),
    limit_mb=450,
)

EDITIONS: Final = {edition.name: edition for edition in (COUNTER, FULL)}
