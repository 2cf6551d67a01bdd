"""A picture of the window in some state, without touching the user's settings.

    python packaging/screenshots.py --out window.png [--scene inspect] [--language ko]
        [--theme dark] [--size 1280x840] [PHOTO...]
    python packaging/screenshots.py --list

The states stand in `packaging/scenes/`. In the scene `inspect` the first photo is the one shown
large; without photos the samples are shown. QT_SCALE_FACTOR=2 gives the picture of a HiDPI screen.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scene import Scene, Stage  # noqa: E402

from carinspect.core.i18n import available_languages  # noqa: E402


def scenes() -> dict[str, Scene]:
    """All scenes by name."""
    files = sorted((ROOT / "packaging" / "scenes").glob("*.py"))
    return {one.name: one for file in files for one in runpy.run_path(str(file))["SCENES"]}


def main(arguments: list[str]) -> int:
    """Take the picture; 1 where the scene did not come about in time."""
    known = scenes()
    chosen = _parser(known).parse_args(arguments)
    if chosen.list:
        print("\n".join(known))
        return 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "CACHE"))):
            os.environ[name] = home
        return _photograph(chosen, known[chosen.scene], Path(home))


def _parser(known: dict[str, Scene]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="name the scenes")
    parser.add_argument("--out", type=Path, default=Path("window.png"))
    parser.add_argument("--scene", choices=list(known), default="inspect")
    parser.add_argument(
        "--language",
        choices=available_languages(),
        default="en",
        help="one that is compiled (packaging/catalogs.py compile)",
    )
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--size", default="1280x840")
    parser.add_argument("photos", nargs="*", type=Path)
    return parser


def _photograph(chosen: argparse.Namespace, scene: Scene, home: Path) -> int:
    from PySide6.QtCore import qInstallMessageHandler

    from carinspect.core.settings import Theme
    from carinspect.services.workspace import Workspace
    from carinspect.ui.application import Session, make_application

    # The offscreen platform complains of every window that has a smallest size.
    qInstallMessageHandler(lambda _kind, _context, message: _complain(message))
    app = make_application(sys.argv[:1])
    workspace = Workspace(home / "settings.json")
    workspace.change(
        language=chosen.language, theme=Theme(chosen.theme), first_steps=chosen.scene == "empty"
    )
    session = Session(app, workspace)
    session.window.resize(*map(int, chosen.size.split("x")))
    session.start()
    stage = Stage(session, home, tuple(chosen.photos))
    try:
        stage.wait(300)
        stage.until(lambda: not session.lanes.inspect.busy)
        scene.play(stage)
        stage.wait(300)
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        scene.shown(stage).grab().save(str(chosen.out))
    except TimeoutError:
        return 1
    finally:
        session.end()
    return 0


def _complain(message: str) -> None:
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
