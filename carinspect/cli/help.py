"""``carinspect help``: the user's guide in the terminal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from carinspect.cli.output import complain, say
from carinspect.core.guide import guide_topic, guide_topics, plain_text, search_guide
from carinspect.core.i18n import _

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("help", help=_("the user's guide"))
    parser.add_argument(
        "topic", nargs="*", metavar="TOPIC", help=_("a topic of the guide, or words to look for")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print a topic, the places that say what is looked for, or all topics."""
    words = " ".join(arguments.topic)
    topic = guide_topic(words)
    if topic is not None:
        say(plain_text(topic.markdown))
        return 0
    if not words:
        for one in guide_topics():
            say(f"carinspect help {one.id:<14}{one.title}")
        return 0
    hits = search_guide(words)
    for hit in hits:
        say(f"carinspect help {hit.topic:<14}{hit.section.title}")
        say(f"    {hit.around}")
    if not hits:
        complain(_("Nothing found: try one shorter word."))
    return 0 if hits else 1
