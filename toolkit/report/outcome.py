"""The outcome as `outcome.json`: the keys, their order and their values as `contract.md` fixes them.

One record, one finding, one file stands on a line, so that two runs can be compared by eye. Telephones and e-mail
addresses are masked unless they are asked for; a group number is none, whatever it looks like.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.comparison.duplicates import KINDS
from toolkit.findings import wording
from toolkit.findings.laws import UNIT_STATUSES
from toolkit.findings.rules.to_findings import masked as masked_fact
from toolkit.messages import files
from toolkit.model import SEVERITIES
from toolkit.model.frames import PREVIOUS, RECORDS
from toolkit.normalise import map_unique
from toolkit.normalise.masking import masked
from toolkit.register.merge.papers import AGREED, as_on_paper
from toolkit.report.figures import figures
from toolkit.report.values import plain, values, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.model import (
        Cells,
        Duplicate,
        Finding,
        Ledger,
        Note,
        Outcome,
        SourceFile,
        Submission,
        Suggestion,
        UnitStatus,
        Where,
    )

    Turned = Callable[[pd.DataFrame], Iterable[str]]

FULL = 50_000
"""So many groups may a register have of which every field is written, those without an answer as null."""
_AT_ONCE = 4096
FORMAT = "reconcile-outcome/1"
FILE_STATUSES = ("merged", "superseded", "rejected", "empty", "nil", "ignored", "opened")
_NUMBER = "group_no"


def to_json(outcome: Outcome, *, lang: str = "zh", with_contacts: bool = False) -> bytes:
    """Return the outcome as UTF-8 JSON; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        lang: `zh` or `en`: the language of the sentences in it.
        with_contacts: leave telephones and e-mail addresses as they are.
    """
    told = io.BytesIO()
    write_json(outcome, told.write, lang=lang, with_contacts=with_contacts)
    return told.getvalue()


def write_json(
    outcome: Outcome, write: Callable[[bytes], object], *, lang: str = "zh", with_contacts: bool = False
) -> None:
    """Write the outcome as `to_json` returns it, piece by piece: the whole is larger than anything else in a run.

    Of a register of more than `FULL` groups the values hold what is filled in, and are silent of all that is absent.

    Args:
        outcome: a finished run.
        write: takes the next bytes.
        lang: `zh` or `en`: the language of the sentences in it.
        with_contacts: leave telephones and e-mail addresses as they are.
    """
    lean = max(len(outcome.ledger.frame), len(outcome.previous.frame)) > FULL
    pieces = _pieces(outcome, lang, partial(values, contacts=with_contacts, lean=lean))
    while some := "".join(islice(pieces, _AT_ONCE)):
        write(some.encode("utf-8", "replace"))


def _pieces(outcome: Outcome, lang: str, turned: Turned) -> Iterator[str]:
    """Yield the text in pieces, the longest a record."""
    before = "{\n"
    for name, value in _parts(outcome, lang, turned):
        yield f"{before}{written(name)}: "
        yield from value
        before = ",\n"
    yield "\n}\n"


def _parts(outcome: Outcome, lang: str, turned: Turned) -> Iterator[tuple[str, Iterable[str]]]:
    yield "format", [written(FORMAT)]
    yield "profile", [written(outcome.profile)]
    yield "as_of", [written(outcome.as_of.isoformat())]
    yield "files", _lines(written(_file(file, lang)) for file in outcome.submissions)
    yield "sources", _lines(written(_source_file(source)) for source in outcome.taken)
    returned = replace(outcome.ledger, frame=as_on_paper(outcome.ledger.frame, AGREED))
    yield "records", _lines(_records(returned, outcome.verdicts, ("verdict", "basis", "previous"), turned))
    yield "previous", _lines(_records(outcome.previous, outcome.previous_verdicts, ("verdict", "record"), turned))
    yield "duplicates", _lines(written(_duplicate(cluster)) for cluster in outcome.duplicates)
    yield "suggestions", _lines(written(_suggestion(one)) for one in outcome.suggestions)
    yield "units", _lines(written(_unit(unit)) for unit in outcome.units)
    yield "findings", _lines(written(_finding(finding, lang)) for finding in outcome.findings)
    yield "not_compared", [written(list(outcome.not_compared))]
    yield "totals", [written(totals(outcome))]


def totals(outcome: Outcome) -> dict[str, Any]:
    """Return the figures; a question that could not be asked has none."""
    statuses = Counter[str](file.status for file in outcome.submissions)
    verdicts, previous = (Counter(frame["verdict"].tolist()) for frame in (outcome.verdicts, outcome.previous_verdicts))
    kinds = Counter(cluster.kind for cluster in outcome.duplicates)
    units = Counter(unit.status for unit in outcome.units)
    severities = Counter[str](finding.severity for finding in outcome.findings)
    asked = ("no_history", "duplicate", "cancelled") if outcome.first_filing else RECORDS
    told: dict[str, Any] = {
        "files": {status: statuses[status] for status in FILE_STATUSES},
        "rows": {
            name: sum(getattr(file, name) for file in outcome.submissions)
            for name in ("read", "merged", "rejected", "blank")
        },
        "records": {verdict: verdicts[verdict] for verdict in asked},
    }
    if not outcome.first_filing:
        told["previous"] = {verdict: previous[verdict] for verdict in PREVIOUS}
    told["duplicates"] = {kind: kinds[kind] for kind in KINDS}
    told["suggestions"] = len(outcome.suggestions)
    silent = {"missing"} if "missing_units" in outcome.not_compared else set()
    told["units"] = {status: units[status] for status in UNIT_STATUSES if status not in silent}
    told["findings"] = {severity: severities[severity] for severity in SEVERITIES}
    if "unregistered" not in outcome.not_compared:
        told["unregistered"] = int((outcome.observed["verdict"] == "unregistered").sum())
    told["figures"] = {one.code: one.value for one in figures(outcome).values() if one.asked}
    return told


def _file(file: Submission, lang: str) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "status": file.status,
        "reason": _note(file.reason, lang) if file.reason else None,
        "warnings": [_note(note, lang) for note in file.warnings],
        "unit": masked(file.unit) or None,
        "forms": [form.rpartition("/")[2] for form in file.forms],
        "rows": {"read": file.read, "merged": file.merged, "rejected": file.rejected, "blank": file.blank},
        "unread": unread(file.cells),
    }


def _source_file(source: SourceFile) -> dict[str, Any]:
    return {
        "name": source.name,
        "file": source.file,
        "rows": source.rows,
        "columns": [
            {"heading": _hidden_text(one.heading, ""), "cell": one.where.cell, "field": one.field or None}
            for one in source.columns
        ],
        "unread": unread(source.cells),
    }


def unread(cells: Cells) -> list[dict[str, Any]]:
    """Return the cells that no answer took, masked as everything is; the last entry counts those that are not named."""
    told: list[dict[str, Any]] = [
        {"sheet": masked(spot.sheet), "cell": spot.cell, "text": _hidden_text(spot.text, "")} for spot in cells.unread
    ]
    return [*told, {"more": cells.more}] if cells.more else told


def _note(note: Note, lang: str) -> dict[str, str]:
    return {"code": note.code, "text": _hidden_text(files.sentence(note, lang=lang), "")}


def _records(ledger: Ledger, verdicts: pd.DataFrame, told: Sequence[str], turned: Turned) -> Iterator[str]:
    """Yield one record a line; all its pieces are JSON already, made column by column."""
    answers = [map_unique(lambda text: written(text or None), verdicts[name].tolist()) for name in told]
    columns = (map(written, verdicts["id"].tolist()), *answers, map(_source, ledger.places), turned(ledger.frame))
    names = ("id", *told, "source", "values")
    return map(f"{{{{{', '.join(f'{written(name)}: {{}}' for name in names)}}}}}".format, *columns)


def _source(where: Where) -> str:
    return f'{{"file": {_quoted(masked(where.file))}, "sheet": {_quoted(masked(where.sheet))}, "cell": "{where.cell}"}}'


@lru_cache(maxsize=1 << 10)
def _quoted(text: str) -> str:
    return written(text)


def _unit(unit: UnitStatus) -> dict[str, str]:
    return {"unit": masked(unit.unit), "status": unit.status} | ({"via": masked(unit.via)} if unit.via else {})


def _where(where: Where) -> dict[str, str]:
    return {"file": masked(where.file), "sheet": masked(where.sheet), "cell": where.cell}


def _duplicate(cluster: Duplicate) -> dict[str, Any]:
    return {"kind": cluster.kind, "records": list(cluster.records), "evidence": _facts(cluster.evidence)}


def _suggestion(one: Suggestion) -> dict[str, Any]:
    evidence = [
        {name: _hidden(plain(value), row["field"]) for name, value in row.items()} | {"field": row["field"]}
        for row in one.evidence
    ]
    return {"record": one.record, "previous": one.previous, "score": one.score, "evidence": evidence}


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    field = str(finding.facts.get("field", ""))
    return {
        "requirement": finding.requirement,
        "rule": finding.rule,
        "severity": finding.severity,
        "unit": masked(finding.unit) or None,
        "message": _hidden_text(wording.sentence(finding, lang), field),
        "records": list(finding.records),
        "previous": list(finding.previous),
        "where": [_where(where) for where in finding.where],
        "facts": _facts(finding.facts, field),
    }


def _facts(facts: Mapping[str, Any], field: str = "") -> dict[str, Any]:
    """Return facts as JSON; what is said of a group number is no telephone."""
    about_numbers = field.startswith(_NUMBER)
    return {name: _hidden(plain(value), field if about_numbers else name) for name, value in facts.items()}


def _hidden(value: Any, field: str) -> Any:
    """Return a value of JSON with what is personal masked; the facts of a rule repeat themselves, so each text once."""
    if isinstance(value, str):
        return _hidden_text(value, field)
    if isinstance(value, list):
        return [_hidden(item, field) for item in value]
    if isinstance(value, dict):
        return {masked(name): _hidden(item, field) for name, item in value.items()}
    return value


@lru_cache(maxsize=1 << 16)
def _hidden_text(text: str, field: str) -> str:
    return str(masked_fact(text, field))


def _lines(items: Iterable[str]) -> Iterator[str]:
    """Yield a list as JSON, each item on a line of its own."""
    before = "[\n"
    for item in items:
        yield f"{before}{item}"
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"
