"""From a folder of workbooks to an outcome."""

from __future__ import annotations

import datetime as dt
import gc
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from drawing import workbook

from toolkit import Sources, load_profile, reconcile
from toolkit.errors import SourceError, UsageError
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 3, 11)
HEADINGS = "单位 | 群名称 | 平台 | 群号 | 归口类别 | 群主 | 群主手机 | 管理员 | 人数 | 创建日期 | 用途 | 审备单位"
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
OTHER_HEADINGS = "单位(部门) | 工作群名称 | 群主 | 人员范围 | 人数 | 群功能 | 群信息发布规则 | 保留依据"
OTHER_TITLE = "微信工作群、QQ工作群组备案登记表"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign: two units, an exact copy, a lock file, a picture, and last year's register beside it."""
    collected = tmp_path / "收回"
    first = f"""
        {HEADINGS}
        教务处 | 教务处通知群 | QQ群 | 100000001 | 教工 | 张三 | 13900000001 | 李四 | 120 | 2020-09-01 | 通知 |
        教务处 | 教务处考务群 | QQ群 | 100000002 | 教工 | 张三 | 13900000001 | 李四 | 160 | 2025-09-01 | 考务 |
    """
    workbook(collected / "教务处.xlsx", first, title=TITLE)
    (collected / "教务处 的副本.xlsx").write_bytes((collected / "教务处.xlsx").read_bytes())
    workbook(
        collected / "机关" / "学生处.xlsx",
        f"""
        {HEADINGS}
        学生处 | 学生处迎新群 | 微信群 | 无 | 教工 | 王五 | | 王五 | 80 | 2019-09-01 | 迎新 |
        """,
        title=TITLE,
    )
    (collected / "~$教务处.xlsx").write_bytes(b"lock")
    (collected / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0nothing")
    workbook(
        tmp_path / "上年台账.xlsx",
        """
        单位   | 群名称       | 平台   | 群号      | 群主 | 备案日期
        教务处 | 教务处通知群 | QQ群   | 100000001 | 赵六 | 2025-03-05
        教务处 | 教务处旧群   | QQ群   | 100000008 | 赵六 | 2025-03-05
        学生处 | 学生处其他群 | 微信群 |           | 王五 | 2025-03-05
        保卫处 | 保卫处值班群 | QQ群   | 100000009 | 孙七 | 2025-03-05
        """,
    )
    return collected


def shown(folder: Path, **more: Any) -> dict[str, Any]:
    sources = Sources(previous=folder.parent / "上年台账.xlsx")
    told: dict[str, Any] = json.loads(to_json(reconcile(folder, as_of=TODAY, jobs=2, sources=sources, **more)))
    return told


def test_every_file_has_a_status_and_every_row_a_verdict(folder: Path) -> None:
    told = shown(folder)

    assert {file["path"]: file["status"] for file in told["files"]} == {
        "~$教务处.xlsx": "ignored",
        "教务处 的副本.xlsx": "merged",
        "教务处.xlsx": "superseded",
        "机关/学生处.xlsx": "merged",
        "照片.jpg": "rejected",
    }
    assert [(one["values"]["group_name"], one["verdict"]) for one in told["records"]] == [
        ("教务处通知群", "changed"),
        ("教务处考务群", "new"),
        ("学生处迎新群", "late"),
    ]
    assert [one["verdict"] for one in told["previous"]] == ["changed", "unaccounted", "unaccounted", "unit_missing"]
    assert told["profile"] == "cqny-2021"


def test_a_finding_points_at_the_cell_and_the_gravest_stand_first(folder: Path) -> None:
    findings = shown(folder)["findings"]

    oversize = next(one for one in findings if one["requirement"] == "CN-5.4")
    assert oversize["where"][0] == {"file": "教务处 的副本.xlsx", "sheet": "Sheet1", "cell": "I4"}
    grave = [one["severity"] for one in findings]
    assert grave == sorted(grave, key=["error", "warning", "review", "notice"].index)


def test_the_same_folder_gives_the_same_bytes_however_it_is_read(folder: Path) -> None:
    sources = Sources(previous=folder.parent / "上年台账.xlsx")

    def outcome(**more: Any) -> bytes:
        return to_json(reconcile(folder, as_of=TODAY, sources=sources, **more))

    assert outcome(jobs=1) == outcome(jobs=2) == outcome(profile=load_profile("cqny-2021"))


def test_one_file_is_a_folder_of_one(folder: Path) -> None:
    outcome = reconcile(folder / "教务处.xlsx", as_of=TODAY, profile="cqny-2021", jobs=1)

    assert [file.path for file in outcome.submissions] == ["教务处.xlsx"]
    assert outcome.first_filing
    assert set(outcome.verdicts["verdict"]) == {"no_history"}


def test_progress_tells_files_done_and_files_in_all(folder: Path) -> None:
    told: list[tuple[int, int]] = []

    reconcile(
        folder, as_of=TODAY, profile="cqny-2021", jobs=1, on_progress=lambda done, total: told.append((done, total))
    )

    assert told[-1] == (4, 4)


def test_a_stray_form_of_another_institution_is_told_and_read_again(folder: Path) -> None:
    rows = f"{OTHER_HEADINGS}\n工会 | 工会群 | 张三 | 全体 | 20 | 通知 | 实名 | 需要"
    workbook(folder / "工会.xlsx", rows, title=OTHER_TITLE)

    named, told = (shown(folder, profile=profile) for profile in ("cqny-2021", None))

    assert told == named


def test_a_folder_that_fits_no_regulation_or_several_stops_with_the_list(tmp_path: Path) -> None:
    workbook(tmp_path / "收回" / "名单.xlsx", "姓名 | 学号\n张三 | 1")
    with pytest.raises(UsageError) as none:
        reconcile(tmp_path / "收回", as_of=TODAY, jobs=1)
    workbook(tmp_path / "两校" / "甲.xlsx", f"{HEADINGS}\n甲 | 甲群" + " | " * 10, title=TITLE)
    workbook(tmp_path / "两校" / "乙.xlsx", f"{OTHER_HEADINGS}\n乙 | 乙群" + " | " * 6, title=OTHER_TITLE)
    with pytest.raises(UsageError) as several:
        reconcile(tmp_path / "两校", as_of=TODAY, jobs=1)

    assert none.value.code == "no-profile-told"
    assert several.value.code == "several-profiles-told"
    assert "cqny-2021" in str(several.value)
    assert "jsut-2019" in str(several.value)


def test_what_the_caller_did_wrong_is_raised(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        reconcile(tmp_path / "没有", as_of=TODAY)
    with pytest.raises(UsageError):
        reconcile(folder, as_of=TODAY, profile="nowhere-2020")
    with pytest.raises(SourceError):
        reconcile(folder, as_of=TODAY, profile="cqny-2021", sources=Sources(previous=folder / "照片.jpg"))


def test_text_is_kept_as_python_has_it_and_the_caller_finds_all_as_it_was(folder: Path) -> None:
    storage, collecting = pd.get_option("mode.string_storage"), gc.isenabled()
    outcome = reconcile(folder, as_of=TODAY, sources=Sources(previous=folder.parent / "上年台账.xlsx"), jobs=1)
    for ledger in (outcome.ledger, outcome.previous):
        assert {
            getattr(ledger.frame[name].dtype, "storage", "python") for name in ("group_name", "unit", "owner.name")
        } == {"python"}
    assert (pd.get_option("mode.string_storage"), gc.isenabled()) == (storage, collecting)
