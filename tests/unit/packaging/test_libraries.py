"""Whose libraries the program needs, asked of a small one."""

import shutil
import subprocess

import pytest
from installers.libraries import least_glibc, orphans, system_libraries

pytestmark = pytest.mark.skipif(
    shutil.which("gcc") is None or shutil.which("objdump") is None, reason="needs gcc"
)


def compile_library(path, *needed, code="int one(void) { return 1; }"):
    path.parent.mkdir(parents=True, exist_ok=True)
    links = [word for one in needed for word in (f"-L{one.parent}", f"-l:{one.name}")]
    subprocess.run(
        [
            "gcc",
            "-shared",
            "-fPIC",
            "-Wl,--no-as-needed",
            f"-Wl,-soname,{path.name}",
            "-o",
            path,
            "-xc",
            "-",
            "-xnone",
            *links,
        ],
        input=code,
        text=True,
        check=True,
    )
    return path


@pytest.fixture
def bundle(tmp_path):
    folder = tmp_path / "_internal"
    deep = compile_library(folder / "libdeep.so.1")
    used = compile_library(folder / "libused.so.1", deep)
    compile_library(folder / "package" / "module.so", used)
    beside = compile_library(folder / "libbeside.so.1")
    compile_library(folder / "_extension.cpython-311.so", beside)
    compile_library(folder / "libpython3.11.so.1.0")
    lonely = compile_library(folder / "liblonely.so.1")
    compile_library(folder / "libforgotten.so.1", lonely)
    return folder


def test_only_what_nobody_needs_is_an_orphan(bundle):
    assert {path.name for path in orphans(bundle)} == {"liblonely.so.1", "libforgotten.so.1"}


def test_what_is_brought_is_not_asked_of_the_system(bundle):
    needed = system_libraries(bundle)

    assert "libc.so.6" in needed
    assert not {name for name in needed if name.startswith(("libused", "libdeep"))}


def test_the_oldest_glibc_is_the_highest_version_asked_for(bundle):
    assert (2, 0) <= least_glibc(bundle) < (3, 0)
