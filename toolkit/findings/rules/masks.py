"""How a rule asks a register: masks over whole columns, one boolean a row, so that only hits are looked at singly.

`in_scope` answers the questions every requirement may put under `with`: `form`, `when` (all of it must hold), `unless`
(none of it may). Rows that only accompany another (the approval form of a group that is in the register as well) are
left out unless the requirement names their form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.findings.case import Hit
from toolkit.normalise.dates import earliest, latest
from toolkit.normalise.text import is_placeholder
from toolkit.normalise.words import words
from toolkit.register.cancelled import cancelled
from toolkit.regulations.fields import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.findings.case import Case
    from toolkit.regulations.profile import Requirement

_GROUP, _ACCOUNT, _APP = "群", "公众号", "APP"
_LONGEST_PLACEHOLDER = 12


def text(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a text column; a frame without it answers with blanks."""
    import pandas as pd

    if column in frame:
        return frame[column].fillna("")
    return pd.Series("", index=frame.index, dtype="str")


def mapped(column: pd.Series, function: Callable[[str], Any], dtype: str = "bool") -> pd.Series:
    """Return `function` of every text, worked out once for each distinct one."""
    import pandas as pd

    texts = column.tolist()
    if not texts:
        return pd.Series([], index=column.index, dtype=dtype)
    answers = {value: function(value) for value in dict.fromkeys(texts)}
    first = next(iter(answers.values()))
    if all(answer == first for answer in answers.values()):  # a whole column says one thing more often than not
        return pd.Series([first], dtype=dtype).repeat(len(texts)).set_axis(column.index)
    return pd.Series(list(map(answers.__getitem__, texts)), index=column.index, dtype=dtype)


