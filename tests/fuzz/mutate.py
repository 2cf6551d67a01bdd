"""Bad variants of good files: bytes changed anywhere, values of JSON exchanged, zips repacked."""

from __future__ import annotations

import contextlib
import io
import json
import random
import zipfile
from collections.abc import Sequence
from typing import Any

_NUMBERS = (0, 1, -1, 255, 256, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1)
_BYTES = (b"\0", b"\xff", b"\n", b'"', b",", b"{", b"[", b"%s", b"../", b"\xed\xb0\x80", b"\r\n")
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, -1e308, 2**70, float("nan"), float("inf")),
    *("", "x", "\0", "\udc80", "../../x", "x" * 5000, "2026-13-45", "99999-01-01T00:00:00"),
    *([], {}, [[]], [None], {"": None}, [1, 2, 3], {"a": {"b": []}}),
)


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of ``seeds``, made bad in one of the ways that suit it."""
    data = chance.choice(seeds)
    way = chance.random()
    with contextlib.suppress(ValueError, zipfile.BadZipFile, KeyError, RecursionError):
        if data[:1] in b"{[" and data and way < 0.7:
            return _json(data, chance)
        if data[:2] == b"PK" and way < 0.6:
            return _zip(data, chance)
    return _bytes(data, seeds, chance)


def _bytes(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _step in range(1 + int(chance.expovariate(0.5))):
        place = chance.randrange(len(changed) + 1)
        length = min(int(chance.expovariate(0.05)) + 1, len(changed) - place)
        if chance.random() < 0.4:
            _overwrite(changed, place, chance)
        else:
            _move(changed, place, length, chance.choice(seeds), chance)
    return bytes(changed)


def _overwrite(changed: bytearray, place: int, chance: random.Random) -> None:
    match chance.randrange(3):
        case 0 if changed:
            changed[place % len(changed)] ^= 1 << chance.randrange(8)
        case 1 if changed:
            changed[place % len(changed)] = chance.randrange(256)
        case _:
            size, little = chance.choice((1, 2, 4, 8)), chance.random() < 0.5
            number = chance.choice(_NUMBERS) % 256**size
            written = number.to_bytes(size, "big")
            changed[place : place + size] = written[::-1] if little else written


def _move(changed: bytearray, place: int, length: int, other: bytes, chance: random.Random) -> None:
    match chance.randrange(5):
        case 0:
            del changed[place : place + length]
        case 1:
            changed[place:place] = changed[place : place + length]
        case 2:
            changed[place:place] = chance.choice(_BYTES) * chance.randint(1, 9)
        case 3:
            start = chance.randrange(len(other) + 1)
            changed[place : place + length] = other[start : start + length]
        case _:
            if chance.random() < 0.3:
                del changed[place:]


def _json(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n") if data.count(b"\n{") else [data]
    which = chance.randrange(len(lines))
    record = json.loads(lines[which])
    for _step in range(chance.randint(1, 3)):
        record = _exchanged(record, chance)
    lines[which] = json.dumps(record).encode("ascii")
    if chance.random() < 0.02:
        lines[which] = b"[" * 100_000
    return b"\n".join(lines)


def _exchanged(value: Any, chance: random.Random) -> Any:
    """``value`` with one thing within it exchanged, left out, or added."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        return _changed_item(dict(value), key, chance)
    if isinstance(value, list) and value and chance.random() < 0.8:
        items = list(value)
        place = chance.randrange(len(items))
        if chance.random() < 0.2:
            del items[place]
        else:
            items[place] = _exchanged(items[place], chance)
        return items
    return chance.choice(_VALUES)


def _changed_item(record: dict[str, Any], key: str, chance: random.Random) -> dict[str, Any]:
    way = chance.random()
    if way < 0.1:
        del record[key]
    elif way < 0.15:
        record[key + "x"] = record.pop(key)
    else:
        record[key] = _exchanged(record[key], chance)
    return record


def _zip(data: bytes, chance: random.Random) -> bytes:
    """The same members, one of them mutated, left out, twice, or under another name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    place = chance.randrange(len(members))
    name, content = members[place]
    match chance.randrange(6):
        case 0:
            del members[place]
        case 1:
            members.append((name + "x", content))
        case 2:
            members[place] = (chance.choice(("../x", "/x", "", "x" * 300, "\udc80")), content)
        case _:
            members[place] = (name, mutated([content], chance))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inner in members:
            with contextlib.suppress(ValueError, IndexError):  # a name that zipfile cannot write
                archive.writestr(one, inner)
    return packed.getvalue()
