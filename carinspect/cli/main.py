"""The verbs of the command line and their exit codes."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Final

from carinspect import __version__
from carinspect.cli.acting_user import add_user_option, take_user
from carinspect.cli.language import speak_the_users_language
from carinspect.cli.output import complain, prepare_streams
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text

_RECORDS: Final = ("history", "backup", "restore", "verify", "forget", "database")
_LEARNING: Final = ("models", "dataset", "gate1", "train", "sweep", "replay", "evaluate")
_EVIDENCE: Final = ("rental", "compare", "verify_pack")
_HELPING: Final = ("doctor", "help", "updates")
VERBS: Final = ("inspect", "folder", "users", *_EVIDENCE, *_LEARNING, *_RECORDS, *_HELPING)
"""Each verb is the module of that name in this package (a hyphen for the underscore), which
offers ``add_parser`` and is imported only when it is asked for: a verdict must not wait for the
trainer's imports."""

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130


def main(arguments: list[str]) -> int:
    """Run one verb.

    Returns:
        0 done, 1 something failed that the user was told, 2 wrong usage, 130 interrupted.
    """
    prepare_streams()
    speak_the_users_language()
    arguments = take_user(arguments)
    try:
        parsed = make_parser(arguments).parse_args(arguments)
        return parsed.run(parsed)
    except SystemExit as end:  # argparse's way to say "help was shown" or "wrong usage"
        return EXIT_DONE if end.code in {None, 0} else EXIT_USAGE
    except CarInspectError as error:
        complain(error_text(error))
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        return EXIT_DONE


def make_parser(arguments: list[str]) -> argparse.ArgumentParser:
    """The parser of the verb that ``arguments`` begin with; of all where they begin with none."""
    parser = argparse.ArgumentParser(
        prog="carinspect",
        description=_("Inspect photos of returned rental cars. Without a verb the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"carinspect {__version__}")
    add_user_option(parser)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    asked = [argument.replace("-", "_") for argument in arguments[:1]]
    wanted = [verb for verb in VERBS if verb in asked] or list(VERBS)
    for verb in wanted:
        module = importlib.import_module(f"carinspect.cli.{verb}")
        module.add_parser(verbs).set_defaults(run=module.run)
    return parser
