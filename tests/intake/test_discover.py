"""Every entry of the collected folder is named once, and only what may be read is offered for reading."""

from __future__ import annotations

import datetime as dt
import io
import os
import struct
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from test_grids import simple

from toolkit.errors import UsageError
from toolkit.intake.discover import discover, fetch
from toolkit.intake.grids import Unreadable, read_workbook

if TYPE_CHECKING:
    from pathlib import Path


def named(found: object) -> dict[str, tuple[str, str]]:
    """Return status and reason by path."""
    return {one.path: (one.status, one.reason.code if one.reason else "") for one in found}  # type: ignore[attr-defined]


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return data.getvalue()


def test_every_entry_has_one_status(tmp_path: Path) -> None:
    files = {
        "教务处/登记表.xlsx": simple(),
        "教务处/~$登记表.xlsx": b"lock",
        "教务处/.~lock.登记表.xlsx#": b"lock",
        "教务处/.~登记表.xlsx": b"lock",
        ".DS_Store": b"x",
        "Thumbs.db": b"x",
        "__MACOSX/._a.xlsx": b"x",
        ".git/config": b"x",
        "空.xlsx": b"",
        "-rf.xlsx": simple(),
        "Same.XLSX": simple(),
        "same.xlsx": simple(),
        "two\nlines.csv": b"a,b",
        "图.png": b"\x89PNG\r\n\x1a\n",
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    found = discover(tmp_path)
    assert named(found) == {
        "教务处/登记表.xlsx": ("candidate", ""),
        "教务处/~$登记表.xlsx": ("ignored", "lock-file"),
        "教务处/.~lock.登记表.xlsx#": ("ignored", "lock-file"),
        "教务处/.~登记表.xlsx": ("ignored", "lock-file"),
        ".DS_Store": ("ignored", "system-file"),
        "Thumbs.db": ("ignored", "system-file"),
        "__MACOSX/._a.xlsx": ("ignored", "system-file"),
        ".git/config": ("ignored", "system-file"),
        "空.xlsx": ("rejected", "corrupt"),
        "-rf.xlsx": ("candidate", ""),
        "Same.XLSX": ("candidate", ""),
        "same.xlsx": ("candidate", ""),
        "two\nlines.csv": ("candidate", ""),
        "图.png": ("candidate", ""),
    }
    assert [one.path for one in found] == sorted(files)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither links for everyone nor FIFOs")
def test_links_and_fifos_are_named_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.xlsx").write_bytes(simple())
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.xlsx").symlink_to(outside / "secret.xlsx")
    (folder / "dir").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "fifo.xlsx")
    found = discover(folder)
    assert named(found) == {
        "dir": ("rejected", "unsafe-path"),
        "fifo.xlsx": ("rejected", "not-a-workbook"),
        "link.xlsx": ("rejected", "unsafe-path"),
        "loop": ("rejected", "unsafe-path"),
    }
    assert {one.location for one in found} == {None}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems refuse names that are no text")
def test_a_name_that_is_no_text_can_be_shown_and_read(tmp_path: Path) -> None:
    for name in (b"\xb5\xc7.csv", b"\xb5\xc8.csv"):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123 - Path knows no bytes
            file.write(b"a,b")
    found = discover(tmp_path)
    assert len({one.path.encode() for one in found}) == 2
    assert [fetch(one) for one in found] == [b"a,b", b"a,b"]


def test_a_folder_one_file_and_one_archive_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(simple())
    (tmp_path / "b.zip").write_bytes(zipped({"x/c.xlsx": simple(), "x/": b""}))
    assert list(named(discover(tmp_path / "a.xlsx"))) == ["a.xlsx"]
    assert named(discover(tmp_path / "b.zip")) == {"b.zip": ("opened", ""), "b.zip!/x/c.xlsx": ("candidate", "")}
    with pytest.raises(UsageError):
        discover(tmp_path / "missing")


