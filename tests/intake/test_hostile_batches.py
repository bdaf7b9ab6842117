"""Hostile files forty at a time with good ones among them, through the whole of `reconcile`.

No crash, no hang, no unnamed file, no lost good row. The corpus is not part of the project: HOSTILE_CORPUS names its
folder, else `../shared/hostile/corpus` is looked for. `-m soak` also runs every file alone.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from drawing import workbook

from toolkit import Sources, reconcile
from toolkit.cli import run
from toolkit.report.outcome import FILE_STATUSES, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CORPUS = Path(os.environ.get("HOSTILE_CORPUS", Path(__file__).parents[3] / "shared" / "hostile" / "corpus"))
TODAY = dt.date(2026, 3, 11)
PROFILE = "cqny-2021"
BATCH = 40
PER_CATEGORY = 2
SMALL = 40_000
REASONS = {
    *("corrupt", "encrypted", "not-a-workbook", "no-form", "too-large", "archive-limits", "unsafe-path"),
    *("superseded", "duplicate-copy", "lock-file", "system-file", "no-rows"),
}
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
HEADINGS = "单位 | 群名称 | 平台 | 群号 | 群主 | 群主手机 | 管理员 | 人数 | 创建日期 | 用途"
GOOD = {
    "0教务处.xlsx": """
        教务处 | 教务处通知群 | QQ群   | 100000001 | 张三 | 13900000001 | 李四 | 120   | 2020-09-01 | 通知
        教务处 | 教务处考务群 | 微信群 | 无        | 张三 | 13900000001 | 李四 | 约80  | 2025年9月  | 考务
    """,
    "中间/图书馆.xlsx": """
        图书馆 | 图书馆读者群 | QQ群   | 100000003 | 王五 | 13900000003 |      | 1,020 | 2018.5.15  | 借阅
    """,
    "zzz后勤处.xlsx": """
        后勤处 | 后勤处维修群 | QQ群   | 100000004 | 赵六 | 13900000004 | 赵六 | 60    | 20190901   | 报修
        后勤处 | 后勤处食堂群 | QQ群   | 100000005 | 赵六 | 13900000004 | 赵六 | 45    | 2021       | 食堂
        后勤处 | 后勤处宿舍群 | 微信群 |           | 赵六 | 13900000004 | 赵六 | 150   | 2022-09    | 宿舍
    """,
}
LAST_YEAR = """
    单位   | 群名称       | 平台 | 群号      | 群主 | 备案日期
    教务处 | 教务处通知群 | QQ群 | 100000001 | 赵六 | 2025-03-05
    图书馆 | 图书馆旧群   | QQ群 | 100000009 | 王五 | 2025-03-05
"""

pytestmark = pytest.mark.skipif(
    not (CORPUS / "index.csv").is_file(), reason="no corpus of hostile files: set HOSTILE_CORPUS to its folder"
)


def corpus() -> list[tuple[str, str]]:
    """Return (file, category) of the whole corpus, in a fixed order that mixes the categories."""
    if not (CORPUS / "index.csv").is_file():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["file"], row["category"]) for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: row[0].rpartition("/")[2].casefold())


def forties(files: Sequence[str]) -> list[Sequence[str]]:
    return [files[start : start + BATCH] for start in range(0, len(files), BATCH)]


def selection() -> list[str]:
    """Return a few small files of every category, the smallest first left out: they are the plainest."""
    found: dict[str, list[str]] = {}
    for file, category in corpus():
        if (CORPUS / file).stat().st_size <= SMALL:
            found.setdefault(category, []).append(file)
    return [file for files in found.values() for file in files[:PER_CATEGORY]]


def good_files(folder: Path) -> Path:
    for name, rows in GOOD.items():
        workbook(folder / name, f"{HEADINGS}\n{rows}", title=TITLE)
    return folder


def add(folder: Path, files: Sequence[str]) -> None:
    """Copy hostile files among the good ones, each under its category's folder."""
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CORPUS / file, folder / file)


def outcome(folder: Path, previous: Path | None) -> dict[str, Any]:
    told = reconcile(folder, as_of=TODAY, profile=PROFILE, sources=Sources(previous=previous), jobs=2)
    return json.loads(to_json(told))


def good_records(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all that is said of the good files' rows but their running numbers."""
    return [
        {key: record[key] for key in ("verdict", "basis", "previous", "source", "values")}
        for record in told["records"]
        if record["source"]["file"] in GOOD
    ]


def below(folder: Path) -> set[str]:
    return {(Path(top) / name).relative_to(folder).as_posix() for top, _, names in os.walk(folder) for name in names}


def assert_all_is_named(told: dict[str, Any], folder: Path) -> None:
    paths = [file["path"] for file in told["files"]]
    assert sorted(path for path in paths if "!/" not in path) == sorted(below(folder))
    assert len(set(paths)) == len(paths)
    for file in told["files"]:
        rows = file["rows"]
        assert file["status"] in FILE_STATUSES, file
        assert rows["read"] == rows["merged"] + rows["rejected"] + rows["blank"], file
        if file["status"] in {"rejected", "ignored", "superseded"}:
            assert file["reason"]["code"] in REASONS, file
            assert file["reason"]["text"] not in {"", file["reason"]["code"]}, file


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook(tmp_path_factory.mktemp("上年") / "上年台账.xlsx", LAST_YEAR)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, previous: Path) -> list[dict[str, Any]]:
    """What is said of the good files when nothing else lies there."""
    return good_records(outcome(good_files(tmp_path_factory.mktemp("好")), previous))


def check(folder: Path, files: Sequence[str], previous: Path, alone: list[dict[str, Any]]) -> None:
    good_files(folder)
    add(folder, files)
    told = outcome(folder, previous)
    assert_all_is_named(told, folder)
    assert good_records(told) == alone


def test_the_good_files_are_what_they_should_be(alone: list[dict[str, Any]]) -> None:
    assert len(alone) == 6
    assert [record["verdict"] for record in alone][:2] == ["changed", "new"]


def test_the_command_writes_its_output_over_a_batch(
    tmp_path: Path, previous: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = good_files(tmp_path / "收回")
    files = selection()
    assert len({file.partition("/")[0] for file in files}) > 20
    add(folder, files)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    out = tmp_path / "出"
    command = ["run", str(folder), "--profile", PROFILE, "--previous", str(previous), "--as-of", "2026-03-11"]
    assert run([*command, "--out", str(out), "--no-cache", "--no-progress"]) == 1
    said = "".join(capfd.readouterr())
    assert "Traceback" not in said
    assert_all_is_named(json.loads((out / "outcome.json").read_bytes()), folder)
    assert {"对账报告.xlsx", "台账.xlsx"} <= {path.name for path in out.iterdir()}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def batches() -> Iterator[Any]:
    """Yield the corpus by forties; without a corpus one batch that is skipped: a checkout may stand alone."""
    for number, batch in enumerate(forties([file for file, _ in corpus()]) or [()]):
        yield pytest.param(batch, id=f"batch-{number}")


@pytest.mark.parametrize("files", batches())
def test_forty_hostile_files_harm_no_good_row(
    files: Sequence[str], tmp_path: Path, previous: Path, alone: list[dict[str, Any]]
) -> None:
    check(tmp_path / "收回", files, previous, alone)


@pytest.mark.soak
@pytest.mark.parametrize("file", [file for file, _ in corpus()] or [""])
def test_each_hostile_file_alone(file: str, tmp_path: Path) -> None:
    add(tmp_path, [file])
    told = outcome(tmp_path, None)
    assert_all_is_named(told, tmp_path)
