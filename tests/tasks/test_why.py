"""`reconcile why`: one group of a finished run, told from what the run left behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from two_years import group, sheet

from toolkit.cli import run
from toolkit.tasks.why import why

if TYPE_CHECKING:
    from pathlib import Path

PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
OLD, NEW = "商学院教学通知群", "商学院教学工作通知群"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    previous = sheet(folder / "上年.csv", [group(OLD), group("商学院考务群", 群号="330000009", 平台="QQ群")])
    (folder / "收回").mkdir()
    rows = [
        group(NEW, 群主="卫一 13900000001", 人数="约60人"),
        group("商学院考务群", 群号="QQ：330 000 009", 平台="QQ群", 用途="组织考试", 热度="高"),
        group("商学院阅卷群", 群号="330000010", 平台="QQ群", 用途="组织考试", 热度=""),
    ]
    rows[0]["热度"] = ""
    sheet(folder / "收回" / "商学院.csv", rows)
    decided = [
        {"裁定": "待定", "单位": "商学院", "群名称": NEW, "上年群名称": OLD, "裁定人": "卫九", "裁定日期": "2026-04-01"}
    ]
    options = ["--profile", "jsut-2019", "--previous", str(previous), "--as-of", "2026-04-10", "--jobs", "1", "--quiet"]
    options += ["--decisions", str(sheet(folder / "裁定.csv", decided)), "--no-cache"]
    assert run(["run", str(folder / "收回"), *options]) in {0, 1}
    return folder / "对账结果"


def test_what_was_typed_and_what_was_made_of_it(out: Path) -> None:
    lines = why("330000009", out)
    assert lines[0].startswith("商学院 · 商学院考务群 · 330000009")
    assert "读自 商学院.csv › B3（格：原文 → 读作）" in lines
    assert "  群号 J3：“QQ：330 000 009” → 330000009" in lines
    assert "  热度 L3：“高” → 高" in lines
    assert any(line.startswith("结论：") and "群号相同" in line for line in lines)
    assert any(line.startswith("上年：商学院 · 商学院考务群") and "上年.csv › B3" in line for line in lines)


def test_candidates_decision_and_places_in_the_report(out: Path) -> None:
    lines = why(NEW, out)
    candidate = lines[lines.index("候选（相似度，只供人判断）：") + 1]
    assert re.match(r"  0\.\d{3}  商学院 · 商学院教学通知群", candidate)
    assert "群名称 0." in candidate
    assert lines[lines.index("裁定：") + 1] == "  相似建议 · 待定 · 待定 · 卫九 · 2026-04-01"
    places = lines[lines.index("在 对账报告.xlsx 的：") + 1]
    assert "相似建议!A4" in places
    assert "  人数 E2：“约60人” → 54–66" in lines


def test_duplicates_and_findings(out: Path) -> None:
    lines = why("商学院阅卷群", out)
    assert "商学院考务群" in lines[lines.index("重复：") + 1]
    findings = lines[lines.index("查出的问题：") + 1 : lines.index("在 对账报告.xlsx 的：")]
    assert any("JS-4a" in line for line in findings)


def test_a_row_of_last_year_has_its_candidates_too(out: Path) -> None:
    lines = why("p1", out)
    assert lines[0].startswith(f"商学院 · {OLD}")
    assert NEW in lines[lines.index("候选（相似度，只供人判断）：") + 1]


def test_several_groups_are_listed_with_their_ids(out: Path) -> None:
    lines = why("商学院", out)
    assert lines[0] == "“商学院”对得上 4 个群，请用最前面的编号再查一次："
    assert [line.split()[0] for line in lines[1:]] == ["r1", "r2", "r3", "p1"]


def test_no_telephone_is_told(out: Path) -> None:
    for key in ("r1", "r2", "r3", "p1", "p2"):
        assert not [line for line in why(key, out) if PHONE.search(line)]
    assert any("139****0001" in line for line in why("r1", out))


def test_a_file_that_changed_since_is_not_quoted(out: Path, tmp_path: Path) -> None:
    moved = tmp_path / "对账结果"
    moved.mkdir()
    for name in ("outcome.json", "对账报告.xlsx"):
        (moved / name).write_bytes((out / name).read_bytes())
    assert not any("读作）" in line and "“" in line for line in why("r2", moved))
    (tmp_path / "收回").mkdir()
    sheet(tmp_path / "收回" / "商学院.csv", [group("别的群")])
    lines = why("r2", moved)
    assert any("已改动" in line for line in lines)
    assert "  群号：330000009" in lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["不存在的群", "--out", "{out}"], "没有“不存在的群”"),
        (["r1", "--out", "{out}/没有"], "没有本工具的结果"),
        (["r1"], "out"),
    ],
    ids=["unknown", "no-run", "no-out"],
)
def test_what_cannot_be_told_is_one_line_and_status_2(
    out: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["why", *(part.replace("{out}", str(out)) for part in arguments)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_it_speaks_english(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "r2", "--out", str(out), "--lang", "en"]) == 0
    assert "Verdict: " in capsys.readouterr().out