def test_members_are_read_from_their_archive(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(zipped({"表.xlsx": simple(), "表.csv": "单位".encode()}))
    members = {one.path: one for one in discover(tmp_path) if one.status == "candidate"}
    book = read_workbook("b.zip!/表.xlsx", fetch(members["b.zip!/表.xlsx"]))
    assert book.grids[0].at(1, 1) == "教务处"
    assert fetch(members["b.zip!/表.csv"]) == "单位".encode()


def test_an_archive_by_another_name_is_opened_and_a_workbook_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(zipped({"c.xlsx": simple()}))
    (tmp_path / "b.zip").write_bytes(simple())
    assert [one.status for one in discover(tmp_path)] == ["opened", "candidate", "candidate"]
    assert [one.path for one in discover(tmp_path)] == ["a.rar", "a.rar!/c.xlsx", "b.zip"]


def test_a_member_without_the_utf8_flag_has_a_chinese_name(tmp_path: Path) -> None:
    data = zipped({"XXXXXXXX.csv": b"a"})
    for encoding, path in (("gb18030", "g.zip"), ("utf-8", "u.zip")):
        raw = ("登记群表" if encoding == "gb18030" else "登记XX").encode(encoding)
        (tmp_path / path).write_bytes(data.replace(b"XXXXXXXX", raw))
    assert [one.path for one in discover(tmp_path) if one.member] == ["g.zip!/登记群表.csv", "u.zip!/登记XX.csv"]


def test_members_that_would_leave_the_folder_are_refused_and_their_neighbours_read(tmp_path: Path) -> None:
    names = ["../a.csv", "/b.csv", "C:\\c.csv", "d/../../d.csv", "e.csv", "f.zip", "g.csv", "~$h.xlsx"]
    (tmp_path / "x.zip").write_bytes(zipped({name: b"" if name == "g.csv" else b"a" for name in names}))
    assert {one.member: one.reason.code if one.reason else "" for one in discover(tmp_path) if one.member} == {
        "../a.csv": "unsafe-path",
        "/b.csv": "unsafe-path",
        "C:/c.csv": "unsafe-path",
        "d/../../d.csv": "unsafe-path",
        "e.csv": "",
        "f.zip": "archive-limits",
        "g.csv": "corrupt",
        "~$h.xlsx": "lock-file",
    }


def test_too_many_members_and_bombs_are_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "many.zip").write_bytes(zipped({f"{number}.csv": b"a" for number in range(1_001)}))
    (tmp_path / "most.zip").write_bytes(zipped({f"{number}.csv": b"a" for number in range(1_000)}))
    (tmp_path / "cut.zip").write_bytes(zipped({"a.csv": b"a"})[:-30])
    found = named(one for one in discover(tmp_path) if one.member is None)
    assert found == {
        "cut.zip": ("rejected", "corrupt"),
        "many.zip": ("rejected", "archive-limits"),
        "most.zip": ("opened", ""),
    }


def test_a_member_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped({"a.csv": b"a" * (11 << 20), "b.csv": b"b"}))
    bomb, good = (one for one in discover(tmp_path) if one.member)
    with pytest.raises(Unreadable) as refused:
        fetch(bomb)
    assert refused.value.note.code == "archive-limits"
    assert fetch(good) == b"b"


def test_two_members_of_one_name_have_two_paths(tmp_path: Path) -> None:
    data = zipped({"a.csv": b"1", "b.csv": b"2"}).replace(b"b.csv", b"a.csv")
    (tmp_path / "x.zip").write_bytes(data)
    found = [one for one in discover(tmp_path) if one.member]
    assert [(one.path, fetch(one)) for one in found] == [("x.zip!/a.csv", b"1"), ("x.zip!/a.csv#2", b"2")]


def test_the_day_of_receipt_is_the_day_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"a.csv": b"a"}))
    noon = dt.datetime(2026, 3, 5, 12).timestamp()  # noqa: DTZ001 - local time is meant
    os.utime(path, (noon, noon))
    assert {one.received_on for one in discover(tmp_path)} == {dt.date(2026, 3, 5)}


def test_what_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    (tmp_path / "a.csv").write_bytes(b"a")
    monkeypatch.setattr("toolkit.intake.discover.open_regular", refuse)
    assert named(discover(tmp_path)) == {"a.csv": ("rejected", "corrupt")}


def test_a_member_without_a_name_is_refused_and_its_neighbours_are_read(tmp_path: Path) -> None:
    data = zipped({"登.xlsx": simple(), "空名.xlsx": b"x"})
    name = "空名.xlsx".encode()
    entry = data.rindex(name) - 46
    spoilt = bytearray(data)
    spoilt[entry + 28 : entry + 34] = struct.pack("<HHH", 0, 0, len(name))  # what was the name is now a comment
    (tmp_path / "包.zip").write_bytes(bytes(spoilt))
    told = named(discover(tmp_path))
    assert told["包.zip!/登.xlsx"] == ("candidate", "")
    assert told["包.zip"] == ("opened", "")
    assert told["包.zip!/"] == ("rejected", "unsafe-path")


def test_members_whose_names_are_shown_alike_keep_a_name_each(tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(zipped({"a.csv": b"1,2", "/a.csv": b"3,4", "a.csv#2": b"5,6"}))
    found = discover(tmp_path)
    assert len({one.path for one in found}) == len(found) == 4


@pytest.mark.parametrize("folder", ["对账结果/", "", "2025年/对账结果-2/"])
def test_what_an_earlier_run_wrote_is_no_return_but_its_feedback_may_come_back(tmp_path: Path, folder: str) -> None:
    ours = ("outcome.json", "对账报告.html", "对账报告.xlsx", "对账简报.docx", "备案群组公示.xlsx", "台账.xlsx")
    files = {f"{folder}{name}": b"{}" for name in ours} | {"收回/教务处.xlsx": simple()}
    files |= {f"{folder}反馈/教务处.xlsx": simple(), f"{folder}学院台账.xlsx": simple()}
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    found = {one.path: (one.status, one.reason.code if one.reason else "") for one in discover(tmp_path)}
    assert found == {
        name: ("ignored", "system-file") if name.rpartition("/")[2] in ours else ("candidate", "") for name in files
    }


@pytest.mark.parametrize("name", ["台账.xlsx", "对账报告.xlsx"])
def test_a_unit_may_call_its_return_as_we_call_ours(tmp_path: Path, name: str) -> None:
    (tmp_path / "教务处").mkdir()
    (tmp_path / "教务处" / name).write_bytes(simple())
    assert [one.status for one in discover(tmp_path)] == ["candidate"]
