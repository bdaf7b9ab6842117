"""One reader for each kind of field of the vocabulary: raw texts to the flat typed columns, and what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import read_date, read_signature
from toolkit.normalise.identifiers import at_sight, read_identifiers
from toolkit.normalise.left_over import beside_count, beside_date, beside_signature, beside_yes_no
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.numbers import words_beside as beside_number
from toolkit.normalise.people import read_people
from toolkit.normalise.persons import is_half_named, may_be_half_named
from toolkit.normalise.platforms import read_platform
from toolkit.normalise.platforms import words_beside as beside_platform
from toolkit.normalise.text import clean, fold, is_placeholder, key
from toolkit.normalise.ticks import has_marks, marked, read_boxes, read_choices, read_yes_no
from toolkit.normalise.units import UnitIndex, with_offices_of
from toolkit.normalise.words import words
from toolkit.register.rows.distinct import (
    BETWEEN,
    MORE,
    each,
    either,
    join_cells,
    listed_column,
    no_faults,
    same_in_all,
)
from toolkit.register.rows.people import read_columns
from toolkit.register.rows.plain import plain_rows
from toolkit.register.rows.stack import HALF_NAMED, POST, Raw
from toolkit.regulations.fields import PERSON_PARTS, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    from toolkit.normalise.counts import CountReading
    from toolkit.normalise.platforms import PlatformReading
    from toolkit.normalise.ticks import Box
    from toolkit.register.rows.distinct import Texts
    from toolkit.register.rows.people import PeopleColumns
    from toolkit.regulations.fields import Field
    from toolkit.regulations.forms import Form

    Read = tuple[dict[str, pd.Series], list[pd.DataFrame]]

_FILING_LABEL = re.compile(r"^(?:NO[.:]?|编号|备案号|备案编号)[:.]?", re.IGNORECASE)
_CLASS_WORDS = re.compile(r"(?:工作)?(?:群组?|类|级)$")
_ONE_NUMBER = re.compile(r"[1-9][0-9]{4,10}")
_MOBILE_LABEL = re.compile("手机|移动电话")
_FEW_DIGITS = re.compile(r"\d{3,6}(?:[\n、,;/]\d{3,6})*")
_DENIED = re.compile("(?:[非不未无没拟待将]|不再|计划|准备|建议|是否)(?:需要?|要|予以?)?$")
_LOOSE_TICK = "√"
_DONE = "已"


class Chosen(NamedTuple):
    """An option, or the text as typed with a fault."""

    value: str
    fault: str = ""


def read_field(name: str, raw: Raw, units: UnitIndex) -> Read:
    """Return the flat columns of one field, and its faults (row, field, fault, raw)."""
    if not raw.has(name):
        return _blanks(name, raw.length), []
    kind = vocabulary()[name].kind
    if kind == "unit":
        return _units(name, raw, units)
    return _READERS[kind](name, raw)


def _blanks(name: str, length: int) -> dict[str, pd.Series]:
    """Return the columns of a field that no table asks for."""
    import numpy as np
    import pandas as pd

    blank = _blank(name, vocabulary()[name], str(pd.get_option("mode.string_storage")))
    same = np.zeros(length, dtype=np.int64)
    return {column: pd.Series(one.take(same)) for column, one in blank.items()}


@lru_cache(maxsize=1 << 10)
def _blank(name: str, _field: Field, _storage: str) -> dict[str, ExtensionArray]:
    """Return one row of them, read once: most fields are none of a campaign's, and a blank cell is never a fault."""
    import numpy as np

    nobody = Raw(1, {name: same_in_all("", 1)}, (None,), np.zeros(1, dtype=np.int64))
    columns, _ = read_field(name, nobody, UnitIndex())
    return {column: values.array for column, values in columns.items()}


def _texts(name: str, raw: Raw) -> Read:
    spread = each(raw.text(name), _filing_no if name == "filing_no" else clean)
    return {name: spread.column(str)}, []


def _filing_no(text: str) -> str:
    bare = _FILING_LABEL.sub("", "".join(fold(text).split())).upper()
    return "" if is_placeholder(bare) else bare


