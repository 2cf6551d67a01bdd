"""The manual page, made from what the command line says of itself."""

# argparse shows its actions to nobody else.
# ruff: noqa: SLF001
from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from installers.places import ROOT, version

LANGUAGES: Final = ("en", "ko")

_TITLES: Final = {
    "en": {
        "name": "NAME", "synopsis": "SYNOPSIS", "description": "DESCRIPTION", "verbs": "VERBS",
        "files": "FILES", "exit": "EXIT STATUS", "summary": "inspect photos of rental cars",
        "window": "Photos and folders open in the window; without any, the window opens empty.",
        "records": "records, models and stored photos", "settings": "settings",
        "log": "the log of the window",
        "codes": ("done", "something failed, which was said", "wrong usage", "interrupted"),
    },
    "ko": {
        "name": "이름", "synopsis": "사용법", "description": "설명", "verbs": "명령",
        "files": "파일", "exit": "종료 코드", "summary": "렌터카 사진을 검사합니다",
        "window": "사진이나 폴더를 주면 창에서 열리고, 아무것도 없으면 빈 창이 열립니다.",
        "records": "기록, 모델, 보관된 사진", "settings": "설정", "log": "창의 로그",
        "codes": ("완료", "실패했으며 이유를 알렸음", "잘못된 사용", "중단됨"),
    },
}  # fmt: skip


def manual(language: str) -> str:
    """The page ``carinspect(1)`` as roff, in one of :data:`LANGUAGES`."""
    sys.path.insert(0, str(ROOT))
    from carinspect.cli.main import make_parser
    from carinspect.core import i18n

    i18n.choose_language(language)
    try:
        return "\n".join(_page(make_parser([]), _TITLES[language])) + "\n"
    finally:
        i18n.choose_language("en")


def _page(parser: argparse.ArgumentParser, titles: dict) -> Iterator[str]:
    yield f'.TH CARINSPECT 1 "" "carinspect {version()}"'
    yield f".SH {titles['name']}"
    yield f"carinspect \\- {_roff(titles['summary'])}"
    yield f".SH {titles['synopsis']}"
    yield ".B carinspect\n.RI [ PHOTO ...]\n.br\n.B carinspect\n.I VERB\n.RI [ ... ]"
    yield f".SH {titles['description']}"
    yield _roff(parser.description or "")
    yield ".PP"
    yield _roff(titles["window"])
    yield f".SH {titles['verbs']}"
    verbs = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    words = {choice.dest: choice.help or "" for choice in verbs._choices_actions}
    for name, sub_parser in verbs.choices.items():
        yield from _verb(name, words.get(name, ""), sub_parser)
    yield f".SH {titles['files']}"
    for path, use in (
        ("~/.local/share/carinspect", "records"),
        ("~/.config/carinspect/settings.json", "settings"),
        ("~/.local/state/carinspect/log/carinspect.log", "log"),
    ):
        yield f".TP\n.I {_roff(path)}\n{_roff(titles[use])}"
    yield f".SH {titles['exit']}"
    for code, meaning in zip((0, 1, 2, 130), titles["codes"], strict=True):
        yield f".TP\n.B {code}\n{_roff(meaning)}"


def _verb(name: str, words: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f".SS {_roff(name)}"
    yield f"{_roff(words)}"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                yield f".TP\n.B {_roff(f'{name} {choice.dest}')}\n{_roff(choice.help or '')}"
        elif action.help is not argparse.SUPPRESS and not isinstance(action, argparse._HelpAction):
            yield f".TP\n.B {_roff(_option(action))}\n{_roff(action.help or '')}"


def _option(action: argparse.Action) -> str:
    metavar = action.metavar or (action.dest if not action.option_strings else "")
    if not metavar and action.nargs != 0:
        metavar = action.dest.upper()
    return f"{', '.join(action.option_strings)} {metavar}".strip()


def _roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    return f"\\&{text}" if text.startswith((".", "'")) else text
