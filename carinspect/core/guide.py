"""The user's guide: topics in Markdown, a folder a language, and how to find a word in them.

A topic is a file ``resources/guide/<language>/NN-<id>.md``: ``NN`` gives its place, ``id`` is the
same in every language. A line ``<a id="..."></a>`` before a heading names its section. A language
is a folder, nothing else; a topic that it lacks is shown in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from carinspect.core.i18n import SOURCE_LANGUAGE, language
from carinspect.core.paths import resource

_FILE: Final = re.compile(r"\d\d-([a-z0-9-]+)\.md")
_ANCHOR: Final = re.compile(r'^<a id="([a-z0-9-]+)"></a>\n+', re.MULTILINE)
_HEADING: Final = re.compile(r"^(#{1,3}) +(.+)$", re.MULTILINE)
_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_AROUND: Final = 60
"""Letters of a hit's surroundings that are shown at either side of it."""


@dataclass(frozen=True, slots=True)
class GuideSection:
    """One section of a topic.

    Attributes:
        anchor: its name in links; empty for the topic's beginning.
        text: what it says, without Markdown's signs.
    """

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideTopic:
    """One page of the guide.

    Attributes:
        id: the same in every language; that of a page of the window where it describes one.
        language: of its text, English where the wanted language lacks it.
        markdown: the text as the file has it, without the names of sections.
        sections: in order, the beginning first.
    """

    id: str
    language: str
    title: str
    markdown: str
    sections: tuple[GuideSection, ...]

    def pictures(self) -> tuple[str, ...]:
        """The pictures that it shows, as paths within the language's folder."""
        return tuple(path for _alt, path in _PICTURE.findall(self.markdown))


@dataclass(frozen=True, slots=True)
class GuideHit:
    """A section that says what was looked for.

    Attributes:
        around: the words around the first place, in one line.
    """

    topic: str
    section: GuideSection
    around: str


def guide_folder(code: str) -> Path:
    """Where the guide of a language lies."""
    return resource("guide", code)


def guide_languages() -> tuple[str, ...]:
    """Codes of the languages that have a guide."""
    return tuple(sorted(folder.name for folder in resource("guide").iterdir() if folder.is_dir()))


def guide_topics(code: str = "") -> tuple[GuideTopic, ...]:
    """All topics in order, in ``code`` or, by default, the language that is spoken now."""
    return _topics(code or language())


def guide_topic(topic_id: str) -> GuideTopic | None:
    """One topic in the language that is spoken now; None where there is none of this id."""
    return next((topic for topic in guide_topics() if topic.id == topic_id), None)


def search_guide(words: str) -> tuple[GuideHit, ...]:
    """The sections that contain every one of ``words``, those with one in their title first."""
    wanted = words.casefold().split()
    hits = [
        (not any(word in section.title.casefold() for word in wanted), topic, section)
        for topic in guide_topics()
        for section in topic.sections
        if all(word in f"{section.title} {section.text}".casefold() for word in wanted)
    ]
    if not wanted:
        return ()
    hits.sort(key=lambda hit: hit[0])
    return tuple(
        GuideHit(topic.id, section, _around(section.text, wanted[0]))
        for _rank, topic, section in hits
    )


def plain_text(markdown: str) -> str:
    """Markdown as text to be read in a terminal: no pictures, links by their words."""
    text = _LINK.sub(r"\1", _PICTURE.sub("", markdown))
    text = re.sub(r"^\|[-| :]+\|\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\*\*|`", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@lru_cache(maxsize=8)
def _topics(code: str) -> tuple[GuideTopic, ...]:
    found: list[GuideTopic] = []
    for file in sorted(guide_folder(SOURCE_LANGUAGE).glob("*.md")):
        match = _FILE.fullmatch(file.name)
        if match is None:
            continue
        own = guide_folder(code) / file.name
        spoken = code if own.is_file() else SOURCE_LANGUAGE
        text = (guide_folder(spoken) / file.name).read_text(encoding="utf-8")
        found.append(_topic(match.group(1), spoken, text))
    return tuple(found)


def _topic(topic_id: str, code: str, text: str) -> GuideTopic:
    sections: list[GuideSection] = []
    anchors = {match.end(): match.group(1) for match in _ANCHOR.finditer(text)}
    headings = [match for match in _HEADING.finditer(text) if len(match.group(1)) < 3]
    for number, heading in enumerate(headings):
        end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
        body = plain_text(_ANCHOR.sub("", text[heading.end() : end]))
        sections.append(
            GuideSection(anchors.get(heading.start(), ""), heading.group(2), " ".join(body.split()))
        )
    title = sections[0].title if sections else topic_id
    return GuideTopic(topic_id, code, title, _ANCHOR.sub("", text), tuple(sections))


def _around(text: str, word: str) -> str:
    place = text.casefold().find(word)
    if place < 0:  # it stands in the title
        return text[: 2 * _AROUND]
    start, end = max(0, place - _AROUND), place + len(word) + _AROUND
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
