"""What a person put into an output, or changed in it, is there after the next run, under a name that is told."""

from __future__ import annotations

import io
import json
import os
import shutil
from typing import TYPE_CHECKING

import msoffcrypto
import openpyxl
import pytest
from drawing import workbook

from toolkit import cli
from toolkit.publish.keeping import carry_over
from toolkit.publish.record import PAGE, Record
from toolkit.publish.writing import output_folder

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
HEAD = "单位 | 群名称 | 平台 | 群号 | 群主 | 群主手机 | 人数 | 创建日期 | 用途"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A collected folder with two units, one of which has something to correct."""
    for number, unit in enumerate(("教务处", "图书馆")):
        line = (
            f"{unit} | {unit}工作群 | QQ群 | 31000000{number} | 章一 | 1390000000{number} | 60 | 2019-09-01 | 发布通知"
        )
        bad = f"{unit} | {unit}读者群 | QQ群 |  |  | 139 | 很多 |  | "
        workbook(tmp_path / "收回" / f"{unit}.xlsx", f"{HEAD}\n{line}\n{bad}", title=TITLE)
    return tmp_path


def run(desk: Path, *more: str, day: str = "2026-05-01") -> int:
    asked = ["run", str(desk / "收回"), "--profile", "cqny-2021", "--as-of", day, "--no-progress", "--no-cache"]
    return cli.run([*asked, "--jobs", "1", *more])


def held(out: Path) -> dict[bytes, list[str]]:
    """Return what stands in a folder: content to names."""
    found: dict[bytes, list[str]] = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        found.setdefault(path.read_bytes(), []).append(path.relative_to(out).as_posix())
    return found


def test_the_record_knows_every_file_of_a_run(desk: Path) -> None:
    run(desk)
    out = desk / "对账结果"
    record = Record(out)
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert set(record.names) == names
    assert all(record.wrote(name, out / name) for name in names)
    assert PAGE in names
    run(desk)
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == names


def test_what_was_changed_or_put_there_is_kept_at_any_depth_and_named(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(desk)
    out = desk / "对账结果"
    changed = ["台账.xlsx", "对账报告.xlsx", PAGE, "outcome.json", "反馈/教务处.xlsx"]
    for name in changed:
        (out / name).write_bytes((out / name).read_bytes() + name.encode())
    put = {
        "批注.txt": b"1",
        "反馈/说明.txt": b"2",
        "反馈/已发/教务处.xlsx": b"3",
        "扫描/a/b/c.pdf": b"4",
        ".隐藏": b"5",
    }
    for name, content in put.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    (out / "空文件夹").mkdir()
    before = held(out)
    mine = {content for content, names in before.items() if set(names) & {*changed, *put}}
    capfd.readouterr()
    run(desk)
    after = held(out)
    assert mine <= set(after)
    assert {name: (out / name).read_bytes() for name in put} == put
    assert (out / "空文件夹").is_dir()
    said = capfd.readouterr()
    assert "台账.xlsx → 台账（原有）.xlsx" in said.out + said.err
    assert "反馈/教务处.xlsx → 反馈/教务处（原有）.xlsx" in said.out + said.err
    assert Record(out).wrote("台账.xlsx", out / "台账.xlsx")
    run(desk)
    assert set(held(out)) >= mine
    assert len(list(out.glob("台账*"))) == 2


def test_a_feedback_that_was_changed_is_kept_when_its_unit_has_nothing_left_to_correct(desk: Path) -> None:
    run(desk)
    feedback = desk / "对账结果" / "反馈" / "教务处.xlsx"
    feedback.write_bytes(b"half filled in")
    (desk / "收回" / "教务处.xlsx").unlink()
    run(desk)
    assert not feedback.exists()
    assert feedback.with_name("教务处（原有）.xlsx").read_bytes() == b"half filled in"


def test_a_folder_that_merely_holds_a_file_of_that_name_keeps_all_it_holds(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = desk / "课题"
    put = {
        "outcome.json": b'{"result": 1}',
        "台账.xlsx": b"mine",
        "反馈/问卷.docx": b"theirs",
        "反馈/教务处.xlsx": b"5",
    }
    for name, content in put.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    assert run(desk, "--out", str(out), "--quiet") in {0, 1}
    assert set(put.values()) <= set(held(out))
    assert (out / "反馈" / "问卷.docx").is_file()
    assert "outcome.json → outcome（原有）.json" in capfd.readouterr().err


def test_an_output_of_an_older_version_without_a_record_is_all_kept(desk: Path) -> None:
    out = desk / "对账结果"
    out.mkdir()
    told = {"format": "reconcile-outcome/1", "profile": "cqny-2021", "as_of": "2026-04-01"}
    (out / "outcome.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    (out / "台账.xlsx").write_bytes(b"older")
    (out / "反馈").mkdir()
    (out / "反馈" / "校医院.xlsx").write_bytes(b"older too")
    run(desk)
    assert {b"older", b"older too"} <= set(held(out))
    assert not (out / "反馈" / "校医院.xlsx").exists()


def test_folders_and_files_that_bear_our_names_in_the_wrong_kind(desk: Path) -> None:
    out = desk / "课题"
    (out / "台账.xlsx").mkdir(parents=True)
    (out / "台账.xlsx" / "一.txt").write_bytes(b"in a folder")
    (out / "反馈").write_bytes(b"a file")
    (out / "outcome.json").write_bytes(b"{}")
    assert run(desk, "--out", str(out)) in {0, 1}
    assert {b"in a folder", b"a file"} <= set(held(out))


def test_last_years_register_outlives_this_years_run_into_the_same_folder(desk: Path) -> None:
    run(desk, day="2025-05-01")
    last = (desk / "对账结果" / "台账.xlsx").read_bytes()
    run(desk, day="2026-05-01")
    assert (desk / "对账结果" / "台账（2025-05-01）.xlsx").read_bytes() == last


# --- an input is never destroyed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["plain", "link", "hard link", "other spelling"])
def test_an_input_that_would_be_replaced_stops_the_run_and_the_way_to_do_it_is_told(
    desk: Path, capfd: pytest.CaptureFixture[str], way: str
) -> None:
    run(desk, day="2025-05-01")
    out = desk / "对账结果"
    given = out / "台账.xlsx"
    if way == "link":
        (desk / "上年.xlsx").symlink_to(given)
        given = desk / "上年.xlsx"
    elif way == "hard link":
        (desk / "上年.xlsx").hardlink_to(given)
        given = desk / "上年.xlsx"
    elif way == "other spelling":
        given = out / ".." / "对账结果" / "台账.xlsx"
    before = held(out)
    capfd.readouterr()
    assert run(desk, "--previous", str(given)) == 2
    said = capfd.readouterr().err
    assert len(said.strip().splitlines()) == 1
    assert f"--out {desk / '对账结果-2026'}" in said
    assert held(out) == before


@pytest.mark.parametrize(("option", "name"), [("--decisions", "outcome.json"), ("--observed", "反馈/教务处.xlsx")])
def test_no_source_of_any_kind_is_replaced(desk: Path, option: str, name: str) -> None:
    run(desk)
    before = held(desk / "对账结果")
    assert run(desk, option, str(desk / "对账结果" / name)) == 2
    assert held(desk / "对账结果") == before


def test_a_list_of_ones_own_in_the_output_is_an_input_as_any_other(desk: Path) -> None:
    run(desk)
    roster = workbook(desk / "对账结果" / "单位名录.xlsx", "单位 | 应报\n教务处 | 是\n图书馆 | 是")
    content = roster.read_bytes()
    assert run(desk, "--units", str(roster)) in {0, 1}
    assert roster.read_bytes() == content


def test_the_answered_report_of_the_same_round_is_taken_and_that_of_another_is_not(desk: Path) -> None:
    run(desk)
    report = desk / "对账结果" / "对账报告.xlsx"
    assert run(desk, "--decisions", str(report)) in {0, 1}
    assert run(desk, "--decisions", str(report), day="2027-05-01") == 2


def test_a_register_that_is_not_older_than_the_day_of_the_verdicts_is_refused(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(desk)
    last = shutil.copy(desk / "对账结果" / "台账.xlsx", desk / "上年.xlsx")
    for day in ("2026-05-01", "2026-04-30"):
        capfd.readouterr()
        assert run(desk, "--previous", str(last), day=day) == 2
        assert "2026-05-01" in capfd.readouterr().err
    assert run(desk, "--previous", str(last), day="2026-05-02") in {0, 1}


# --- protection stays -----------------------------------------------------------------------------------------------


def test_beside_a_protected_register_a_run_without_the_word_is_refused(
    desk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (desk / "词.txt").write_text("甲乙丙丁", encoding="utf-8")
    word = ("--ledger-password-file", str(desk / "词.txt"))
    run(desk, *word)
    before = held(desk / "对账结果")
    capfd.readouterr()
    assert run(desk) == 2
    assert "--ledger-password-file" in capfd.readouterr().err
    assert held(desk / "对账结果") == before
    assert run(desk, *word) in {0, 1}


def test_register_and_feedback_are_for_their_owner_alone(desk: Path) -> None:
    run(desk)
    out = desk / "对账结果"
    private = [out / "台账.xlsx", *(out / "反馈").iterdir()]
    assert len(private) > 1
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}


@pytest.mark.parametrize(("more", "mode"), [((), 0o644), (("--with-contacts",), 0o600)])
def test_an_outcome_with_telephones_is_for_its_owner_alone(desk: Path, more: tuple[str, ...], mode: int) -> None:
    before = os.umask(0o022)
    try:
        run(desk, *more)
    finally:
        os.umask(before)
    assert (desk / "对账结果" / "outcome.json").stat().st_mode & 0o777 == mode


def test_an_answered_report_that_was_kept_is_kept_by_every_later_run(desk: Path) -> None:
    run(desk)
    kept = desk / "对账结果" / "对账报告（上次，有裁定）.xlsx"
    with output_folder(desk / "对账结果") as place:  # as `carry_out` does it
        place.write({name: (desk / "对账结果" / name).read_bytes() for name in ("outcome.json", "台账.xlsx")})
        place.write({kept.name: b"answered"})
    run(desk)
    run(desk)
    assert kept.read_bytes() == b"answered"


def _clear(path: Path) -> bool:
    return path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("day", "kept"), [("2026-05-01", "台账（原有）.xlsx"), ("2027-05-01", "台账（2026-05-01）.xlsx")]
)
def test_an_open_register_that_is_kept_beside_a_protected_one_is_protected_as_it_is(
    desk: Path, capfd: pytest.CaptureFixture[str], day: str, kept: str
) -> None:
    run(desk)
    out, word = desk / "对账结果", desk / "密码.txt"
    word.write_text("紫藤-2026", encoding="utf-8")
    register = out / "台账.xlsx"
    if day.startswith("2026"):  # somebody wrote in it; the register of another round is kept as it is
        book = openpyxl.load_workbook(register)
        book["台账"]["D2"] = "人改过的群名"
        book.save(register)
    content = register.read_bytes()
    (out / "备份.xlsx").write_bytes(content)
    for _ in range(2):
        capfd.readouterr()
        assert run(desk, "--ledger-password-file", str(word), day=day) in (0, 1)
    asides = sorted(path.name for path in out.glob("台账*") if path.name != "台账.xlsx")
    assert asides == [kept]
    assert not _clear(register)
    assert not _clear(out / kept)
    assert _opened(out / kept, "紫藤-2026") == content
    assert (out / kept).stat().st_mode & 0o077 == 0
    assert (out / "备份.xlsx").read_bytes() == content  # under a name of somebody's own it is theirs


def _opened(path: Path, word: str) -> bytes:
    opened = io.BytesIO()
    with path.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password=word)
        office.decrypt(opened)
    return opened.getvalue()


def test_every_edition_that_is_set_aside_keeps_its_name_and_only_the_last_is_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A register edited before each of three runs: what an earlier run set aside is neither moved nor told again."""
    out = desk / "对账结果"
    run(desk)
    for number, name in enumerate(("台账（原有）.xlsx", "台账（原有）2.xlsx", "台账（原有）3.xlsx")):
        (out / "台账.xlsx").write_bytes(f"mine{number}".encode())
        capsys.readouterr()
        run(desk)
        told = capsys.readouterr()
        assert f"有 1 个文件是您改过或另放的，没有覆盖，已改名留在原处：台账.xlsx → {name}。" in told.out + told.err
        kept = {path.name: path.read_text() for path in out.glob("台账（原有）*.xlsx")}
        assert sorted(kept.values()) == [f"mine{one}" for one in range(number + 1)]
        assert kept[name] == f"mine{number}"


