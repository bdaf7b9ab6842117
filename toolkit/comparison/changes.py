"""What differs between a record and its row of last year, in the regulations' words.

更名 · 换群主 · 换管理员 · 换责任人 · 划转单位 · 用途 · 类型 · 官方属性 · 人数跨越限额

The vocabulary says which fields count and what a change of each is called (`change:` in `schemas/fields.yaml`). A blank
on either side is no change: a form that does not ask, or a cell left empty, says nothing about the group. Neither is a
difference of spelling. People are compared as sets of names; their telephones do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolkit.model.frames import CHANGES
from toolkit.names.names import canonical_name, rolled
from toolkit.normalise.private import hide
from toolkit.normalise.text import key
from toolkit.register.keys import number_texts, unit_keys
from toolkit.register.rows.distinct import as_texts
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    import pandas as pd

    from toolkit.model import Ledger
    from toolkit.regulations.fields import Field
    from toolkit.regulations.profile import Profile

T = TypeVar("T")
FILED = "变更备案"
"""The kind of change of a record whose change form came, and of which no field that is compared differs."""
NUMBER_KINDS = frozenset({"number-appeared", "number-disappeared", "number-changed"})
"""What may befall the group number of a matched pair: told, but it does not make the record `changed`."""

_WORDLESS = re.compile(r"[\W_]+")


class _Compared(NamedTuple):
    """One field of all pairs: what was shown, and what is compared ("" is unknown)."""

    before: list[str]
    after: list[str]
    old: list[str]
    new: list[str]


def changes(ours: Ledger, theirs: Ledger, matched: pd.DataFrame, *, profile: Profile) -> pd.DataFrame:
    """Return one row a changed field of a matched pair: record, previous, field, kind, before, after, rolled.

    `rolled` is True for 年度滚动: only the year in a name moved. A group number that appears, disappears or (under one
    filing number) differs is there as one of `NUMBER_KINDS`.

    Args:
        ours: this year's records; the frame has `name_key`.
        theirs: last year's register; likewise.
        matched: `match.pairs.Pairs.matched`.
        profile: its `size_limit` says which counts cross it.
    """
    import pandas as pd

    asked = _columns(profile)
    after = ours.frame[asked].iloc[matched["ours"].to_numpy()]
    before = theirs.frame[asked].iloc[matched["theirs"].to_numpy()]
    rows = [
        (position, order, field, kind, was, now)
        for order, (field, entry) in enumerate(vocabulary().fields.items())
        if (compare := _comparison(field, entry))
        for position, kind, was, now in _differences(compare(before, after, field, profile), entry.change)
    ]
    last = len(vocabulary().fields)
    rows += [(position, last, "group_no", kind, was, now) for position, kind, was, now in _numbers(before, after)]
    records, previous = matched["record"].tolist(), matched["previous"].tolist()
    found = [
        (records[at], previous[at], field, kind, was, now, field == "group_name" and _rolled(was, now))
        for at, _, field, kind, was, now in sorted(rows)
    ]
    return pd.DataFrame(found, columns=list(CHANGES.columns)).astype(CHANGES.empty().dtypes)


def with_papers(changed: pd.DataFrame, ours: Ledger, matched: pd.DataFrame) -> pd.DataFrame:
    """Return the changes with one more for each record whose change form came and of which no field differs.

    What a unit files as a change is one: the form says it, or the office knows it from the paper.
    """
    import pandas as pd

    frame = ours.frame
    if not (frame["papers"] != "").any():
        return changed
    told = set(frame.loc[frame["papers"].str.split("\n").map(lambda roles: "change" in roles), "id"])
    told -= set(changed.loc[~changed["kind"].isin(NUMBER_KINDS), "record"])
    rows = matched[matched["record"].isin(told)]
    if rows.empty:
        return changed
    items = frame["change_items"].take(rows["ours"].to_numpy()).tolist()
    found = pd.DataFrame(
        {
            "record": rows["record"].tolist(),
            "previous": rows["previous"].tolist(),
            "field": "change_items",
            "kind": FILED,
            "before": "",
            "after": items,
            "rolled": False,
        }
    )
    place = {record: at for at, record in enumerate(frame["id"].tolist())}
    both = pd.concat([changed, found.astype(changed.dtypes.to_dict())], ignore_index=True)
    return both.sort_values("record", key=lambda ids: ids.map(place), kind="stable", ignore_index=True)


_LIMITED = "member_count"


def _columns(profile: Profile) -> list[str]:
    """Return the columns that are looked at."""
    words = vocabulary()
    asked = {field for field, entry in words.fields.items() if entry.change} | {"unit", "group_no"}
    asked |= {one for form in profile.forms for pair in form.drawing.same.items() for one in pair}
    return ["name_key", *(column for field in words.fields if field in asked for column in words.columns_of(field))]


def _comparison(field: str, entry: Field) -> Callable[[pd.DataFrame, pd.DataFrame, str, Profile], _Compared] | None:
    """Return how a field is compared; None for one whose change has no name."""
    if not entry.change:
        return None
    if field == "group_name":
        return _names
    kinds = {"unit": _units, "people": _people, "count": _counts, "bool": _ticks, "int": _figures, "date": _days}
    return kinds.get(entry.kind, _texts)


def _differences(compared: _Compared, kind: str) -> Iterator[tuple[int, str, str, str]]:
    if compared.old == compared.new:
        return
    for position, (old, new) in enumerate(zip(compared.old, compared.new, strict=True)):
        if old != new and old and new:
            yield position, kind, compared.before[position], compared.after[position]


def _texts(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    was, now = before[field].tolist(), after[field].tolist()
    return _Compared(was, now, *_where_they_differ(was, now, _spoken))


def _where_they_differ(was: list[T], now: list[T], compared: Callable[[T], str]) -> tuple[list[str], list[str]]:
    """Return what is compared, worked out only for the pairs that are not written alike."""
    if was == now:
        return [""] * len(was), [""] * len(now)
    pairs = [("", "") if old == new else (compared(old), compared(new)) for old, new in zip(was, now, strict=True)]
    return [old for old, _ in pairs], [new for _, new in pairs]


def _names(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    return _Compared(
        before[field].tolist(), after[field].tolist(), before["name_key"].tolist(), after["name_key"].tolist()
    )


def _units(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    return _Compared(before[field].tolist(), after[field].tolist(), unit_keys(before), unit_keys(after))


def _people(before: pd.DataFrame, after: pd.DataFrame, field: str, profile: Profile) -> _Compared:
    """Compare people by name; where a form asks for one person under two roles, a blank role is the other one."""
    others = {name for form in profile.forms for name, source in form.drawing.same.items() if source == field}
    was, now = (_lines_of(side, field, others) for side in (before, after))
    shown = _where_they_differ(was, now, lambda lines: "、".join(_names_in(lines)))
    people = _where_they_differ(was, now, lambda lines: "、".join(sorted(map(_spoken, set(_names_in(lines))))))
    return _Compared(*shown, *people)


def _lines_of(side: pd.DataFrame, field: str, others: Collection[str]) -> list[str]:
    texts = side[f"{field}.name"]
    for other in sorted(others):
        texts = texts.where(texts != "", side[f"{other}.name"])
    lines: list[str] = texts.tolist()
    return lines


def _names_in(lines: str) -> list[str]:
    return [name for name in lines.split("\n") if name]


def _counts(before: pd.DataFrame, after: pd.DataFrame, field: str, profile: Profile) -> _Compared:
    """Compare members by the side of the limit on which the lower bounds are; without a limit nothing is crossed.

    Any other count (one of the institution's own) is another one where what was written cannot be the same number.
    """
    shown = before[f"{field}.raw"].tolist(), after[f"{field}.raw"].tolist()
    if field != _LIMITED:
        apart = (after[f"{field}.low"].to_numpy() > before[f"{field}.high"].to_numpy()) | (
            after[f"{field}.high"].to_numpy() < before[f"{field}.low"].to_numpy()
        )
        told = [["" if same else str(raw) for raw, same in zip(side, ~apart, strict=True)] for side in shown]
        return _Compared(*shown, *told)
    limit = profile.parameters.size_limit
    if limit is None:
        return _Compared(*shown, [""] * len(before), [""] * len(after))
    sides = (
        (side[f"{field}.low"] > limit).map({True: "over", False: "within"}).astype(object).fillna("").tolist()
        for side in (before, after)
    )
    return _Compared(*shown, *sides)


def _ticks(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    was, now = (
        side[field].map({True: "是", False: "否"}).astype(object).fillna("").tolist() for side in (before, after)
    )
    return _Compared(was, now, was, now)


def _figures(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    was, now = as_texts(before[field]), as_texts(after[field])
    return _Compared(was, now, was, now)


def _days(before: pd.DataFrame, after: pd.DataFrame, field: str, _: Profile) -> _Compared:
    """Compare days; one of less precision (2018-05) is no other day."""
    was, now = before[field].tolist(), after[field].tolist()
    agree = [old.startswith(new) or new.startswith(old) for old, new in zip(was, now, strict=True)]
    told = [["" if same else day for day, same in zip(days, agree, strict=True)] for days in (was, now)]
    return _Compared(was, now, *told)


def _numbers(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[int, str, str, str]]:
    for position, (was, now) in enumerate(zip(number_texts(before), number_texts(after), strict=True)):
        if was == now:
            continue
        old, new = ({number for number in text.split("\n") if number} for text in (was, now))
        if old == new:
            continue
        kind = "number-appeared" if old < new else "number-disappeared" if new < old else "number-changed"
        yield position, kind, "、".join(was.split("\n")), "、".join(now.split("\n"))


def _rolled(was: str, now: str) -> bool:
    return rolled(canonical_name(was), canonical_name(now))


def _spoken(text: str) -> str:
    """Return the words of a text: no spaces, punctuation or emoji, one width and case.

    What is private counts as hidden, as the register of last year keeps it.
    """
    return _WORDLESS.sub("", key(hide(text)))
