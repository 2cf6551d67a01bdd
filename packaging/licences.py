"""Collect the licences of all parts from the metadata of the installed distributions.

    python packaging/licences.py                 write resources/licences.json
    python packaging/licences.py --out FILE      elsewhere, for a frozen program
    python packaging/licences.py --edition counter   without what only training needs

The names and versions are those of the lock files. What is not installed on this machine
(other systems' parts), or comes without the text of its licence, is listed and says so.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import runpy
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carinspect.core.parts import LicenceText, Part, parts_to_json  # noqa: E402

OUT = ROOT / "resources" / "licences.json"
_FILE = re.compile(r"(licen[cs]e|copying|notice|authors|third.?party)", re.IGNORECASE)
_TEXTS = {"", ".txt", ".md", ".rst", ".apache", ".bsd", ".mit", ".psf"}
_MOST_LETTERS = 400_000
_EXTRAS = {"counter": ("server",), "full": ("server", "cluster", "train")}
"""As packaging/installers/editions.py has them."""
_PLACEHOLDERS = {"UNKNOWN", "Dual License"}


def locked(file: Path) -> dict[str, set[str]]:
    """Canonical name -> versions, of a lock file."""
    found: dict[str, set[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line)
        if match:
            found.setdefault(canonicalize_name(match.group(1)), set()).add(match.group(2))
    return found


def wanted(edition: str) -> dict[str, tuple[set[str], str]]:
    """Canonical name -> its locked versions and the feature that alone needs it."""
    runtime = locked(ROOT / "requirements.lock")
    found = {name: (versions, "") for name, versions in runtime.items()}
    everything = locked(ROOT / "requirements-dev.lock")
    for extra in _EXTRAS[edition]:
        for name in _closure(extra):
            if name in everything and name not in found:
                found[name] = (everything[name], extra)
    return found


def _closure(extra: str) -> Iterator[str]:
    """The names of all that an extra of ours brings, as the installed metadata says."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["optional-dependencies"][extra]]
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or not _holds(requirement, ()):
            continue
        seen.add(name)
        yield name
        try:
            inner = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [one for line in inner if _holds(one := Requirement(line), requirement.extras)]


def _holds(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras))


def part(name: str, versions: set[str], needed_for: str) -> Part:
    """What an installed distribution says of itself."""
    locked_version = " / ".join(sorted(versions))
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return Part(name, locked_version, needed_for=needed_for, is_examined=False)
    if found.version not in versions:
        raise SystemExit(f"{name}: {found.version} is installed, {locked_version} is locked")
    return Part(
        found.metadata["Name"],
        found.version,
        _licence(found.metadata),
        _homepage(found.metadata),
        needed_for,
        texts=tuple(_texts(found)),
    )


def _licence(metadata: importlib.metadata.PackageMetadata) -> str:
    stated = metadata.get("License-Expression") or ""
    if not stated:
        named = [line for line in metadata.get_all("Classifier") or () if "License ::" in line]
        stated = "; ".join(line.rsplit("::", 1)[1].strip() for line in named)
    free = (metadata.get("License") or "").strip()
    # Some write the whole licence into the field that is meant for its name.
    return stated or (free.splitlines()[0][:80] if free not in _PLACEHOLDERS and free else "")


def _homepage(metadata: importlib.metadata.PackageMetadata) -> str:
    urls = dict(line.split(", ", 1) for line in metadata.get_all("Project-URL") or ())
    known = {name.lower(): url for name, url in urls.items()}
    named = (known.get(key) for key in ("homepage", "home", "source", "repository", "source code"))
    return metadata.get("Home-page") or next((url for url in named if url), "")


def _texts(found: importlib.metadata.Distribution) -> Iterator[LicenceText]:
    seen: set[str] = set()
    for file in sorted(found.files or (), key=str):
        if not _FILE.search(file.name) or file.suffix.lower() not in _TEXTS:
            continue
        path = Path(str(found.locate_file(file)))
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            if text and text not in seen:
                seen.add(text)
                yield LicenceText(_shown(str(file)), text[:_MOST_LETTERS])


def _shown(file: str) -> str:
    return re.sub(r"^[^/]*\.dist-info/(licenses/)?", "", file)


def own_parts() -> Iterator[Part]:
    """What is no Python distribution."""
    apache = LicenceText("LICENSE", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    program = runpy.run_path(str(ROOT / "carinspect" / "__init__.py"))
    yield Part("CarInspect", program["__version__"], "Apache-2.0", texts=(apache,))
    yield Part(
        "EfficientNet-Lite (weights of the shipped models)",
        "",
        "Apache-2.0",
        "https://github.com/tensorflow/tpu",
        texts=(apache,),
    )
    font = ROOT / "resources" / "fonts" / "LICENSE-Pretendard.txt"
    ofl = LicenceText(font.name, font.read_text(encoding="utf-8"))
    yield Part(
        "Pretendard (typeface)",
        "",
        "OFL-1.1",
        "https://github.com/orioncactus/pretendard",
        texts=(ofl,),
    )
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    texts = (
        (LicenceText(python.name, python.read_text(encoding="utf-8")),) if python.is_file() else ()
    )
    yield Part("Python", "", "PSF-2.0", "https://www.python.org", texts=texts)


def collect(edition: str) -> tuple[Part, ...]:
    """All parts, our own first, then by name."""
    others = [
        part(name, versions, needed_for) for name, (versions, needed_for) in wanted(edition).items()
    ]
    return (*own_parts(), *sorted(others, key=lambda one: one.name.lower()))


def main(arguments: list[str]) -> int:
    """Write the list and say what lacks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--edition", choices=["full", "counter"], default="full")
    chosen = parser.parse_args(arguments)
    parts = collect(chosen.edition)
    chosen.out.write_text(parts_to_json(parts), encoding="utf-8")
    for one in parts:
        if not one.is_examined:
            print(f"not installed here: {one.name} {one.version}")
        elif not one.texts:
            print(f"without a text of its licence: {one.name} {one.version} ({one.licence})")
        if one.is_examined and not one.licence:
            print(f"says nothing of its licence: {one.name} {one.version}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
