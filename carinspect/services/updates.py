"""Jobs: ask whether there is a newer version, and get it; only ever at the user's word."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect import __version__
from carinspect.core.build_facts import build_facts
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.updates import Package, Release, this_system
from carinspect.jobs.job import JobContext, Progress
from carinspect.storage.update_source import fetch_package, public_key, read_release

_DEBIAN_PROGRAMS: Final = Path("/usr/lib/carinspect")


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where updates are looked for.

    Attributes:
        manifest: a path or a web address.
        key: the Ed25519 public key of whoever signs it.
    """

    manifest: str
    key: bytes


def update_source(manifest: str = "", key_file: Path | None = None) -> UpdateSource:
    """The source that was named; what was not named is this build's own.

    Raises:
        CarInspectError: the build has none, or the file holds no key.
    """
    facts = build_facts()
    manifest = manifest or facts.updates_manifest
    key = facts.updates_key
    if key_file is not None:
        try:
            key = key_file.read_text("utf-8")
        except FileNotFoundError:
            raise CarInspectError(ErrorCode.FILE_MISSING, file=key_file) from None
        except (OSError, UnicodeDecodeError):
            key = ""
    elif not key or not manifest:
        raise CarInspectError(ErrorCode.UPDATES_NOT_SET_UP)
    if not manifest:
        raise CarInspectError(ErrorCode.UPDATES_NOT_SET_UP)
    return UpdateSource(manifest, public_key(key, str(key_file or manifest)))


@dataclass(frozen=True, slots=True)
class Update:
    """What a check found.

    Attributes:
        release: the published version.
        is_newer: whether it follows the one that runs.
        package: the installer for this edition and computer; None where there is none.
    """

    release: Release
    is_newer: bool
    package: Package | None


@dataclass(frozen=True, slots=True)
class CheckForUpdates:
    """Read the manifest."""

    source: UpdateSource

    def run(self, ctx: JobContext, /) -> Update:
        """What is published.

        Raises:
            CarInspectError: the manifest cannot be read or is not signed by the key.
        """
        ctx.raise_if_cancelled()
        release = read_release(self.source.manifest, self.source.key)
        is_debian = Path(sys.executable).is_relative_to(_DEBIAN_PROGRAMS)
        edition = build_facts().edition or "full"
        package = release.package_for(edition, this_system(is_debian=is_debian))
        return Update(release, release.is_newer_than(__version__), package)


@dataclass(frozen=True, slots=True)
class FetchUpdate:
    """Copy the installer of an update into a folder; reports ``Progress`` in bytes."""

    source: UpdateSource
    update: Update
    folder: Path

    def run(self, ctx: JobContext, /) -> Path:
        """The installer, whose checksum is the signed one.

        Raises:
            CarInspectError: there is none for this computer, it cannot be fetched, or differs.
        """
        package = self.update.package
        if package is None:
            version = self.update.release.version
            raise CarInspectError(ErrorCode.UPDATES_NO_PACKAGE, version=version)

        def on_bytes(there: int, total: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(there, total))

        return fetch_package(self.source.manifest, package, self.folder, on_bytes)
