"""What is no regular file, may not be read, or goes away."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from tests.hostile.entry import (
    EMPTY,
    GOOD,
    MISSING,
    NO_ACCESS,
    NOT_A_FILE,
    UNREADABLE,
    CannotMakeError,
    Entry,
)
from tests.hostile.pictures import good_files


def entries() -> list[Entry]:
    return [
        Entry("link", "to_itself.jpg", _link("to_itself.jpg", "to_itself.jpg"), NO_ACCESS),
        Entry("link", "to_nothing.jpg", _link("to_nothing.jpg", "gone.jpg"), MISSING),
        Entry("link", "two_in_a_ring.jpg", _ring, NO_ACCESS),
        Entry("link", "to_a_photo.jpg", _link_to_photo, GOOD),
        Entry("link", "a_hundred_links.jpg", _chain, NO_ACCESS),
        Entry("link", "to_its_folder.jpg", _link("to_its_folder.jpg", "."), NOT_A_FILE),
        Entry("link", "to_dev_zero.jpg", _link("to_dev_zero.jpg", "/dev/zero"), NOT_A_FILE),
        Entry("link", "to_etc_passwd.jpg", _link("to_etc_passwd.jpg", "/etc/passwd"), UNREADABLE),
        Entry("special", "fifo.jpg", _fifo, NOT_A_FILE),
        Entry("special", "socket.jpg", _socket, NOT_A_FILE),
        Entry("special", "folder.jpg", _folder, NOT_A_FILE),
        Entry("special", "device_zero.jpg", _device(1, 5), NOT_A_FILE),
        Entry("special", "device_random.jpg", _device(1, 9), NOT_A_FILE),
        Entry("special", "device_null.jpg", _device(1, 3), NOT_A_FILE),
        Entry("special", "block_device.jpg", _device(7, 250, block=True), NOT_A_FILE),
        Entry("special", "dev_zero", lambda _folder: Path("/dev/zero"), NOT_A_FILE),
        Entry("special", "proc_mem", lambda _folder: Path("/proc/self/mem"), NO_ACCESS),
        Entry(
            "special",
            "proc_kmsg",
            lambda _folder: Path("/proc/kmsg"),
            NO_ACCESS | NOT_A_FILE | EMPTY | UNREADABLE,
        ),
        Entry("special", "proc_empty_size", lambda _folder: Path("/proc/cpuinfo"), UNREADABLE),
        Entry("missing", "never_there.jpg", lambda folder: folder / "never_there.jpg", MISSING),
        Entry("missing", "through_a_file.jpg", _through_a_file, MISSING),
        Entry("missing", "in_no_folder.jpg", lambda folder: folder / "no" / "x.jpg", MISSING),
        Entry("access", "mode_0.jpg", _forbidden, NO_ACCESS),
        Entry("access", "in_a_closed_folder.jpg", _closed_folder, NO_ACCESS),
        Entry("access", "write_only.jpg", _write_only, NO_ACCESS),
    ]


NEEDS_LESS_RIGHTS = {"mode_0.jpg", "in_a_closed_folder.jpg", "write_only.jpg"}
"""Root may read them: they are inspected by a process that gave up being root."""


def _link(name: str, target: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).symlink_to(target)
        return folder / name

    return make


def _photo(path: Path) -> Path:
    path.write_bytes(good_files()["jpg"])
    return path


def _ring(folder: Path) -> Path:
    (folder / "two_in_a_ring.jpg").symlink_to("other.jpg")
    (folder / "other.jpg").symlink_to("two_in_a_ring.jpg")
    return folder / "two_in_a_ring.jpg"


def _link_to_photo(folder: Path) -> Path:
    (folder / "to_a_photo.jpg").symlink_to(_photo(folder / "photo.jpg"))
    return folder / "to_a_photo.jpg"


def _chain(folder: Path) -> Path:
    """More links in a row than a system follows."""
    _photo(folder / "link0.jpg")
    for number in range(1, 101):
        (folder / f"link{number}.jpg").symlink_to(f"link{number - 1}.jpg")
    return folder / "link100.jpg"


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "fifo.jpg")
    return folder / "fifo.jpg"


def _socket(folder: Path) -> Path:
    here = Path.cwd()
    os.chdir(folder)  # a socket's path has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.jpg")
    finally:
        os.chdir(here)
    return folder / "socket.jpg"


def _folder(folder: Path) -> Path:
    (folder / "folder.jpg").mkdir()
    return folder / "folder.jpg"


def _device(major: int, minor: int, *, block: bool = False) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        kind = stat.S_IFBLK if block else stat.S_IFCHR
        path = folder / "device.jpg"
        try:
            os.mknod(path, kind | 0o666, os.makedev(major, minor))
        except OSError as error:
            raise CannotMakeError(f"devices need root: {error.strerror}") from None
        return path

    return make


def _through_a_file(folder: Path) -> Path:
    return _photo(folder / "a.jpg") / "b.jpg"


def _forbidden(folder: Path) -> Path:
    path = _photo(folder / "mode_0.jpg")
    path.chmod(0)
    return path


def _write_only(folder: Path) -> Path:
    path = _photo(folder / "write_only.jpg")
    path.chmod(0o222)
    return path


def _closed_folder(folder: Path) -> Path:
    closed = folder / "closed"
    closed.mkdir()
    path = _photo(closed / "in_a_closed_folder.jpg")
    closed.chmod(0)
    return path


def remove(folder: Path) -> None:
    """Remove what was made, closed folders too."""
    for path in folder.rglob("closed"):
        path.chmod(0o700)
    shutil.rmtree(folder)
