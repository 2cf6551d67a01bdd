import dataclasses
import json

import pytest

from carinspect.core.evidence import (
    MANIFEST,
    SLOT,
    VERIFIER,
    Manifest,
    PackFile,
    Role,
    check_pack,
    root_hash,
    sha256_of,
    verifier_page,
)

TEMPLATE = f"<script>const M = {SLOT};</script>"
PHOTO, REPORT = b"photo", b"report"


def manifest(*, redacted=False, photo=PHOTO, original=PHOTO):
    role = Role.REDACTED if redacted else Role.ORIGINAL
    source = sha256_of(original) if redacted else ""
    return Manifest(
        "R-1", "2026-05-01T12:00:00+00:00", "김", redacted, 7, "ab" * 32,
        root_hash([sha256_of(original)]), sha256_of(TEMPLATE.encode()),
        (PackFile("photos/1.jpg", sha256_of(photo), len(photo), role, source),
         PackFile("report.pdf", sha256_of(REPORT), len(REPORT), Role.REPORT)),
    )  # fmt: skip


def with_file(**changed):
    record = json.loads(manifest().to_json())
    record["files"][0] |= changed
    return json.dumps(record)


def pack(made=None, **replaced):
    made = made or manifest()
    text = made.to_json()
    files = {
        MANIFEST: text.encode(),
        VERIFIER: verifier_page(TEMPLATE, text).encode(),
        "photos/1.jpg": PHOTO,
        "report.pdf": REPORT,
        **replaced,
    }
    return {
        name: (sha256_of(data), data if name in {MANIFEST, VERIFIER} else None)
        for name, data in files.items()
        if data is not None
    }


def test_a_whole_pack_is_ok():
    check = check_pack(pack())

    assert check.ok
    assert check.seal == manifest().seal
    assert set(check.whole) == {"photos/1.jpg", "report.pdf"}


def test_an_altered_a_missing_and_a_strange_file_are_told_apart():
    check = check_pack(pack(**{"photos/1.jpg": b"other", "report.pdf": None, "more.txt": b"x"}))

    assert not check.ok
    assert (check.altered, check.missing, check.unlisted) == (
        ("photos/1.jpg",), ("report.pdf",), ("more.txt",),
    )  # fmt: skip


def test_a_manifest_that_was_changed_no_longer_fits_its_verifier():
    text = manifest().to_json().replace("R-1", "R-2")

    check = check_pack(pack(**{MANIFEST: text.encode()}))

    assert check.verifier_altered
    assert check.seal != manifest().seal


def test_a_verifier_that_was_changed_is_found():
    page = verifier_page(TEMPLATE, manifest().to_json()) + "<!-- -->"

    assert check_pack(pack(**{VERIFIER: page.encode()})).verifier_altered


def test_a_photo_left_out_of_the_manifest_breaks_the_root_of_the_originals():
    whole = manifest()
    cut = dataclasses.replace(whole, files=whole.files[1:])

    assert check_pack(pack(cut)).originals_differ


def test_a_redacted_photo_counts_for_its_sealed_original():
    made = manifest(redacted=True, photo=b"hidden")

    assert check_pack(pack(made, **{"photos/1.jpg": b"hidden"})).ok
    assert made.originals_root == manifest().originals_root


def test_a_manifest_reads_back():
    assert Manifest.from_json(manifest().to_json()) == manifest()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "carinspect evidence pack", "version": 99}',
     json.dumps({**json.loads(manifest().to_json()), "files": [{"name": "x"}]}),
     json.dumps({**json.loads(manifest().to_json()), "audit_number": "7"}),
     with_file(name=["photos/1.jpg"]), with_file(sha256={}), with_file(size=True)],
)  # fmt: skip
def test_what_is_no_manifest_is_told_so(text):
    assert check_pack({MANIFEST: (sha256_of(text.encode()), text.encode())}).manifest is None


@pytest.mark.parametrize("strange", ["é", "\udc80"])
def test_a_hash_of_strange_letters_is_another_hash(strange):
    text = with_file(sha256=strange).encode()
    assert check_pack({MANIFEST: (sha256_of(text), text)}).originals_differ


def test_no_text_of_the_manifest_ends_the_verifiers_script():
    made = dataclasses.replace(manifest(), rental="</script><script>alert(1)")

    page = verifier_page(TEMPLATE, made.to_json())

    assert page.count("</script>") == 1
