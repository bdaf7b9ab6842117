"""The sheets of the control workbook: 控制台 with the buttons, 设置, 说明, and the hidden settings of xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.excel.build.modules import NO_CHOOSER
from toolkit.excel.manifest import CONF, DESK, GUIDE, LAST, SETTINGS, VERSION
from toolkit.findings.definition import load_profile
from toolkit.messages import sentences, word
from toolkit.regulations.profile import profile_ids
from toolkit.report.page import lines_of
from toolkit.report.styles import ACCENT, BAND, FONT, HEAD, INK, LINE, MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from toolkit.excel.manifest import Manifest, Setting

_BUTTON = (150, 40)
_SMALL_BUTTON = (62, 22)
_TIP_WIDTH = 62
_CODE_NAMES = ("Sheet1", "Sheet2", "Sheet3", "Sheet4")

_LINE_BELOW = {"bottom": 1, "bottom_color": LINE}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "band": {"bg_color": ACCENT, "font_color": "#FFFFFF", "bold": True, "font_size": 20, "indent": 1},
    "band-note": {"bg_color": ACCENT, "font_color": "#DCE6F0", "indent": 1, "align": "left", "valign": "top"},
    "stage": {"bold": True, "font_size": 13, "font_color": ACCENT, "align": "center", **_LINE_BELOW},
    "tip": {"text_wrap": True, "indent": 1, **_LINE_BELOW},
    "under": _LINE_BELOW,
    "section": {"bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "last": {"text_wrap": True, "indent": 1, "bg_color": BAND, "border": 1, "border_color": LINE},
    "muted": {"font_color": MUTED},
    "heading": {"bold": True, "bg_color": HEAD, "border": 1, "border_color": LINE, "align": "center"},
    "label": {"border": 1, "border_color": LINE, "indent": 1, "bold": True},
    "value": {"border": 1, "border_color": LINE, "num_format": "@", "bg_color": "#FFFBEA", "indent": 1},
    "cell": {"border": 1, "border_color": LINE},
    "help": {"border": 1, "border_color": LINE, "text_wrap": True, "font_color": MUTED, "indent": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"bold": True, "font_color": ACCENT, "align": "center", "valign": "top"},
}


class _Ink:
    """The workbook with its formats, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._made: dict[str, Format] = {}

    def look(self, role: str) -> Format:
        if role not in self._made:
            told = {"font_name": FONT, "font_size": 10.5, "font_color": INK, "valign": "vcenter", **_LOOKS[role]}
            self._made[role] = self.workbook.add_format(told)
        return self._made[role]

    def sheet(self, name: str, code_name: str) -> Worksheet:
        page = self.workbook.add_worksheet(name)
        page.set_vba_name(code_name)
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        return page

    def name(self, name: str, sheet: str, row: int, column: int) -> None:
        self.workbook.define_name(name, f"='{sheet}'!${chr(65 + column)}${row + 1}")


def write_sheets(workbook: Workbook, manifest: Manifest, conf: Mapping[str, str]) -> tuple[str, ...]:
    """Write all sheets; return their code names, which the VBA project must know."""
    ink = _Ink(workbook)
    _desk(ink, ink.sheet(DESK, _CODE_NAMES[0]), manifest)
    _settings(ink, ink.sheet(SETTINGS, _CODE_NAMES[1]), manifest)
    _guide(ink, ink.sheet(GUIDE, _CODE_NAMES[2]))
    _conf(ink, ink.sheet(CONF, _CODE_NAMES[3]), conf)
    return _CODE_NAMES


def _band(ink: _Ink, page: Worksheet, title: str, note: str, last: int) -> None:
    for row, (text, role, height) in enumerate(((title, "band", 40), (note, "band-note", 24))):
        page.set_row(row, height)
        page.merge_range(row, 0, row, last, text, ink.look(role))


