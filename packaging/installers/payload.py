"""The files beside the code: resources, models, migrations, and what this build is."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from installers.editions import Edition
from installers.places import BUILD, ROOT, fresh, run

NOT_SHIPPED: Final = frozenset({"tools", "README.md"})
"""As in hatch_build.py: what makes the resources and the models stays in the repository."""

LICENCES: Final = "licences.json"

_MIGRATIONS: Final = Path("carinspect") / "storage" / "migrations"


def data_files(edition: Edition) -> list[tuple[str, str]]:
    """Pairs of a file and the folder of the bundle it goes into."""
    pairs = [*_shipped("resources"), *_migrations()]
    pairs += [pair for pair in _shipped("models") if _is_in(edition, pair[0])]
    # carinspect.core.paths.changes_file looks for it there.
    own = (_write_build_facts(edition), _write_licences(edition), ROOT / "CHANGELOG.md")
    pairs = [pair for pair in pairs if pair[0].name != LICENCES]
    pairs += [(path, Path("carinspect/_resources")) for path in own]
    return [(str(source), folder.as_posix()) for source, folder in pairs]


def _is_in(edition: Edition, model_file: Path) -> bool:
    if model_file.suffix == ".npz":
        return edition.backbones
    is_model = (model_file.parent / "card.json").exists()
    return not is_model or edition.models is None or model_file.parent.name in edition.models


def _shipped(name: str) -> Iterator[tuple[Path, Path]]:
    for path in sorted((ROOT / name).rglob("*")):
        inside = path.relative_to(ROOT / name)
        if path.is_file() and inside.parts[0] not in NOT_SHIPPED and path.suffix != ".po":
            yield path, Path("carinspect") / f"_{name}" / inside.parent


def _migrations() -> Iterator[tuple[Path, Path]]:
    # Alembic reads them as files.
    for path in sorted((ROOT / _MIGRATIONS).rglob("*.py")):
        yield path, path.parent.relative_to(ROOT)


def _write_licences(edition: Edition) -> Path:
    """The licences of what is in this edition, and of nothing else."""
    path = BUILD / edition.name / "facts" / LICENCES
    script = ROOT / "packaging" / "licences.py"
    run(sys.executable, script, "--edition", edition.name, "--out", path)
    return path


def _write_build_facts(edition: Edition) -> Path:
    """What ``carinspect.core.build_facts`` reads."""
    settings = json.loads((ROOT / "packaging" / "updates.json").read_text("utf-8"))
    path = fresh(BUILD / edition.name / "facts") / "build.json"
    path.write_text(json.dumps({"edition": edition.name, **settings}), encoding="utf-8")
    return path
