"""What PyInstaller would take along and nobody needs, by path in the bundle."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

_QT_PLUGINS: Final = {
    # Windows on a screen, and without one for the tests of the build.
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    # Korean is typed through these.
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontext"),
    # The desktop's own file dialogs and its light or dark; GTK's would bring GTK along.
    "platformthemes": ("qxdgdesktopportal",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qjpeg", "qico"),
}
"""Folder of plugins -> beginnings of the names that stay; other folders go."""

_QT_LIBRARIES: Final = (
    "Qml", "Quick", "VirtualKeyboard", "Pdf", "EglF", "Network", "Test", "Sql", "Designer",
    "Labs", "WaylandCompositor", "WaylandEglCompositor",
)  # fmt: skip

_QT_LANGUAGES: Final = ("qtbase_ko.qm", "qtbase_en.qm")

_TESTS: Final = re.compile(r"(^|/)(tests?|testing|_tests|benchmarks)/", re.IGNORECASE)
_NEEDED_TESTS: Final = ("numpy/testing/", "tensorflow/", "sklearn/utils/")
"""Folders of that name which programs import."""

_USELESS: Final = re.compile(
    r"\.(pyi|pyx|pxd|h|hpp|c|cpp|lib|a|cmake|md|rst)$"
    r"|(^|/)(include|xla_aot_runtime_src)/|sklearn/datasets/(data|images|descr)/"
    r"|ai_edge_litert/(libLiteRtWebGpuAccelerator|_pywrap_litert_converter|pywrap_genai_ops)"
    # A plugin that reads films, on Windows; see video_stubs.py for Linux.
    r"|opencv_videoio_ffmpeg"
    r"|ai_edge_litert/_pywrap_modify_model_interface|libtensorflow_framework\.so$"
)

_THE_DESKTOPS: Final = re.compile(
    r"^lib(dbus-1|systemd|gcrypt|gpg-error|cap|lz4|glib-2\.0|gthread-2\.0|pcre2-8|X11|X11-xcb"
    r"|fontconfig|freetype|expat|brotlicommon|brotlidec|png16)\.so"
)
"""What every Linux desktop has, and keeps up to date; mixing two versions of it ends badly. The
xcb libraries are brought along: many a desktop lacks one of those."""

_PHOTOGRAPHS: Final = re.compile(r"\.(jpe?g|heic|avif|webp|tiff?|bmp)$", re.IGNORECASE)


def is_kept(path: str) -> bool:
    """Whether the file at ``path`` of the bundle is shipped."""
    path = path.replace("\\", "/")
    if "PySide6/" in path or PurePosixPath(path).name.startswith("libQt6"):
        return _is_kept_of_qt(path)
    if _TESTS.search(path) and not any(part in path for part in _NEEDED_TESTS):
        return False
    if _THE_DESKTOPS.match(path):
        return False
    return not _USELESS.search(path) or "/_resources/" in path


def _is_kept_of_qt(path: str) -> bool:
    parts = PurePosixPath(path).parts
    name = parts[-1]
    if "translations" in parts:
        return name in _QT_LANGUAGES
    if "plugins" in parts:
        kind = parts[parts.index("plugins") + 1]
        plain = name.removeprefix("lib")
        return plain.startswith(_QT_PLUGINS.get(kind, ())) if kind in _QT_PLUGINS else False
    library = re.match(r"(?:lib)?Qt6?(\w+?)(?:\.so|\.dll|\.abi|$)", name)
    return not (library and library[1].startswith(_QT_LIBRARIES))


def photographs(paths: list[str]) -> list[str]:
    """Photos in a bundle that are not the samples: those for development are never shipped."""
    return [
        path
        for path in paths
        if _PHOTOGRAPHS.search(path) and "/_resources/samples/" not in path.replace("\\", "/")
    ]
