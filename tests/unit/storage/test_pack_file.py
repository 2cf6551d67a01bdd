"""Packs of strangers are read without a mishap."""

import zipfile

from carinspect.core.evidence import sha256_of
from carinspect.storage.pack_file import read_pack


def test_an_entry_without_a_name_is_read_like_any_other(tmp_path):
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"nameless")
        archive.writestr(zipfile.ZipInfo("photos/"), b"")
        archive.writestr("photos/1.jpg", b"photo")

    found = read_pack(pack)

    assert found == {
        "": (sha256_of(b"nameless"), None),
        "photos/1.jpg": (sha256_of(b"photo"), None),
    }