def _dates(name: str, raw: Raw) -> Read:
    def signed(form: Form) -> bool:
        return any(answer.signature and answer.key == name for answer in form.answers)

    opinions = raw.rows_where(signed)
    spread = either(raw.text(name), opinions, read_signature, read_date)
    beside = spread.left_over(name, beside_signature if opinions.any() else beside_date)
    return {name: spread.column(lambda date: date.value)}, [spread.faults(name, lambda date: date.fault), beside]


def _counts(name: str, raw: Raw) -> Read:
    spread = each(raw.text(name), read_count)
    columns = {
        f"{name}.low": spread.typed(lambda count: count.low, "Int64"),
        f"{name}.high": spread.typed(lambda count: count.high, "Int64"),
        f"{name}.raw": spread.column(lambda count: count.raw),
    }
    return columns, [spread.faults(name, lambda count: count.fault)]


def _ints(name: str, raw: Raw) -> Read:
    spread = each(raw.text(name), read_count)
    faults = [spread.faults(name, _int_fault), spread.left_over(name, beside_count)]
    return {name: spread.typed(_exact, "Int64")}, faults


def _exact(count: CountReading) -> int | None:
    return count.low if count.low == count.high else None


def _int_fault(count: CountReading) -> str:
    return count.fault or ("unreadable-count" if count.low != count.high else "")


def _yes_no(name: str, raw: Raw) -> Read:
    spread = each(raw.text(name), read_yes_no)
    faults = [spread.faults(name, lambda tick: tick.fault), spread.left_over(name, beside_yes_no)]
    return {name: spread.typed(lambda tick: tick.value, "boolean")}, faults


def _numbers(name: str, raw: Raw) -> Read:
    """Return the columns of numbers; one number and nothing else, the commonest cell, is its own answer."""
    import numpy as np

    listed = raw.text(name).tolist()
    others = [row for row, text in enumerate(listed) if text and not _ONE_NUMBER.fullmatch(text)]
    accounts = _of_accounts(raw) if others else ()
    spread = each(np.array([*map(listed.__getitem__, others), ""], dtype=object)[:-1], read_numbers)
    first, every = listed, [*listed]
    named = np.zeros(len(others), dtype=bool)
    for at, (row, code) in enumerate(zip(others, spread.codes.tolist(), strict=True)):
        own = (read_identifiers if accounts[row] else at_sight)(spread.texts[code])
        numbers = own or spread.answers[code].numbers
        named[at] = bool(own)
        first[row], every[row] = numbers[0] if numbers else "", "\n".join(numbers)
    several = spread.faults(name, lambda found: "several-numbers" if len(found.numbers) > 1 else "")
    beside = spread.noted(name, MORE, beside_number)
    faults = [spread.faults(name, lambda found: found.fault), several, beside]
    faults = [found[~named[found["row"].to_numpy()]] if len(found) else found for found in faults]
    placed = [found.assign(row=np.array(others)[found["row"].to_numpy()]) if len(found) else found for found in faults]
    return {name: listed_column(first), f"{name}s": listed_column(every)}, placed


def _of_accounts(raw: Raw) -> Sequence[bool]:
    """Return which rows are of accounts: by their platform, one that no list has included, or by their form."""
    accounts, groups = words().accounts, ("群", "频道", words().other_platform)

    def is_account(text: str) -> bool:
        told = _platform(read_platform(text))
        known = told in vocabulary()["platform"].options
        return told in accounts or told == "APP" or (bool(told) and not known and not told.endswith(groups))

    spread = each(raw.text("platform"), is_account)
    of_form = raw.rows_where(lambda form: form.drawing.fixed.get("kind", "群") != "群")
    told = [spread.answers[code] for code in spread.codes.tolist()]
    return [one or bool(other) for one, other in zip(told, of_form.tolist(), strict=True)]