def filled(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows have an answer; 无, 暂无, / and blank are none. `owner` asks for any part of a person."""
    import pandas as pd

    columns = [name for name in columns_of(column) if name in frame]
    answered = pd.Series(data=False, index=frame.index)
    for name in columns:
        series = frame[name]
        if series.dtype in ("Int64", "boolean", "int64", "bool"):
            answered |= series.notna()
        else:
            answered |= ~mapped(series, _says_nothing)
    return answered


def columns_of(field: str) -> tuple[str, ...]:
    """Return the flat columns that a field or a part of it takes; the raw text of a count, the name of a unit."""
    words = vocabulary()
    if field not in words.fields:
        return (field,)
    if words[field].kind == "count":
        return (f"{field}.raw", f"{field}.low")
    return words.columns_of(field)


def yes(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows answer yes; a blank is neither yes nor no."""
    return _told(frame, column, answer=True)


def no(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows answer no."""
    return _told(frame, column, answer=False)


def kinds(frame: pd.DataFrame) -> pd.Series:
    """Return what each row is: 群, 公众号 or APP, told by the platform where nobody wrote it."""
    written = text(frame, "kind")
    platforms = text(frame, "platform")
    accounts = platforms.isin(words().accounts) | (words().accounts_only & ~platforms.str.endswith(_GROUP))
    told = accounts.map({True: _ACCOUNT, False: _GROUP}).astype("str")
    return written.where(written != "", told.mask(platforms == _APP, _APP))


def matching(frame: pd.DataFrame, conditions: Mapping[str, Any]) -> Iterator[pd.Series]:
    """Return one mask a condition: `{level: [学校], is_temporary: true, followers: {over: 1000}}`."""
    for field, wanted in conditions.items():
        if isinstance(wanted, dict):
            yield _compared(frame, field, wanted)
            continue
        values = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        if isinstance(values[0], bool):
            yield yes(frame, field) if values[0] else no(frame, field)
        else:
            yield (kinds(frame) if field == "kind" else text(frame, field)).isin([str(value) for value in values])


def _compared(frame: pd.DataFrame, field: str, wanted: Mapping[str, int]) -> pd.Series:
    """Return the rows whose figure certainly lies so: of an interval the bound that is nearer to not doing so."""
    import pandas as pd

    bounds = (f"{field}.low", f"{field}.high") if f"{field}.low" in frame else (field, field)
    if bounds[0] not in frame:
        return pd.Series(data=False, index=frame.index)
    low, high = (frame[column] for column in bounds)
    tests = {"at_least": low.ge, "over": low.gt, "at_most": high.le, "under": high.lt}
    met = pd.Series(data=True, index=frame.index)
    for name, bound in wanted.items():
        met &= tests[name](bound).fillna(value=False).astype("bool")
    return met


def in_scope(case: Case, requirement: Requirement) -> pd.Series:
    """Return which groups in force of this year's ledger a requirement speaks of; none that its unit cancelled."""
    return in_scope_over_too(case, requirement) & ~over(case)


def in_scope_over_too(case: Case, requirement: Requirement) -> pd.Series:
    """Return which rows of this year's ledger a requirement speaks of, those that are cancelled among them."""
    asked = scope_asked(requirement.with_)
    if asked not in case.memory:
        case.memory[asked] = scope_of(case.ledger.frame, requirement.with_, case.profile.id)
    found: pd.Series = case.memory[asked]
    return found.copy()


def over(case: Case) -> pd.Series:
    """Return which rows of this year's ledger are cancelled by their unit's own word."""
    if "over" not in case.memory:
        case.memory["over"] = cancelled(case.ledger.frame, case.as_of)
    found: pd.Series = case.memory["over"]
    return found


def scope_asked(asked: Mapping[str, Any]) -> tuple[str, str]:
    """Return what two requirements that speak of the same rows have in common."""
    return "scope", repr([asked.get(name) for name in ("form", "when", "unless")])


def scope_of(frame: pd.DataFrame, asked: Mapping[str, Any], profile: str) -> pd.Series:
    """Return which rows of a frame `form`, `when` and `unless` leave."""
    import pandas as pd

    if asked.get("form"):
        left = text(frame, "form") == f"{profile}/{asked['form']}"
    else:
        left = text(frame, "accompanies") == ""
    left = pd.Series(left, index=frame.index, dtype="bool")
    for met in matching(frame, asked.get("when") or {}):
        left &= met
    for met in matching(frame, asked.get("unless") or {}):
        left &= ~met
    return left


def first_days(column: pd.Series) -> pd.Series:
    """Return the first day that each date can mean, as ISO text; "" stays."""
    return mapped(column, lambda iso: earliest(iso).isoformat() if iso else "", "str")


def last_days(column: pd.Series) -> pd.Series:
    """Return the last day that each date can mean, as ISO text; "" stays."""
    return mapped(column, lambda iso: latest(iso).isoformat() if iso else "", "str")


def certainly_after(later: pd.Series, sooner: pd.Series | str) -> pd.Series:
    """Return which dates are later whatever the days left open are; a blank is later than nothing."""
    bound = sooner if isinstance(sooner, str) else last_days(sooner)
    known = (later != "") & (bound != "")
    return known & (first_days(later) > bound)


def contains_any(column: pd.Series, words: Iterable[str]) -> pd.Series:
    """Return which texts hold one of the words."""
    listed = tuple(words)
    return mapped(column, lambda value: any(word in value for word in listed))


def nothing(frame: pd.DataFrame) -> pd.Series:
    """Return the mask of no row, to be filled by `|=`."""
    import pandas as pd

    return pd.Series(data=False, index=frame.index)


def verdicts(case: Case) -> pd.Series:
    """Return the verdict of each record, in ledger order; "" where none was given."""
    if "verdicts" not in case.memory:
        case.memory["verdicts"] = _verdicts(case)
    found: pd.Series = case.memory["verdicts"]
    return found


def _verdicts(case: Case) -> pd.Series:
    import pandas as pd

    return pd.Series(_told_of_records(case, "verdict"), index=case.ledger.frame.index, dtype="str")


def _told_of_records(case: Case, column: str) -> list[str]:
    """Return a column of the verdicts for each record, in ledger order as they are; "" where there is none."""
    told = case.verdicts
    records = case.ledger.frame["id"].tolist()
    if not len(told):
        return [""] * len(records)
    ids, texts = told["id"].tolist(), text(told, column).tolist()
    if ids != records:
        of_record = dict(zip(ids, texts, strict=True))
        texts = [of_record.get(record, "") for record in records]
    return texts


def positions(mask: pd.Series) -> Sequence[int]:
    """Return the places of the rows that are True, from 0, in order."""
    import numpy as np

    found: list[int] = np.flatnonzero(mask.to_numpy(dtype=bool)).tolist()
    return found


def at(column: pd.Series, position: int) -> str:
    """Return one cell of a text column."""
    return str(column.iat[position])


def cell(frame: pd.DataFrame, column: str, position: int) -> str:
    """Return one cell of a frame as text, without looking at the others; "" in a column that is not there."""
    return several(frame, column, [position])[0]


def hit(frame: pd.DataFrame, position: int, answer: str, variant: str = "", **facts: Any) -> Hit:
    """Return a hit on one row."""
    return Hit(records=(str(frame["id"].iat[position]),), answer=answer, facts=facts, variant=variant)


def hit_of_unit(frame: pd.DataFrame, rows: Sequence[int], answer: str, variant: str = "", **facts: Any) -> Hit:
    """Return one hit for several rows of one unit."""
    unit = at(frame["unit"], rows[0])
    return Hit(several(frame, "id", rows), answer, {"of_unit": unit} | facts, unit=unit, variant=variant)


def several(frame: pd.DataFrame, column: str, rows: Sequence[int]) -> tuple[str, ...]:
    """Return the cells of a text column in the rows given."""
    if column not in frame:
        return ("",) * len(rows)
    return tuple(frame[column].take(list(rows)).fillna("").tolist())  # filled in after: a column may be very long


def by_unit(frame: pd.DataFrame, mask: pd.Series) -> Iterator[tuple[str, list[int]]]:
    """Return the places of the rows of the mask unit by unit, as the units come up; rows without one are left out."""
    yield from grouped(text(frame, "unit"), mask & (text(frame, "unit") != ""))


def grouped(keys: pd.Series, mask: pd.Series) -> Iterator[tuple[str, list[int]]]:
    """Return the places of the rows of the mask by their key, in the order the keys come up."""
    found: dict[str, list[int]] = {}
    for place, key in zip(positions(mask), keys[mask].tolist(), strict=True):
        found.setdefault(key, []).append(place)
    yield from found.items()


def last_year(case: Case, column: str) -> pd.Series:
    """Return what last year's row of each record says in a text column; "" without one."""
    import pandas as pd

    before, frame = case.previous.frame, case.ledger.frame
    if not len(before) or not len(case.verdicts):
        return pd.Series("", index=frame.index, dtype="str")
    if "last_year" not in case.memory:
        case.memory["last_year"] = _places_last_year(case)
    values = [*text(before, column).tolist(), ""]  # the last stands for a row that there was not
    found = [values[place] for place in case.memory["last_year"]]
    return pd.Series(found, index=frame.index, dtype="str")


def _places_last_year(case: Case) -> list[int]:
    """Return the place of each record's row of last year, -1 where it has none."""
    place = {row: number for number, row in enumerate(case.previous.frame["id"].tolist())}
    return [place.get(row, -1) for row in _told_of_records(case, "previous")]


def people(value: str) -> tuple[str, ...]:
    """Return the names in a column of people."""
    return tuple(name for name in value.split("\n") if name)


def _told(frame: pd.DataFrame, column: str, *, answer: bool) -> pd.Series:
    import pandas as pd

    if column not in frame:
        return pd.Series(data=False, index=frame.index)
    return (frame[column] == answer).fillna(value=False).astype("bool")


def _says_nothing(value: Any) -> bool:
    """Tell a cell without an answer; one that is missing altogether has none."""
    if not value or not isinstance(value, str):
        return True
    return all(map(_is_no_answer, value.split("\n"))) if "\n" in value else _is_no_answer(value)


def _is_no_answer(line: str) -> bool:
    """Tell a placeholder; a longer text that begins with a letter or figure is none and need not be looked up."""
    return not (len(line) > _LONGEST_PLACEHOLDER and line[0].isalnum()) and is_placeholder(line)
