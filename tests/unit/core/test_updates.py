import json

import pytest

from carinspect.core.build_facts import BuildFacts, build_facts
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.updates import System, parse_release

PACKAGE = {
    "file": "carinspect_1.2.0_amd64.deb",
    "edition": "counter",
    "system": "debian",
    "size": 5,
    "sha256": "ab" * 32,
}
RELEASE = {
    "format": 1,
    "version": "1.10.0",
    "published": "2026-11-24",
    "notes": {"en": "Faster.", "ko": "더 빠릅니다."},
    "packages": [PACKAGE],
}


def parse(record):
    return parse_release(json.dumps(record).encode(), "updates.json")


def test_versions_are_compared_by_numbers():
    release = parse(RELEASE)

    assert release.is_newer_than("1.9.3")
    assert release.is_newer_than("1.9")
    assert not release.is_newer_than("1.10")
    assert not release.is_newer_than("1.10.1")
    assert not release.is_newer_than("2.0")


def test_each_edition_and_system_has_its_package():
    release = parse(RELEASE)

    assert release.package_for("counter", System.DEBIAN).file == PACKAGE["file"]
    assert release.package_for("full", System.DEBIAN) is None
    assert release.package_for("counter", System.WINDOWS) is None


def test_notes_are_in_the_users_language_or_in_english():
    release = parse(RELEASE)

    assert release.notes_in("ko") == "더 빠릅니다."
    assert release.notes_in("fr") == "Faster."


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"version": "1.0; rm -rf"},
        {"version": 3},
        {"published": "yesterday"},
        {"packages": [{**PACKAGE, "file": "../../.bashrc"}]},
        {"packages": [{**PACKAGE, "file": "-o"}]},
        {"packages": [{**PACKAGE, "file": "a/b"}]},
        {"packages": [{**PACKAGE, "size": -1}]},
        {"packages": [{**PACKAGE, "size": "5"}]},
        {"packages": [{**PACKAGE, "sha256": "ab"}]},
        {"packages": [{**PACKAGE, "system": "amiga"}]},
        {"notes": None},
        {"packages": [None]},
    ],
)
def test_what_is_no_manifest_is_refused(changes):
    with pytest.raises(CarInspectError) as caught:
        parse({**RELEASE, **changes})
    assert caught.value.code is ErrorCode.UPDATES_UNREADABLE


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"null", b"[" * 100_000])
def test_what_is_no_json_is_refused(data):
    with pytest.raises(CarInspectError) as caught:
        parse_release(data, "updates.json")
    assert caught.value.code is ErrorCode.UPDATES_UNREADABLE


def test_a_checkout_knows_of_no_installer():
    assert build_facts() == BuildFacts()
