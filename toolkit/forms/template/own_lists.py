"""The blank lists for what the department holds itself: headings, drop-downs, on a second sheet how to fill them in.

Each comes back as it is written: the second sheet holds sentences only, which no reader takes for a table.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, NamedTuple

from toolkit.messages import word
from toolkit.register.sources import sources
from toolkit.report.text import risky

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.register.sources.shapes import Column, Source

LISTS = ("units", "observed", "notices", "received", "approvals", "people", "classes")
"""The second sources that the department keeps itself, in the order in which they are wanted."""

RECEIVED = "received"
_PLATFORMS = ("QQ群", "微信群", "企业微信群", "钉钉群", "公众号", "其他")
_YES_NO = ("是", "否")
_PARTS = "｜"
_ROWS = 2_000
"""So many rows below the headings have the drop-downs and formats."""

_WIDTHS = {"date": 13, "year": 10, "int": 8, "bool": 8, "platform": 11, "number": 16, "options": 10, "unit": 20}
_FONT, _INK, _MUTED, _HEAD, _LINE = "微软雅黑", "#22313F", "#6B7A88", "#E3EBF2", "#D5DCE3"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class Received(NamedTuple):
    """One file of the collected folder, and the day it bears."""

    file: str
    day: dt.date


def blank_lists(*, institution: str = "", received: Sequence[Received] = (), lang: str = "zh") -> Mapping[str, bytes]:
    """Return the lists, file name (`单位名录.xlsx`) to content; the same arguments give the same bytes.

    Args:
        institution: whose they are, for the title of the second sheet.
        received: the files that came, for 收件登记; without any it is blank.
        lang: of the second sheet; the names of files and headings are Chinese.
    """
    return {
        f"{word('lists', f'{name}-name')}.xlsx": _workbook(
            name, institution, [(one.file, one.day) for one in received] if name == RECEIVED else [], lang
        )
        for name in LISTS
    }


def _workbook(name: str, institution: str, rows: Sequence[tuple[str, dt.date]], lang: str) -> bytes:
    import xlsxwriter

    source, title = sources()[name], word("lists", f"{name}-name")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": _MADE})
        page = workbook.add_worksheet(title)
        _table(workbook, page, source, rows, lang)
        guide = workbook.add_worksheet(word("lists", "guide", lang=lang))
        _guide(workbook, guide, list(_told(name, source, institution, filled=bool(rows), lang=lang)))
        page.activate()
    return stream.getvalue()


def _table(workbook: Workbook, page: Worksheet, source: Source, rows: Sequence[tuple[str, dt.date]], lang: str) -> None:
    base = {"font_name": _FONT, "font_size": 11, "font_color": _INK, "valign": "vcenter"}
    looks = {**base, "bold": True, "bg_color": _HEAD, "border": 1, "border_color": _LINE, "align": "center"}
    heading, must = workbook.add_format(looks), workbook.add_format({**looks, "font_color": "#B5524F"})
    text = workbook.add_format({**base, "num_format": "@"})
    quoted = workbook.add_format({**base, "num_format": "@", "quote_prefix": True})
    day = workbook.add_format({**base, "num_format": "yyyy-mm-dd"})
    plain = workbook.add_format({**base, "num_format": "0"})
    formats = {"date": day, "int": plain, "year": plain}
    page.set_row(0, 26)
    for place, (name, column) in enumerate(source.columns.items()):
        page.set_column(place, place, _width(name, column), formats.get(column.kind, text))
        page.write_string(0, place, column.zh, must if column.required else heading)
        page.write_comment(0, place, _how(column, lang), {"x_scale": 1.6, "y_scale": 0.7})
        if choices := _choices(column):
            page.data_validation(
                1,
                place,
                _ROWS,
                place,
                {"validate": "list", "source": list(choices), "error_message": word("lists", "pick", lang=lang)},
            )
    for row, (file, received_on) in enumerate(rows, start=1):
        page.write_string(row, 0, file, quoted if risky(file) else text)
        page.write_datetime(row, 1, dt.datetime.combine(received_on, dt.time()), day)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), len(source.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _guide(workbook: Workbook, page: Worksheet, lines: Sequence[str]) -> None:
    base = {"font_name": _FONT, "font_size": 11, "font_color": _INK, "text_wrap": True, "valign": "top"}
    plain, title = workbook.add_format(base), workbook.add_format({**base, "font_size": 15, "bold": True})
    page.hide_gridlines(2)
    page.set_column(0, 0, 96, plain)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for row, line in enumerate(lines):
        page.set_row(row, 30 if row == 0 else 20 * -(-len(line.encode("gbk", "replace")) // 92))
        page.write_string(row, 0, line, plain if row else title)


def _told(name: str, source: Source, institution: str, *, filled: bool, lang: str) -> Iterator[str]:
    def say(code: str, **facts: object) -> str:
        return word("lists", code, facts, lang=lang)

    yield say("title", institution=institution, name=say(f"{name}-name"))
    yield say("what") + say(f"{name}-what")
    yield say("from") + say(f"{name}-from")
    if filled:
        yield say(f"{name}-filled")
    yield say("columns")
    for column in source.columns.values():
        yield say("column", heading=column.zh, must=say("must") if column.required else "", how=_how(column, lang))
    if source.one_of:
        yield say("one-of", headings="、".join(source.columns[one].zh for one in source.one_of))
    values = say(f"{name}-example").split(_PARTS)
    cells = (
        say("example-cell", heading=column.zh, value=value)
        for column, value in zip(source.columns.values(), values, strict=True)
    )
    yield say("example", told="；".join(cells))
    yield say("back")


def _how(column: Column, lang: str) -> str:
    facts = {"default": column.default, "options": list(column.options)}
    return word("lists", f"how-{column.kind}", facts, lang=lang)


def _choices(column: Column) -> tuple[str, ...]:
    if column.kind == "options":
        return tuple(column.options)
    return {"bool": _YES_NO, "platform": _PLATFORMS}.get(column.kind, ())


def _width(name: str, column: Column) -> float:
    return 34 if name in ("group_name", "file", "content", "class_name") else _WIDTHS.get(column.kind, 18)
