"""A place where updates are published, for tests: a folder with a signed manifest and packages."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SYSTEMS = ("debian", "linux", "windows", "macos")


@dataclass
class Publisher:
    folder: Path
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def manifest(self) -> Path:
        return self.folder / "updates.json"

    @property
    def key(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def key_file(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "updates.key"
        path.write_text(base64.b64encode(self.key).decode() + "\n")
        return path

    def sign(self, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.manifest.write_bytes(data)
        signature = base64.b64encode(self.private.sign(data))
        self.manifest.with_name("updates.json.sig").write_bytes(signature)

    def publish(self, version: str, content: bytes = b"installer", **changes: object) -> dict:
        self.folder.mkdir(parents=True, exist_ok=True)
        packages = []
        for system in SYSTEMS:
            file = self.folder / f"carinspect-{version}-{system}.bin"
            file.write_bytes(content)
            packages.append(
                {
                    "file": file.name,
                    "edition": "full",
                    "system": system,
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
            )
        record = {
            "format": 1,
            "version": version,
            "published": "2026-11-24",
            "notes": {"en": "Faster.", "ko": "더 빠릅니다."},
            "packages": packages,
            **changes,
        }
        self.sign(json.dumps(record).encode())
        return record
