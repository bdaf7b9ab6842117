"""Groups that exist twice, several official groups, and gaps in a row of groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.findings.case import Hit
from toolkit.findings.rules.masks import (
    by_unit,
    filled,
    grouped,
    hit_of_unit,
    in_scope,
    no,
    positions,
    several,
    text,
    verdicts,
    yes,
)
from toolkit.findings.rules.standing import standing
from toolkit.intake.layouts.several import names_in
from toolkit.names.names import canonical_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.model import Duplicate
    from toolkit.names.names import Name
    from toolkit.regulations.profile import Requirement

_SHOWN = 5
_DECIDED = ("yes", "no")
"""Answers of a person after which nobody is asked any more; what was decided stands on 裁定."""
_OWN_LEVEL = "本级官方"
_MOST = 1000
"""No row of groups is as long; what counts further is a year or a number of another kind."""
_GAPS = {"class_sequence": "class_seq", "group_sequence": "group_seq"}


def duplicates(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Clusters of records that say the same group; the kind of the cluster is the variant.

    Where a person chose the unit that keeps a disputed group, the others alone are asked, to take it off (`given_up`).
    """
    wanted = [cluster for cluster in case.duplicates if cluster.kind in requirement.with_["kinds"]]
    units = case.ledger.frame["unit"].tolist()
    for cluster, rows in _placed(case, wanted):
        found = _of_cluster(case, cluster, rows, cluster.kind)
        if "keeper" not in cluster.evidence:
            decided = cluster.evidence.get("decision") in _DECIDED
            yield replace(found, severity="notice") if decided else found
            continue
        kept = cluster.evidence["kept"]
        keeper = next(units[row] for record, row in zip(cluster.records, rows, strict=True) if record == kept)
        others = tuple(record for record, row in zip(cluster.records, rows, strict=True) if units[row] != keeper)
        if others:
            yield replace(found, records=others, facts={**found.facts, "keeper": keeper}, variant="given_up")


