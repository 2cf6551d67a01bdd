"""What an installer's build wrote down about itself; nothing in a checkout or a wheel."""

from __future__ import annotations

import json
from dataclasses import dataclass

from carinspect.core.paths import resource


@dataclass(frozen=True, slots=True)
class BuildFacts:
    """Written by ``packaging/installers/payload.py`` into ``build.json`` of the resources.

    Attributes:
        edition: ``counter`` or ``full``; empty where pip installed the program.
        updates_manifest: address of the list of newer versions; empty where there is none.
        updates_key: the Ed25519 public key that the list is signed by: 32 bytes in base64.
    """

    edition: str = ""
    updates_manifest: str = ""
    updates_key: str = ""


def build_facts() -> BuildFacts:
    """The facts of this program."""
    try:
        text = resource("build.json").read_text("utf-8")
    except FileNotFoundError:
        return BuildFacts()
    return BuildFacts(**json.loads(text))
