"""The signed list of versions that ``carinspect updates`` reads."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from installers.editions import EDITIONS
from installers.places import version

_SYSTEMS: Final = {
    ".deb": "debian",
    ".run": "linux",
    "-setup.exe": "windows",
    ".dmg": "macos",
}


def make_keys(private_file: Path) -> str:
    """Make a pair of keys.

    Args:
        private_file: takes the private one; it never gets into the repository or a package.

    Returns:
        The public key for ``packaging/updates.json``.
    """
    private = Ed25519PrivateKey.generate()
    # Readable by its owner alone, from the first moment on; never over an older key.
    private_file.touch(mode=0o600, exist_ok=False)
    private_file.write_text(base64.b64encode(private.private_bytes_raw()).decode() + "\n")
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def write_manifest(folder: Path, private_file: Path, notes: dict[str, str]) -> Path:
    """Write and sign ``updates.json`` for the installers in ``folder``.

    Raises:
        RuntimeError: there is no installer of this version in the folder.
    """
    packages = [record for path in sorted(folder.iterdir()) if (record := _package(path))]
    if not packages:
        raise RuntimeError(f"No installer of version {version()} in {folder}")
    manifest = {
        "format": 1,
        "version": version(),
        "published": datetime.now(UTC).date().isoformat(),
        "notes": notes,
        "packages": packages,
    }
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_file.read_text()))
    path = folder / "updates.json"
    path.write_bytes(data)
    path.with_name("updates.json.sig").write_bytes(base64.b64encode(private.sign(data)))
    return path


def _package(path: Path) -> dict[str, object] | None:
    system = next((name for ending, name in _SYSTEMS.items() if path.name.endswith(ending)), None)
    edition = next(
        (
            edition.name
            for edition in EDITIONS.values()
            if path.name.startswith((f"{edition.package}_", f"{edition.package}-{version()}"))
        ),
        None,
    )
    if system is None or edition is None or version() not in path.name:
        return None
    return {
        "file": path.name,
        "edition": edition,
        "system": system,
        "size": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
