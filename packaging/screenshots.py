"""A picture of the window showing inspected photos, without touching the user's settings.

    python packaging/screenshots.py --out window.png [--language ko] [--theme dark]
        [--size 1280x840] [--empty | PHOTO...]

The first photo is the one shown large. QT_SCALE_FACTOR=2 gives the picture of a HiDPI screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

_LIMIT_MS = 60_000


def main(arguments: list[str]) -> int:
    """Take the picture; 1 where the inspection did not end in time."""
    chosen = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = home
        return _photograph(chosen, Path(home))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--size", default="1280x840")
    parser.add_argument("--empty", action="store_true", help="the window without photos")
    parser.add_argument("photos", nargs="*", type=Path)
    return parser


def _photograph(chosen: argparse.Namespace, home: Path) -> int:
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer, qInstallMessageHandler

    from carinspect.core.settings import Theme
    from carinspect.services.workspace import Workspace
    from carinspect.ui.application import Session, make_application

    def wait(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    # The offscreen platform complains of every window that has a smallest size.
    qInstallMessageHandler(lambda _kind, _context, message: _complain(message))
    app = make_application(sys.argv[:1])
    workspace = Workspace(home / "settings.json")
    workspace.change(language=chosen.language, theme=Theme(chosen.theme))
    session = Session(app, workspace)
    session.window.resize(*map(int, chosen.size.split("x")))
    session.start(() if chosen.empty else tuple(chosen.photos))
    page = session.window.page("inspect")
    wanted = 0 if chosen.empty else len(chosen.photos)
    limit = QDeadlineTimer(_LIMIT_MS)
    wait(300)
    while page.photos.counts().total() < wanted and not limit.hasExpired():
        wait(50)
    if wanted:
        page.area.toggle_heat_map()
    wait(500)  # thumbnails, and the large photo after them
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    session.window.grab().save(str(chosen.out))
    session.end()
    return 1 if limit.hasExpired() else 0


def _complain(message: str) -> None:
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
