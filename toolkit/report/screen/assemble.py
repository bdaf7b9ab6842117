"""The page put together: skeleton, looks, scripts and data in one file that asks nobody for anything.

The policy in its head forbids every request and every script but the ones it carries, each named by its sum. The data
stand in a block that no browser runs, and nothing in them can end that block.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HERE = Path(__file__).resolve().parent
_STYLES = ("tokens", "frame", "overview", "lists", "group", "answers", "tables", "narrow", "print")
_SCRIPTS = (
    "elements",
    "data",
    "address",
    "filters",
    "rows",
    "lifeline",
    "group",
    "charts",
    "overview",
    "lists",
    "findings",
    "groups",
    "units",
    "answers",
    "decide",
    "tables",
    "paper",
    "start",
)
_VENDOR = ("charts.min.js", "rows.min.js")
_LICENCES = ("echarts", "echarts-NOTICE", "echarts-d3", "zrender", "tslib", "virtual-core")
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)
_UNSEEN = {
    letter: f"‹U+{ord(letter):04X}›"
    for letter in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}
"""What turns the direction of writing is shown by name: a text must read as it is."""

_DATA = "{the data}"
_ENDING = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class _Frame(NamedTuple):
    """What is the same in every report: skeleton, styles, scripts with their sums."""

    skeleton: str
    styles: str
    scripts: str
    policy: str


def assemble(told: Mapping[str, Any], *, lang: str, institution: str) -> bytes:
    """Return the page with its data, `told`, in a language; `institution` heads it."""
    frame = _frame()
    title = word("screen", "title", lang=lang)
    facts = {
        "lang": "zh-CN" if lang == "zh" else lang,
        "policy": frame.policy,
        "title": html.escape(f"{institution} {title}"),
        "no_script": html.escape(word("screen", "no-script", lang=lang)),
        "skip": html.escape(word("screen", "skip", lang=lang)),
        "styles": frame.styles,
        "scripts": frame.scripts,
        "data": _DATA,
    }
    before, _, after = Template(frame.skeleton).substitute(facts).partition(_DATA)
    return b"".join((before.encode("utf-8", "replace"), data_block(told), after.encode("utf-8")))


def data_block(told: Mapping[str, Any]) -> bytes:
    """Return the data as JSON in UTF-8, each part for itself: the columns of numbers are plain and quickly written."""
    parts = (f"{json.dumps(name)}:{safe_json(value)}".encode("utf-8", "replace") for name, value in told.items())
    return b"{" + b",".join(parts) + b"}"


def safe_json(value: Any) -> str:
    """Return JSON that can neither end the block it stands in nor turn the direction of what follows."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, written in (*_ENDING.items(), *_UNSEEN.items()):
        if letter in text:
            text = text.replace(letter, written)
    return text


@cache
def _frame() -> _Frame:
    licences = "\n\n".join(_read("vendor/licences", f"{name}.txt").strip() for name in _LICENCES)
    vendored = f"/*\n{licences}\n*/\n" + "\n".join(_read("vendor", name) for name in _VENDOR)
    own = '"use strict";\n(() => {\n' + "\n".join(_read("page", f"{name}.js") for name in _SCRIPTS) + "\n})();\n"
    scripts = (vendored, own)
    return _Frame(
        skeleton=_read("page", "skeleton.html"),
        styles="\n".join(_read("page", f"{name}.css") for name in _STYLES),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        policy=_POLICY.format(scripts=" ".join(_sums(scripts))),
    )


def _sums(scripts: Iterable[str]) -> Iterable[str]:
    for script in scripts:
        yield f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _read(folder: str, name: str) -> str:
    return (_HERE / folder / name).read_text(encoding="utf-8")
