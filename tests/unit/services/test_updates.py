import http.server
import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services import updates
from carinspect.services.updates import CheckForUpdates, FetchUpdate, UpdateSource, update_source
from tests.signed_updates import Publisher


@pytest.fixture
def publisher(tmp_path):
    return Publisher(tmp_path / "published")


@pytest.fixture
def source(publisher):
    return UpdateSource(str(publisher.manifest), publisher.key)


def code_of(job):
    with pytest.raises(CarInspectError) as caught:
        run_here(job)
    return caught.value.code


def test_a_newer_version_is_told_and_fetched(publisher, source, tmp_path):
    publisher.publish("99.0", content=b"x" * 700_000)
    reports = []

    update = run_here(CheckForUpdates(source))
    file = run_here(FetchUpdate(source, update, tmp_path / "got"), reports.append)

    assert update.is_newer
    assert file.read_bytes() == b"x" * 700_000
    assert reports[-1] == Progress(700_000, 700_000)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_version_that_runs_is_no_update(publisher, source):
    publisher.publish("0.0.1")

    assert not run_here(CheckForUpdates(source)).is_newer


def test_a_changed_manifest_is_refused(publisher, source):
    publisher.publish("99.0")
    data = publisher.manifest.read_bytes()
    publisher.manifest.write_bytes(data.replace(b"99.0", b"99.1"))

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNSIGNED


def test_the_signature_of_another_key_is_refused(publisher, source):
    Publisher(publisher.folder).publish("99.0")

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNSIGNED


@pytest.mark.parametrize("signature", [b"", b"AAAA", b"not base64 \xff", b"A" * 100_000])
def test_what_is_no_signature_is_refused(publisher, source, signature):
    publisher.publish("99.0")
    publisher.manifest.with_name("updates.json.sig").write_bytes(signature)

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNSIGNED


def test_a_manifest_without_a_signature_is_not_read(publisher, source):
    publisher.publish("99.0")
    publisher.manifest.with_name("updates.json.sig").unlink()

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNREACHABLE


def test_a_signed_file_that_is_no_manifest_is_told(publisher, source):
    publisher.sign(b"{}")

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNREADABLE


def test_an_endless_manifest_is_not_read_to_its_end(publisher, source):
    publisher.sign(b" " * 1_000_001)

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNREADABLE


@pytest.mark.parametrize("content", [b"installer!", b"install", b"INSTALLER"])
def test_another_package_than_the_signed_one_is_not_kept(publisher, source, tmp_path, content):
    publisher.publish("99.0", content=b"installer")
    update = run_here(CheckForUpdates(source))
    for file in publisher.folder.glob("*.bin"):
        file.write_bytes(content)

    assert code_of(FetchUpdate(source, update, tmp_path / "got")) is ErrorCode.UPDATES_WRONG_FILE
    assert list((tmp_path / "got").iterdir()) == []


def test_a_download_can_be_cancelled(publisher, source, tmp_path):
    publisher.publish("99.0")
    update = run_here(CheckForUpdates(source))
    cancel = threading.Event()
    cancel.set()

    with pytest.raises(JobCancelled):
        FetchUpdate(source, update, tmp_path / "got").run(JobContext(lambda _report: None, cancel))
    assert list((tmp_path / "got").iterdir()) == []


def test_a_release_without_an_installer_for_this_computer_says_so(publisher, source, tmp_path):
    publisher.publish("99.0", packages=[])
    update = run_here(CheckForUpdates(source))

    assert update.package is None
    assert code_of(FetchUpdate(source, update, tmp_path)) is ErrorCode.UPDATES_NO_PACKAGE


def test_updates_come_from_a_web_server_too(publisher, tmp_path):
    publisher.publish("99.0", content=b"from the web")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(publisher.folder))

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/updates.json"
        source = UpdateSource(address, publisher.key)
        update = run_here(CheckForUpdates(source))
        file = run_here(FetchUpdate(source, update, tmp_path))
        missing = UpdateSource(f"{address}.not", publisher.key)
        assert code_of(CheckForUpdates(missing)) is ErrorCode.UPDATES_UNREACHABLE
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert file.read_bytes() == b"from the web"
    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNREACHABLE


def test_other_schemes_are_taken_for_paths(publisher):
    source = UpdateSource(f"ftp://{publisher.manifest}", publisher.key)

    assert code_of(CheckForUpdates(source)) is ErrorCode.UPDATES_UNREACHABLE


def test_a_build_without_an_address_says_so():
    with pytest.raises(CarInspectError) as caught:
        update_source()
    assert caught.value.code is ErrorCode.UPDATES_NOT_SET_UP


def test_the_address_and_the_key_come_with_the_build(publisher, monkeypatch):
    key = publisher.key_file.read_text()
    facts = updates.build_facts().__class__("counter", "https://example.org/updates.json", key)
    monkeypatch.setattr(updates, "build_facts", lambda: facts)

    assert update_source() == UpdateSource("https://example.org/updates.json", publisher.key)
    assert update_source("/mnt/updates.json").manifest == "/mnt/updates.json"


@pytest.mark.parametrize("text", ["", "AAAA", "no base64!", "A" * 44])
def test_a_file_that_holds_no_key_is_told(tmp_path, text):
    file = tmp_path / "some.key"
    file.write_text(text)

    with pytest.raises(CarInspectError) as caught:
        update_source("updates.json", file)
    assert caught.value.code is ErrorCode.UPDATES_KEY_UNUSABLE