def test_what_was_set_aside_stands_whole_before_the_old_output_goes(tmp_path: Path) -> None:
    """One go is enough: nothing hangs on the second, which only looks for what was put there in the meantime."""
    earlier, new = tmp_path / "旧", tmp_path / "新"
    earlier.mkdir()
    new.mkdir()
    (earlier / "台账.xlsx").write_text("now")
    (earlier / "台账（原有）.xlsx").write_text("before")
    (new / "台账.xlsx").write_text("ours")
    kept = carry_over(earlier, new, fresh=["台账.xlsx"], apart={})
    assert [(one.name, one.kept) for one in kept] == [("台账.xlsx", "台账（原有）2.xlsx")]
    assert {path.name: path.read_text() for path in new.iterdir()} == {
        "台账.xlsx": "ours",
        "台账（原有）.xlsx": "before",
        "台账（原有）2.xlsx": "now",
    }


@pytest.mark.parametrize("name", ["反馈/子/孙/我的.txt", "反馈/我的.docx", "反馈/子/表.xlsx"])
def test_without_a_record_what_cannot_be_ours_keeps_its_name(desk: Path, name: str) -> None:
    run(desk)
    out = desk / "对账结果"
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    (out / "对账报告.html").unlink()
    run(desk)
    assert (out / name).read_text() == "mine"


@pytest.mark.parametrize(("words", "told"), [(("旧词", "新词"), 1), (("旧词", "旧词"), 0)])
def test_that_the_register_is_under_another_word_now_is_told(
    desk: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str], told: int
) -> None:
    for word in words:
        (desk / "密码.txt").write_text(word, encoding="utf-8")
        capsys.readouterr()
        run(desk, "--ledger-password-file", str(desk / "密码.txt"), "--quiet")
    assert capsys.readouterr().err.count("台账.xlsx 已改用这次给的密码加密") == told


def test_the_register_of_a_run_that_had_more_units_is_kept_beside_the_new_one(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder with the late files only, taken for the whole: who is gone is told, and the register is not lost."""
    run(desk)
    out = desk / "对账结果"
    before = (out / "台账.xlsx").read_bytes()
    shutil.move(desk / "收回" / "图书馆.xlsx", desk / "图书馆.xlsx")
    capsys.readouterr()
    run(desk)
    told = capsys.readouterr()
    assert "图书馆" in told.out + told.err
    assert "上次的台账" in told.out + told.err
    assert "您改过或另放的" not in told.out + told.err
    assert (out / "台账（上次）.xlsx").read_bytes() == before
