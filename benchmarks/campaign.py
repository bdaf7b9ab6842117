"""An invented campaign of any size: one workbook a unit in the shape of the suggested ledger, and last year's register.

Deterministic (a seed), so that two programs can be timed on the same files. All people and numbers are invented; units
are called as real ones are (`matching/words.yaml`), for a name that is taken apart costs by what it is made of.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = (
    "单位", "群名称", "平台", "群号", "归口类别", "群主", "群主手机", "管理员", "人数", "第一责任人", "责任人职务",
    "创建日期", "用途", "审备单位", "报送单位", "审备日期", "是否在用",
)  # fmt: skip
WORK = ("教学", "科研", "党务", "学工", "团学", "实训", "就业", "招生", "后勤", "工会", "评估", "竞赛")
KIND = ("工作群", "通知群", "联络群", "交流群")
KINDS = ("学院", "系", "研究院", "实验教学中心", "研究所", "教研室", "实训基地", "产业学院", "协同创新中心")
FAULTY = 10
"""So many groups of a unit have a fault where faults are asked for."""
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "一二三四五六七八九十"


def unit_names() -> Iterator[str]:
    """Yield names of units: offices, then every kind of every subject and major, then the same of a branch."""
    words = yaml.safe_load(Path(__file__).with_name("matching").joinpath("words.yaml").read_text(encoding="utf-8"))
    subjects = list(dict.fromkeys([*words["subjects"], *words["majors"]]))
    for branch in itertools.chain([""], (f"{place}校区" for place in words["cities"])):
        yield from (f"{branch}{office}" for office in words["offices"])
        yield from (f"{branch}{subject}{kind}" for kind in KINDS for subject in subjects)


def unit_rows(rng: random.Random, unit: str, first: int, rows: int) -> list[list[str | int]]:
    """Return the groups of one unit; `first` numbers them throughout the campaign."""
    made = []
    for offset in range(rows):
        serial = first + offset
        owner = rng.choice(SURNAMES) + rng.choice(GIVEN)
        cohort = f"{rng.randint(19, 25)}级" if rng.random() < 0.4 else ""
        name = f"{unit}{cohort}{WORK[offset % len(WORK)]}{KIND[offset // len(WORK) % len(KIND)]}"
        qq = rng.random() < 0.5
        number = str(100_000_000 + serial) if qq else "无"
        made.append([
            unit, name, "QQ群" if qq else "微信群", number, "教工", owner, f"1390000{serial % 10000:04d}", owner,
            rng.randint(8, 149), owner, "主任", f"20{rng.randint(15, 24)}-{rng.randint(1, 12):02d}-15", "通知联络",
            "党委工作部", "", "2025-03-05", "是",
        ])  # fmt: skip
    return made


def write_return(path: Path, unit: str, rows: list[list[str | int]]) -> None:
    """Write one unit's workbook: a title, a head line, styled headings, its rows, a validation."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("审备登记表")
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDEBF7"})
    cell = book.add_format({"border": 1})
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "重庆能源职业学院 QQ 群、微信群审备登记表", head)
    sheet.write_row(1, 0, ["填报单位：", unit, "", "填报人：", rows[0][5], "", "填报日期：", "2026-03-05"])
    sheet.write_row(2, 0, HEADINGS, head)
    for number, row in enumerate(rows):
        sheet.write_row(3 + number, 0, row, cell)
    sheet.data_validation(3, 2, 40, 2, {"validate": "list", "source": ["QQ群", "微信群"]})
    book.close()


def spoil(groups: list[list[str | int]]) -> None:
    """Put a fault into some groups, of a kind that units make: a telephone, a date, a blank, a count."""
    wrong: tuple[tuple[int, str | int], ...] = ((6, "1390000123"), (11, "去年"), (5, ""), (8, "很多"), (12, "其他"))
    for number, row in enumerate(groups[:FAULTY]):
        column, value = wrong[number % len(wrong)]
        row[column] = value


def make(folder: Path, units: int, rows: int, seed: int = 7, *, faults: bool = False) -> tuple[Path, Path]:
    """Write a campaign below `folder`; return the collected folder and last year's ledger."""
    rng = random.Random(seed)
    collected = folder / "收回"
    collected.mkdir(parents=True, exist_ok=True)
    last: list[list[str | int]] = []
    for position, unit in enumerate(itertools.islice(unit_names(), units)):
        groups = unit_rows(rng, unit, position * rows, rows)
        for row in groups:
            if rng.random() < 0.95:
                before = list(row)
                if rng.random() < 0.1:
                    before[5] = rng.choice(SURNAMES) + rng.choice(GIVEN)
                last.append(before)
        if faults:
            spoil(groups)
        write_return(collected / f"{unit}.xlsx", unit, groups)
    previous = folder / "上年台账.xlsx"
    book = xlsxwriter.Workbook(str(previous), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(last):
        sheet.write_row(1 + number, 0, row)
    book.close()
    return collected, previous
