"""The folder that an AppImage is made of.

Its packer is fetched by the workflow: the folder is built and started here, the image is untested.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from installers.editions import Edition
from installers.linux_files import copy_program, write_desktop_files
from installers.places import BUILD, fresh


def build_app_folder(edition: Edition, frozen: Path) -> Path:
    """Lay out the folder; ``AppRun`` in it starts the program."""
    tree = fresh(BUILD / edition.name / "CarInspect.AppDir")
    copy_program(frozen, tree / "usr" / "lib" / "carinspect")
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / "carinspect").symlink_to("../lib/carinspect/carinspect")
    write_desktop_files(tree / "usr" / "share", "carinspect")
    share = tree / "usr" / "share"
    shutil.copy(share / "applications" / "carinspect.desktop", tree)
    shutil.copy(share / "icons/hicolor/256x256/apps/carinspect.png", tree)
    (tree / ".DirIcon").symlink_to("carinspect.png")
    (tree / "AppRun").symlink_to("usr/lib/carinspect/carinspect")
    return tree
