"""An empty Debian in a folder: a machine that has never seen the program. Needs root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installers.places import run

_BASE: Final = Path(tempfile.gettempdir()) / "carinspect-debian-base.tar"
_APT: Final = Path("/etc/apt")
_SETTING: Final = re.compile(r"::(Proxy|Verify-\S+|Check-\S+) \S")
CLERK: Final = "1000:1000"


@contextmanager
def clean_root() -> Iterator[Path]:
    """A fresh Debian of this machine's release, with a user ``clerk``; gone after the block."""
    if not _BASE.exists():
        _make_base()
    root = Path(tempfile.mkdtemp(prefix="carinspect-root-"))
    run("tar", "-xpf", _BASE, "-C", root)
    root.chmod(0o755)  # the tar file has that of a temporary folder, which only root may enter
    _take_settings_of_apt(root)
    places = [root / "proc", root / "dev" / "shm"]
    places[1].mkdir(parents=True, exist_ok=True)
    run("mount", "-t", "proc", "proc", places[0])
    # Every Linux has shared memory there; Python's locks between processes lie in it.
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", places[1])
    try:
        in_root(root, "useradd", "--create-home", "--uid", "1000", "clerk")
        yield root
    finally:
        for place in places:
            run("umount", "--lazy", place)
        if not any(map(os.path.ismount, places)):
            shutil.rmtree(root)


def in_root(root: Path, *command: str, user: str = "", **variables: str) -> str:
    """Run ``command`` in ``root``, as root or as ``user``; what it printed.

    Raises:
        RuntimeError: it failed.
    """
    words = ["chroot", *([f"--userspec={user}"] if user else []), str(root), *command]
    home = "/home/clerk" if user else "/root"
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": home,
        "LC_ALL": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
        **variables,
    }
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def _make_base() -> None:
    with tempfile.TemporaryDirectory(prefix="carinspect-base-") as folder:
        run("debootstrap", "--variant=minbase", _release(), folder, _mirror())
        shutil.rmtree(Path(folder, "var/cache/apt/archives"))
        half = _BASE.with_suffix(".half")
        run("tar", "-cpf", half, "-C", folder, "--exclude=./proc/*", ".")
        half.replace(_BASE)


def _release() -> str:
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["VERSION_CODENAME"].strip('"')


def _mirror() -> str:
    """Where this machine's own apt gets its packages."""
    listed = run(
        "apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT)",
        "Created-By: Packages",
    ).stdout  # fmt: skip
    wanted = f" {_release()} main"
    return next(line for line in listed.splitlines() if line.endswith(wanted)).split()[0]


def _take_settings_of_apt(root: Path) -> None:
    """Mirror, proxy and keys as on this machine; a machine behind a proxy has no other way."""
    sources = root / "etc" / "apt" / "sources.list.d"
    for path in (_APT / "sources.list.d").glob("debian.sources"):
        shutil.copy(path, sources)
        (root / "etc/apt/sources.list").unlink(missing_ok=True)
    for name in ("/etc/resolv.conf", "/etc/hosts"):
        shutil.copyfile(name, root / name[1:])
    settings = run("apt-config", "dump", "--format", "%f %v%n", "Acquire").stdout
    lines = [line.split(" ", 1) for line in settings.splitlines() if _SETTING.search(line)]
    text = "".join(f'{name} "{value}";\n' for name, value in lines)
    (root / "etc/apt/apt.conf.d/90test").write_text(text, encoding="utf-8")
