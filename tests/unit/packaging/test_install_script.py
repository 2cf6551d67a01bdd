"""The scripts of the .run, with a small program in place of the large one."""

import os
import subprocess

import pytest
from installers.linux_files import write_desktop_files
from installers.places import HERE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shell scripts")


@pytest.fixture
def unpacked(tmp_path):
    folder = tmp_path / "unpacked"
    (folder / "program" / "_internal").mkdir(parents=True)
    program = folder / "program" / "carinspect"
    program.write_text("#!/bin/sh\necho one\n")
    program.chmod(0o755)
    write_desktop_files(folder / "share", "carinspect")
    for name in ("install.sh", "uninstall.sh"):
        (folder / name).write_bytes((HERE / "linux" / name).read_bytes())
    (folder / "libraries.txt").write_text("libc.so.6 libc6\nlibnowhere.so.9 libnowhere9\n")
    return folder


def run(script, *words, language="C"):
    return subprocess.run(
        ["sh", script, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": language},
    )


@pytest.fixture
def prefix(home):
    return home / ".local"


def test_it_installs_for_the_user_and_says_what_is_missing(unpacked, prefix):
    done = run(unpacked / "install.sh")

    assert done.returncode == 0, done.stderr
    program = prefix / "bin" / "carinspect"
    assert subprocess.run([program], capture_output=True, text=True, check=False).stdout == "one\n"
    entry = (prefix / "share" / "applications" / "carinspect.desktop").read_text("utf-8")
    assert f'Exec="{program}" %F\n' in entry
    assert "libnowhere9" in done.stdout
    assert "libc.so.6" not in done.stdout


def test_it_speaks_korean(unpacked):
    assert "설치했습니다" in run(unpacked / "install.sh", language="ko_KR.UTF-8").stdout


def test_installing_again_replaces_the_program(unpacked, prefix):
    run(unpacked / "install.sh")
    (prefix / "lib" / "carinspect" / "of an earlier version").write_text("")
    (unpacked / "program" / "carinspect").write_text("#!/bin/sh\necho two\n")

    assert run(unpacked / "install.sh").returncode == 0
    program = prefix / "bin" / "carinspect"
    assert subprocess.run([program], capture_output=True, text=True, check=False).stdout == "two\n"
    assert not (prefix / "lib" / "carinspect" / "of an earlier version").exists()


def test_another_folder_with_spaces_will_do(unpacked, tmp_path):
    prefix = tmp_path / "렌터카 programs & more"

    assert run(unpacked / "install.sh", "--prefix", prefix).returncode == 0
    entry = (prefix / "share/applications/carinspect.desktop").read_text("utf-8")
    assert f'Exec="{prefix}/bin/carinspect" %F\n' in entry


def test_uninstalling_leaves_records_and_nothing_else(unpacked, prefix):
    records = prefix / "share" / "carinspect" / "records.sqlite"
    records.parent.mkdir(parents=True)
    records.write_text("records")
    other = prefix / "share" / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("")
    run(unpacked / "install.sh")

    done = run(prefix / "bin" / "carinspect-uninstall")

    assert done.returncode == 0, done.stderr
    left = {path for path in prefix.rglob("*") if path.is_file() or path.is_symlink()}
    assert left - {prefix / "share/applications/mimeinfo.cache"} == {records, other}


def test_it_does_not_overwrite_what_is_not_its_own(unpacked, prefix):
    (prefix / "lib" / "carinspect").mkdir(parents=True)
    (prefix / "lib" / "carinspect" / "thesis.txt").write_text("mine")

    done = run(unpacked / "install.sh")

    assert done.returncode == 1
    assert (prefix / "lib" / "carinspect" / "thesis.txt").read_text() == "mine"


def test_a_read_only_folder_is_told(unpacked):
    done = run(unpacked / "install.sh", "--prefix", "/proc/nowhere")

    assert done.returncode == 1
    assert "cannot be written" in done.stderr
