"""Chromium without a window, led through its own pipe (Chrome DevTools Protocol)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WAIT_S = 60


def browser_path() -> str | None:
    """A Chromium of this computer; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One page. Commands go out and answers come back as JSON, each ended by a NUL byte."""

    def __init__(self, path: str, profile: Path) -> None:
        out_read, self._out = os.pipe()
        self._in, in_write = os.pipe()
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
        # The protocol's pipe is the child's descriptors 3 and 4.
        lead = f'exec "$0" "$@" 3<&{out_read} 4>&{in_write}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", lead, path, *flags, "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--lang=en", "about:blank"],
            pass_fds=(out_read, in_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(out_read)
        os.close(in_write)
        self._rest, self._number, self._session = b"", 0, ""
        (target,) = (
            one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"
        )
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Do something and wait for the answer."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._out, json.dumps(command).encode() + b"\0")
        while True:
            answer = self._hear()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, page: Path) -> None:
        """Open a file as a page."""
        self.call("Page.navigate", url=page.as_uri())
        self.until("document.readyState == 'complete'")

    def value(self, expression: str) -> Any:
        """What an expression is on the page."""
        done = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return done["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait for an expression to be true."""
        end = time.monotonic() + _WAIT_S
        while not self.value(expression):
            assert time.monotonic() < end, f"never: {expression}"
            time.sleep(0.05)

    def give(self, selector: str, *files: Path) -> None:
        """Choose files in a file field, as a person does."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def screenshot(self, file: Path) -> None:
        """Save what shows as a PNG."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def close(self) -> None:
        self._session = ""
        self.call("Browser.close")
        self._process.wait(_WAIT_S)
        os.close(self._in)
        os.close(self._out)

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._in, 1 << 16)
            assert read, "the browser has ended"
            self._rest += read
        line, _end, self._rest = self._rest.partition(b"\0")
        return json.loads(line)
