"""Words in a text file, one a line: what is tried on encrypted returns, and what protects the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def words_in(path: Path) -> tuple[str, ...]:
    """Return the lines of a file that are not blank, as they are typed.

    Raises:
        UsageError: it is no text in UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError("password-file-unreadable", path=str(path)) from None
    return tuple(line for line in lines if line.strip())


def password_in(path: Path) -> str:
    """Return the first word of a file; who asked for protection must not get a ledger without.

    Raises:
        UsageError: it holds none, or is no text in UTF-8.
    """
    words = words_in(path)
    if not words:
        raise UsageError("password-file-empty", path=str(path))
    return words[0]
