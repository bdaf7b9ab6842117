"""Only what changed is read again: what is kept comes back exactly, is private, and may be deleted or damaged."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from drawing import workbook

from toolkit import load_profile, reconcile
from toolkit.cli import run
from toolkit.engine import Local
from toolkit.intake import cache as kept
from toolkit.intake import read as reading
from toolkit.intake.cache import Cache, open_cache, prune, reader_version, user_folder
from toolkit.intake.discover import Found, discover
from toolkit.model import Note, Reading
from toolkit.publish.deliver import encrypt
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 3, 11)
PROFILE = "cqny-2021"
FORMS = load_profile(PROFILE).forms
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
ROWS = """
    单位   | 群名称       | 平台   | 群号      | 群主 | 群主手机    | 人数 | 创建日期
    教务处 | 教务处通知群 | QQ群   | 100000001 | 张三 | 13900000001 | 120  | 2020-09-01
    教务处 | 教务处考务群 | 微信群 | 无        | 李四 | 13900000002 | 约80 | 2025年9月
"""
OTHER = """
    单位   | 群名称       | 平台   | 群号      | 群主 | 群主手机    | 人数 | 创建日期
    图书馆 | 图书馆读者群 | QQ群   | 100000005 | 王五 | 13900000005 | 90   | 2021-03
