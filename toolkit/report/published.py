"""备案群组公示.xlsx: the groups in force as a list to publish, unit by unit, numbered, ready to print.

It shows who a group belongs to and that it is registered, and nothing of persons but the family name of its owner.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from toolkit.messages import word
from toolkit.normalise import map_unique
from toolkit.normalise.masking import masked
from toolkit.normalise.private import hide
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.own_words import in_its_words
from toolkit.report.columns import Columns
from toolkit.report.entries import register
from toolkit.report.figures import IN_FORCE
from toolkit.report.sheet_xml import Block, Look, insert, write_samples
from toolkit.report.styles import Styles
from toolkit.report.text import shown
from toolkit.report.workbooks import OPTIONS, day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.model import Outcome
    from toolkit.regulations.profile import Profile
    from toolkit.report.entries import Register

_COLUMNS = (("no", 6.0), ("unit", 20.0), ("group", 34.0), ("platform", 9.0), ("number", 15.0), ("owner", 9.0))
_FILING = ("filing-no", 22.0)
_HEAD = 3
_SAMPLES = (("text", False), ("text", True), ("number", False), ("code", False), ("code", True))
_TEXT, _CODE = Look(framed=True), Look(3, 4, framed=True)
_ROW, _WRAPPED = 20.0, 34.0
_LINE = 32
"""So many halves of a Chinese character stand on one line of the name."""


class Line(NamedTuple):
    """One group of the list."""

    unit: str
    group: str
    platform: str
    number: str
    owner: str
    filing_no: str


@in_its_words
def render_published(
    outcome: Outcome, *, lang: str = "zh", profile: Profile | None = None, entries: Register | None = None
) -> bytes:
    """Return the list as a workbook; the same outcome gives the same bytes.

    Args:
        outcome: a finished run.
        lang: `zh` or `en`.
        profile: the regulation of the run; None loads the one the outcome names.
        entries: the new register where it is known already (`toolkit.report.entries.register`).
    """
    import xlsxwriter

    from toolkit.regulations.profile import load_profile

    told = profile or load_profile(outcome.profile)
    lines = lines_of(outcome, entries or register(outcome))
    facts = {
        "institution": told.regulation.institution.name,
        "count": len(lines),
        "units": len({line.unit for line in lines if line.unit}),
        "day": outcome.as_of.isoformat(),
        "office": told.parameters.filing_office or word("report", "office", lang=lang),
    }
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        title = word("report", "published-title", facts, lang=lang)
        workbook.set_properties({"title": title, "created": day_of(outcome)})
        rows = _write(workbook, title, lines, facts, lang=lang)
    return insert(stream.getvalue(), [rows])


def _write(workbook: Workbook, title: str, lines: Sequence[Line], facts: Mapping[str, object], *, lang: str) -> Block:
    page = workbook.add_worksheet(word("report", "published-sheet", lang=lang))
    styles = Styles(workbook)
    columns = [*_COLUMNS, *([_FILING] if any(line.filing_no for line in lines) else [])]
    last = len(columns) - 1
    note = word("report", "published-note", facts, lang=lang)
    for row, height, text, role in ((0, 34, title, "published-title"), (1, 32, note, "note")):
        page.set_row(row, height)
        page.merge_range(row, 0, row, last, "", styles.get(role))
        page.write_string(row, 0, shown(text), styles.get(role))
    page.set_row(_HEAD - 1, 24)
    for place, (code, width) in enumerate(columns):
        page.set_column(place, place, width, styles.get("plain"))
        page.write_string(_HEAD - 1, place, _heading(code, lang), styles.get("heading"))
    write_samples(page, [styles.get(role, quoted=quoted) for role, quoted in _SAMPLES], first=_HEAD + 1)
    page.autofilter(_HEAD - 1, 0, max(_HEAD - 1 + len(lines), _HEAD), last)
    _set_up(page)
    told = [map_unique(shown, texts) for texts in zip(*lines, strict=True)][:last]
    return Block(
        [range(1, len(lines) + 1), *told] if lines else [()] * len(columns),
        [width for _, width in columns],
        looks=[_TEXT, *(_CODE if code in {"number", "filing-no"} else _TEXT for code, _ in columns[1:])],
        first=_HEAD + 1,
        heights=[_WRAPPED if len(line.group.encode("gbk", "replace")) > _LINE else _ROW for line in lines],
    )


def _heading(code: str, lang: str) -> str:
    """Return the heading of a column; of accounts the person responsible is named, for they have no owner."""
    if code == "owner" and vocabulary().accounts_only:
        return vocabulary().heading("leader", lang=lang)
    return word("report", f"col-{code}", lang=lang)


def _set_up(page: Worksheet) -> None:
    page.freeze_panes(_HEAD, 0)
    page.repeat_rows(_HEAD - 1)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.set_portrait()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_footer("&C&9&P / &N")


def lines_of(outcome: Outcome, entries: Register) -> Sequence[Line]:
    """Return the groups in force, unit by unit in the order of the roster: as many as the figure 本年在册 says."""
    order = {unit.unit: place for place, unit in enumerate(outcome.units)}
    return sorted(_lines(outcome, entries), key=lambda line: order.get(line.unit, len(order)))


def _lines(outcome: Outcome, entries: Register) -> Iterator[Line]:
    verdicts = (outcome.previous_verdicts["verdict"].tolist(), outcome.verdicts["verdict"].tolist())
    chosen = [
        entry
        for entry in entries.standing
        if verdicts[entry.ours][entry.position] in (IN_FORCE if entry.ours else ("carried",))
    ]
    register = Columns(outcome, chosen)
    told: dict[str, Callable[[str], str]] = {
        "unit": hide,
        "group_name": hide,
        "platform": hide,
        "group_no": _numbers,
        "leader.name" if vocabulary().accounts_only else "owner.name": _owners,
    }
    columns = [
        map_unique(read, ["" if value is None else str(value) for value in register.values(name)])
        for name, read in told.items()
    ]
    for entry, unit, group, platform, numbers, owner in zip(chosen, *columns, strict=True):
        yield Line(unit, group, platform, numbers, owner, masked(entry.number))


def _numbers(lines: str) -> str:
    return lines.replace("\n", "、")


def _owners(lines: str) -> str:
    return "、".join(surname(name) for name in hide(lines).split("\n") if name)


def surname(name: str) -> str:
    """Return a person's name with the given name hidden: 章*."""
    return f"{name[0]}*" if name else ""
