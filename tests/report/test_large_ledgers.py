"""Registers beyond what a sheet of Excel takes: parquet read and written, in pieces, and nothing lost between years."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from sample_campaigns import outcome_of

from toolkit import Sources, load_profile, reconcile
from toolkit.engine import Local
from toolkit.errors import OutputError
from toolkit.intake import pieces
from toolkit.intake.grids.parquet import read_parquet, write_parquet
from toolkit.normalise.units import UnitIndex
from toolkit.publish.content import OnDisk, on_disk
from toolkit.publish.deliver import LARGE_LEDGER, LEDGER, REPORT, deliver
from toolkit.publish.record import PAGE, Record, digest
from toolkit.publish.writing import output_folder
from toolkit.register.decisions import read_decisions
from toolkit.register.previous import load_closed, load_previous, open_previous
from toolkit.report.outcome import to_json
from toolkit.report.values import _KNOWN_BY

if TYPE_CHECKING:
    from toolkit.model import Outcome

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAY = dt.date(2026, 5, 8)
PROFILE = "cqny-2021"
HEADINGS = ["单位", "群名称", "群号", "平台", "群主", "管理员", "人数", "创建时间", "用途"]
"""As an office heads the register that it keeps for its whole school."""


def rows(count: int, first: int = 0) -> list[list[str]]:
    return [
        [
            f"第{number % 40 + 1}学院",
            f"第{number % 40 + 1}学院{2023 + number % 3}级{number // 40}班通知群",
            str(200_000_000 + number),
            "QQ群",
            "张" + "甲乙丙丁戊己庚辛壬癸"[number % 10],
            "李四",
            "120",
            "2021-09",
            "工作通知",
        ]
        for number in range(first, first + count)
    ]


def parquet(path: Path, lines: list[list[str]]) -> Path:
    pd.DataFrame(lines, columns=HEADINGS).to_parquet(path)
    return path


def told(folder: Path, **more: Any) -> dict[str, Any]:
    return dict(json.loads(to_json(reconcile(folder, as_of=DAY, profile=PROFILE, jobs=2, **more))))


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return outcome_of("sccm-2022")


@pytest.fixture(scope="module")
def large(outcome: Outcome) -> dict[str, bytes]:
    return deliver(outcome, load_profile("sccm-2022"), rows=10)


def test_a_collected_parquet_is_a_return(tmp_path: Path) -> None:
    parquet(tmp_path / "全校.parquet", rows(30))

    found = told(tmp_path)

    (file,) = found["files"]
    assert (file["path"], file["status"], file["rows"]) == (
        "全校.parquet",
        "merged",
        {"read": 30, "merged": 30, "rejected": 0, "blank": 0},
    )
    assert [record["values"]["group_no"] for record in found["records"]] == [row[2] for row in rows(30)]
    assert found["records"][7]["source"] == {"file": "全校.parquet", "sheet": "", "cell": "B9"}


def test_pieces_change_nothing_but_who_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = rows(25)
    lines[11] = ["", "", "", "", "", "", "", "", ""]
    lines[17][1] = lines[17][2] = ""
    parquet(tmp_path / "全校.parquet", lines)
    whole = told(tmp_path)
    monkeypatch.setattr(pieces, "MOST", 4)

    cut = told(tmp_path)

    assert whole["files"][0]["rows"] == {"read": 25, "merged": 23, "rejected": 1, "blank": 1}
    assert cut["files"] == whole["files"]
    assert cut["records"] == whole["records"]
    assert cut["findings"] == whole["findings"]


def test_a_damaged_parquet_is_rejected_by_name(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "全校.parquet", rows(30)).read_bytes()
    (tmp_path / "全校.parquet").write_bytes(whole[:-200] + bytes(190) + whole[-10:])
    parquet(tmp_path / "好.parquet", rows(3))

    found = {file["path"]: (file["status"], (file["reason"] or {}).get("code")) for file in told(tmp_path)["files"]}

    assert found == {"全校.parquet": ("rejected", "corrupt"), "好.parquet": ("merged", None)}


def test_a_register_too_long_for_a_sheet_is_written_as_parquet(large: dict[str, bytes]) -> None:
    assert LARGE_LEDGER in large
    assert LEDGER not in large
    assert large[LARGE_LEDGER][:4] == b"PAR1"


def test_next_year_reads_the_same_from_parquet_as_from_the_workbook(
    outcome: Outcome, large: dict[str, bytes], tmp_path: Path
) -> None:
    profile, units = load_profile("sccm-2022"), UnitIndex()
    small = deliver(outcome, profile)
    (tmp_path / LEDGER).write_bytes(small[LEDGER])
    (tmp_path / LARGE_LEDGER).write_bytes(large[LARGE_LEDGER])
    aside = ["path", "sheet", "offset"]

    frames, closed, decided, said = [], [], [], []
    for name in (LEDGER, LARGE_LEDGER):
        book = open_previous(tmp_path / name)
        frame = load_previous(tmp_path / name, profile, units, book=book).frame
        frames.append(frame.drop(columns=aside))
        closed.append(load_closed(tmp_path / name, profile, units, book=book).frame.drop(columns=aside))
        decided.append(read_decisions(book, name, units))
        said.append({key: frame.attrs[key] for key in ("cutoff", "last_filing_no", "profile", "format")})

    pd.testing.assert_frame_equal(*frames)
    pd.testing.assert_frame_equal(*closed)
    assert decided[0] == decided[1]
    assert said[0] == said[1]
    assert len(frames[0]) > 10


def test_decisions_survive_in_the_one_file() -> None:
    data = write_parquet(
        {"台账": {"群名称": ["考务群"], "群号": ["100000001"]}, "已解散": {"群名称": []}},
        beside={"裁定": [["裁定", "备注"], ["是", "同一个群"]]},
        properties={"format": "reconcile-ledger/1"},
    )

    book = read_parquet(data)

    assert {grid.name: grid.rows for grid in book.grids} == {
        "台账": (("群名称", "群号"), ("考务群", "100000001")),
        "裁定": (("裁定", "备注"), ("是", "同一个群")),
    }
    assert book.properties == {"format": "reconcile-ledger/1"}


def test_the_report_then_holds_the_first_rows_and_says_where_the_rest_is(
    outcome: Outcome, large: dict[str, bytes]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(large[REPORT]))
    full = openpyxl.load_workbook(io.BytesIO(deliver(outcome, load_profile("sccm-2022"))[REPORT]))

    assert book.sheetnames == full.sheetnames
    cut = [name for name in book.sheetnames[1:] if full[name].max_row > 13]
    assert cut
    for name in cut:
        assert book[name].max_row == 13
        assert book[name]["A2"].value.startswith(f"共 {full[name].max_row - 3} 行，这里只列最前面的 10 行")
        assert "outcome.json" in book[name]["A2"].value


def test_page_one_says_that_the_lists_are_cut(large: dict[str, bytes], outcome: Outcome) -> None:
    first = openpyxl.load_workbook(io.BytesIO(large[REPORT])).worksheets[0]
    told = [str(cell.value) for row in first.iter_rows(max_row=6) for cell in row if cell.value]
    assert any("各表最多列出 10 行" in text for text in told)
    whole = openpyxl.load_workbook(io.BytesIO(deliver(outcome, load_profile("sccm-2022"))[REPORT])).worksheets[0]
    assert not any("各表最多列出" in str(cell.value) for row in whole.iter_rows(max_row=6) for cell in row)


def test_of_a_very_long_register_only_what_is_filled_in_is_written(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = json.loads(to_json(outcome))
    monkeypatch.setattr("toolkit.report.outcome.FULL", 1)
    lean = json.loads(to_json(outcome))

    assert list(lean) == list(full)
    absent = (None, [], {})
    for side in ("records", "previous"):
        for short, whole in zip(lean[side], full[side], strict=True):
            assert {name: short["values"].get(name) for name in whole["values"] if short["values"].get(name)} == {
                name: value for name, value in whole["values"].items() if value
            }
            assert all(value not in absent for name, value in short["values"].items() if name not in _KNOWN_BY)
            assert {"group_name", "group_no", "unit"} <= set(short["values"])
    rest = [name for name in full if name not in {"records", "previous"}]
    assert {name: lean[name] for name in rest} == {name: full[name] for name in rest}


def test_what_is_too_long_is_written_piece_by_piece_and_is_the_same(outcome: Outcome, tmp_path: Path) -> None:
    profile = load_profile("sccm-2022")
    held = deliver(outcome, profile, listed=10)["outcome.json"]
    piecewise = deliver(outcome, profile, listed=10, beside=tmp_path)["outcome.json"]

    assert isinstance(piecewise, OnDisk)
    assert piecewise.path.read_bytes() == held
    assert piecewise.sha256 == digest(held)
    with output_folder(tmp_path / "out") as place:
        place.write({"outcome.json": on_disk(place.beside / "outcome.json", lambda take: take(held)), PAGE: b"page"})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["outcome.json", PAGE]
    assert Record(tmp_path / "out").wrote("outcome.json", tmp_path / "out" / "outcome.json")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_protected_register_is_never_written_in_the_clear(outcome: Outcome) -> None:
    with pytest.raises(OutputError) as raised:
        deliver(outcome, load_profile("sccm-2022"), rows=10, ledger_password="一二三")  # noqa: S106 - invented
    assert raised.value.code == "ledger-too-large-to-protect"


def test_parquet_of_any_kind_of_column(tmp_path: Path) -> None:
    columns = {
        "群号": [100000001, None],
        "人数": [50.0, None],
        "创建时间": [dt.datetime(2021, 9, 1, tzinfo=dt.UTC), None],
        "在用": [True, None],
    }
    pd.DataFrame(columns).astype({"群号": "Int64"}).to_parquet(tmp_path / "a.parquet")

    (grid,) = read_parquet((tmp_path / "a.parquet").read_bytes()).grids

    assert grid.rows == (tuple(columns), ("100000001", "50", "2021-09-01", "是"), ("", "", "", ""))


@pytest.mark.soak
def test_two_hundred_thousand_rows_two_years_running(tmp_path: Path) -> None:
    (tmp_path / "收回").mkdir()
    parquet(tmp_path / "上年.parquet", rows(200_000))
    parquet(tmp_path / "收回" / "全校.parquet", rows(200_000, 10_000))

    outcome = reconcile(
        tmp_path / "收回",
        as_of=DAY,
        profile=PROFILE,
        sources=Sources(previous=tmp_path / "上年.parquet"),
        engine=Local(2),
    )
    files = deliver(outcome, load_profile(PROFILE), rows=100_000)

    assert outcome.verdicts["previous"].ne("").sum() == 190_000
    assert len(read_parquet(files[LARGE_LEDGER]).grids[0].rows) == 210_001
