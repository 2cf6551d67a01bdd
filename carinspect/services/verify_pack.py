"""Is an evidence pack unaltered, and does the log know it?"""

from __future__ import annotations

import json
from pathlib import Path

from carinspect.core.evidence import PackCheck, check_pack
from carinspect.services.records import Records
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.pack_file import read_pack


def verify_pack(path: Path) -> PackCheck:
    """Check a pack by what it holds; needs no records.

    Raises:
        CarInspectError: the file is missing or no pack.
    """
    return check_pack(read_pack(path))


def known_to_log(check: PackCheck, records: Records) -> bool:
    """Whether these records made the pack: its seal, and the place it claims in the chain."""
    if check.manifest is None:
        return False
    subject = f"rental:{check.manifest.rental}"[:100]
    with records.database.reading() as connection:
        log = AuditLog(connection)
        sealed = any(
            entry.action == "evidence.exported"
            and json.loads(entry.details).get("seal") == check.seal
            for entry in log.entries(subject=subject)
        )
        placed = not check.manifest.audit_hash or log.contains(check.manifest.audit_hash)
    return sealed and placed