def _platforms(name: str, raw: Raw) -> Read:
    after: Box = "after"
    behind = raw.rows_where(lambda form: form.drawing.box == after)
    spread = either(raw.text(name), behind, partial(read_platform, box=after), partial(read_platform, box="before"))
    beside = spread.noted(name, MORE, lambda text: not _is_strange(text) and beside_platform(text))
    strange = spread.noted(name, "unlisted-option", _is_strange)
    return {name: spread.column(_platform)}, [spread.faults(name, _platform_fault), strange, beside]


def _platform(found: PlatformReading) -> str:
    """One platform, one that no list has as it was typed; of two that were ticked neither is taken."""
    if found.other and found.platforms == (words().other_platform,):
        return clean(found.other)
    return found.platforms[0] if len(found.platforms) == 1 else ""


def _is_strange(text: str) -> bool:
    """Whether a platform that no list has was typed, and not behind 其他, where it is asked for."""
    found = read_platform(text)
    unnamed = words().other_platform
    typed = bool(found.other) and found.platforms == (unnamed,)
    return typed and not has_marks(marked(text)) and not clean(text).startswith(unnamed)


def _platform_fault(found: PlatformReading) -> str:
    return found.fault or ("both-ticked" if len(found.platforms) > 1 else "")


def _enums(name: str, raw: Raw) -> Read:
    own, known = raw.options.get(name, {}), vocabulary()[name].options
    options = (*known, *(option for option in own if option not in known))
    spread = each(raw.text(name), partial(read_option, options=options, own=own))
    return {name: spread.column(lambda chosen: chosen.value)}, [spread.faults(name, lambda chosen: chosen.fault)]