def _desk(ink: _Ink, page: Worksheet, manifest: Manifest) -> None:
    for column, width in enumerate((2.5, 11, 24, _TIP_WIDTH, 2.5)):
        page.set_column(column, column, width)
    page.set_tab_color(ACCENT)
    _band(ink, page, word("excel", "title"), word("excel", "subtitle"), 4)
    page.set_row(2, 12)
    row = 3
    for stage in manifest.stages:
        first = row
        for macro in stage.macros:
            page.set_row(row, 48)
            page.write_blank(row, 2, None, ink.look("under"))
            page.write_string(row, 3, macro.tip, ink.look("tip"))
            told = {"macro": macro.vba, "caption": macro.caption, "width": _BUTTON[0], "height": _BUTTON[1]}
            page.insert_button(row, 2, {**told, "x_offset": 12, "y_offset": 12, "description": macro.tip})
            row += 1
        if row - first > 1:
            page.merge_range(first, 1, row - 1, 1, stage.name, ink.look("stage"))
        else:
            page.write_string(first, 1, stage.name, ink.look("stage"))
    page.set_row(row, 14)
    page.write_string(row + 1, 1, word("excel", "last"), ink.look("section"))
    for column in (2, 3):
        page.write_blank(row + 1, column, None, ink.look("section"))
    page.set_row(row + 1, 24)
    page.set_row(row + 2, 92)
    page.merge_range(row + 2, 1, row + 2, 3, word("excel", "nothing-yet"), ink.look("last"))
    ink.name(LAST, DESK, row + 2, 1)
    page.set_row(row + 3, 22)
    page.write_string(row + 3, 1, word("excel", "version", {"version": __version__}), ink.look("muted"))
    page.print_area(0, 0, row + 3, 4)
    page.activate()


def _settings(ink: _Ink, page: Worksheet, manifest: Manifest) -> None:
    for column, width in enumerate((2.5, 16, 52, 10, _TIP_WIDTH, 2.5)):
        page.set_column(column, column, width)
    page.set_landscape()
    _band(ink, page, word("excel", "settings-title"), word("excel", "settings-note"), 5)
    row = 2
    for group in manifest.groups:
        page.set_row(row, 28)
        for column in range(1, 5):
            page.write_string(row, column, group.name if column == 1 else "", ink.look("section"))
        row += 1
        for setting in group.settings:
            _setting(ink, page, row, setting)
            row += 1
    page.freeze_panes(2, 0)


def _setting(ink: _Ink, page: Worksheet, row: int, setting: Setting) -> None:
    page.set_row(row, 32 if lines_of(setting.tip, _TIP_WIDTH - 2) > 1 else 27)
    page.write_string(row, 1, setting.label, ink.look("label"))
    page.write_blank(row, 2, None, ink.look("value"))
    page.write_blank(row, 3, None, ink.look("cell"))
    page.write_string(row, 4, setting.tip, ink.look("help"))
    ink.name(setting.cell_name, SETTINGS, row, 2)
    if setting.picker:
        told = {"macro": setting.picker, "caption": word("excel", "pick"), "description": setting.label}
        size = {"width": _SMALL_BUTTON[0], "height": _SMALL_BUTTON[1], "x_offset": 6, "y_offset": 7}
        page.insert_button(row, 3, {**told, **size})
    if setting.kind == "choice":
        page.data_validation(row, 2, row, 2, {"validate": "list", "source": _profiles(), "error_type": "information"})


def _profiles() -> list[str]:
    """Return what stands in the drop-down of regulations: the name that the kernel knows, then the institution."""
    return [f"{name} {load_profile(name).regulation.institution.name}" for name in profile_ids()]


def _guide(ink: _Ink, page: Worksheet) -> None:
    page.set_column(0, 0, 2.5)
    page.set_column(1, 1, 5)
    page.set_column(2, 2, 92)
    page.set_column(3, 3, 2.5)
    _band(ink, page, word("excel", "guide-title"), "", 3)
    row = 2
    for code in (code for code in sentences("excel") if code.startswith("guide-") and code != "guide-title"):
        heading, *steps = word("excel", code).strip().split("\n")
        page.set_row(row, 28)
        page.merge_range(row, 1, row, 2, heading, ink.look("section"))
        for number, step in enumerate(steps, start=1):
            row += 1
            page.set_row(row, 6 + 16.5 * lines_of(step, 88))
            page.write_string(row, 1, str(number), ink.look("number"))
            page.write_string(row, 2, step, ink.look("text"))
        row += 1
    # The one sentence that VBA shows itself stands here, because a macro's text can hold no Chinese.
    page.write_string(row + 1, 2, word("excel", "no-chooser"), ink.look("muted"))
    page.set_row(row + 1, 18, None, {"hidden": True})
    ink.name(NO_CHOOSER, GUIDE, row + 1, 2)


def _conf(ink: _Ink, page: Worksheet, conf: Mapping[str, str]) -> None:
    page.set_column(0, 1, 40)
    for row, (name, value) in enumerate(conf.items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.write_string(len(conf), 0, VERSION)
    page.write_string(len(conf), 1, __version__)
    ink.name(VERSION, CONF, len(conf), 1)
    page.hide()
