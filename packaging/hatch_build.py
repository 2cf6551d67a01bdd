"""Build hook: compiled translations, and what the wheel carries besides the package."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NOT_SHIPPED = {"tools", "README.md"}
"""What makes the resources and the models stays in the repository."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles the catalogs before files are collected; puts resources and models inside."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        catalogs = runpy.run_path(str(root / "packaging" / "catalogs.py"))
        catalogs["compile_all"]()
        if version != "standard":  # an editable install reads them where they are
            return
        changes = str(root / "CHANGELOG.md")
        build_data["force_include"][changes] = "carinspect/_resources/CHANGELOG.md"
        for folder in ("resources", "models"):
            for entry in (root / folder).iterdir():
                if entry.name not in _NOT_SHIPPED:
                    target = f"carinspect/_{folder}/{entry.name}"
                    build_data["force_include"][str(entry)] = target
