import json
import re
import shutil
import subprocess
import zipfile

import PIL.Image
import PIL.ImageChops
import PIL.ImageStat
import pytest

from carinspect.core.comparison import (
    Comparison,
)
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evidence import Role
from carinspect.services.records import now
from carinspect.services.verify_pack import known_to_log, verify_pack
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.pack_file import read_pack
from tests.evidence_packs import CUSTOMER, PLATE, add_rental, export, rewritten


@pytest.fixture
def rental(records):
    return add_rental(records)


def text_of(pack, tmp_path):
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    with zipfile.ZipFile(pack) as archive:
        archive.extract("report.pdf", tmp_path)
    done = subprocess.run([tool, tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_pack_holds_the_originals_and_proves_itself(records, rental, tmp_path):
    pack = export(records, rental, tmp_path)

    check = verify_pack(pack)
    assert check.ok
    assert check.seal[:12] in pack.name
    assert known_to_log(check, records)
    originals = [file for file in check.manifest.files if file.role is Role.ORIGINAL]
    with zipfile.ZipFile(pack) as archive:
        for file in originals:
            sha256 = file.sha256
            assert archive.read(file.name) == records.photos.read(sha256)
    assert [file.name for file in originals] == [
        "photos/pickup/01-front.jpg", "photos/return/02-front.jpg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("New damage", "The customer objects", "97%", "이정우", "model-1", PLATE)),
     ("ko", ("새로운 손상", "문짝 긁힘", "97%", "이정우", "model-1", "Not me"))],
)  # fmt: skip
def test_the_report_tells_what_was_decided_and_by_whom(records, rental, tmp_path, language, words):
    text = text_of(export(records, rental, tmp_path, language=language), tmp_path)

    assert [word for word in words if word not in text] == []


def test_nothing_in_a_pack_names_a_price(records, rental, tmp_path):
    text = text_of(export(records, rental, tmp_path), tmp_path)

    assert not re.search(r"[$€₩]|\b(?:price|cost|fee|charge)s?\b", text, re.IGNORECASE)


def test_every_alteration_is_found(records, rental, tmp_path):
    pack = export(records, rental, tmp_path)

    def touched(name):
        def change(one, data):
            return data + b"x" if one == name else data

        return verify_pack(rewritten(pack, change))

    for name in read_pack(pack):
        if name == "manifest.json":
            continue
        assert not touched(name).ok, name
    assert verify_pack(rewritten(pack, lambda n, d: None if n == "data.json" else d)).missing


def test_a_pack_made_anew_is_not_known_to_the_log(records, rental, tmp_path):
    pack = export(records, rental, tmp_path)

    def change(name, data):
        if name not in {"manifest.json", "verify.html"}:
            return data
        return data.replace(b"R/1", b"R/2")

    assert not known_to_log(verify_pack(rewritten(pack, change)), records)


def test_a_redacted_pack_hides_and_still_verifies(records, rental, tmp_path):
    full = verify_pack(export(records, rental, tmp_path))
    boxes = {file.sha256: ((0.0, 0.0, 0.5, 0.5),) for file in full.manifest.files}
    pack = export(records, rental, tmp_path, redacted=True, hidden=boxes)

    check = verify_pack(pack)
    assert check.ok
    assert check.manifest.redacted
    assert check.manifest.originals_root == full.manifest.originals_root
    sealed = {file.sha256 for file in full.manifest.files if file.role is Role.ORIGINAL}
    photos = [file for file in check.manifest.files if file.role is Role.REDACTED]
    assert {file.original_sha256 for file in photos} == sealed
    with zipfile.ZipFile(pack) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        record = json.loads(archive.read("data.json"))
        with PIL.Image.open(archive.open(photos[0].name)) as hidden:
            corner = hidden.convert("L").crop((0, 0, hidden.width // 2, hidden.height // 2))
        blocks = corner.resize((6, 4), PIL.Image.Resampling.BOX)
        blocks = blocks.resize(corner.size, PIL.Image.Resampling.NEAREST)
        apart = PIL.ImageChops.difference(corner, blocks)
        assert PIL.ImageStat.Stat(apart).mean[0] < 6
    assert b"SecretCamera" not in everything
    assert PLATE.encode() not in everything
    assert record["rental"]["customer_reference"] != CUSTOMER


def test_a_redacted_report_shows_no_signature(records, rental, tmp_path):
    tool = shutil.which("pdfimages")
    if tool is None:
        pytest.skip("pdfimages is not installed")
    counts = []
    for redacted in (False, True):
        pack = export(records, rental, tmp_path, redacted=redacted)
        with zipfile.ZipFile(pack) as archive:
            archive.extract("report.pdf", tmp_path)
        listed = subprocess.run(
            [tool, "-list", tmp_path / "report.pdf"], capture_output=True, check=True
        )
        counts.append(len(listed.stdout.splitlines()))

    assert counts[0] == counts[1] + 1


def test_a_rental_without_a_decision_gives_no_pack(records, rental, tmp_path):
    with records.database.writing() as connection:
        store = ComparisonStore(connection)
        finding = store.latest(rental).findings[0].finding
        store.add(rental, Comparison("model-1", (finding,)), by="kim", at=now())

    with pytest.raises(CarInspectError) as error:
        export(records, rental, tmp_path)

    assert error.value.code is ErrorCode.NOT_REVIEWED


def test_what_is_no_pack_is_told_so(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not really")

    with pytest.raises(CarInspectError) as error:
        verify_pack(tmp_path / "a.zip")

    assert error.value.code is ErrorCode.PACK_DAMAGED


HARNESS = """
const fs = require("fs");
const [kind, ...names] = process.argv.slice(2);
(async () => {
  if (kind === "hash") {
    const bytes = new Uint8Array(fs.readFileSync(names[0]));
    console.log(JSON.stringify([sha256(bytes), await hashOf(bytes)]));
    return;
  }
  const bytes = new Uint8Array(fs.readFileSync(names[0]));
  const given = await unzip(bytes);
  for (const name of names.slice(1)) {
    given.push({ name, bytes: new Uint8Array(fs.readFileSync(name)) });
  }
  const done = await verify(MANIFEST_TEXT, given);
  console.log(JSON.stringify({ ok: done.ok, seal: done.seal, rows: done.rows }));
})();
"""


def in_node(pack, tmp_path, *arguments):
    """Run the very script of a pack's verifier page."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no browser and no node to run the verifier's script")
    with zipfile.ZipFile(pack) as archive:
        page = archive.read("verify.html").decode()
    script = re.search(r"<script>\n(.*)</script>", page, re.DOTALL)[1]
    file = tmp_path / "verifier.js"
    file.write_text(script + HARNESS, encoding="utf-8")
    done = subprocess.run(
        [node, file, *map(str, arguments)], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_the_verifier_page_agrees_with_the_program(records, rental, tmp_path):
    pack = export(records, rental, tmp_path)

    told = in_node(pack, tmp_path, "pack", pack)

    assert told["ok"]
    assert told["seal"] == verify_pack(pack).seal
    assert {row["state"] for row in told["rows"]} == {"whole"}


def test_the_verifier_page_finds_what_was_altered(records, rental, tmp_path):
    pack = export(records, rental, tmp_path)
    flipped = rewritten(pack, lambda n, d: d[:-9] + b"\x00" + d[-8:] if "return" in n else d)
    cut = rewritten(flipped, lambda n, d: None if n == "data.json" else d)

    told = in_node(pack, tmp_path, "pack", cut)

    states = {row["name"]: row["state"] for row in told["rows"]}
    assert not told["ok"]
    assert states["photos/return/02-front.jpg"] == "altered"
    assert states["data.json"] == "missing"
    assert states["photos/pickup/01-front.jpg"] == "whole"


def test_the_verifier_page_knows_a_sealed_original(records, rental, tmp_path):
    pack = export(records, rental, tmp_path, redacted=True)
    original = verify_pack(pack).manifest.files[0].original_sha256

    told = in_node(pack, tmp_path, "pack", pack, records.photos.path(original))

    assert told["ok"]
    assert told["rows"][-1]["state"] == "sealed"


@pytest.mark.parametrize("size", [0, 55, 56, 63, 64, 65, 100_000])
def test_the_pages_own_sha256_is_the_standards(records, rental, tmp_path, size):
    import hashlib

    data = bytes(i * 7 % 256 for i in range(size))
    (tmp_path / "data.bin").write_bytes(data)
    pack = export(records, rental, tmp_path)

    own, native = in_node(pack, tmp_path, "hash", tmp_path / "data.bin")

    assert own == native == hashlib.sha256(data).hexdigest()


def test_the_verifier_page_needs_no_network(records, rental, tmp_path):
    with zipfile.ZipFile(export(records, rental, tmp_path)) as archive:
        page = archive.read("verify.html").decode()

    assert not re.search(r"https?://|src=|@import|fetch\(|XMLHttpRequest", page)
    assert "default-src 'none'" in page
