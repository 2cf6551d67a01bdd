"""The parts that this program contains or needs, with their licences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

PARTS_VERSION = 1


@dataclass(frozen=True, slots=True)
class LicenceText:
    """A file that came with a part.

    Attributes:
        file: its name.
        text: all of it.
    """

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part.

    Attributes:
        name: as its authors write it.
        version: empty where it has none.
        licence: an SPDX expression or what the part says in its own words; empty where it
            says nothing.
        homepage: an address; empty where the part names none.
        needed_for: the features that need it, such as ``train``; empty for all.
        is_examined: False where the part was not installed on the machine that made the list,
            so that nothing but name and version is known of it.
        texts: the licence and notices that came with it.
    """

    name: str
    version: str
    licence: str = ""
    homepage: str = ""
    needed_for: str = ""
    is_examined: bool = True
    texts: tuple[LicenceText, ...] = ()


def parts_to_json(parts: tuple[Part, ...]) -> str:
    """The parts as JSON text; a text that several have in common stands there once."""
    known: dict[str, int] = {}
    records: list[dict[str, Any]] = []
    for part in parts:
        record = asdict(part)
        record["texts"] = [
            {"file": one.file, "text": known.setdefault(one.text, len(known))} for one in part.texts
        ]
        records.append(record)
    whole = {"parts_version": PARTS_VERSION, "parts": records, "texts": list(known)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def parts_from_json(text: str) -> tuple[Part, ...]:
    """Read what :func:`parts_to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        whole = json.loads(text)
        if whole["parts_version"] != PARTS_VERSION:
            raise ValueError(f"Expected version {PARTS_VERSION}, got {whole['parts_version']!r}")
        return tuple(_part(record, whole["texts"]) for record in whole["parts"])
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"Expected a list of parts: {error}") from None


def _part(record: dict[str, Any], texts: list[Any]) -> Part:
    own = tuple(LicenceText(one["file"], str(texts[one["text"]])) for one in record["texts"])
    rest: dict[str, Any] = {**record, "texts": own}
    return Part(**rest)
