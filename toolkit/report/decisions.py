"""裁定: every decision with who, when and why; in the report and in the ledger alike, and read back from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import word
from toolkit.register.decisions import question
from toolkit.register.decisions.identity import filed_as
from toolkit.register.decisions.sheet import COLUMNS, PAIRS, QUESTION, answer_word, kind_word
from toolkit.report.page import Column, Mark, Sheet
from toolkit.report.styles import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.model import Decision, Party
    from toolkit.report.page import Cell, Kind

_ORDER = ("contradicted", "again", "open", "applied", "idle")
_TONES = {"contradicted": "error", "again": "warning", "open": "review", "applied": "good", "idle": "notice"}
_WIDTHS = {
    "answer": 8,
    "state": 11,
    "number": 12,
    "previous-number": 12,
    "group": 22,
    "previous-group": 22,
    "remark": 24,
}
_KINDS: Mapping[str, Kind] = {
    "answer": "choice",
    "state": "mark",
    "number": "code",
    "previous-number": "code",
    "remark": "remark",
}
_WIDTH = 13
_NOTHING = "—"
"""Stands for a blank in a list of members, so that the lines keep their places."""

_SHEET = (
    *(Column(code, _WIDTHS.get(code, _WIDTH), _KINDS.get(code, "text")) for code in COLUMNS),
    Column(QUESTION, 8, "hidden"),
)


def decision_sheet(decisions: Sequence[Decision], *, lang: str, filed: Mapping[str, str] | None = None) -> Sheet:
    """Return the decisions, those that wait for a person first.

    Args:
        decisions: as they were weighed.
        lang: of the headings and words; a ledger's are Chinese.
        filed: the filing number that the register has given each record; by it a group is known under any name.
    """
    shown = sorted(decisions, key=lambda one: _ORDER.index(one.state))
    return Sheet(
        "decisions",
        _SHEET,
        [_row(one, lang, filed or {}) for one in shown],
        note=word("report", "note-decisions", lang=lang),
        nothing=word("report", "nothing-decisions", lang=lang),
        frozen=2,
        tone=SEVERITY_COLOURS["review"],
    )


def _row(one: Decision, lang: str, filed: Mapping[str, str]) -> tuple[Cell, ...]:
    names = [*one.records[: len(one.groups)], *[""] * (len(one.groups) - len(one.records))]
    groups = tuple(filed_as(group, filed.get(name, "")) for group, name in zip(one.groups, names, strict=True))
    pair = one.kind in PAIRS
    ours, theirs = (groups[:1], groups[1:2]) if pair else (groups, ())
    return (
        kind_word(one.kind, lang=lang),
        answer_word(one, lang=lang),
        Mark(word("report", f"decision-{one.state}", lang=lang), _TONES[one.state]),
        *_shown(ours),
        *_shown(theirs),
        one.by,
        one.on,
        one.why,
        question(one.kind, one.evidence, groups),
    )


def _shown(parties: Sequence[Party]) -> tuple[str, str, str]:
    """Return unit, name and number; of several groups one a line."""
    if len(parties) == 1:
        return parties[0][1:]
    return (
        "\n".join(party.unit or _NOTHING for party in parties),
        "\n".join(party.name or _NOTHING for party in parties),
        "\n".join(party.number or _NOTHING for party in parties),
    )
