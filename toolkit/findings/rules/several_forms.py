"""Several forms of one group or of one unit: whether they agree, and whether all of them came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.comparison.verdicts import UNCOUNTED
from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import at, by_unit, in_scope, matching, positions, several, text, verdicts
from toolkit.findings.rules.to_findings import heading
from toolkit.register.merge.papers import of_a_unit
from toolkit.regulations.roles import OF_A_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Where
    from toolkit.regulations.forms import Form
    from toolkit.regulations.profile import Requirement

_SUM = "sum"
_NAMED = 6


def papers_differ(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Two forms of one group say different things, or a group has a review or a change and stands in no register.

    Variants: `differs`, `changed` (the change form is the newer word: the register follows it), `still_listed` (the
    register's row is there beside the form that cancels it), `only_there`.
    """
    del requirement
    frame = case.ledger.frame
    place = {record: at for at, record in enumerate(text(frame, "id").tolist())}
    titles, roles = _titles(case), _own_roles(case)
    for (record, paper, role), rows in _by_paper(case):
        where = tuple(case.ledger.where(place[one], row["field"]) for row in rows for one in (record, paper))
        facts = {
            "form": titles.get(at(text(frame, "form"), place[paper]), ""),
            "other": titles.get(at(text(frame, "form"), place[record]), ""),
            "differences": [f"{heading(row['field'])}“{row['ours']}”／“{row['theirs']}”" for row in rows[:_NAMED]],
            "changed_fields": [row["field"] for row in rows],
            "raw": "",
        }
        variant = "changed" if role == "change" else "differs"
        yield Hit((record, paper), rows[0]["field"], facts, where=_once(where), variant=variant)
    listed = (roles == "register") & text(frame, "papers").map(lambda told: "cancel" in told.split("\n"))
    accompanying = dict(zip(text(frame, "accompanies"), place, strict=True))
    for position in positions(listed):
        record = at(text(frame, "id"), position)
        paper = accompanying[record]
        facts = {"form": titles.get(at(text(frame, "form"), place[paper]), ""), "raw": ""}
        where = tuple(case.ledger.where(place[one], "group_name") for one in (record, paper))
        yield Hit((record,), "group_name", facts, where=_once(where), variant="still_listed")
    yield from _only_there(case, roles, titles)


