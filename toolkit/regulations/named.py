"""What a definition names: fields, and conditions on their answers; what was meant by a name that is nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.definitions import nearest
from toolkit.regulations.fields import PERSON_PARTS, label_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.definitions import Source
    from toolkit.regulations.fields import Field, Vocabulary

    Place = tuple[int | str, ...]

OVER_LIMIT = "over_limit"
_FIGURES = "count", "int"
COMPARISONS = ("at_least", "at_most", "over", "under")
"""What a figure may be compared by in a condition: `{followers: {over: 1000}}`."""


def likely_field(name: str, words: Vocabulary) -> str:
    """Return the field that was meant: one of nearly that name, or the one that people call so (群名称)."""
    stem, dot, part = name.partition(".")
    meant = nearest(stem, words.fields) or words.by_label.get(label_key(name), "")
    known = bool(dot) and bool(meant) and words[meant].kind == "people"
    told = nearest(part, PERSON_PARTS) if known else ""
    return f"{meant}.{told}" if told else meant


def check_conditions(
    told: Mapping[str, Any], place: Place, source: Source, words: Vocabulary, *, comparing: bool = True
) -> None:
    """Tell what no record could ever fit: an unknown field, an answer that the field does not have.

    `comparing` says whether a figure may be compared there: `{followers: {over: 1000}}`.
    """
    for name, answers in told.items():
        entry = words.fields.get(name)
        listed = answers if isinstance(answers, list) else [answers]
        if entry is None:
            known = list(words.fields)
            source.tell("unknown-condition", *place, name, name=name, likely=likely_field(name, words), known=known)
        elif entry.kind == "count" and listed == [OVER_LIMIT] and place[0] == "routes":
            continue
        elif isinstance(answers, dict):
            _comparison(answers, entry, (*place, name), source, comparing=comparing)
        elif entry.kind in _FIGURES and not all(isinstance(one, int) and entry.kind == "int" for one in listed):
            source.tell("condition-figure", *place, name, field=entry.zh, name=name)
        elif entry.kind == "people":
            source.tell("condition-not-compared", *place, name, field=entry.zh)
        elif not listed or None in listed or "" in listed:
            source.tell("condition-blank", *place, name)
        else:
            for answer in listed:
                _condition(answer, entry, (*place, name), source)


def _comparison(told: Mapping[str, Any], entry: Field, place: Place, source: Source, *, comparing: bool) -> None:
    """Tell a comparison that cannot be made: of a field without figures, by an unknown word, with no number."""
    known = COMPARISONS if entry.kind in _FIGURES else ()
    if not comparing or not known:
        source.tell("condition-not-figures", *place, field=entry.zh)
        return
    if not told:
        source.tell("condition-blank", *place)
    for name, value in told.items():
        if name not in known:
            source.tell("unknown-key", *place, name, name=name, likely=nearest(name, known), known=list(known))
        elif not isinstance(value, int) or isinstance(value, bool):
            source.tell("wrong-int", *place, name, value=str(value))


def _condition(answer: Any, entry: Field, place: Place, source: Source) -> None:
    if entry.kind == "bool":
        if not isinstance(answer, bool):
            source.tell("condition-yes-no", *place, value=str(answer), field=entry.zh)
    elif isinstance(answer, bool) and entry.kind in {"enum", "platform", "text"}:
        source.tell("bare-yes-no", *place, value=source.raw(place) or str(answer))
    elif entry.kind == "platform" and answer not in entry.options:
        likely = nearest(str(answer), entry.options)
        source.tell(
            "unknown-option",
            *place,
            name="platform",
            value=str(answer),
            likely=likely,
            options=list(entry.options),
            field=entry.zh,
        )
