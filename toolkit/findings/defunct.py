"""What speaks for a filed group being out of use: one row a piece of evidence, and no verdict by itself.

    E1  the return itself says so: not active, dissolved, to be dissolved, or 已解散 in the name
    E2  a temporary group whose work has ended, and the days of grace with it
    E3  a notice of its dissolution is here, and yet it is filed as in use
    E4  a public account that was not updated for longer than the regulation allows
    E5  the list of observed groups calls it dead
    E6  a class that has graduated (by the class roster)
    E7  hardly anybody is left in it

E5 to E7 must be confirmed by a person.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from toolkit.model import Ledger
from toolkit.model.frames import DEFUNCT
from toolkit.normalise.dates import latest
from toolkit.register.cancelled import CANCELLING, OUT_OF_USE
from toolkit.register.class_roster import class_look_up, graduation
from toolkit.register.mentions import refer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.regulations.profile import Profile

    Evidence = Iterator[tuple[int, str, dict[str, Any]]]

_ACCOUNT, _DISSOLUTION = "公众号", "解散"
_DAYS = {"dissolved_on": "happened_on", "dissolve_reported_on": "reported_on"}


def defunct(
    ours: Ledger, observed: pd.DataFrame, sources: Mapping[str, Ledger], *, profile: Profile, as_of: dt.date
) -> pd.DataFrame:
    """Return the evidence, in ledger order: record, tag (`E1` to `E7`), facts (a mapping).

    Args:
        ours: this year's records.
        observed: `toolkit.comparison.observed.compare_observed`.
        sources: the second sources by name; `notices` and `classes` are looked at.
        profile: `temp_grace_days`, `account_stale_days` and `empty_threshold`; one that is null is not asked.
        as_of: the day the verdict refers to.
    """
    import pandas as pd

    frame, asked = ours.frame, profile.parameters
    dead_words = (word for entry in profile.by_rule("observed-dead") for word in entry.with_["words"])
    found = [
        *_declared(frame),
        *_ended(frame, temporary(frame, profile).tolist(), as_of, asked.temp_grace_days or 0),
        *_noticed(ours, sources.get("notices")),
        *_stale(frame, as_of, asked.account_stale_days),
        *_seen_dead(frame, observed, says_dead(dead_words)),
        *_graduated(frame, sources.get("classes"), as_of),
        *_empty(frame, asked.empty_threshold),
    ]
    beside = frame["accompanies"].ne("").tolist()  # another form of a group that stands here by itself
    found = [row for row in found if not beside[row[0]]]
    ids = frame["id"].tolist()
    rows = [(ids[position], tag, facts) for position, tag, facts in sorted(found, key=lambda row: row[:2])]
    return pd.DataFrame(rows, columns=list(DEFUNCT.columns)).astype(DEFUNCT.empty().dtypes)


def temporary(frame: pd.DataFrame, profile: Profile) -> pd.Series:
    """Return which groups are temporary: those that say so.

    Where the institution's own form asks when the work ends and not whether it is temporary, those that name the day.
    """
    told = frame["is_temporary"]
    official = frozenset[str]().union(*(form.official_fields for form in profile.forms))
    by_the_day = "work_end_on" in official and "is_temporary" not in official
    return told.fillna(value=False).astype("bool") | (by_the_day & told.isna() & frame["work_end_on"].ne(""))


def dated(ledger: Ledger, notices: Ledger | None, *, gone: Collection[str]) -> Ledger:
    """Return a register with the days of dissolution that notices tell, where its dissolved rows do not say them.

    Args:
        ledger: this year's or last year's register.
        notices: the second source; its 发生日期 is the day of the dissolution, its 报备日期 the day it was reported.
        gone: ids of the rows that are dissolved.
    """
    if notices is None or not gone:
        return ledger
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    ids = ledger.frame["id"].tolist()
    days: dict[str, list[str]] = {column: ledger.frame[column].tolist() for column in _DAYS}
    for position, notice in zip(refer(told, ledger), told[[*_DAYS.values()]].to_dict("records"), strict=True):
        if position is not None and ids[position] in gone:
            for column, source in _DAYS.items():
                days[column][position] = days[column][position] or str(notice[source])
    return Ledger(ledger.frame.assign(**days).astype(dict.fromkeys(_DAYS, str)), ledger.sheets)


def _in_use(frame: pd.DataFrame) -> list[bool]:
    gone = frame["is_active"].eq(other=False).fillna(value=False).astype(bool)
    in_use: list[bool] = (~gone & (frame["dissolved_on"] == "") & ~frame["disposition"].isin(CANCELLING)).tolist()
    return in_use


def _declared(frame: pd.DataFrame) -> Evidence:
    columns = (frame[name].tolist() for name in ("is_active", "disposition", "dissolved_on", "name_status"))
    for position, (active, disposition, dissolved_on, status) in enumerate(zip(*columns, strict=True)):
        facts: dict[str, Any] = {}
        if active is False:
            facts["is_active"] = False
        if disposition in CANCELLING:
            facts["disposition"] = disposition
        if dissolved_on:
            facts["dissolved_on"] = dissolved_on
        if OUT_OF_USE.search(status):
            facts["name_status"] = status
        if facts:
            yield position, "E1", facts


def _ended(frame: pd.DataFrame, meant: Sequence[bool], as_of: dt.date, grace: int) -> Evidence:
    for position, (is_temporary, ended, live) in enumerate(
        zip(meant, frame["work_end_on"].tolist(), _in_use(frame), strict=True)
    ):
        if is_temporary and live and ended and latest(ended) + dt.timedelta(days=grace) < as_of:
            yield position, "E2", {"work_end_on": ended, "grace_days": grace, "days": (as_of - latest(ended)).days}


def _noticed(ours: Ledger, notices: Ledger | None) -> Evidence:
    if notices is None:
        return
    told = notices.frame[notices.frame["type"] == _DISSOLUTION]
    live = _in_use(ours.frame)
    for position, notice in zip(refer(told, ours), told["id"].tolist(), strict=True):
        if position is not None and live[position]:
            happened = told.loc[told["id"] == notice, "happened_on"].iat[0]
            yield position, "E3", {"notice": notice, "happened_on": happened}


def _stale(frame: pd.DataFrame, as_of: dt.date, most: int | None) -> Evidence:
    if most is None:
        return
    columns = zip(frame["kind"].tolist(), frame["last_update_on"].tolist(), _in_use(frame), strict=True)
    for position, (kind, updated, live) in enumerate(columns):
        if kind == _ACCOUNT and live and updated and (days := (as_of - latest(updated)).days) > most:
            yield position, "E4", {"last_update_on": updated, "days": days, "limit": most}


def says_dead(words: Iterable[str]) -> re.Pattern[str]:
    """Return what the list of groups in use says of one that is no more; 未停用 is not 停用."""
    return re.compile(f"(?<!未)(?<!没)(?<!没有)(?:{'|'.join(map(re.escape, words)) or '(?!)'})")


def _seen_dead(frame: pd.DataFrame, observed: pd.DataFrame, dead: re.Pattern[str]) -> Evidence:
    position_of = {name: position for position, name in enumerate(frame["id"].tolist())}
    gone = observed[(observed["record"] != "") & observed["state"].map(lambda text: bool(dead.search(text)))]
    for _, row in gone.drop_duplicates("record").iterrows():
        facts = {name: row[name] for name in ("state", "origin", "seen_on") if row[name]}
        yield position_of[row["record"]], "E5", facts


def _graduated(frame: pd.DataFrame, classes: Ledger | None, as_of: dt.date) -> Evidence:
    if classes is None:
        return
    look_up = class_look_up(classes)
    columns = (frame["unit"].tolist(), frame["group_name"].tolist(), _in_use(frame))
    for position, (unit, name, live) in enumerate(zip(*columns, strict=True)):
        left = graduation(unit, name, look_up, as_of) if live else None
        if left is not None:
            yield position, "E6", {"class_name": left.class_name, "graduated": left.entered + left.years}


def _empty(frame: pd.DataFrame, most: int | None) -> Evidence:
    if most is None:
        return
    few = (frame["member_count.high"] <= most).fillna(value=False).to_numpy(bool)
    for position in few.nonzero()[0].tolist():
        yield position, "E7", {"member_count": frame["member_count.raw"].iat[position], "limit": most}