def summary_figures(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A figure of a summary (汇总表) that the unit's register does not bear out: `differs`."""
    del requirement
    told = case.unit_papers
    if told is None:
        return
    forms = {form.key: form for form in case.profile.forms if form.drawing.figures}
    frame, units = case.ledger.frame, text(case.ledger.frame, "unit")
    counted = ~verdicts(case).isin(UNCOUNTED) & (text(frame, "accompanies") == "")
    for position, key in enumerate(text(told.frame, "form").tolist()):
        unit = at(text(told.frame, "unit"), position)
        own = counted & (units == unit)
        if key not in forms or not own.any():
            continue
        for answer, condition in forms[key].drawing.figures.items():
            figure = _figure(told.frame, answer, position)
            found = _count(frame, own, condition)
            if figure is None and (typed := _typed(case, told.frame, answer, position)):
                facts = {"of_unit": unit, "form": forms[key].drawing.title, "what": _label(forms[key], answer)}
                where = (told.where(position, answer),)
                yield Hit((), answer, facts | {"raw": typed}, (), unit, where, variant="unreadable")
            if figure is not None and figure != found:
                facts = {"of_unit": unit, "form": forms[key].drawing.title, "what": _label(forms[key], answer)}
                where = (told.where(position, answer),)
                yield Hit((), answer, facts | {"told": figure, "found": found}, (), unit, where, variant="differs")


def form_filed(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A form that belongs to every group (年审表), or to every unit that filed (承诺书), did not come: `missing`."""
    form = case.profile.form(requirement.with_["needed"])
    facts: dict[str, Any] = {"form": form.drawing.title}
    if form.role in OF_A_UNIT:
        sent = _units_with(case, form)
        for status in case.units:
            if status.status in {"filed", "late", "unknown"} and status.unit not in sent:
                told = {**facts, "of_unit": status.unit}
                yield Hit(answer="unit", unit=status.unit, facts=told, variant="missing_of_unit")
        return
    frame = case.ledger.frame
    of_form = text(frame, "form") == form.key
    having = {*text(frame, "id")[of_form], *text(frame, "accompanies")[of_form]}
    lacking = in_scope(case, requirement) & ~text(frame, "id").isin(having) & ~verdicts(case).isin(UNCOUNTED)
    for unit, rows in by_unit(frame, lacking):
        names = list(several(frame, "group_name", rows))
        told = {**facts, "names": names[:_NAMED], "more": len(names) if len(names) > _NAMED else ""}
        yield Hit(several(frame, "id", rows), "group_name", told | {"raw": ""}, unit=unit, variant="missing")


def _only_there(case: Case, roles: pd.Series, titles: Mapping[str, str]) -> Iterator[Hit]:
    """Yield the groups of reviews and changes without a row in the register, where the unit's register came."""
    frame = case.ledger.frame
    registered = set(text(frame, "unit")[roles == "register"])
    first = text(frame, "papers").map(lambda told: told.split("\n", maxsplit=1)[0])
    alone = first.isin(["review", "change"]) & (text(frame, "accompanies") == "") & (roles != "register")
    alone &= text(frame, "unit").isin(registered)
    for position in positions(alone):
        facts = {"form": titles.get(at(text(frame, "form"), position), "")}
        yield Hit((at(text(frame, "id"), position),), "group_name", facts, variant="only_there")


def _by_paper(case: Case) -> Iterator[tuple[tuple[str, str, str], list[dict[str, str]]]]:
    """Yield record, paper and role of two papers that differ, with the rows that tell in what."""
    if case.differing is not None and len(case.differing):
        for (record, paper, role), rows in case.differing.groupby(["record", "paper", "role"], sort=False):
            told = [{str(name): str(value) for name, value in row.items()} for row in rows.to_dict("records")]
            yield (str(record), str(paper), str(role)), told


def _own_roles(case: Case) -> pd.Series:
    roles = {form.key: str(form.role) for form in case.profile.forms}
    return text(case.ledger.frame, "form").map(lambda form: roles.get(form, "register")).astype("str")


def _titles(case: Case) -> Mapping[str, str]:
    return {form.key: form.drawing.title for form in case.profile.forms}


def _once(places: Sequence[Where]) -> tuple[Where, ...]:
    return tuple(dict.fromkeys(places))


def _units_with(case: Case, form: Form) -> set[str]:
    """Return the units of which a form of theirs came; what it names, or whose file it stands in."""
    if case.unit_papers is None:
        return set()
    frame = case.unit_papers.frame
    sender = {file.path: file.unit for file in case.submissions}
    rows = frame[of_a_unit(frame, case.profile) & (frame["form"] == form.key)]
    return {unit or sender.get(path, "") for unit, path in zip(rows["unit"], rows["path"], strict=True)}


def _figure(frame: pd.DataFrame, answer: str, position: int) -> int | None:
    column = frame[f"{answer}.low" if f"{answer}.low" in frame else answer]
    return None if column.isna().iat[position] else int(str(column.iat[position]))


def _typed(case: Case, frame: pd.DataFrame, answer: str, position: int) -> str:
    """Return what was typed for an answer of a unit's paper."""
    sheets, offsets = frame["sheet"].tolist(), frame["offset"].tolist()
    table = case.tables[sheets[position]]
    place = table.offsets.index(offsets[position])
    return table.columns[answer][place].strip() if answer in table.columns else ""


def _count(frame: pd.DataFrame, own: pd.Series, condition: Mapping[str, Any]) -> int:
    """Return how many groups fulfil a condition; with `sum: FIELD` what a field of theirs adds up to."""
    for met in matching(frame, {name: wanted for name, wanted in condition.items() if name != _SUM}):
        own = own & met
    if _SUM not in condition:
        return int(own.sum())
    name = str(condition[_SUM])
    return int(frame.loc[own, f"{name}.low" if f"{name}.low" in frame else name].fillna(0).sum())


def _label(form: Form, answer: str) -> str:
    return next((one.label.strip("：: ") for one in form.answers if one.key == answer), heading(answer))
