"""A language that nobody speaks: texts of the catalog with accents, 40% longer, in marks.

What appears in the window without the marks was never translated; what is cut would be cut in
German or Finnish too.
"""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.conftest import ROOT

CODE = "xx"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4

_ACCENTS = str.maketrans(
    "ACEGILNOSUWYZacegilnosuwyz",
    "ÁÇÉĞÍĹŃÓŠÚŴÝŽáçéğíĺńóšúŵýž",
)
_PADDING = " ēxträ wōrdš thát mákê ït lōngêr"
# Placeholders, tags, entities, file patterns and line ends are not words.
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|&\w+;|\(\*[^)]*\)|\n|…)")


def disguise(text: str) -> str:
    """``text`` in the pseudo-language."""
    if not re.search(r"[A-Za-z]", _KEPT.sub("", text)):
        return text
    words = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in _KEPT.split(text)
    )
    body, dots = (words[:-1], "…") if words.endswith("…") else (words, "")
    extra = max(2, round(LONGER * len(text)))
    padding = (_PADDING * (extra // len(_PADDING) + 1))[:extra].rstrip()
    return f"{OPEN}{body}{padding}{CLOSE}{dots}"


def undisguised(text: str) -> str:
    """What of ``text`` stands outside the marks."""
    before = None
    while before != text:  # a translated text may stand in another one's placeholder
        before, text = text, re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
    return text


def install(translations: Path) -> None:
    """Write the language into the folder ``translations``, beside the real ones."""
    for real in (ROOT / "resources" / "translations").glob("*/LC_MESSAGES"):
        (translations / real.parent.name).mkdir(parents=True)
        (translations / real.parent.name / "LC_MESSAGES").symlink_to(real)
    catalog = Catalog(domain="carinspect", locale="en")
    for message in _catalogs().extract():
        if message.id:
            plural = isinstance(message.id, tuple)
            said = tuple(map(disguise, message.id)) if plural else disguise(str(message.id))
            catalog.add(message.id, said, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    folder = translations / CODE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "carinspect.mo").write_bytes(buffer.getvalue())


def _catalogs():
    file = ROOT / "packaging" / "catalogs.py"
    spec = importlib.util.spec_from_file_location("carinspect_catalogs", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
