"""What `reconcile --version` tells: the version, what is new in it, and which edition of each regulation is inside.

Two offices that get different findings compare this page first: equal checks mean equal definitions.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.definitions import bundled
from toolkit.findings.definition import load_profile
from toolkit.messages import word
from toolkit.regulations.profile import profile_ids

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENTRY = re.compile(r"^## (?P<title>.+)\n+(?P<headline>[^\n#]+)", re.MULTILINE)
_CHECK_LENGTH = 8


def version_lines(*, lang: str) -> list[str]:
    """Return the lines of `reconcile --version`, in Chinese (`zh`) or English (`en`)."""
    title, headline = newest_entry(bundled.changelog().read_text(encoding="utf-8"))
    lines = [
        f"reconcile-toolkit {__version__}",
        word("cli", "version-news", {"title": title, "headline": headline}, lang=lang),
        word("cli", "version-profiles", lang=lang),
    ]
    lines += [_profile_line(name, lang) for name in profile_ids()]
    shared = _check(bundled.schemas_folder().rglob("*.yaml"))
    return [*lines, word("cli", "version-definitions", {"check": shared}, lang=lang)]


def newest_entry(changelog: str) -> tuple[str, str]:
    """Return the title and the first line of the newest entry of a changelog; both blank when it has none."""
    found = _ENTRY.search(changelog)
    return (found["title"].strip(), found["headline"].strip()) if found else ("", "")


def _profile_line(name: str, lang: str) -> str:
    told = load_profile(name).regulation
    facts = {
        "profile": f"{name:<12}",
        "version": f"{told.version:<13}",
        "check": _check((bundled.schemas_folder() / name).glob("*.yaml")),
        "institution": told.institution.name,
        "document": told.document.number or told.document.title,
    }
    return word("cli", "version-profile", facts, lang=lang)


def _check(paths: Iterable[Path]) -> str:
    """Return the start of the SHA-256 over names and contents; line ends of Windows and Unix count as the same."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:_CHECK_LENGTH]
