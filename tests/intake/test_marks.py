"""Whatever somebody types on a returned form is found in outcome.json: in place of a text, behind it or beside it.

A mark of three rare letters is typed into one cell of a file of the samples, or of a retyped annex, and looked for in
the outcome. Of the answers and of the free cells at least 98 % are to be found; the few that are not are printed.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import reconcile
from toolkit.regulations.profile import load_profile
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))

from meant import campaign  # noqa: E402 - the samples are no package
from retyped import draw  # noqa: E402

MARK = "龘靐齉"
WANTED = 0.98
GUIDES = {"填表说明", "选项", "修改清单"}
FILES = [
    ("cqny-2021", "智能制造学院自建台账.xlsx"),
    ("cqny-2021", "能源工程学院.xlsx"),
    ("jsut-2019", "化学与环境工程学院.xlsx"),
    ("jsut-2019", "信息中心自制表.xlsx"),
    ("sccm-2022", "作曲系.xlsx"),
    ("scnvc-2019", "护理系.xlsx"),
    ("suzhou-2018", "外国语学院.xlsx"),
]
ROWS = {
    "unit": "教务处",
    "group_name": "教务处通知群",
    "group_no": "310000001",
    "group_name&group_no": "教务处通知群（310000001）",
    "platform": "QQ群",
    "owner": "张三 13900000001",
    "owner.name": "张三",
    "owner.mobile": "13900000001",
    "admins": "李四 13900000002",
    "admins.name": "李四",
    "member_count": "60",
    "created_on": "2018年5月",
    "purpose": "发布教学通知",
    "member_scope": "全体教师",
}


def spots(path: Path, count: int, seed: str) -> list[tuple[str, int, int, str]]:
    """Return so many places of each kind: sheet, row, column, and how the mark is typed there."""
    found: dict[str, list[tuple[str, int, int, str]]] = {}
    for page in openpyxl.load_workbook(path).worksheets:
        if page.title not in GUIDES and page.sheet_state == "visible":
            for row, column, filled in cells(page):
                for how in ("place", "append") if filled else ("free",):
                    found.setdefault(how, []).append((page.title, row, column, how))
    rng = random.Random(seed)  # noqa: S311 - which cells, no secret
    return [spot for kind in sorted(found) for spot in rng.sample(found[kind], min(count, len(found[kind])))]


def cells(page: Worksheet) -> Iterator[tuple[int, int, bool]]:
    covered = {
        (row, column)
        for merge in page.merged_cells.ranges
        for row in range(merge.min_row, merge.max_row + 1)
        for column in range(merge.min_col, merge.max_col + 1)
        if (row, column) != (merge.min_row, merge.min_col)
    }
    for row in range(1, page.max_row + 3):
        for column in range(1, page.max_column + 3):
            value = page.cell(row, column).value
            if (row, column) not in covered and not str(value).startswith("="):
                yield row, column, value not in {None, ""}


def vanishes(path: Path, profile: str, spot: tuple[str, int, int, str], folder: Path) -> bool:
    """Whether a mark that is typed into a cell is nowhere in the outcome; a file that is refused is told as a whole."""
    sheet, row, column, how = spot
    book = openpyxl.load_workbook(path)
    cell = book[sheet].cell(row, column)
    cell.value = f"{cell.value}{MARK}" if how == "append" else MARK
    book.save(folder / path.name)
    outcome = reconcile(folder, as_of=campaign(profile)["as_of"], profile=profile, jobs=1)
    refused = any(file.status == "rejected" for file in outcome.submissions)
    return not refused and MARK not in to_json(outcome, with_contacts=True).decode()


def check(path: Path, profile: str, count: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    typed = spots(path, count, path.name)
    gone = [spot for spot in typed if vanishes(path, profile, spot, folder)]
    share = 1 - len(gone) / len(typed)
    print(path.name, dict(Counter(spot[3] for spot in typed)), f"{share:.3f}", *gone, sep="\n  ")  # noqa: T201 - on demand
    assert share >= WANTED or len(gone) <= 1, gone


@pytest.mark.parametrize("count", [2, pytest.param(60, marks=pytest.mark.soak)])
@pytest.mark.parametrize(("profile", "name"), FILES)
def test_a_mark_on_a_returned_form_is_found(profile: str, name: str, count: int, tmp_path: Path) -> None:
    check(SAMPLES / profile / "收回" / name, profile, count, tmp_path / "收回")


@pytest.mark.parametrize("count", [2, pytest.param(60, marks=pytest.mark.soak)])
@pytest.mark.parametrize("profile", ["jsut-2019", "sccm-2022", "scnvc-2019", "suzhou-2018"])
def test_a_mark_on_a_retyped_annex_is_found(profile: str, count: int, tmp_path: Path) -> None:
    form = next(form for form in load_profile(profile).forms if form.role == "register")
    path = tmp_path / "教务处.xlsx"
    path.write_bytes(draw(form, [ROWS, {**ROWS, "group_name": "教务处考务群", "group_no": "310000002"}]))

    check(path, profile, count, tmp_path / "收回")
