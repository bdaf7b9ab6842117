"""Every output of every sample, opened as its reader opens it, says what a recount of outcome.json gives.

The recount is written from the words of the page of figures, without the code that makes them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
import pytest
from docx import Document
from sample_campaigns import collected, day_of, lists_of

from toolkit import Sources
from toolkit.cli.summary import summary
from toolkit.excel.tables import FINDINGS, OVERVIEW, TODO, of_campaign
from toolkit.findings.definition import load_profile
from toolkit.regulations.profile import profile_ids
from toolkit.report.figures import DEFINITIONS, Figure
from toolkit.report.overview import PAGE_ONE
from toolkit.tasks.campaign import Order, carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from toolkit.excel.tables import Table

ENDED = ("注销", "解散", "合并")
STANDING = ("renewed", "changed", "renumbered", "new", "late", "no_history")
CAME, LACKING = ("filed", "late", "nil", "no_change"), ("missing", "returned")
ARGUED = ("same-number-two-units", "same-number-two-names")


LINES = {
    "returns": re.compile(r"应报 (\d+) 个单位：已报 (\d+)，未报 (\d+)，退回未补 (\d+)；报送率 (\d+)%"),
    "files": re.compile(r"收到 (\d+) 个文件；本年在册 (\d+) 个群，(\d+) 个单位本年登记"),
    "before": re.compile(r"上年在册 (\d+) 个群的去向"),
}
NAMED = re.compile(r"(?<=[：、])([^：、。]+?) (\d+)(?=[、。])")


class Sample(NamedTuple):
    """One sample as it came out: what outcome.json tells, the folder, the closing lines, the control workbook."""

    told: dict[str, Any]
    out: Path
    screen: str
    desk: Mapping[str, Table]
    book: Workbook


@pytest.fixture(scope="module", params=profile_ids())
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Run a sample with every list it has, as command line and button do."""
    name, out = request.param, tmp_path_factory.mktemp("out") / "结果"
    order = Order(
        collected=collected(name),
        as_of=day_of(name),
        profile=load_profile(name),
        sources=Sources(**lists_of(name)),
        out=out,
        remember=False,
        jobs=1,
    )
    ran = carry_out(order)
    told = json.loads((out / "outcome.json").read_text(encoding="utf-8"))
    desk = {table.name: table for table in of_campaign(ran)}
    return Sample(told, out, "\n".join(summary(ran, lang="zh")), desk, openpyxl.load_workbook(out / "对账报告.xlsx"))


def recount(told: Mapping[str, Any]) -> dict[str, int]:
    """Count what the page of figures says, from the lists of outcome.json alone."""
    units = Counter(unit["status"] for unit in told["units"])
    now = Counter(record["verdict"] for record in told["records"])
    then = Counter(row["verdict"] for row in told["previous"])
    found = Counter(finding["severity"] for finding in told["findings"])
    files = Counter(file["status"] for file in told["files"])
    kinds = [cluster["kind"] for cluster in told["duplicates"] if not cluster["evidence"].get("decision")]
    came = sum(units[status] for status in CAME)
    due = came + sum(units[status] for status in LACKING)
    standing = [record for record in told["records"] if record["verdict"] in STANDING]
    gone = sum(  # the list of last year says so itself
        row["verdict"] == "dissolved" and row["record"] is None and row["values"]["disposition"] in ENDED
        for row in told["previous"]
    )
    return {
        "due": due,
        "came": came,
        "overdue": units["late"],
        "missing": units["missing"],
        "returned": units["returned"],
        "exempt": units["exempt"],
        "unlisted": units["unknown"],
        "rate": int(Decimal(100 * came / due).quantize(Decimal(1), ROUND_HALF_UP)),
        "files": sum(files.values()) - files["ignored"] - files["opened"],
        "files-taken": files["merged"] + files["nil"],
        "files-refused": files["rejected"] + files["empty"],
        "in-force": len(standing) + then["carried"],
        "groups": len(standing),
        "filing-units": len({record["values"]["unit"] for record in standing} - {None}),
        "before": then.total() - then["repeated"] - gone,
        "continued": then["renewed"] + then["changed"] + then["renumbered"],
        "renewed": now["renewed"],
        "changed": now["changed"],
        "new": now["new"],
        "late": now["late"],
        "no-history": now["no_history"],
        "renumbered": now["renumbered"],
        "cancelled": now["cancelled"],
        "copies": now["duplicate"],
        "unaccounted": then["unaccounted"],
        "to-ask": then["unaccounted"],
        "carried": then["carried"],
        "dissolved": then["dissolved"] - gone,
        "of-missing": then["unit_missing"],
        "unregistered": sum(
            finding["rule"] == "unregistered" and finding["severity"] == "error" for finding in told["findings"]
        ),
        "duplicates": len(told["duplicates"]),
        "disputes": sum(kind in ARGUED for kind in kinds),
        "clusters": sum(kind not in ARGUED for kind in kinds),
        "suggestions": len({one["record"] for one in told["suggestions"]}),
        "errors": found["error"],
        "warnings": found["warning"],
        "reviews": found["review"],
        "notices": found["notice"],
    }


