"""The whole corpus: hundreds of bad and odd files, all made by this package.

python -m tests.hostile.corpus FOLDER    writes them, for a look
"""

from __future__ import annotations

import functools
import re
import sys
from pathlib import Path

from tests.hostile import bombs, cuts, kinds, metadata, names, special
from tests.hostile.entry import CannotMakeError, Entry

_UNFIT = re.compile(r"[^A-Za-z0-9]+")


@functools.cache
def corpus() -> tuple[Entry, ...]:
    """Every entry, each name once."""
    parts = (cuts, kinds, metadata, bombs, names, special)
    found = [entry for part in parts for entry in part.entries()]
    twice = {entry.name for entry in found if [one.name for one in found].count(entry.name) > 1}
    assert not twice, f"named twice: {sorted(twice)}"
    return tuple(found)


def place_of(entry: Entry, root: Path) -> Path:
    """The folder of an entry's own."""
    return root / f"{entry.group.replace(' ', '_')}-{_UNFIT.sub('_', entry.name)}"


def make(entry: Entry, root: Path) -> Path:
    """Write an entry; the path to inspect.

    Raises:
        CannotMakeError: it cannot be made on this computer.
    """
    folder = place_of(entry, root)
    folder.mkdir(parents=True)
    return entry.make(folder)


def main(arguments: list[str]) -> None:
    root = Path(arguments[0])
    for entry in corpus():
        try:
            print(f"{entry.group:12} {entry.name:40} {make(entry, root)!r}")
        except CannotMakeError as error:
            print(f"{entry.group:12} {entry.name:40} skipped: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
