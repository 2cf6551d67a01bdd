"""Menu entry, AppStream data, manual, control file."""

import configparser
import gzip
import mimetypes
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from installers import deb
from installers.editions import COUNTER, FULL
from installers.icons import SIZES_PX, png, write_icon
from installers.linux_files import desktop_entry, metainfo, write_desktop_files
from installers.manual import manual

import carinspect
from carinspect.cli.main import VERBS
from carinspect.core.photo import PHOTO_SUFFIXES


def entry_of(text):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(text)
    return parser["Desktop Entry"]


def test_photos_open_with_the_program():
    entry = entry_of(desktop_entry("/opt/carinspect"))
    types = entry["MimeType"].split(";")

    assert entry["Exec"] == "/opt/carinspect %F"
    assert entry["Icon"] == "carinspect"
    named = {mimetypes.types_map.get(suffix) for suffix in PHOTO_SUFFIXES} - {None}
    assert named <= set(types)
    assert {"image/heic", "image/avif", "image/webp"} <= set(types)


def test_the_menu_speaks_korean():
    entry = entry_of(desktop_entry("carinspect"))

    assert entry["Comment[ko]"]
    assert entry["GenericName[ko]"]


def test_appstream_names_the_version_and_speaks_korean():
    component = ET.fromstring(metainfo())

    assert component.find("releases/release").get("version") == carinspect.__version__
    languages = {
        element.get("{http://www.w3.org/XML/1998/namespace}lang")
        for element in component.iter("summary")
    }
    assert languages == {None, "ko"}
    assert component.find("launchable").text == component.find("id").text


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="no desktop-file-utils")
def test_the_menu_entry_is_valid(tmp_path):
    file = tmp_path / "carinspect.desktop"
    file.write_text(desktop_entry("carinspect"), encoding="utf-8")

    done = subprocess.run(
        ["desktop-file-validate", file], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_all_files_are_written_and_listed(tmp_path):
    written = write_desktop_files(tmp_path, "carinspect")

    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(written)
    icons = {path.parent.parent.name for path in written if path.suffix == ".png"}
    assert icons == {f"{side}x{side}" for side in SIZES_PX}
    page = tmp_path / "man" / "man1" / "carinspect.1.gz"
    assert gzip.decompress(page.read_bytes()).decode().startswith(".TH CARINSPECT 1")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_manual_knows_every_verb(language):
    page = manual(language)

    for verb in VERBS:
        escaped = verb.replace("_", "-").replace("-", "\\-")
        assert f".SS {escaped}\n" in page
    assert ("검사" in page) == (language == "ko")


@pytest.mark.skipif(shutil.which("man") is None, reason="no man")
def test_the_manual_is_good_roff(tmp_path):
    file = tmp_path / "carinspect.1"
    file.write_text(manual("en"), encoding="utf-8")

    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


def test_icons_are_drawn_at_their_size(tmp_path):
    assert png(16)[:8] == b"\x89PNG\r\n\x1a\n"
    assert png(16) != png(48)
    assert write_icon(tmp_path / "carinspect.ico").read_bytes()[:4] == b"\0\0\1\0"
    assert write_icon(tmp_path / "carinspect.icns").read_bytes()[:4] == b"icns"


def fields(text):
    return dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))


def test_the_control_file_has_what_policy_asks(monkeypatch):
    monkeypatch.setattr(deb, "architecture", lambda: "amd64")

    control = fields(deb.control(COUNTER, ["libc6 (>= 2.36)", "libegl1"], 1234))

    assert control["Package"] == "carinspect"
    assert control["Version"] == carinspect.__version__
    assert control["Depends"] == "libc6 (>= 2.36), libegl1"
    assert control["Installed-Size"] == "1234"
    assert len(control["Description"]) < 80
    assert "Conflicts" not in control


def test_the_editions_replace_each_other(monkeypatch):
    monkeypatch.setattr(deb, "architecture", lambda: "amd64")

    control = fields(deb.control(FULL, [], 1))

    assert control["Package"] == "carinspect-full"
    assert control["Conflicts"] == control["Replaces"] == control["Provides"] == "carinspect"


def test_the_package_carries_the_licences_of_its_parts(root):
    text = deb.copyright_text(root / "resources" / "licences.json")

    assert "PySide6_Essentials" in text
    assert "Apache License" in text
    assert "SIL OPEN FONT LICENSE" in text