def same_work(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Several groups of one unit for the same work, vetoes respected (1班 and 2班 are two works)."""
    kinds = ("same-work", "cross-platform") if requirement.with_.get("cross_platform") else ("same-work",)
    in_question = in_scope(case, requirement).tolist()
    for cluster, rows in _placed(case, [cluster for cluster in case.duplicates if cluster.kind in kinds]):
        if sum(in_question[row] for row in rows) > 1:
            yield _of_cluster(case, cluster, rows, "same_work")


def one_official(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """More official groups in use than the clause allows, for one unit or for one unit and platform.

    Which groups are official is told by `when` (`{level: 二级平台}`), or by what the form asks.
    """
    frame, asked = case.ledger.frame, requirement.with_
    meant = ~no(frame, "is_official") if asked.get("when") else _official(frame)
    official = in_scope(case, requirement) & meant & ~no(frame, "is_active")
    official &= ~filled(frame, "dissolved_on") & (verdicts(case) != "duplicate") & (text(frame, "unit") != "")
    keys = text(frame, "unit")
    if asked["scope"] == "unit_platform":
        keys = keys.str.cat(text(frame, "platform"), sep="\n")
    refused = _refused(case)
    for _, rows in grouped(keys, official):
        if len(rows) > asked["max"] and not refused & {frozenset(several(frame, "id", rows))}:
            facts: dict[str, Any] = {"count": len(rows), "most": asked["max"], "names": _names(frame, rows)}
            platforms = list(dict.fromkeys(several(frame, "platform", rows)))
            yield hit_of_unit(frame, rows, "is_official", "several", platform=platforms, **facts)


def _official(frame: pd.DataFrame) -> pd.Series:
    """Return the groups that are official by 官方属性, or by their level where that is all the form asks."""
    return yes(frame, "is_official") | (frame["is_official"].isna() & (text(frame, "level") == _OWN_LEVEL))


def _refused(case: Case) -> frozenset[frozenset[str]]:
    """Return the official groups of which a person said that each is needed, unit by unit."""
    answer = ("several-official", "no", "applied")
    return frozenset(frozenset(one.records) for one in case.decisions if (one.kind, one.answer, one.state) == answer)


def no_official(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit that was asked which of its groups is official, and has none."""
    frame = case.ledger.frame
    official = yes(frame, "is_official")
    for _, rows in by_unit(frame, in_scope(case, requirement) & standing(case, "is_official")):
        if not official.take(rows).any():
            yield hit_of_unit(frame, rows, "is_official", "none")


def clue(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A gap in a row of groups of one unit: 2群 without 1群, 1班 and 3班 without 2班. A clue, no more."""
    frame = case.ledger.frame
    places = positions(in_scope(case, requirement) & (text(frame, "unit") != ""))
    named = list(zip(places, several(frame, "unit", places), several(frame, "group_name", places), strict=True))
    for look_for in requirement.with_["look_for"]:
        for rows, missing in _gaps(named, _GAPS[look_for]):
            yield hit_of_unit(frame, rows, "group_name", look_for, missing=missing, names=_names(frame, rows))


def _gaps(named: Iterable[tuple[int, str, str]], kind: str) -> Iterator[tuple[list[int], list[int]]]:
    """Return the places of each row of groups with the numbers that are missing before its last."""
    series: dict[tuple[str, ...], dict[int, list[int]]] = {}
    others: list[tuple[str, Name]] = []
    for place, unit, name in named:
        if len(names_in(name)) > 1:  # ① and ② number the groups of one cell, and are asked about
            continue
        parsed = canonical_name(name)
        number = parsed.tokens.get(kind, "") if parsed.marks else ""
        if number.isdigit():
            series.setdefault(_beside(unit, parsed, kind), {}).setdefault(int(number), []).append(place)
        else:
            others.append((unit, parsed))
    groups = kind == "group_seq"
    unnumbered = {_beside(unit, parsed, kind) for unit, parsed in others} if groups and series else set()
    for key, numbers in series.items():
        first = 2 if groups and key in unnumbered else 1
        missing = [number for number in range(first, min(max(numbers), _MOST)) if number not in numbers]
        if missing and (groups or len(numbers) > 1) and len(missing) <= len(numbers):
            yield [place for number in sorted(numbers) for place in numbers[number]], missing


def _beside(unit: str, name: Name, kind: str) -> tuple[str, ...]:
    """Return what the groups of one row have in common: all of unit and name but the number and the platform."""
    marks = (f"{mark}={value}" for mark, value in name.marks if mark not in (kind, "platform"))
    return (unit, name.rest, *marks)


def _placed(case: Case, clusters: Sequence[Duplicate]) -> Iterator[tuple[Duplicate, list[int]]]:
    if clusters:
        place = {record: number for number, record in enumerate(case.ledger.frame["id"].tolist())}
        for cluster in clusters:
            yield cluster, [place[record] for record in cluster.records]


def _of_cluster(case: Case, cluster: Duplicate, rows: list[int], variant: str) -> Hit:
    frame = case.ledger.frame
    facts = {
        "names": _names(frame, rows),
        "units": list(dict.fromkeys(several(frame, "unit", rows))),
        "number": _shared(frame, rows),
        "count": len(rows),
    }
    answer = "group_no" if cluster.kind.startswith("same-number") else "group_name"
    return Hit(cluster.records, answer, facts, variant=variant)


def _shared(frame: pd.DataFrame, rows: list[int]) -> str:
    """Return the number that all rows of a cluster have, "" when there is none."""
    cells = zip(several(frame, "group_nos", rows), several(frame, "group_no", rows), strict=True)
    sets = [set(filter(None, (many or one).split("\n"))) for many, one in cells]
    return min(set.intersection(*sets), default="") if sets else ""


def _names(frame: pd.DataFrame, rows: list[int]) -> list[str]:
    """Return the first names of some rows; where two are alike, with number or platform beside them."""
    names = several(frame, "group_name", rows)
    if len(set(names)) == len(names):
        return list(names[:_SHOWN])
    cells = zip(several(frame, "group_no", rows), several(frame, "platform", rows), strict=True)
    which = [number or platform for number, platform in cells]
    told = (f"{name}（{mark}）" if mark else name for name, mark in zip(names, which, strict=True))
    return list(dict.fromkeys(told))[:_SHOWN]
