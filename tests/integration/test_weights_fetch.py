"""Fetching weights from a real server on this machine."""

import hashlib
import http.server
import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.weights_fetch import Source
from carinspect.services.fetch_weights import FetchWeights

CONTENT = bytes(range(256)) * 8192  # 2 MB


class Handler(http.server.BaseHTTPRequestHandler):
    ranges = True

    def do_GET(self):
        asked = self.headers.get("Range")
        self.server.asked.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.ranges else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if asked and self.ranges else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        body = CONTENT[start:]
        self.wfile.write(body[: self.server.break_after] if self.server.break_after else body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.break_after = [], 0
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def source(server):
    md5 = hashlib.md5(CONTENT).hexdigest()
    return Source(f"http://127.0.0.1:{server.server_port}/weights.h5", md5)


def code_of(job):
    with pytest.raises(CarInspectError) as caught:
        run_here(job)
    return caught.value.code


def test_the_file_arrives_with_progress(source):
    reports = []

    path = run_here(FetchWeights("vgg16", source=source), reports.append)

    assert path == BACKBONES["vgg16"].weights_path
    assert path.read_bytes() == CONTENT
    assert reports[-1] == Progress(len(CONTENT), len(CONTENT))


def test_a_broken_download_goes_on_where_it_stopped(server, source):
    server.break_after = 500_000
    assert code_of(FetchWeights("vgg16", source=source)) is ErrorCode.DOWNLOAD_FAILED
    server.break_after = 0

    path = run_here(FetchWeights("vgg16", source=source))

    assert path.read_bytes() == CONTENT
    assert server.asked == ["bytes=0-", "bytes=500000-"]


def test_a_server_without_ranges_starts_again(server, source, monkeypatch):
    server.break_after = 500_000
    assert code_of(FetchWeights("vgg16", source=source)) is ErrorCode.DOWNLOAD_FAILED
    server.break_after = 0
    monkeypatch.setattr(Handler, "ranges", False)

    assert run_here(FetchWeights("vgg16", source=source)).read_bytes() == CONTENT


def test_a_cancelled_download_keeps_what_has_arrived(source):
    cancel = threading.Event()
    ctx = JobContext(lambda _report: cancel.set(), cancel)

    with pytest.raises(JobCancelled):
        FetchWeights("vgg16", source=source).run(ctx)

    assert not BACKBONES["vgg16"].weights_path.exists()
    assert run_here(FetchWeights("vgg16", source=source)).read_bytes() == CONTENT


def test_another_file_is_refused_and_not_kept(source):
    wrong = Source(source.url, "0" * 32)

    assert code_of(FetchWeights("vgg16", source=wrong)) is ErrorCode.WEIGHTS_WRONG_CHECKSUM
    assert list(BACKBONES["vgg16"].weights_path.parent.iterdir()) == []


def test_no_server_is_said():
    source = Source("http://127.0.0.1:9/weights.h5", "0" * 32)

    assert code_of(FetchWeights("vgg16", source=source)) is ErrorCode.DOWNLOAD_FAILED


def test_a_file_that_the_user_brings_is_checked_and_taken(tmp_path, source):
    brought = tmp_path / "from a colleague.h5"
    brought.write_bytes(CONTENT)

    assert run_here(FetchWeights("vgg16", brought, source)).read_bytes() == CONTENT
    assert code_of(FetchWeights("vgg16", brought)) is ErrorCode.WEIGHTS_WRONG_CHECKSUM
    assert code_of(FetchWeights("vgg16", tmp_path / "gone")) is ErrorCode.FILE_MISSING


def test_shipped_weights_are_not_fetched():
    assert code_of(FetchWeights("efficientnet_lite0")) is ErrorCode.WEIGHTS_SHIPPED
