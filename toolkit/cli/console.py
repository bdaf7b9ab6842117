"""What is printed, so that every console can show it and nothing typed by a unit can do harm there.

What the console lacks (cp936, ASCII, a pipe of either) is replaced; controls, escapes and marks that turn the
direction of writing are shown as ‹U+001B›; a line break within a text as ⏎, so that no text makes a line of its own;
and what is private is masked once more, whatever it came from.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from toolkit.normalise.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

_PLAIN = {"›": ">", "‹": "<", "⏎": "/"}
"""Signs of ours, and what stands for them where the console has none."""


def say(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, each a line of the screen whatever stands in it."""
    told = list(map(on_screen, lines))
    if told:
        _be_patient()
        stream = sys.stderr if err else sys.stdout
        if stream is not None:  # a Python without a console has none
            stream.write(_with_plain_signs("\n".join(told), stream.encoding) + "\n")
            stream.flush()


def say_ours(text: str, *, err: bool = False) -> None:
    """Print a text of ours that has lines of its own (a help)."""
    say(text.split("\n"), err=err)


def on_screen(text: str) -> str:
    """Return one line of the screen."""
    return _CONTROL.sub(_sign, masked(text))


def _with_plain_signs(text: str, encoding: str | None) -> str:
    """Return a text with plain signs for those of ours that a console lacks (GBK has no ›)."""
    for sign, plain in _PLAIN.items():
        if sign in text:
            try:
                sign.encode(encoding or "utf-8")
            except (UnicodeEncodeError, LookupError):
                text = text.replace(sign, plain)
    return text


def _sign(found: re.Match[str]) -> str:
    return {"\n": "⏎", "\t": " "}.get(found[0], f"‹U+{ord(found[0]):04X}›")


def _be_patient() -> None:
    """Have letters replaced that the console lacks, where it would be an error."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):  # a stream of somebody else's, or none
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
