"""Where things lie: in a checkout, in an installed wheel, in a frozen program.

Resources and models stand outside the package in the checkout; the wheel and the frozen
program carry them inside (see ``packaging/hatch_build.py``).
"""

from __future__ import annotations

import contextlib
import os
import sys
import sysconfig
from pathlib import Path

import platformdirs

_APP = "carinspect"
_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a shipped resource, such as ``resource("icons", "car.svg")``."""
    return _shipped("resources").joinpath(*parts)


def shipped_models_dir() -> Path:
    """The folder of the models that come with the program; read-only."""
    return _shipped("models")


def changes_file() -> Path:
    """The list of changes, which lies beside the package in a checkout; may not exist."""
    shipped = resource("CHANGELOG.md")
    return shipped if shipped.is_file() else _PACKAGE.parent / "CHANGELOG.md"


def data_dir() -> Path:
    """The user's folder for records, models and fetched weights; may not exist yet."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def config_dir() -> Path:
    """The user's folder for settings; may not exist yet."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def cache_dir() -> Path:
    """The user's folder for what can be computed again; may not exist yet."""
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def log_dir() -> Path:
    """The user's folder for log files; may not exist yet."""
    return Path(platformdirs.user_log_dir(_APP, appauthor=False))


def private_folder(folder: Path) -> Path:
    """``folder``, made where it is not there, open to nobody but its owner.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        with contextlib.suppress(PermissionError):  # another account's own
            folder.chmod(0o700)
    return folder


def program_folders() -> tuple[Path, ...]:
    """Where the program's own code lies: this package, other packages, Python's library."""
    found = {
        _PACKAGE,
        *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib", "stdlib")),
        *([Path(frozen)] if (frozen := getattr(sys, "_MEIPASS", "")) else []),
    }
    # A package lies within Python's library: the longer path says more.
    return tuple(sorted(found, key=lambda one: -len(one.parts)))


def _shipped(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "carinspect" / f"_{name}"
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name
