"""The program as an application of macOS in a disk image. Untested: made on macOS only."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from installers.editions import Edition
from installers.places import BUILD, DIST, fresh, run, version

INFO: Final = {
    "NSHighResolutionCapable": True,
    "CFBundleDisplayName": "CarInspect",
    "CFBundleLocalizations": ["en", "ko"],
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "Photo",
            "CFBundleTypeRole": "Viewer",
            # Among the programs a photo can be opened with, not the first one.
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.image", "public.folder"],
        }
    ],
}
"""What stands in the application's Info.plist beside its name and version."""


def make_disk_image(edition: Edition) -> Path:
    """Put the application and a link to /Applications into a disk image."""
    folder = fresh(BUILD / edition.name / "dmg")
    run("cp", "-R", DIST / edition.name / "CarInspect.app", folder)
    (folder / "Applications").symlink_to("/Applications")
    image = DIST / f"{edition.package}-{version()}.dmg"
    image.unlink(missing_ok=True)
    run(
        "hdiutil",
        "create",
        "-volname",
        "CarInspect",
        "-srcfolder",
        folder,
        "-format",
        "UDZO",
        image,
    )
    return image
