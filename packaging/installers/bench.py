"""Takes each installer to the test that fits it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from installers.measures import Built, Tested
from installers.program import Program
from installers.smoke import smoke
from installers.start_up import measure


class Bench:
    """Within its block, installers can be tested; the empty Debian is made when first wanted."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._root: Path | None = None

    def __enter__(self) -> Bench:
        self._stack.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:  # noqa: ANN401
        self._stack.__exit__(*error)

    def test(self, built: Built) -> Tested:
        """Install, use, remove.

        Raises:
            SmokeError: something was not as it should be.
        """
        print(f"{built.edition.name}: testing {built.path.name}", flush=True)
        if built.target == "nsis-stub":
            from installers.windows_tests import test_setup

            test_setup(built.path)
            return Tested()
        if built.target in {"deb", "run", "appdir"}:
            return self._test_on_linux(built)
        return self._test_folder(built)

    def _test_on_linux(self, built: Built) -> Tested:
        from installers import linux_tests
        from installers.clean_root import clean_root

        if self._root is None:
            self._root = self._stack.enter_context(clean_root())
        test = {
            "deb": linux_tests.test_deb,
            "run": linux_tests.test_run,
            "appdir": linux_tests.test_app_folder,
        }[built.target]
        return test(self._root, built.path, built.edition)

    def _test_folder(self, built: Built) -> Tested:
        """What was frozen, where it was built: for systems that have no empty machine to offer."""
        from installers.freeze import frozen_folder

        folder = frozen_folder(built.edition)
        name = "carinspect.exe" if sys.platform == "win32" else "carinspect"
        with TemporaryDirectory(prefix="carinspect-home-") as home:
            program = Program(str(folder / name), Path(home))
            smoke(program, built.edition)
            return Tested(measure(program, folder))
