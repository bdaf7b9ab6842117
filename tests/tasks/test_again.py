"""A run again with nothing changed is answered from memory; whatever changed, it is a run."""

from __future__ import annotations

import csv
import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner, Result

from toolkit.cli.commands import build
from toolkit.tasks import campaign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADINGS = ("单位", "群名称", "平台", "群号", "群主", "人数")
TEACHERS = [
    ("教务处", "教务处考务工作群", "QQ群", "100000001", "赵一", "30"),
    ("教务处", "教务处教材通知群", "微信群", "", "钱二", ""),
]
CLERKS = [("财务处", "财务处报销群", "QQ群", "100000002", "孙三", "12")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path / "memory" / "readings"))
    write(tmp_path / "收回" / "教务处.csv", TEACHERS)
    write(tmp_path / "收回" / "再送" / "财务处.csv", CLERKS)
    write(tmp_path / "上年.csv", [*TEACHERS, *CLERKS])
    write(tmp_path / "名录.csv", [("教务处",), ("财务处",), ("保卫处",)], ("单位",))
    return tmp_path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for every time that the files were really judged."""
    seen: list[int] = []
    judge = campaign.judge

    def counted(*args: object, **named: object) -> campaign.Ran:
        seen.append(1)
        return judge(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(campaign, "judge", counted)
    return seen


def write(path: Path, rows: list[tuple[str, ...]], headings: tuple[str, ...] = HEADINGS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])


def run(
    desk: Path,
    *more: str,
    day: str = "2026-03-11",
    lists: tuple[str, ...] = ("previous", "units"),
    lang: str = "zh",
) -> Result:
    names = {"previous": "上年.csv", "units": "名录.csv"}
    given = [word for name in lists for word in (f"--{name}", str(desk / names[name]))]
    asked = ["run", str(desk / "收回"), "--profile", "cqny-2021", "--as-of", day, "--out", str(desk / "结果")]
    done = CliRunner().invoke(build(lang), [*asked, *given, "--jobs", "1", *more], standalone_mode=False)
    assert done.exception is None, done.output
    return done


def content(desk: Path) -> dict[str, bytes]:
    out = desk / "结果"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_nothing_changed_is_answered_without_a_run_and_in_the_same_words(desk: Path, runs: list[int]) -> None:
    first, written = run(desk), content(desk)
    second = run(desk)

    assert len(runs) == 1
    assert (second.stdout, second.stderr, second.return_value) == (first.stdout, first.stderr, first.return_value)
    assert first.return_value == 1  # 保卫处 is missing
    assert content(desk) == written
    assert run(desk, "--quiet").stdout == ""
    assert len(runs) == 1
    whole = run(desk, "--no-cache")  # what was remembered is what a run says
    assert (whole.stdout, whole.return_value, content(desk)) == (second.stdout, second.return_value, written)
    assert len(runs) == 2


def _another_number(desk: Path) -> None:
    """A cell changed, and neither the size nor the time of the file."""
    path = desk / "收回" / "教务处.csv"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"100000001", b"100000009"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def _answered(desk: Path) -> None:
    report = desk / "结果" / "对账报告.xlsx"
    book = openpyxl.load_workbook(report)
    page = book["待办"]
    page.cell(4, next(cell.column for cell in page[3] if cell.value == "备注"), "已电话催报")
    book.save(report)


def _replaced_outcome(desk: Path) -> None:
    """The output of another run in place of this one: whole in itself, and not what was told."""
    shutil.copytree(desk / "结果", desk / "另存")
    write(desk / "收回" / "保卫处.csv", [("保卫处", "保卫处值班群", "QQ群", "100000003", "李四", "9")])
    run(desk, "--no-cache")
    (desk / "收回" / "保卫处.csv").unlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a cell": _another_number,
    "a new file": lambda desk: write(desk / "收回" / "保卫处.csv", [("保卫处", "保卫处值班群", "", "", "", "")]),
    "a file gone": lambda desk: (desk / "收回" / "再送" / "财务处.csv").unlink(),
    "a file with another name": lambda desk: (desk / "收回" / "教务处.csv").rename(desk / "收回" / "教务处更正.csv"),
    "a file come later": lambda desk: os.utime(desk / "收回" / "教务处.csv", (1_700_000_000, 1_700_000_000)),
    "a file moved": lambda desk: (desk / "收回" / "再送" / "财务处.csv").rename(desk / "收回" / "财务处.csv"),
    "a link": lambda desk: (desk / "收回" / "旧.csv").symlink_to(desk / "上年.csv"),
    "last year's list": lambda desk: write(desk / "上年.csv", TEACHERS),
    "the roster": lambda desk: write(desk / "名录.csv", [("教务处",), ("财务处",)], ("单位",)),
    "an answer in the report": _answered,
    "a file of ours edited": lambda desk: (desk / "结果" / "outcome.json").write_text("{}", encoding="utf-8"),
    "the page edited": lambda desk: (desk / "结果" / "对账报告.html").write_bytes(b"<html></html>"),
    "a file of ours deleted": lambda desk: (desk / "结果" / "对账简报.docx").unlink(),
    "the output deleted": lambda desk: shutil.rmtree(desk / "结果"),
    "the output of another run": _replaced_outcome,
    "a run at work there": lambda desk: (desk / ".结果.lock").touch(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_it_is_a_run(change: str, desk: Path, runs: list[int]) -> None:
    run(desk)
    CHANGES[change](desk)
    before = len(runs)
    run(desk)
    assert len(runs) == before + 1


@pytest.mark.parametrize(
    "more",
    [("--with-contacts",), ("--previous-cutoff", "2025-03-01"), ("--no-cache",), ("--jobs", "2")],
)
def test_another_option_is_a_run(more: tuple[str, ...], desk: Path, runs: list[int]) -> None:
    run(desk)
    run(desk, *more)
    assert len(runs) == 2


def test_another_day_a_list_less_another_place_or_language_is_a_run(desk: Path, runs: list[int]) -> None:
    run(desk)
    run(desk, day="2026-03-12")
    run(desk, day="2026-03-12", lists=("previous",))
    run(desk, "--out", str(desk / "别处"))
    assert len(runs) == 4
    run(desk, "--out", str(desk / "别处"))
    assert len(runs) == 4
    run(desk, "--out", str(desk / "别处"), lang="en")
    assert len(runs) == 5


def test_another_version_of_the_program_is_a_run(desk: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    run(desk)
    monkeypatch.setattr("toolkit.tasks.again._program", lambda: iter(["another"]))
    run(desk)
    assert len(runs) == 2


def test_decisions_and_passwords_are_always_a_run(desk: Path, runs: list[int]) -> None:
    run(desk)
    decided = shutil.copy(desk / "结果" / "对账报告.xlsx", desk / "裁定.xlsx")
    (desk / "词.txt").write_text("春天", encoding="utf-8")
    for more in (("--decisions", str(decided)), ("--passwords", str(desk / "词.txt"))):
        before = len(runs)
        run(desk, *more)
        run(desk, *more)
        assert len(runs) == before + 2


def test_a_run_during_which_something_came_is_not_remembered(
    desk: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = campaign.judge

    def late(*args: object, **named: object) -> campaign.Ran:
        ran = judge(*args, **named)  # type: ignore[arg-type]
        write(desk / "收回" / "再送" / "财务处.csv", [*CLERKS, ("财务处", "财务处工资群", "", "", "", "")])
        return ran

    with monkeypatch.context() as patched:
        patched.setattr(campaign, "judge", late)
        run(desk)
    write(desk / "收回" / "再送" / "财务处.csv", CLERKS)
    run(desk)
    assert len(runs) == 2


def test_in_an_archive_too(desk: Path, runs: list[int]) -> None:
    with zipfile.ZipFile(desk / "收回" / "更多.zip", "w") as archive:
        archive.writestr("保卫处.csv", "单位,群名称\n保卫处,保卫处值班群\n")
    run(desk)
    run(desk)
    assert len(runs) == 1
    with zipfile.ZipFile(desk / "收回" / "更多.zip", "w") as archive:
        archive.writestr("保卫处.csv", "单位,群名称\n保卫处,保卫处夜班群\n")
    run(desk)
    assert len(runs) == 2


def test_what_is_remembered_is_for_its_user_alone(desk: Path) -> None:
    run(desk)
    (place,) = (desk / "memory" / "readings-runs").iterdir()
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0
