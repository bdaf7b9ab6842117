"""What the command line says when it was asked wrongly: one sentence, in the reader's language, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.cli import run

YEARS = Path(__file__).resolve().parents[2] / "samples" / "two-years"
RUN = [str(YEARS / "2025" / "收回"), "--profile", "jsut-2019", "--as-of", "2025-04-10", "--no-cache", "--quiet"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err.strip()


@pytest.mark.parametrize("content", ["", "\n", "   \n", "\ufeff\r\n"])
def test_who_asked_for_a_protected_ledger_gets_none_without(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "密码.txt"
    words.write_text(content, encoding="utf-8")
    told = said(capsys, *RUN, "--ledger-password-file", str(words), "--out", str(tmp_path / "结果"))
    assert "没有密码" in told
    assert str(words) in told
    assert not (tmp_path / "结果").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "收回", "--jobs", "0"), "--jobs 的值不对（要写不小于 1 的整数）；请看 reconcile run --help。"),
        (("--lang", "fr"), "--lang 的值不对（可以写：zh、en）；请看 reconcile --help。"),
        (("rules", "--lang", "fr"), "--lang 的值不对（可以写：zh、en）；请看 reconcile rules --help。"),
        (("--lang", "en", "run", "x", "--jobs", "0"), "--jobs: a whole number of 1 or more; see reconcile run --help."),
    ],
)
def test_a_value_that_is_none_is_told_in_the_readers_language(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, *arguments) == sentence


def test_without_arguments_the_help_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys).startswith("用法: reconcile")


def test_a_folder_where_a_file_is_wanted_is_told_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "是一个文件夹" in said(capsys, "check", str(tmp_path))


def test_why_the_system_refused_is_told_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "下发"
    taken.write_text("不是文件夹", encoding="utf-8")
    assert "那里已有同名的文件" in said(capsys, "prepare", "--profile", "jsut-2019", "--out", str(taken))
    told = said(capsys, "prepare", "--profile", "jsut-2019", "--lang", "en", "--out", str(taken / "x"))
    assert "a file stands in the path" in told


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc: a place where nobody can make a file")
def test_a_place_where_no_lock_can_be_made_is_no_other_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert "写不进去" in said(capsys, *RUN, "--out", "/proc/对账结果")


@pytest.mark.parametrize(
    ("given", "best"),
    [
        (("2023台账.xlsx", "2025台账.xlsx", "2024台账.xlsx"), "2025台账.xlsx"),
        (("旧.xlsx", "新.xlsx"), "新.xlsx"),
        (("台账（2024年）.csv", "台账.csv"), "台账（2024年）.csv"),
    ],
)
def test_last_years_ledger_is_one_file(
    given: tuple[str, ...], best: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [part for name in given for part in ("--previous", name)]
    told = said(capsys, *RUN, *options, "--out", str(tmp_path / "结果"))
    assert all(name in told for name in given)
    assert f"--previous {best}" in told.replace('"', "")
    assert "报送年度" in told
    assert not (tmp_path / "结果").exists()


def test_a_folder_of_ledgers_is_answered_with_the_latest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("2024.xlsx", "2025.csv", "说明.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    told = said(capsys, *RUN, "--previous", str(tmp_path), "--out", str(tmp_path / "结果"))
    assert str(tmp_path / "2025.csv") in told
    assert "一个文件夹" in told


@pytest.mark.parametrize("option", ["--units", "--observed", "--received"])
def test_every_list_is_one_file(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, *RUN, option, "甲.xlsx", option, "乙.xlsx", "--out", str(tmp_path / "结果"))
    assert told.startswith(f"{option} 给了甲.xlsx、乙.xlsx")


@pytest.mark.parametrize("name", ["对账结果", "2025年结果"])
def test_where_an_output_is_given_as_last_year_its_register_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    collected, folder = tmp_path / "收回", tmp_path / name
    collected.mkdir()
    folder.mkdir()
    for file in ("对账简报.docx", "备案群组公示.xlsx", "对账报告.xlsx", "台账.xlsx", "2026年汇总.xlsx"):
        (folder / file).write_bytes(b"")
    told = said(capsys, "run", str(collected), "--previous", str(folder))
    assert f"--previous {folder / '台账.xlsx'}" in told
    (folder / "台账.xlsx").unlink()
    assert f"--previous {folder / '2026年汇总.xlsx'}" in said(capsys, "run", str(collected), "--previous", str(folder))
