"""How the report looks: one quiet palette, one font, and each format made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = "微软雅黑"
INK, MUTED, LINE, BAND, HEAD, LINK = "#22313F", "#6B7A88", "#D5DCE3", "#F5F8FA", "#E3EBF2", "#1F5C99"
ACCENT = "#2F5D8A"
CHART = ("#4F81A8", "#8DB3A5", "#D9A766", "#B86B6B", "#8C86B5", "#A9B4BE", "#6E9C6B", "#C98FA0")
SEVERITY_COLOURS: Mapping[str, str] = {
    "error": "#B5524F",
    "warning": "#D9A441",
    "review": "#7A78B0",
    "notice": "#9DB0BD",
}
STATUS_COLOURS: Mapping[str, str] = {
    "renewed": "#7FAE8D",
    "changed": "#4F81A8",
    "renumbered": "#7A78B0",
    "dissolved": "#A9B4BE",
    "repeated": "#D5DADF",
    "gone_before": "#C4CCD3",
    "unaccounted": "#D9A441",
    "carried": "#B5D3BE",
    "unit_missing": "#B5524F",
    "missing": "#B5524F",
    "returned": "#D98C86",
    "late": "#D9A441",
    "unknown": "#7A78B0",
    "filed": "#7FAE8D",
    "nil": "#A3C9AE",
    "no_change": "#C6DDCC",
    "exempt": "#C5CDD4",
}

_TONES: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "error": {"bg_color": "#F7DEDC", "font_color": "#8C2B27", "bold": True},
    "warning": {"bg_color": "#FBEFD3", "font_color": "#7A5710", "bold": True},
    "review": {"bg_color": "#E7E6F3", "font_color": "#46437F", "bold": True},
    "notice": {"bg_color": "#EDF1F4", "font_color": "#4A5B68"},
    "good": {"bg_color": "#E2F0E6", "font_color": "#2E6B43"},
}
_CELL = {"valign": "vcenter", "border": 1, "border_color": LINE}
_ROLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "font_color": ACCENT, "valign": "vcenter"},
    "published-title": {"font_size": 18, "bold": True, "font_color": INK, "valign": "vcenter", "align": "center"},
    "subtitle": {"font_color": MUTED, "valign": "vcenter"},
    "note": {"font_color": MUTED, "text_wrap": True, "valign": "top"},
    "nothing": {"font_size": 12, "font_color": MUTED, "valign": "vcenter", "italic": False},
    "heading": {
        **_CELL,
        "bold": True,
        "bg_color": HEAD,
        "font_color": INK,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
    },
    "section": {"font_size": 13, "bold": True, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "text": {**_CELL, "text_wrap": True, "indent": 1},
    "centre": {**_CELL, "text_wrap": True, "align": "center"},
    "mark": {**_CELL, "align": "center", "text_wrap": True},
    "code": {**_CELL, "num_format": "@", "text_wrap": True, "align": "center"},
    "number": {**_CELL, "align": "center", "num_format": "#,##0"},
    "link": {**_CELL, "text_wrap": True, "indent": 1, "font_color": LINK, "underline": 1},
    "choice": {**_CELL, "align": "center", "bg_color": "#FFFBEA", "locked": False},
    "remark": {**_CELL, "text_wrap": True, "bg_color": "#FFFBEA", "locked": False},
    "card-label": {"font_color": MUTED, "align": "center", "bg_color": BAND, "top": 2, "top_color": ACCENT},
    "card-value": {"font_size": 20, "bold": True, "font_color": INK, "align": "center", "bg_color": BAND},
    "card-rate": {
        "font_size": 20,
        "bold": True,
        "font_color": INK,
        "align": "center",
        "bg_color": BAND,
        "num_format": "0%",
    },
    "card-missing": {"font_size": 13, "font_color": MUTED, "align": "center", "valign": "vcenter", "bg_color": BAND},
    "card-note": {"font_size": 9, "font_color": MUTED, "align": "center", "bg_color": BAND, "text_wrap": True},
    "step": {"text_wrap": True, "valign": "vcenter"},
    "step-number": {"bold": True, "font_color": ACCENT, "align": "center", "valign": "vcenter", "font_size": 12},
    "step-link": {"font_color": LINK, "underline": 1, "valign": "vcenter", "align": "right"},
    "plain": {},
}


class Styles:
    """The formats of one workbook, by role, tone, band, and whether the text is marked as text."""

    def __init__(self, workbook: Workbook) -> None:
        """Make no format yet."""
        self._workbook = workbook
        self._made: dict[tuple[str, str, bool, bool], Format] = {}

    def get(self, role: str, *, tone: str = "", band: bool = False, quoted: bool = False) -> Format:
        """Return the format of a role; made at the first call."""
        asked = (role, tone, band, quoted)
        found = self._made.get(asked)
        if found is None:
            looks: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, **_ROLES[role]}
            if band and "bg_color" not in looks:
                looks["bg_color"] = BAND
            looks |= _TONES[tone]
            if quoted:
                looks["quote_prefix"] = True
            found = self._made[asked] = self._workbook.add_format(looks)
        return found
