"""Translations: several .po files a language, merged and compiled to one .mo.

    python packaging/catalogs.py compile     write resources/translations/<lang>/LC_MESSAGES/
    python packaging/catalogs.py check       list what is missing, stale or said twice
    python packaging/catalogs.py missing ko  print the missing entries as .po text

A new language is a folder with .po files, nothing else.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
CLASSES = ROOT / "resources" / "imagenet_class_index.json"
CARDS = ROOT / "models"
DOMAIN = "carinspect"
CARD = "model card"


def languages() -> list[str]:
    """Codes of the languages that have .po files."""
    return sorted({path.parent.name for path in TRANSLATIONS.glob("*/*.po")})


def extract() -> Catalog:
    """Every text of the package that users may see, the classes' names, the cards' words."""
    template = Catalog(domain=DOMAIN)
    found = extract_from_dir(
        ROOT / "carinspect", method_map=[("**.py", "python")], keywords=DEFAULT_KEYWORDS
    )
    for file, line, message, comments, context in found:
        template.add(message, locations=[(file, line)], auto_comments=comments, context=context)
    for wnid, name in json.loads(CLASSES.read_text(encoding="utf-8")).values():
        template.add(name.replace("_", " "), context=wnid)
    for words in sorted(card_words()):
        template.add(words, context=CARD)
    return template


def card_words() -> set[str]:
    """What the shipped model cards say: sentences, and the parts of the names of figures."""
    found: set[str] = set()
    for file in CARDS.glob("*/card.json"):
        card = json.loads(file.read_text(encoding="utf-8"))
        for name in (*card["figures"], *card["numbers"]):
            found |= set(name.split(", "))
        found |= {card["recipe"], card["data"], *card["limits"]}
    return found


def notes(language: str) -> list[str]:
    """Words of model cards that ``language`` lacks; they are shown in English meanwhile."""
    catalog = merged(language)
    return [
        f"{language}: of a model card, not translated: {words!r}"
        for words in sorted(card_words())
        if catalog.get(words, CARD) is None
    ]


def merged(language: str) -> Catalog:
    """All .po files of ``language`` as one catalog; the first translation of a text counts."""
    catalog = Catalog(locale=language, domain=DOMAIN)
    for _path, message in _messages(language):
        if catalog.get(message.id, message.context) is None:
            catalog.add(message.id, message.string, context=message.context)
    return catalog


def contradictions(language: str) -> list[str]:
    """Texts that two .po files translate differently."""
    catalog = merged(language)
    return [
        f"{language}: {path.name} translates {message.id!r} in another way"
        for path, message in _messages(language)
        if catalog.get(message.id, message.context).string != message.string
    ]


def _messages(language: str) -> Iterator[tuple[Path, Message]]:
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            po = read_po(file, locale=language)
        yield from ((path, message) for message in po if message.id)


def problems(language: str) -> list[str]:
    """What keeps ``language`` from being complete; empty when it is."""
    template, catalog = extract(), merged(language)
    wanted = {(m.id, m.context) for m in template if m.id}
    found = contradictions(language)
    for message in template:
        if not message.id or message.context == CARD:  # see notes
            continue
        known = catalog.get(message.id, message.context)
        if known is None or not known.string or (not all(known.string)):
            found.append(f"{language}: not translated: {message.id!r}")
        elif _placeholders(message.id) != _placeholders(known.string):
            found.append(f"{language}: other placeholders: {message.id!r}")
    found += [
        f"{language}: stale: {m.id!r}"
        for m in catalog
        if m.id and m.context != CARD and (m.id, m.context) not in wanted
    ]
    return found


def _placeholders(text: object) -> set[str]:
    import string

    # Of a plural pair the last form names all: a language without plurals has only that one.
    words = text[-1] if isinstance(text, (tuple, list)) else text
    return {name for _, name, _, _ in string.Formatter().parse(str(words)) if name is not None}


def missing(language: str) -> str:
    """The entries that ``language`` lacks, as the text of a .po file."""
    template, catalog = extract(), merged(language)
    lacking = Catalog(locale=language, domain=DOMAIN)
    for message in template:
        known = catalog.get(message.id, message.context) if message.id else message
        if known is None or not known.string:
            lacking.add(message.id, context=message.context, locations=message.locations)
    buffer = io.BytesIO()
    write_po(buffer, lacking, omit_header=True)
    return buffer.getvalue().decode("utf-8")


def compile_all() -> None:
    """Write the compiled catalog of each language where its .po files are newer."""
    for language in languages():
        target = TRANSLATIONS / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        sources = list((TRANSLATIONS / language).glob("*.po"))
        if target.exists() and all(
            p.stat().st_mtime < target.stat().st_mtime for p in (*sources, sources[0].parent)
        ):
            continue
        target.parent.mkdir(exist_ok=True)
        buffer = io.BytesIO()
        write_mo(buffer, merged(language))
        target.write_bytes(buffer.getvalue())


def main(argv: list[str]) -> int:
    """Run one of the commands of the module's docstring."""
    match argv:
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = [problem for language in languages() for problem in problems(language)]
            print("\n".join(found) or "all texts are translated")
            print("".join(f"{note}\n" for one in languages() for note in notes(one)), end="")
            return 1 if found else 0
        case ["missing", language]:
            print(missing(language))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