def read_option(
    text: str, options: tuple[str, ...], own: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Chosen:
    """Return the option that a text means: ticked, named in the regulation's `own` words, or the only one within it.

    Faults: `both-ticked`, `unlisted-option`; the text is kept. `near-option`: the option is only part of what was
    typed, or what was typed only part of it; what was left out is told.
    """
    if is_placeholder(text):
        return Chosen("")
    if has_marks(marked(text)):
        ticked = tuple(label for label, on in read_boxes(text) if on)
        told = read_option(ticked[0], options, own) if len(ticked) == 1 else Chosen("", "unlisted-option")
        if told.fault == "unlisted-option" and _set_by_hand(text):
            ticked = read_choices(text, options, "before")  # a tick set by hand beside a printed box, or in a bare list
            told = Chosen(ticked[0]) if len(ticked) == 1 else told
        if len(ticked) == 1:
            return told
        return Chosen(clean(text) if ticked else "", "both-ticked")
    bare = key(text).removeprefix(_DONE)
    by_key = {key(option): option for option in options}
    also = {
        key(word): option for option in options for word in (*own.get(option, ()), *words().options.get(option, ()))
    }
    for spelling in (key(text), bare, _CLASS_WORDS.sub("", bare)):
        if spelling in by_key or spelling in also:
            return Chosen(by_key.get(spelling) or also[spelling])
    part = len(bare) > 1
    within = [
        option
        for spelling, option in by_key.items()
        if _names(bare, spelling) or (part and (spelling.startswith(bare) or spelling.endswith(bare)))
    ]
    within = within or [*dict.fromkeys(option for word, option in also.items() if len(word) > 1 and _names(bare, word))]
    return Chosen(within[0], "near-option") if len(within) == 1 else Chosen(clean(text), "unlisted-option")


def _names(text: str, option: str) -> bool:
    """Whether a text names an option, and does not say that it is none, or is yet to be (非官方, 拟注销)."""
    before, found, _ = text.partition(option)
    return bool(found) and _DENIED.search(before) is None


def _set_by_hand(text: str) -> bool:
    """Whether a tick stands beside a printed box, or in a list without boxes: not on one side of every option."""
    return len(read_boxes(text)) == 1 or _LOOSE_TICK in marked(text)


def _people(name: str, raw: Raw) -> Read:
    """Return the columns of people: plain rows by column, all others text by text."""
    import numpy as np

    whole = _named_cell(raw.text(name), raw.texts.get(f"{name}.name"))
    beside = {part: raw.texts[f"{name}.{part}"] for part in PERSON_PARTS[1:] if f"{name}.{part}" in raw.texts}
    cells = {"name": whole, **beside}
    plain = plain_rows(cells)
    others = np.flatnonzero(~plain.rows)
    parts = tuple(cells)
    joined = join_cells(*(texts[others] for texts in cells.values()))
    spread = each(joined, lambda text: read_columns(dict(zip(parts, text.split(BETWEEN), strict=True))))
    columns: dict[str, pd.Series] = {}
    faults: list[pd.DataFrame] = []
    for place, part in enumerate(PERSON_PARTS):
        lines = plain.lines.get(part) or [""] * raw.length
        for row, code in zip(others.tolist(), spread.codes.tolist(), strict=True):
            lines[row] = spread.answers[code].lines[place]
        columns[f"{name}.{part}"] = listed_column(lines)
        found = spread.faults(f"{name}.{part}", partial(_line_fault, place))
        if len(found):
            raws = [_cell(text, parts, part) for text in found["raw"].tolist()]
            found = found.assign(row=others[found["row"].to_numpy()], raw=raws)
        faults.append(found)
    more = spread.faults(name, lambda people: MORE if people.beside else "")
    if len(more):
        said = [" ".join(dict.fromkeys(text.split(BETWEEN))).strip() for text in more["raw"].tolist()]
        more = more.assign(row=others[more["row"].to_numpy()], raw=said)
    return columns, [*faults, more, _too_short(name, raw), _unnamed(name, whole)]


def _unnamed(name: str, whole: Texts) -> pd.DataFrame:
    """Return the cells in which a post stands for a person, or a word of address for the given name."""

    def fault(text: str) -> str:
        if not may_be_half_named(text):
            return ""
        people = read_people(text).people
        if people and not any(person.name for person in people) and all(person.title for person in people):
            return POST
        return HALF_NAMED if any(is_half_named(person.name) for person in people) else ""

    return each(whole, fault).faults(f"{name}.name", str)


def _too_short(name: str, raw: Raw) -> pd.DataFrame:
    """Return the cells where the form asks for a mobile and only a few digits stand: 13900 is no short number there."""
    import numpy as np

    key = f"{name}.mobile"
    if key not in raw.texts:
        return no_faults()
    asked = raw.rows_where(lambda form: any(one.key == key and _MOBILE_LABEL.search(one.label) for one in form.answers))
    rows = np.flatnonzero(asked)
    spread = each(raw.texts[key][rows], lambda text: "malformed-phone" if _FEW_DIGITS.fullmatch(fold(text)) else "")
    found = spread.faults(key, str)
    return found.assign(row=rows[found["row"].to_numpy()]) if len(found) else found


def _named_cell(mixed: Texts, names: Texts | None) -> Texts:
    """Return the cell that names people; where a form has two (群主 and 群主姓名) what both say, once."""
    import numpy as np

    if names is None:
        return mixed
    if not any(mixed):
        return names
    rows = zip(mixed, names, strict=True)
    told = [two if not one or one in two else one if not two or two in one else f"{two}\n{one}" for one, two in rows]
    return np.array([*told, ""], dtype=object)[:-1]


def _line_fault(place: int, people: PeopleColumns) -> str:
    return people.faults[place]


def _cell(text: str, parts: tuple[str, ...], part: str) -> str:
    """Return the text of one part's own cell, of the mixed cell where there is none."""
    cells = dict(zip(parts, text.split(BETWEEN), strict=True))
    return cells.get(part) or cells["name"]


def _units(name: str, raw: Raw, units: UnitIndex) -> Read:
    spread = each(raw.text(name), units.resolve)
    spread = replace(spread, answers=with_offices_of(spread.answers))
    typed = each(raw.text(name), clean)
    columns = {name: spread.column(lambda unit: unit.unit), f"{name}_raw": typed.column(str)}
    return columns, [spread.faults(name, lambda unit: unit.fault)]


_READERS: Mapping[str, Callable[[str, Raw], Read]] = {
    "text": _texts,
    "date": _dates,
    "count": _counts,
    "int": _ints,
    "bool": _yes_no,
    "number": _numbers,
    "platform": _platforms,
    "enum": _enums,
    "people": _people,
}
