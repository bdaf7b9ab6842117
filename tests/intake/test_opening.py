"""What stands where a file stood when it is opened, and an archive that lies about its own size."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from drawing import workbook

from toolkit.engine import Local
from toolkit.intake.discover import discover
from toolkit.intake.grids import Unreadable
from toolkit.intake.grids.package import directory
from toolkit.intake.read import read_all
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are POSIX's")

ROWS = "单位 | 群名称 | 平台 | 群号\n教务处 | 教务处工作群 | QQ群 | 310000001"


def link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "别处.xlsx")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("put", [os.mkfifo, link, device, os.mkdir])
def test_what_is_put_in_the_place_of_a_file_is_not_read_and_not_waited_for(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    workbook(tmp_path / "别处.xlsx", ROWS)
    path = workbook(tmp_path / "收回" / "教务处.xlsx", ROWS)
    workbook(tmp_path / "收回" / "图书馆.xlsx", ROWS.replace("教务处", "图书馆"))
    found = discover(tmp_path / "收回")
    path.unlink()
    put(path)
    readings = {one.path: one for one in read_all(list(found), forms=load_profile("cqny-2021").forms, engine=Local(1))}
    assert readings["教务处.xlsx"].status == "rejected"
    assert readings["教务处.xlsx"].tables == ()
    assert readings["图书馆.xlsx"].status == "read"


def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    workbook(tmp_path / "原件.xlsx", ROWS)
    (tmp_path / "链接.xlsx").symlink_to(tmp_path / "原件.xlsx")
    found = discover(tmp_path / "链接.xlsx")
    (reading,) = read_all(list(found), forms=load_profile("cqny-2021").forms, engine=Local(1))
    assert (reading.path, reading.status) == ("链接.xlsx", "read")


def lying(*, zip64: bool, comment: bytes) -> bytes:
    """An archive with a directory of 6 MiB that says in one place that it is short, and in another what it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.xlsx", b"x")
    body = made.getvalue()[: made.getvalue().rindex(b"PK\x01\x02")]
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0) + b"a.xlsx"
    entries = entry * ((6 << 20) // len(entry))
    fake = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 52, len(body)) if zip64 else b""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entries), len(body), len(comment))
    return body + entries + fake + end + comment


def test_a_directory_that_says_in_one_place_that_it_is_short_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = lying(zip64=True, comment=b"")
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was parsed"))
    with pytest.raises(Unreadable) as refused:
        directory(io.BytesIO(data), code="archive-limits")
    assert refused.value.note.code == "archive-limits"


def test_an_ending_within_the_comment_hides_no_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    short = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 52, 0, 0)
    data = lying(zip64=False, comment=b"")
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was parsed"))
    with pytest.raises(Unreadable):
        directory(io.BytesIO(data[:-22] + short + data[-22:]), code="archive-limits")
