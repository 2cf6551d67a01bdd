"""Taking out of a text what names people, vehicles or secrets, before it leaves the computer.

A report of a bug needs the program's own files and lines, not whose photo it was about. What
looks like the following is replaced; the rest of a message stays, so whoever sends a report
should read it first:

- passwords in addresses, and values of SQL statements;
- the user's home and account name;
- names of files and folders outside the program;
- e-mail addresses, telephone numbers, and Korean licence plates.
"""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Final

from carinspect.core.paths import program_folders

_SECRET: Final = re.compile(r"(\w+://[^\s:/@]*):[^\s@]+@")
_SQL_VALUES: Final = re.compile(r"\[parameters: .*?\](?=\s*\n|\s*$)", re.DOTALL)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE: Final = re.compile(r"(?<![\d.])0\d{1,2}[- ]\d{3,4}[- ]\d{4}(?!\d)")
_PLATE: Final = re.compile(r"\d{2,3} ?[가-힣] ?\d{4}")
_PATH: Final = re.compile(
    r"""(?P<quote>['"])(?P<quoted>(?:~|[A-Za-z]:)?[/\\][^'"\n]*)(?P=quote)"""
    r"""|(?P<plain>(?<![\w.:/])(?:~|[A-Za-z]:)?[/\\][^\s'",:;)\]]+)"""
)


def scrub(text: str) -> str:
    """``text`` without what names people, vehicles or secrets, as far as it can be told."""
    text = _SECRET.sub(r"\1:…@", text)
    text = _SQL_VALUES.sub("[parameters: …]", text)
    text = _PATH.sub(_plain_path, text)
    for pattern, word in ((_MAIL, "<mail>"), (_PHONE, "<phone>"), (_PLATE, "<plate>")):
        text = pattern.sub(word, text)
    account = _account()
    if len(account) > 2 and account not in {"root", "user"}:
        text = re.sub(rf"(?<!\w){re.escape(account)}(?!\w)", "<user>", text)
    return text


def _plain_path(match: re.Match[str]) -> str:
    quote = match.group("quote") or ""
    path = match.group("quoted") or match.group("plain")
    return f"{quote}{_known_part(path)}{quote}"


def _known_part(path: str) -> str:
    """A program's file from its folder on; of any other only what kind of file it is."""
    slashed = path.replace("\\", "/")
    for folder in program_folders():
        parent = folder.parent.as_posix()
        if slashed.startswith(f"{folder.as_posix()}/"):
            return slashed[len(parent) + 1 :]
    suffix = Path(slashed).suffix
    return f"<path>{suffix}" if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else "<path>"


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
