"""Small libraries in the place of FFmpeg and AVIF, which OpenCV's wheel for Linux brings along.

The program lets OpenCV compare and mend pictures in memory; photos are read by Pillow, and films
are never read at all. OpenCV's one library is nevertheless linked against 45 MB of decoders and
would not load without them: it gets libraries of the same names whose functions end the program.
Only those of OpenCV are touched; Pillow and pi-heif have their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from installers.places import run

_VERSIONED: Final = ("libavcodec", "libavformat", "libavutil", "libswscale")
_AVIF: Final = "libavif"
_ONLY_FOR_THEM: Final = (
    "libaom", "libvpx", "libdav1d", "libswresample", "libdrm", "libssl", "libcrypto",
)  # fmt: skip
_NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_UNDEFINED: Final = re.compile(r"\sUND\s+(\w+)(?:@(\w+))?")


def replace_decoders(internal: Path) -> None:
    """Put stubs in the place of the decoders in the bundle's folder ``internal``."""
    (opencv,) = (internal / "cv2").glob("cv2*.so")
    libraries = internal / "opencv_python_headless.libs"
    named = set(_NEEDED.findall(run("objdump", "-p", opencv).stdout))
    wanted = _wanted_functions(opencv)
    for name in sorted(named):
        stem = name.split("-")[0]
        if stem in {*_VERSIONED, _AVIF}:
            _write_stub(libraries / name, wanted[stem])
    for path in libraries.iterdir():
        if path.name.split("-")[0] in _ONLY_FOR_THEM:
            path.unlink()
    _drop_dangling(internal)


def _wanted_functions(opencv: Path) -> dict[str, dict[str, str]]:
    """Library -> the functions that OpenCV wants of it, with their versions."""
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    symbols = run("readelf", "--wide", "--dyn-syms", opencv).stdout
    for function, version in _UNDEFINED.findall(symbols):
        library = version.split("_")[0].lower()
        if library in _VERSIONED:
            wanted[library][function] = version
        elif not version and function.startswith("avif"):
            wanted[_AVIF][function] = ""
    return wanted


def _write_stub(path: Path, functions: dict[str, str]) -> None:
    code = "#include <stdlib.h>\n" + "".join(
        f"void {name}(void) {{ abort(); }}\n" for name in sorted(functions)
    )
    versions = "".join(f"{version} {{ global: *; }};\n" for version in {*functions.values()} - {""})
    with TemporaryDirectory() as folder:
        source, script = Path(folder, "stub.c"), Path(folder, "stub.map")
        source.write_text(code)
        script.write_text(versions)
        options = [f"-Wl,--version-script={script}"] if versions else []
        path.unlink()
        run("gcc", "-shared", "-fPIC", "-s", "-fno-builtin", f"-Wl,-soname,{path.name}", *options,
            "-o", path, source)  # fmt: skip


def _drop_dangling(internal: Path) -> None:
    for path in internal.iterdir():
        if path.is_symlink() and not path.exists():
            path.unlink()
