"""The command line as its three kinds of user meet it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import cli, pipeline
from toolkit.forms.template import render
from toolkit.publish.earlier import OURS
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

GROUP = {
    "unit": "教务处",
    "unit_head": "张一",
    "reporter": "李二",
    "reported_on": "2026-03-05",
    "platform": "QQ群",
    "group_name": "教学秘书工作群",
    "group_no": "310000051",
    "owner": "李二 13900000002",
    "admins": "李二 13900000002",
    "purpose": "教学秘书工作通知",
    "created_on": "2018-09-01",
    "member_count": "26",
    "is_active": "是",
    "has_rules": "是",
    "member_scope": "各院系教学秘书",
    "is_official": "是",
    "filing_office": "党委宣传部",
}


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    folder = tmp_path / "收回"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, *groups: dict[str, str]) -> Path:
    profile = load_profile("sccm-2022")
    path = folder / name
    path.write_bytes(render(profile.form("register"), profile, rows=groups))
    return path


def run(*arguments: object) -> int:
    return cli.run([str(argument) for argument in arguments])


def test_a_clean_return_ends_with_zero_and_four_outputs(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(collected, "教务处.xlsx", GROUP)

    status = run(collected, "--as-of", "2026-03-08")

    assert status == 0
    assert {path.name for path in (collected.parent / "对账结果").iterdir()} <= set(OURS)
    assert "本年在册 1 个群" in capsys.readouterr().out


def test_a_fault_that_must_be_corrected_ends_with_one(collected: Path) -> None:
    put(collected, "教务处.xlsx", GROUP | {"group_no": "31"})

    assert run("run", collected, "--as-of", "2026-03-08", "--quiet") == 1


def test_quiet_says_nothing(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(collected, "教务处.xlsx", GROUP)

    run(collected, "--as-of", "2026-03-08", "--quiet")

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{folder}/没有"], "找不到"),
        (["{folder}", "--profile", "nowhere-1900"], "sccm-2022"),
        (["{folder}", "--previous", "没有.xlsx"], "--previous"),
        (["{folder}", "--as-of", "3月8日"], "2026-03-11"),
        (["{folder}", "--out", "{folder}/结果"], "--out"),
        (["{folder}", "--bogus"], "--bogus"),
        (["{folder}", "--jobs", "0"], "--jobs"),
        (["{folder}", "--engine", "abacus"], "local"),
        (["check"], "--help"),
    ],
)
def test_what_cannot_run_is_one_line_and_two(
    collected: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    put(collected, "教务处.xlsx", GROUP)

    status = run(*[argument.replace("{folder}", str(collected)) for argument in arguments])

    told = capsys.readouterr()
    assert status == 2
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert not (collected.parent / "对账结果").exists()


def test_a_folder_with_other_files_is_never_written_over(collected: Path, tmp_path: Path) -> None:
    put(collected, "教务处.xlsx", GROUP)
    mine = tmp_path / "我的文件" / "论文.docx"
    mine.parent.mkdir()
    mine.write_text("论文", encoding="utf-8")

    assert run(collected, "--as-of", "2026-03-08", "--out", mine.parent) == 2
    assert mine.read_text(encoding="utf-8") == "论文"


def test_a_second_run_keeps_what_somebody_put_beside_the_result(collected: Path) -> None:
    put(collected, "教务处.xlsx", GROUP)
    run(collected, "--as-of", "2026-03-08", "--quiet")
    note = collected.parent / "对账结果" / "批注.txt"
    note.write_text("已电话通知", encoding="utf-8")

    run(collected, "--as-of", "2026-03-08", "--quiet")

    assert note.read_text(encoding="utf-8") == "已电话通知"


def test_a_fault_of_ours_is_one_line_names_a_log_and_leaves_no_output(
    collected: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(collected, "教务处.xlsx", GROUP)

    def broken(*_: object, **__: object) -> None:
        message = "13900000002"
        raise RuntimeError(message)

    monkeypatch.setattr(pipeline, "reconcile", broken)
    status = run(collected, "--as-of", "2026-03-08")

    told = capsys.readouterr().err
    assert status == 3
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told
    assert "13900000002" not in told
    assert not (collected.parent / "对账结果").exists()


def test_the_outcome_is_the_contracts(collected: Path) -> None:
    put(collected, "教务处.xlsx", GROUP)
    run(collected, "--as-of", "2026-03-08", "--quiet")

    told = json.loads((collected.parent / "对账结果" / "outcome.json").read_text(encoding="utf-8"))

    assert list(told) == [
        "format", "profile", "as_of", "files", "sources", "records", "previous", "duplicates", "suggestions", "units",
        "findings", "not_compared", "totals",
    ]  # fmt: skip
    assert told["records"][0]["values"]["owner"][0]["mobile"] == "139****0002"


def test_contacts_are_written_when_asked_for(collected: Path) -> None:
    put(collected, "教务处.xlsx", GROUP)
    run(collected, "--as-of", "2026-03-08", "--quiet", "--with-contacts")

    told = json.loads((collected.parent / "对账结果" / "outcome.json").read_text(encoding="utf-8"))

    assert told["records"][0]["values"]["owner"][0]["mobile"] == "13900000002"


def test_check_writes_nothing_and_names_the_cell(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(collected, "教务处.xlsx", GROUP | {"member_count": "186"})

    run("check", path, "--as-of", "2026-03-08")

    assert "教务处.xlsx › 登记表!" in capsys.readouterr().out
    assert [entry.name for entry in collected.parent.iterdir()] == ["收回"]


def test_check_says_once_why_a_file_cannot_be_read(collected: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = collected / "坏文件.xlsx"
    path.write_bytes(b"PK\x03\x04 half a workbook")

    status = run("check", path)

    assert status == 1
    assert capsys.readouterr().out.count("损坏") == 1


@pytest.mark.parametrize("command", ["run", "check", "rules", "prepare", "why", "excel"])
@pytest.mark.parametrize(("lang", "word"), [("zh", "用法"), ("en", "Usage")])
def test_every_command_has_help_in_both_languages(
    command: str, lang: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, "--lang", lang, "--help") == 0

    told = capsys.readouterr().out
    assert word in told
    assert "opt-" not in told
    assert "-help" not in told.replace("--help", "")


def test_the_language_comes_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECONCILE_LANG", "en")
    run("--help")

    assert "Commands" in capsys.readouterr().out


def test_prepare_writes_one_workbook_a_form(tmp_path: Path) -> None:
    assert run("prepare", "--profile", "jsut-2019", "--out", tmp_path / "下发") == 0

    books = sorted((tmp_path / "下发").rglob("*.xlsx"))
    assert len(books) == len(load_profile("jsut-2019").forms)
    assert all("填表说明" in openpyxl.load_workbook(book).sheetnames for book in books)


def test_rules_names_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    run("rules", "--profile", "scnvc-2019")

    told = capsys.readouterr().out
    assert [entry.id for entry in load_profile("scnvc-2019").regulation.requirements if entry.id not in told] == []
