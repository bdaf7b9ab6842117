"""docs/coverage.md: for each requirement its clause, its rule, the cases that hit and that tempt, and its sources.

`python dev.py refresh` writes the page anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from campaigns import CASES, written

from toolkit.findings.articles import MEMBERS, compliance
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaigns import Written

    from toolkit.findings.articles import ArticleRow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"
HEAD = """# 条款覆盖表

这张表由 `python dev.py refresh` 生成，`tests/cli/test_rule_pages.py` 检查它是否最新。
每一条要求都写明出处、用哪条规则检查、要哪些材料，以及 `tests/cases/` 里该报和不该报的例子。
“人工”是表格上看不出、须由人核实的；“未比对”是要有群成员名单才能核实的，本工具不收集名单。

"""
_COLUMNS = ("编号", "出处", "检查什么", "规则", "级别", "要的材料", "该报的例子", "不该报的例子")
_LEVELS = {"error": "错误", "warning": "警告", "notice": "提示", "review": "待人工判断"}
_SOURCES = {"previous": "上年台账"}


def table() -> str:
    """Return the page: a table for each regulation, and one for what the tool asks beside all of them."""
    cases = tuple(written())
    parts = [HEAD, _counts(cases)]
    own: dict[str, ArticleRow] = {}
    for name in profile_ids():
        profile = load_profile(name)
        rows = compliance(profile)
        own |= {row.requirement.id: row for row in rows if row.article == "tool"}
        title = f"{profile.regulation.institution.name}《{profile.regulation.document.title}》"
        parts.append(_section(f"{name} {title}", [row for row in rows if row.article != "tool"], cases))
    parts.append(_section("本工具对各校的提示", sorted(own.values(), key=_order), cases))
    return "\n".join(parts)


def _order(row: ArticleRow) -> str:
    return row.requirement.id


def _counts(cases: tuple[Written, ...]) -> str:
    hits = sum(case.hit for case in cases)
    pages = len(list(CASES.glob("*.yaml")))
    return f"例子共 {len(cases)} 个（该报 {hits}，不该报 {len(cases) - hits}），在 {pages} 个文件里。\n"


def _section(title: str, rows: list[ArticleRow], cases: tuple[Written, ...]) -> str:
    lines = [f"## {title}\n", _line(_COLUMNS), _line("---" for _ in _COLUMNS)]
    lines += (_line(_cells(row, cases)) for row in rows)
    return "\n".join([*lines, ""])


def _cells(row: ArticleRow, cases: tuple[Written, ...]) -> Iterator[str]:
    asked = row.requirement
    yield from (asked.id, asked.clause, asked.title)
    if row.status == "by_hand":
        yield from ("人工", "", "", asked.why, "")
        return
    if row.status == "not_compared":
        yield from ("未比对", "", "群成员名单（不收集）", asked.why, "")
        return
    sources = "、".join(_SOURCES.get(name, f"`--{name}`") for name in asked.needs if name != MEMBERS)
    yield from (f"`{asked.rule}`", _LEVELS[asked.severity], sources)
    for hit in (True, False):
        yield "；".join(case.title for case in cases if case.requirement == asked.id and case.hit is hit)


def _line(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "｜").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
