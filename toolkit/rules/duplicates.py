"""Groups that exist twice, several official groups, and gaps in a row of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.case import Hit
from toolkit.match.names import canonical_name
from toolkit.rules.ask import by_unit, filled, hit_of_unit, in_scope, no, standing, text, verdicts, yes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from toolkit.case import Case
    from toolkit.model import Duplicate
    from toolkit.regulations import Requirement

_GAPS = {"class_sequence": "class_seq", "group_sequence": "group_seq"}


def duplicates(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Clusters of records that say the same group; the kind of the cluster is the variant."""
    kinds = requirement.with_["kinds"]
    for cluster in case.duplicates:
        if cluster.kind in kinds:
            yield _of_cluster(case, cluster, cluster.kind)


def same_work(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """Several groups of one unit for the same work, vetoes respected (1班 and 2班 are two works)."""
    wanted = ("same-work", "cross-platform") if requirement.with_.get("cross_platform") else ("same-work",)
    in_question = set(case.ledger.frame.loc[in_scope(case, requirement), "id"])
    for cluster in case.duplicates:
        if cluster.kind in wanted and len(in_question.intersection(cluster.records)) > 1:
            yield _of_cluster(case, cluster, "same_work")


def one_official(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """More official groups in use than the clause allows, for one unit or for one unit and platform."""
    frame, asked = case.ledger.frame, requirement.with_
    official = in_scope(case, requirement) & yes(frame, "is_official") & ~no(frame, "is_active")
    official &= ~filled(frame, "dissolved_on") & (verdicts(case) != "duplicate")
    keys = ["unit", "platform"] if asked["scope"] == "unit_platform" else ["unit"]
    rows = frame[official & (text(frame, "unit") != "")]
    for _, group in rows.groupby(keys, sort=False):
        if len(group) > asked["max"]:
            facts: dict[str, Any] = {"count": len(group), "most": asked["max"], "names": _names(group)}
            yield hit_of_unit(group, "is_official", "several", platform=str(group["platform"].iat[0]), **facts)


def no_official(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A unit that was asked which of its groups is official, and has none."""
    frame = case.ledger.frame
    official = yes(frame, "is_official")
    for _, rows in by_unit(frame, in_scope(case, requirement) & standing(case, "is_official")):
        if not official[rows.index].any():
            yield hit_of_unit(rows, "is_official", "none")


def clue(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A gap in a row of groups of one unit: 2群 without 1群, 1班 and 3班 without 2班. A clue, no more."""
    frame = case.ledger.frame
    scope = in_scope(case, requirement) & (text(frame, "unit") != "")
    for look_for in requirement.with_["look_for"]:
        for rows, missing in _gaps(frame[scope], _GAPS[look_for]):
            yield hit_of_unit(rows, "group_name", look_for, missing=missing, names=_names(rows))


def _gaps(frame: pd.DataFrame, token: str) -> Iterator[tuple[pd.DataFrame, list[int]]]:
    """Return the rows of each row of groups with the numbers that are missing before its last."""
    series: dict[tuple[str, ...], dict[int, list[int]]] = {}
    unnumbered: set[tuple[str, ...]] = set()
    for position, (unit, name) in enumerate(zip(frame["unit"], frame["group_name"], strict=True)):
        parsed = canonical_name(str(name))
        others = tuple(f"{kind}={value}" for kind, value in parsed.marks if kind not in (token, "platform"))
        key = (str(unit), parsed.rest, *others)
        number = parsed.tokens.get(token, "")
        if number.isdigit():
            series.setdefault(key, {}).setdefault(int(number), []).append(position)
        else:
            unnumbered.add(key)
    for key, numbers in series.items():
        first = 2 if token == "group_seq" and key in unnumbered else 1  # noqa: S105 - a token of a name
        missing = [number for number in range(first, max(numbers)) if number not in numbers]
        if missing and (token == "group_seq" or len(numbers) > 1) and len(missing) <= len(numbers):  # noqa: S105 - likewise
            yield frame.iloc[[place for number in sorted(numbers) for place in numbers[number]]], missing


def _of_cluster(case: Case, cluster: Duplicate, variant: str) -> Hit:
    frame = case.ledger.frame
    rows = frame[frame["id"].isin(cluster.records)]
    facts = {
        "names": _names(rows),
        "units": list(dict.fromkeys(rows["unit"])),
        "number": _shared(rows),
        "count": len(cluster.records),
    }
    answer = "group_no" if cluster.kind.startswith("same-number") else "group_name"
    return Hit(cluster.records, answer, facts, variant=variant)


def _shared(rows: pd.DataFrame) -> str:
    """Return the number that all rows of a cluster have, "" when there is none."""
    sets = [
        set(filter(None, (many or one).split("\n")))
        for many, one in zip(rows["group_nos"], rows["group_no"], strict=True)
    ]
    common = set.intersection(*sets) if sets else set()
    return min(common, default="")


def _names(rows: pd.DataFrame) -> list[str]:
    names = rows["group_name"].tolist()
    if len(set(names)) == len(names):
        return _first_five(names)
    numbers = [number or platform for number, platform in zip(rows["group_no"], rows["platform"], strict=True)]
    return _first_five(f"{name}（{which}）" if which else name for name, which in zip(names, numbers, strict=True))


def _first_five(values: Iterable[object]) -> list[str]:
    return [str(value) for value in dict.fromkeys(values)][:5]