def listed(book: Workbook, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet of the report by their headings; `row` as Excel counts it, `link` is its first."""
    heads, *rows = list(book[name].iter_rows(min_row=3))
    return [
        dict(zip((head.value for head in heads), (cell.value for cell in row), strict=True))
        | {"row": place, "link": next((cell.hyperlink.location for cell in row if cell.hyperlink), "")}
        for place, row in enumerate(rows, start=4)
    ]


def led(book: Workbook, link: str) -> list[dict[str, Any]]:
    """Return the rows to which a link of the report leads: those it selects, else all of the sheet."""
    name, _, cells = link.rpartition("!")
    rows = listed(book, name.strip("'"))
    first, last = re.fullmatch(r"[A-Z]+(\d+)(?::[A-Z]+(\d+))?", cells.replace("$", "")).groups()  # type: ignore[union-attr]
    return [row for row in rows if int(first) <= row["row"] <= int(last)] if last else rows


def cell_of(book: Workbook, link: str) -> Any:
    """Return what stands in the last cell of those that a link of the report selects."""
    name, _, cells = link.rpartition("!")
    return book[name.strip("'")][cells.replace("$", "").rpartition(":")[2]].value


def cards(book: Workbook) -> Iterator[tuple[str, Any, str]]:
    """Yield name, value and link of each figure of page one."""
    page = book["总览"]
    for row in (5, 8, 11):
        for cell in page[row]:
            if cell.value:
                link = cell.hyperlink.location if cell.hyperlink else ""
                yield str(cell.value), page.cell(row + 1, cell.column).value, link


def test_the_totals_are_those_of_a_recount_and_every_figure_is_recounted(sample: Sample) -> None:
    figures, counted = sample.told["totals"]["figures"], recount(sample.told)
    assert {code: figures[code] for code in counted} == counted
    assert set(figures) - set(counted) == {"defunct"}  # its evidence stands on its sheet: see below


def test_the_closing_lines_say_the_same(sample: Sample) -> None:
    counted, screen = recount(sample.told), sample.screen
    shown = {
        name: tuple(map(int, found.groups()))
        for name, found in ((name, pattern.search(screen)) for name, pattern in LINES.items())
        if found
    }
    assert shown == {
        "returns": tuple(counted[code] for code in ("due", "came", "missing", "returned", "rate")),
        "files": tuple(counted[code] for code in ("files", "in-force", "filing-units")),
        "before": (counted["before"],),
    }
    by_name = {one.name(): counted[code] for code, one in names().items() if code in counted}
    told = [(name, int(count)) for line in screen.splitlines() for name, count in NAMED.findall(line)]
    assert len(told) > 12
    assert [pair for pair in told if pair[0] in by_name and by_name[pair[0]] != pair[1]] == []


def test_page_one_and_what_its_figures_lead_to(sample: Sample) -> None:
    counted, found = recount(sample.told), list(cards(sample.book))
    code_of = {one.name(): code for code, one in names().items()}
    assert [code_of[name] for name, *_ in found] == list(PAGE_ONE)
    for name, value, link in found:
        code, figure = code_of[name], round(value * 100) if name == "报送率" else value
        assert figure == sample.told["totals"]["figures"][code], name
        assert code not in counted or figure == counted[code], name
        if code in ("in-force", "before", "rate"):
            continue  # 台账 and 报送情况 as a whole
        rows = led(sample.book, link)
        if code in ("errors", "warnings", "reviews"):
            assert rows[-1]["单位"] == "合计"
            assert rows[-1][name] == figure
            assert cell_of(sample.book, link) == figure, "the link ends at the sum itself"
        elif code == "duplicates":
            assert len({row["簇"] for row in rows}) == figure
        elif figure:
            assert len(rows) == figure, name


def test_the_sheets_have_as_many_rows_as_the_figures_say(sample: Sample) -> None:
    counted, book = recount(sample.told), sample.book
    by_word = {
        "去向待核": {"去向待核": "unaccounted", "免报沿用": "carried", "已解散": "dissolved", "缺报单位": "of-missing"},
        "新增与补报": {"新增": "new", "补报": "late", "无上年可比": "no-history"},
        "报送情况": {
            "未报": "missing",
            "退回未补": "returned",
            "逾期报送": "overdue",
            "名录外单位": "unlisted",
            "不须报送": "exempt",
        },
        "未备案": {"在用未备案": "unregistered"},
    }
    for sheet, words in by_word.items():
        first = "状态" if sheet == "报送情况" else book[sheet]["A3"].value
        marks = Counter(row[first] for row in listed(book, sheet))
        assert {word: marks[word] for word in words} == {word: counted[code] for word, code in words.items()}, sheet
    marks = Counter(row["结果"] for row in listed(book, "文件清单"))
    assert marks["退回"] + marks["空表"] == counted["files-refused"]
    assert marks["已采用"] + marks["零报告"] == counted["files-taken"]
    assert len(listed(book, "文件清单")) == len(sample.told["files"])
    asked = [row for row in listed(book, "疑似换号") if row["question"]]
    assert len(asked) == counted["renumbered"]
    assert len({row["record"] for row in listed(book, "相似建议") if row["record"]}) == counted["suggestions"]
    *units, total = listed(book, "报送情况")
    for column, code in (("须改正", "errors"), ("需说明", "warnings"), ("待核", "reviews"), ("上年群数", "before")):
        again = sum(  # what is said of several units is counted with each of them, and once in the sum
            len(one["facts"]["units"]) - 1
            for one in sample.told["findings"]
            if code == f"{one['severity']}s" and "units_alike" in one["facts"]
        )
        assert sum(row[column] for row in units) - again == total[column] == counted[code], column
    assert total["本年群数"] == counted["groups"]
    for unit in units:
        own = [one for one in sample.told["findings"] if one["unit"] == (unit["单位"] or None)]
        if unit["单位"]:
            assert unit["须改正"] >= sum(one["severity"] == "error" for one in own), unit["单位"]


def test_every_finding_is_on_a_sheet_and_each_article_counts_its_own(sample: Sample) -> None:
    told = Counter(finding["requirement"] for finding in sample.told["findings"])
    for row in listed(sample.book, "条款对照"):
        found = re.fullmatch(r"(\d+) 处", row["结果"] or "")
        assert (int(found[1]) if found else 0) == told[row["编号"]], row["编号"]
    shown = "\n".join(
        str(cell)
        for page in sample.book
        if page.title not in ("条款对照", "报送情况")
        for row in page.values
        for cell in row
        if cell
    )
    listed_by_unit = "\n".join(str(row["说明"]) for row in listed(sample.book, "报送情况"))
    refused = {file["path"] for file in sample.told["files"] if file["status"] in ("rejected", "empty")}
    for finding in sample.told["findings"]:
        if not any(place["file"] in refused for place in finding["where"]):  # told in 文件清单, with what to do
            assert finding["message"] in shown or finding["message"] in listed_by_unit, finding


def test_what_to_do_counts_what_it_leads_to(sample: Sample) -> None:
    counted, book = recount(sample.told), sample.book
    for row in listed(book, "待办"):
        match row["question"].split(";")[1]:
            case "unit-missing" | "unit-returned" as code:
                assert row["数量"] == counted[code.removeprefix("unit-")] == len(led(book, row["link"]))
                assert row["数量"] == len(row["单位"].split("、"))
            case "files":
                assert row["数量"] == counted["files-refused"] == len(led(book, row["link"]))
            case "reviews" | "reviews-named":
                rows = led(book, row["link"])
                assert [one["程度"] for one in rows] == ["待核"] * row["数量"]
            case "findings-error" | "findings-warning" as code:
                word = {"findings-error": "须改正", "findings-warning": "需说明"}[code]
                rows = led(book, row["link"])
                if len(rows) == 1:
                    assert (rows[0]["单位"], rows[0][word]) == (row["单位"], row["数量"])
                else:
                    named = [one for one in rows if one["单位"] in row["单位"].split("、")]
                    assert max(one[word] for one in named) <= row["数量"] <= rows[-1][word]
            case "not-compared":
                assert row["数量"] == len(sample.told["not_compared"])
            case code:
                figure = {"duplicates": "clusters", "unaccounted": "to-ask"}.get(code, code)
                assert row["数量"] == sample.told["totals"]["figures"][figure], row["事项"]
                rows = led(book, row["link"])
                counted_once = {"duplicates": "簇", "disputes": "簇", "suggestions": "record"}.get(code, "row")
                assert len({one[counted_once] for one in rows} - {None}) == row["数量"], row["事项"]


def test_the_page_has_the_same_figures(sample: Sample) -> None:
    page = (sample.out / "对账报告.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    shown = {one["code"]: one["value"] for group in data["figures"].values() for one in group}
    assert shown == {code: sample.told["totals"]["figures"][code] for code in shown}
    assert len(data["findings"]["severity"]) == len(sample.told["findings"])
    tasks = [step["task"] for step in data["steps"]]
    counts = Counter(row["事项"] for row in listed(sample.book, "待办"))
    assert len(tasks) <= sum(counts.values())


def test_the_brief_says_the_same(sample: Sample) -> None:
    counted = recount(sample.told)
    text = "\n".join(line.text for line in Document(str(sample.out / "对账简报.docx")).paragraphs)
    wanted = {
        r"应报单位 (\d+) 个": "due",
        r"已报 (\d+) 个": "came",
        r"报送率 (\d+)%": "rate",
        r"未报 (\d+) 个": "missing",
        r"尚未补来的 (\d+) 个": "returned",
        r"本年在册群 (\d+) 个": "in-force",
        r"上年在册 (\d+) 个，": "before",
        r"与上年一致的 (\d+) 个": "renewed",
        r"信息有变动的 (\d+) 个": "changed",
        r"新增 (\d+) 个": "new",
        r"今年补报的 (\d+) 个": "late",
        r"单位新报的 (\d+) 个": "no-history",
        r"疑似更换群号的 (\d+) 个": "renumbered",
        r"已解散 (\d+) 个": "dissolved",
        r"未说明去向的 (\d+) 个": "unaccounted",
        r"尚未报送的 (\d+) 个": "of-missing",
        r"有争议的 (\d+) 处": "disputes",
        r"没有备案的群 (\d+) 个": "unregistered",
        r"没有说明去向的群 (\d+) 个": "unaccounted",
    }
    for pattern, code in wanted.items():
        found = re.search(pattern, text)
        assert int(found[1] if found else 0) == counted[code], pattern
    now, then, kept = counted["in-force"], counted["before"], counted["continued"] + counted["carried"]
    change = re.search(r"本年(增加|减少) (\d+) 个", text)
    assert (int(change[2]) * (1 if change[1] == "增加" else -1) if change else 0) == now - then
    assert int(re.search(r"今年仍在册 (\d+) 个", text)[1]) == kept  # type: ignore[index]
    platforms = re.search(r"其中(.*?)。", text)
    if platforms:
        assert sum(map(int, re.findall(r"(\d+) 个", platforms[1]))) <= now


def test_the_published_list_and_the_register_hold_the_groups_in_force(sample: Sample) -> None:
    counted, told = recount(sample.told), sample.told
    page = openpyxl.load_workbook(sample.out / "备案群组公示.xlsx").active
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == list(range(1, counted["in-force"] + 1))
    assert f"群 {counted['in-force']} 个" in str(page["A2"].value)
    register = openpyxl.load_workbook(sample.out / "台账.xlsx")
    head, *lines = register["台账"].iter_rows(values_only=True)
    states = Counter(line[head.index("本年结论")] for line in lines)
    shown = Counter(record["verdict"] for record in told["records"])
    for word, verdict in (("续报", "renewed"), ("变更", "changed"), ("新增", "new"), ("补报", "late")):
        assert states[word] == shown[verdict], word
    assert states["免报沿用"] == counted["carried"]
    printed = register["台账（打印）"]
    assert f"共 {len(lines)} 个群" in str(printed["A2"].value)
    assert printed.max_row - 3 == len(lines)


def test_the_reminders_ask_for_as_many_corrections_as_the_list_of_the_unit_has(sample: Sample) -> None:
    compared = 0
    for row in listed(sample.book, "报送情况"):
        short, letter = row["提醒文字（短，发群里）"] or "", row["提醒文字（全文，发函）"] or ""
        found = re.search(r"改正登记表 (\d+) 处", short)
        workbook = sample.out / "反馈" / f"{row['单位']}.xlsx"
        assert bool(found) == workbook.is_file(), row["单位"]
        if found:
            assert f"有 {found[1]} 处请改正或说明" in letter
            grave = [severity for severity in _list_of(workbook) if severity != "提示"]
            assert len(grave) == int(found[1]) == letter.count("\n· "), row["单位"]
            compared += 1
    assert compared > 3


def _list_of(path: Path) -> Sequence[str]:
    """Return how grave each item of 修改清单 is."""
    page = openpyxl.load_workbook(path)["修改清单"]
    return [str(row[1]) for row in page.iter_rows(values_only=True) if str(row[0]).isdigit()]


def test_the_control_workbook_shows_the_same(sample: Sample) -> None:
    figures = sample.told["totals"]["figures"]
    code_of = {one.name(): code for code, one in names().items()}
    shown = {code_of[str(name)]: count for _, name, count in sample.desk[OVERVIEW].rows}
    assert shown == {code: figures[code] for code in shown}
    assert {code for code, value in figures.items() if value} - set(shown) <= {
        "rate",
        "groups",
        "filing-units",
        "to-ask",
        "disputes",
        "clusters",
    }
    assert len(sample.desk[FINDINGS].rows) == len(sample.told["findings"])
    todo = listed(sample.book, "待办")
    assert [row[3] for row in sample.desk[TODO].rows] == [row["数量"] for row in todo]


def names() -> Mapping[str, Figure]:
    """Return each figure by its code."""
    return {one.code: Figure(one.code, 0) for one in DEFINITIONS}
