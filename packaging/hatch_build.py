"""Build hook: wheels and editable installs carry compiled translations."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles the catalogs before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        catalogs = runpy.run_path(str(Path(self.root) / "packaging" / "catalogs.py"))
        catalogs["compile_all"]()