"""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")


@pytest.mark.parametrize(("most", "stays"), [(100, True), (99, False)])
def test_a_cache_that_is_exactly_full_loses_nothing(tmp_path: Path, most: int, *, stays: bool) -> None:
    now = 1_700_000_000.0
    spare = entry(tmp_path, "spare", size=40, used=now - 90 * 86_400)
    used = entry(tmp_path, "used", size=60, used=now - 10)
    prune(tmp_path, now=now, most_bytes=most)
    assert (spare.exists(), used.exists()) == (stays, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign of every status: read, empty, refused, in an archive, no form."""
    collected = tmp_path / "收回"
    workbook(collected / "教务处.xlsx", ROWS, title=TITLE)
    workbook(collected / "空表.xlsx", f"{ROWS.splitlines()[1]}\n | | | | | | |", title=TITLE)
    workbook(collected / "名单.xlsx", "姓名 | 学号\n张三 | 1")
    (collected / "坏.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1nothing")
    (collected / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0nothing")
    other = workbook(tmp_path / "图书馆.xlsx", OTHER, title=TITLE)
    with zipfile.ZipFile(collected / "打包.zip", "w") as archive:
        archive.writestr("图书馆.xlsx", other.read_bytes())
    return collected


def outcome(folder: Path, cache: Path | None, **more: Any) -> bytes:
    return to_json(reconcile(folder, as_of=TODAY, profile=PROFILE, jobs=1, cache=cache, **more))


def read(folder: Path, cache: Path, **more: Any) -> tuple[Reading, ...]:
    return reading.read_all(discover(folder), forms=FORMS, engine=Local(1), cache=cache, **more)


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a file that names every file parsed, written by the workers."""
    log = tmp_path / "parsed.txt"
    log.touch()
    parse = reading._parsed

    def parsed(found: Found, *rest: Any, **more: Any) -> Reading:
        with log.open("a", encoding="utf-8") as file:
            file.write(found.path + "\n")
        return parse(found, *rest, **more)

    monkeypatch.setattr(reading, "_parsed", parsed)
    return log


def taken(log: Path) -> list[str]:
    """Return what was parsed since the last call."""
    names = sorted(log.read_text(encoding="utf-8").splitlines())
    log.write_text("", encoding="utf-8")
    return names


def test_a_second_run_gives_the_same_bytes_and_parses_nothing(folder: Path, tmp_path: Path, parses: Path) -> None:
    without = outcome(folder, None)
    taken(parses)
    first = outcome(folder, tmp_path / "cache")
    assert taken(parses) == sorted(
        ["名单.xlsx", "坏.xlsx", "打包.zip!/图书馆.xlsx", "教务处.xlsx", "照片.jpg", "空表.xlsx"]
    )
    second = outcome(folder, tmp_path / "cache")
    assert taken(parses) == []
    assert without == first == second


def test_only_what_changed_is_read_again(folder: Path, tmp_path: Path, parses: Path) -> None:
    outcome(folder, tmp_path / "cache")
    taken(parses)
    workbook(folder / "教务处.xlsx", ROWS.replace("120", "130"), title=TITLE)
    again = outcome(folder, tmp_path / "cache")
    assert taken(parses) == ["教务处.xlsx"]
    assert again == outcome(folder, None)


def test_a_file_under_another_name_is_read_again_for_its_addresses(folder: Path, tmp_path: Path) -> None:
    outcome(folder, tmp_path / "cache")
    (folder / "教务处.xlsx").rename(folder / "教务处最终版.xlsx")
    assert outcome(folder, tmp_path / "cache") == outcome(folder, None)


def test_when_a_file_came_is_never_kept(folder: Path, tmp_path: Path) -> None:
    read(folder, tmp_path / "cache")
    os.utime(folder / "教务处.xlsx", (1_500_000_000, 1_500_000_000))
    again = {one.path: one for one in read(folder, tmp_path / "cache")}
    assert again["教务处.xlsx"].received_on == dt.datetime.fromtimestamp(1_500_000_000).date()  # noqa: DTZ006 - the day here


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-9],
        lambda data: data.replace("教务处".encode("unicode-escape"), "保卫处".encode("unicode-escape")),
        lambda data: data.partition(b"\n")[0] + b"\n{}",
        lambda _: b"[]\n[]",
    ],
    ids=["empty", "cut", "changed", "other body", "no seal"],
)
def test_a_damaged_entry_is_read_again(folder: Path, tmp_path: Path, parses: Path, damage: Any) -> None:
    whole = outcome(folder, tmp_path / "cache")
    taken(parses)
    for entry in (tmp_path / "cache").iterdir():
        entry.write_bytes(damage(entry.read_bytes()))
    assert outcome(folder, tmp_path / "cache") == whole
    assert "教务处.xlsx" in taken(parses)
    outcome(folder, tmp_path / "cache")
    assert taken(parses) == []


def test_a_body_with_a_valid_seal_and_another_shape_is_read_again(folder: Path, tmp_path: Path) -> None:
    whole = outcome(folder, tmp_path / "cache")
    for entry in (tmp_path / "cache").iterdir():
        body = json.dumps({"status": "read", "tables": [{"form": 1}]}).encode()
        entry.write_bytes(kept._seal(entry.name, body) + b"\n" + body)
    assert outcome(folder, tmp_path / "cache") == whole


def test_the_cache_may_be_deleted_at_any_time(folder: Path, tmp_path: Path) -> None:
    whole = outcome(folder, tmp_path / "cache")
    for entry in (tmp_path / "cache").iterdir():
        entry.unlink()
    (tmp_path / "cache").rmdir()
    assert outcome(folder, tmp_path / "cache") == whole


def test_other_forms_and_another_reader_do_not_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = reader_version(FORMS), reader_version(load_profile("sccm-2022").forms)
    assert ours == reader_version(FORMS)
    assert ours != theirs
    monkeypatch.setattr(kept.metadata, "version", lambda name: f"{name} of tomorrow")
    assert reader_version(FORMS) not in {ours, theirs}


def test_what_a_password_opened_is_not_kept(folder: Path, tmp_path: Path, parses: Path) -> None:
    locked = encrypt((folder / "教务处.xlsx").read_bytes(), "open-me")
    (folder / "教务处.xlsx").write_bytes(locked)
    told = {one.path: one for one in read(folder, tmp_path / "cache", passwords=("open-me",))}
    assert told["教务处.xlsx"].status == "read"
    assert not any(b"13900000001" in entry.read_bytes() for entry in (tmp_path / "cache").iterdir())
    taken(parses)
    shut = {one.path: one for one in read(folder, tmp_path / "cache")}
    assert shut["教务处.xlsx"].reason == Note("encrypted", {"tried": 0})
    assert taken(parses) == []
    again = {one.path: one for one in read(folder, tmp_path / "cache", passwords=("wrong", "open-me"))}
    assert again["教务处.xlsx"].tables == told["教务处.xlsx"].tables


def test_what_would_not_come_back_exactly_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o700)
    cache = Cache(tmp_path / "cache", "1")
    found = Found("a.xlsx", None)
    for facts in ({"pair": (1, 2)}, {1: "one"}, {"day": TODAY}):
        cache.keep(found, Reading("a.xlsx", "0", "rejected", reason=Note("corrupt", facts)))
    assert list((tmp_path / "cache").iterdir()) == []
    odd = Reading("a.xlsx", "0", "rejected", reason=Note("corrupt", {"text": "\ud800\u202e\x00é", "none": None}))
    cache.keep(found, odd)
    assert cache.find(found, "0") == odd


@posix_only
def test_the_folder_is_for_its_user_alone(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "cache"
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    outcome(folder, place)
    assert place.stat().st_mode & 0o777 == 0o700
    assert {entry.stat().st_mode & 0o777 for entry in place.iterdir()} == {0o600}


@posix_only
def test_a_link_in_place_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    outcome(folder, tmp_path / "cache")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_nothing_can_be_kept_everything_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert open_cache(tmp_path / "file", FORMS) is None
    assert open_cache(tmp_path / "file" / "below", FORMS) is None
    assert outcome(folder, tmp_path / "file") == outcome(folder, None)


def test_what_is_kept_of_a_file_without_a_form_is_no_cell_of_it(folder: Path, tmp_path: Path) -> None:
    book = workbook(folder / "工资.xlsx", "姓名 | 身份证号\n张三 | 340000199001010000")
    read(folder, tmp_path / "cache")
    assert book.exists()
    texts = b"".join(entry.read_bytes() for entry in (tmp_path / "cache").iterdir())
    assert b"340000199001010000" not in texts


def entry(folder: Path, text: str, *, size: int, used: float) -> Path:
    path = folder / hashlib.sha256(text.encode()).hexdigest()
    path.write_bytes(b"x" * size)
    os.utime(path, (used, used))
    return path


def test_old_entries_go_first_and_then_the_longest_unused(tmp_path: Path) -> None:
    now = 1_700_000_000.0
    old = entry(tmp_path, "old", size=1, used=now - 91 * 86_400)
    spare = entry(tmp_path, "spare", size=60, used=now - 5_000)
    used = entry(tmp_path, "used", size=60, used=now - 10)
    (tmp_path / "not-ours.txt").write_text("stays", encoding="utf-8")
    os.utime(tmp_path / "not-ours.txt", (0, 0))
    prune(tmp_path, now=now, most_bytes=100)
    assert [path.exists() for path in (old, spare, used)] == [False, False, True]
    assert (tmp_path / "not-ours.txt").exists()
    prune(tmp_path / "nowhere", now=now)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def test_the_command_keeps_what_it_read_and_says_the_same_again(folder: Path, own: Path, tmp_path: Path) -> None:
    command = ["run", str(folder), "--as-of", "2026-03-11", "--quiet", "--no-progress", "--jobs", "1"]
    assert run([*command, "--no-cache", "--out", str(tmp_path / "无")]) == 1
    assert not own.exists()
    for name in ("一", "二"):
        assert run([*command, "--out", str(tmp_path / name)]) == 1
        assert list(own.iterdir())
    told = [(tmp_path / name / "outcome.json").read_bytes() for name in ("无", "一", "二")]
    assert told[0] == told[1] == told[2]


def test_a_protected_register_leaves_nothing_in_the_cache(folder: Path, own: Path, tmp_path: Path) -> None:
    word = tmp_path / "word.txt"
    word.write_text("secret-of-the-office\n", encoding="utf-8")
    command = ["run", str(folder), "--as-of", "2026-03-11", "--quiet", "--jobs", "1", "--out", str(tmp_path / "出")]
    assert run([*command, "--ledger-password-file", str(word)]) == 1
    assert not own.exists()


def test_a_check_writes_nothing(folder: Path, own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["check", str(folder / "教务处.xlsx"), "--profile", PROFILE])
    assert "教务处.xlsx" in capfd.readouterr().out
    assert not own.exists()


def test_the_users_own_folder_is_named_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECONCILE_CACHE_DIR")
    assert user_folder().name == "readings"
    assert "reconcile-toolkit" in user_folder().parts


def test_an_encrypted_member_of_an_archive_is_never_kept(tmp_path: Path) -> None:
    book = workbook(tmp_path / "x.xlsx", ROWS, title=TITLE).read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("教务处.xlsx", book)
    data = bytearray(stream.getvalue())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "收回").mkdir()
    (tmp_path / "收回" / "密.zip").write_bytes(bytes(data))
    told = read(tmp_path / "收回", tmp_path / "cache", passwords=("word",))
    assert [one.reason.code for one in told if one.reason] == ["encrypted"]
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_was_read_before_needs_no_child_process(folder: Path, tmp_path: Path) -> None:
    given: list[list[str]] = []
    done: list[int] = []

    class Watched(Local):
        def isolated(self, function: Any, items: Any, limits: Any, **more: Any) -> Any:
            given.append([item.path for item in items])
            return super().isolated(function, items, limits, **more)

    for _ in range(2):
        reading.read_all(
            discover(folder), forms=FORMS, engine=Watched(1), cache=tmp_path / "cache", on_done=done.append
        )
    assert given[1:] == [["打包.zip!/图书馆.xlsx"]]
    assert done == [1, 2, 3, 4, 5, 6, 5, 6]


def test_where_all_is_new_the_workers_look_for_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        workbook(tmp_path / "收回" / f"{number}.xlsx", ROWS, title=TITLE)
    looked: list[str] = []
    find = Cache.find

    def found(self: Cache, one: Found, sha256: str) -> Reading | None:
        looked.append(one.path)
        return find(self, one, sha256)

    monkeypatch.setattr(Cache, "find", found)
    monkeypatch.setattr(reading, "MISSES", 2)
    assert len(read(tmp_path / "收回", tmp_path / "cache")) == 4
    assert looked == ["0.xlsx", "1.xlsx"]
