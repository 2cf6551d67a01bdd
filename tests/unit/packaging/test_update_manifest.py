"""What the build signs, the program reads."""

import base64
import stat

import pytest
from installers.places import version
from installers.update_manifest import make_keys, write_manifest

from carinspect.core.updates import System
from carinspect.storage.update_source import read_release


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in (
        f"carinspect_{version()}_amd64.deb",
        f"carinspect-full_{version()}_amd64.deb",
        f"carinspect-{version()}-x86_64.run",
        f"carinspect-full-{version()}-setup.exe",
        f"carinspect-{version()}-setup-stub.exe",
        "carinspect_0.0.0_amd64.deb",
        "installers.json",
    ):
        (folder / name).write_bytes(name.encode())
    return folder


def test_the_program_reads_what_was_signed(tmp_path, folder):
    public = make_keys(tmp_path / "private")

    manifest = write_manifest(folder, tmp_path / "private", {"en": "First.", "ko": "처음."})
    release = read_release(str(manifest), base64.b64decode(public))

    assert release.version == version()
    assert release.notes_in("ko") == "처음."
    packages = {(one.edition, one.system): one.file for one in release.packages}
    assert packages == {
        ("counter", System.DEBIAN): f"carinspect_{version()}_amd64.deb",
        ("full", System.DEBIAN): f"carinspect-full_{version()}_amd64.deb",
        ("counter", System.LINUX): f"carinspect-{version()}-x86_64.run",
        ("full", System.WINDOWS): f"carinspect-full-{version()}-setup.exe",
    }


def test_a_private_key_is_its_owners_and_never_overwritten(tmp_path):
    make_keys(tmp_path / "private")

    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_keys(tmp_path / "private")


def test_an_empty_folder_is_refused(tmp_path):
    make_keys(tmp_path / "private")

    with pytest.raises(RuntimeError, match="No installer"):
        write_manifest(tmp_path, tmp_path / "private", {})
