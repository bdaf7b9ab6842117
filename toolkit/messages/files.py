"""The sentence for what became of a file or a row: by the code of its note, and by the kind where that says more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import sentences, word

if TYPE_CHECKING:
    from toolkit.model import Note

_KINDS = ("kind", "limit", "problem")


def sentence(note: Note, *, lang: str = "zh") -> str:
    """Return the sentence for a reason, a warning or a rejected row, in Chinese (`zh`) or English (`en`)."""
    special = (f"{note.code}.{note.facts[name]}" for name in _KINDS if name in note.facts)
    code = next((code for code in special if code in sentences("files")), note.code)
    return word("files", code, note.facts, lang=lang)


def for_unit(note: Note, *, lang: str = "zh") -> str:
    """Return the sentence for a reason as its unit is told it: nothing that only the department can do."""
    code = f"{note.code}.unit"
    return word("files", code, note.facts, lang=lang) if code in sentences("files") else sentence(note, lang=lang)
