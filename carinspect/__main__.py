"""The entrance: a verb or an option goes to the command line, all else opens the window.

Imports nothing but the standard library at module level: the engine's child process imports
this module again and must not load Qt.
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """Run ``carinspect`` with the arguments of the process; the exit code."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--probe-display":
        # `carinspect doctor` asks a child of its own whether a window can open here.
        from carinspect.ui.help.display_probe import write_display_facts

        return write_display_facts(Path(arguments[1]))
    # A file manager opens photos with the window; anything that is no path is the
    # command line's to run or to complain about.
    if all(Path(argument).exists() for argument in arguments) and not _is_verb(arguments):
        from carinspect.ui.application import run

        return run([Path(argument) for argument in arguments])
    from carinspect.cli.main import main as run_command_line

    return run_command_line(arguments)


def _is_verb(arguments: list[str]) -> bool:
    # A folder named like a verb does not hide the verb; "./inspect" still opens the folder.
    from carinspect.cli.main import VERBS

    return bool(arguments) and arguments[0] in VERBS


if __name__ == "__main__":
    sys.exit(main())
