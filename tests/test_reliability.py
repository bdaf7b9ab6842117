"""What must survive, each through the whole of `reconcile` (goals of reliability.md; the number stands in each name).

Bombs, odd entries, dangerous texts and random tables lie among a good file, of which no row may be lost.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from drawing import workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import load_profile, reconcile
from toolkit.engine import Died, map_isolated
from toolkit.intake.discover import Found, discover
from toolkit.publish.deliver import deliver
from toolkit.report.outcome import FILE_STATUSES, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = dt.date(2026, 3, 11)
PROFILE = "cqny-2021"
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
ROWS = """
    单位   | 群名称       | 平台   | 群号      | 群主 | 群主手机    | 人数 | 创建日期   | 用途
    教务处 | 教务处通知群 | QQ群   | 100000001 | 张三 | 13900000001 | 120  | 2020-09-01 | 通知
    教务处 | 教务处考务群 | 微信群 | 无        | 李四 | 13900000002 | 80   | 2025-09    | 考务
"""
GOOD = ["教务处考务群", "教务处通知群"]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a file system of POSIX")


def good(folder: Path, name: str = "好.xlsx", rows: str = ROWS) -> bytes:
    return workbook(folder / name, rows, title=TITLE).read_bytes()


def of_unit(unit: str, number: int) -> str:
    """Return the rows of another unit, no name or number of which stands anywhere else."""
    return ROWS.replace("教务处", unit).replace("100000001", f"2000000{number:02}")


def told_of(folder: Path, **more: Any) -> dict[str, Any]:
    return json.loads(to_json(reconcile(folder, as_of=TODAY, profile=PROFILE, jobs=2, **more), with_contacts=True))


def groups(told: dict[str, Any], file: str = "") -> list[str]:
    return sorted(
        record["values"]["group_name"] for record in told["records"] if file in {"", record["source"]["file"]}
    )


# --- goal 2: every entry once ----------------------------------------------------------------------------------------

ODD = {
    "-rf.xlsx": "一",
    "换\n行.xlsx": "二",
    "\u202excod.slx": "三",
    unicodedata.normalize("NFC", "café表.xlsx"): "四",
    unicodedata.normalize("NFD", "café表.xlsx"): "五",
    "Same.XLSX": "六",
    "same.xlsx": "七",
    "空 格 .xlsx ": "八",
    "%00$(touch x)`;&.xlsx": "九",
    "没有后缀": "十",
}


@posix_only
def test_goal_2_every_entry_of_the_folder_is_named_once_whatever_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    for number, (name, unit) in enumerate(ODD.items()):
        good(folder / "深", name, of_unit(f"{unit}处", number))
    raw = os.path.join(os.fsencode(folder), b"\xff\xfe\xb1\xed.xlsx")  # noqa: PTH118 - Path cannot join bytes
    Path(os.fsdecode(raw)).write_bytes(good(tmp_path, "raw.xlsx", of_unit("乱码处", 99)))
    good(tmp_path / "别处", "外.xlsx")
    (folder / "链接.xlsx").symlink_to(tmp_path / "别处" / "外.xlsx")
    (folder / "链接夹").symlink_to(tmp_path / "别处")
    (folder / "圈").symlink_to(folder)
    (folder / "断.xlsx").symlink_to(tmp_path / "没有")
    os.mkfifo(folder / "管.xlsx")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)
        server.bind("s.xlsx")
        os.chdir(here)
    (folder / "零.xlsx").touch()
    (folder / "~$锁.xlsx").write_bytes(b"lock")
    listed = [
        os.path.relpath(os.path.join(os.fsencode(top), name), os.fsencode(folder))  # noqa: PTH118 - bytes again
        for top, folders, files in os.walk(os.fsencode(folder))
        for name in [*files, *(entry for entry in folders if os.path.islink(os.path.join(top, entry)))]  # noqa: PTH114, PTH118
    ]

    told = told_of(folder)

    shown = [name.decode("utf-8", "surrogateescape").encode("utf-8", "backslashreplace").decode() for name in listed]
    assert Counter(file["path"] for file in told["files"]) == Counter(shown)
    assert {file["status"] for file in told["files"]} <= set(FILE_STATUSES)
    by_path = {file["path"]: file for file in told["files"]}
    codes = {path: (by_path[path]["reason"] or {}).get("code") for path in ("链接.xlsx", "链接夹", "圈", "断.xlsx")}
    assert set(codes.values()) == {"unsafe-path"}
    assert by_path["管.xlsx"]["reason"]["code"] == by_path["s.xlsx"]["reason"]["code"] == "not-a-workbook"
    assert by_path["零.xlsx"]["reason"]["code"] == "corrupt"
    assert by_path["~$锁.xlsx"]["reason"]["code"] == "lock-file"
    # NFC and NFD twins, and the two spellings of Same, are two files each with rows of their own
    assert len(groups(told)) == 2 * (len(ODD) + 1)


# --- goal 3: sums, and nothing typed is lost ------------------------------------------------------------------------

COLUMNS = ("单位", "群名称", "平台", "群号", "用途", "备注", "星座")
TOKENS = st.integers(1000, 9999).map(lambda number: f"甲{number}乙")


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Return rows under COLUMNS: named, nameless and blank ones, every free text a token of its own."""
    rows: list[list[str]] = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["named", "named", "named", "nameless", "blank"]))
        if kind == "blank":
            rows.append([""] * len(COLUMNS))
            continue
        name = f"教务处第{number}组群" if kind == "named" else ""
        free = [f"{draw(TOKENS)}{number}{place}" for place in range(3)]
        rows.append(["教务处", name, draw(st.sampled_from(["QQ群", "微信群"])), "", *free])
    return rows


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_goal_3_what_was_read_is_merged_rejected_or_blank_and_no_token_is_lost(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "收回"
        drawn = "\n".join(" | ".join(line) for line in [list(COLUMNS), *rows])
        workbook(folder / "表.xlsx", drawn, title=TITLE)
        told = told_of(folder)
    file = told["files"][0]["rows"]
    filled = [number for number, row in enumerate(rows) if any(row)]
    named = [row for row in rows if row[1]]
    assert file["read"] == file["merged"] + file["rejected"] + file["blank"]
    if not filled:
        assert told["files"][0]["status"] == "empty"
        return
    assert file["merged"] == len(named)
    assert file["merged"] + file["rejected"] == len(filled)
    assert file["blank"] == filled[-1] + 1 - len(filled)
    typed = Counter(token for row in named for token in row[4:])
    values = json.dumps([record["values"] for record in told["records"]], ensure_ascii=False)
    assert {token: values.count(f'"{token}"') for token in typed} == dict(typed)


# --- goal 4: no short read ------------------------------------------------------------------------------------------

CORPUS = Path(os.environ.get("HOSTILE_CORPUS", Path(__file__).parents[2] / "shared" / "hostile" / "corpus"))


def short(found: Found) -> str:
    """Return what openpyxl sees and the reader neither has nor tells, in a worker; "" when all is well."""
    from toolkit.intake.discover import fetch
    from toolkit.intake.grids import Unreadable, read_workbook
    from toolkit.intake.grids.openpyxl_reader import grids_by_openpyxl

    data = fetch(found)
    try:
        book = read_workbook(found.path, data)
        others = {grid.name: grid for grid in grids_by_openpyxl(data)}
    except Unreadable:
        return ""
    if {"recovered", "readers-disagree"} & {note.code for note in book.warnings}:
        return ""
    lost = [
        (grid.name, row, column)
        for grid in book.grids
        for row, line in enumerate(others[grid.name].rows if grid.name in others else ())
        for column, text in enumerate(line)
        if text.strip() and not grid.at(row, column).strip()
    ]
    return f"{found.path}: {len(lost)} cells, {lost[:3]}" if lost else ""


@pytest.mark.skipif(not (CORPUS / "index.csv").is_file(), reason="no corpus of hostile files: set HOSTILE_CORPUS")
def test_goal_4_two_readers_agree_on_the_cells_that_are_not_blank_or_it_is_told() -> None:
    with (CORPUS / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        kinds = {row["file"]: row["type"] for row in csv.DictReader(file)}
    books = [one for one in discover(CORPUS) if one.status == "candidate" and kinds.get(one.path) == "xlsx"]
    answers = list(map_isolated(short, books[::3], jobs=2, memory_limit=1 << 30, seconds=30))
    assert len(books) > 100
    assert [answer for answer in answers if answer and not isinstance(answer, Died)] == []
    assert len(answers) > 30
    assert sum(isinstance(answer, Died) for answer in answers) < 3  # openpyxl itself dies of some


# --- goals 5 and 17: bombs and archives -----------------------------------------------------------------------------


def repacked(data: bytes, more: dict[str, bytes]) -> bytes:
    """Return a workbook with parts put in or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, part in more.items():
            new.writestr(name, part)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = (
    b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>' % MAIN
    + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    + b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>' % MAIN
    + b"</sheetData></worksheet>"
)
BOMBS: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "零件.xlsx": (
        lambda data: repacked(data, dict.fromkeys(map("xl/media/{}.bin".format, range(5_001)), b"")),
        {"too-large"},
    ),
    "膨胀.xlsx": (lambda data: repacked(data, {SHEET: b" " * (64 << 20)}), {"too-large"}),
    "天边.xlsx": (lambda data: repacked(data, {SHEET: FAR}), {"too-large"}),
    "实体.xlsx": (lambda data: repacked(data, {SHEET: LAUGHS}), {"corrupt", "no-form"}),
    "成员.zip": (lambda data: zipped({f"{n}.xlsx": data[:9] for n in range(1_001)}), {"archive-limits"}),
    "大.zip": (lambda _: zipped({"a.csv": b"," * (310 << 20)}), {"archive-limits"}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_goal_5_a_bomb_is_refused_by_our_own_limits(tmp_path: Path, name: str) -> None:
    made, codes = BOMBS[name]
    folder = tmp_path / "收回"
    (folder / name).parent.mkdir()
    (folder / name).write_bytes(made(good(tmp_path)))
    good(folder)
    told = told_of(folder)
    (file,) = (file for file in told["files"] if file["path"] == name)
    assert file["status"] == "rejected"
    assert file["reason"]["code"] in codes
    assert groups(told, "好.xlsx") == GOOD


def test_goal_17_members_that_would_leave_their_archive_are_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    data = good(tmp_path)
    folder.mkdir()
    names = ["/etc/a.xlsx", "../b.xlsx", "x/../../c.xlsx", "C:\\d.xlsx", "里/e.zip", "里/好.xlsx"]
    (folder / "包.zip").write_bytes(zipped(dict.fromkeys(names, data)))
    told = told_of(folder)
    codes = Counter((file["reason"] or {"code": file["status"]})["code"] for file in told["files"])
    assert codes == {"opened": 1, "unsafe-path": 4, "archive-limits": 1, "merged": 1}
    assert groups(told) == GOOD
    assert {path.name for path in tmp_path.rglob("*.xlsx")} == {"好.xlsx"}


# --- goals 7 and 8: what was typed stays text -----------------------------------------------------------------------

STARTS = ("=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠", "=HYPERLINK(", "=DDE(", "http://", "mailto:", "'=", "{=")


def test_goal_7_what_a_unit_typed_is_no_formula_and_no_link_in_any_output_and_comes_back(tmp_path: Path) -> None:
    texts = [f"{start}甲{number}('x')!A1" for number, start in enumerate(STARTS)]
    rows = "\n".join(f"教务处 | 教务处{n}群 | QQ群 | {text} | {text}" for n, text in enumerate(texts))
    folder = tmp_path / "收回"
    workbook(folder / "表.xlsx", f"单位 | 群名称 | 平台 | 用途 | 星座\n{rows}", title=TITLE)
    outcome = reconcile(folder, as_of=TODAY, profile=PROFILE, jobs=1)

    told = json.loads(to_json(outcome))
    assert [record["values"]["purpose"].strip() for record in told["records"]] == [text.strip() for text in texts]

    files = deliver(outcome, load_profile(PROFILE), lang="zh", collected="../收回", with_contacts=False)
    books = {name: data for name, data in files.items() if name.endswith(".xlsx")}
    assert {"对账报告.xlsx", "台账.xlsx"} <= set(books)
    for name, data in books.items():
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for part in book.namelist():
                text = book.read(part).decode("utf-8", "replace") if part.endswith((".xml", ".rels")) else ""
                assert "externalLink" not in part, (name, part)
                assert "ddeLink" not in text, (name, part)
                if part.startswith("xl/worksheets/"):
                    assert not re.search(r"<f[ >][^<]*甲\d", text), (name, part)
                    assert not re.search(r'Target="[^"]*甲\d', text), (name, part)


# --- goal 16: no socket ---------------------------------------------------------------------------------------------

WATCHED = """
import os, sys
def hook(event, arguments):
    far = event == "socket.__new__" and arguments[1] != 1
    if far or event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        os.write(2, f"SOCKET {event}".encode())
        os._exit(99)
sys.addaudithook(hook)
from toolkit.cli import run
sys.exit(run(sys.argv[1:]))
"""


def command(folder: Path, out: Path) -> list[str]:
    return [
        *(sys.executable, "-c", WATCHED, "run", str(folder), "--profile", PROFILE, "--as-of", "2026-03-11"),
        *("--out", str(out), "--no-cache", "--no-progress", "--jobs", "2"),
    ]


def with_network_words(folder: Path) -> Path:
    """Write files that ask for the network: an external DTD, an external link, a picture from elsewhere."""
    data = good(folder)
    outside = b'<?xml version="1.0"?><!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd"><worksheet/>'
    (folder / "外.xlsx").write_bytes(repacked(data, {SHEET: outside}))
    link = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        b'Target="http://127.0.0.1:9/a.xlsx" TargetMode="External"/></Relationships>'
    )
    (folder / "链.xlsx").write_bytes(repacked(data, {"xl/externalLinks/_rels/externalLink1.xml.rels": link}))
    return folder


def test_goal_16_no_socket_is_opened_not_even_by_the_workers(tmp_path: Path) -> None:
    folder = with_network_words(tmp_path / "收回")
    done = subprocess.run(command(folder, tmp_path / "出"), capture_output=True, text=True, check=False)  # noqa: S603
    assert "SOCKET" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare on this system")
def test_goal_16_it_runs_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    alone = [shutil.which("unshare") or "", "-rn"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("user namespaces are not allowed here")
    folder = with_network_words(tmp_path / "收回")
    done = subprocess.run([*alone, *command(folder, tmp_path / "出")], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode in {0, 1}, done.stderr
    told = json.loads((tmp_path / "出" / "outcome.json").read_bytes())
    assert groups(told) == GOOD


# --- goal 18: suspicious content ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "part", "content"),
    [
        ("macro", "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("external-link", "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("embedded-object", "xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_goal_18_suspicious_content_is_warned_about_and_the_rows_are_read(
    tmp_path: Path, code: str, part: str, content: bytes
) -> None:
    folder = tmp_path / "收回"
    (folder / "表.xlsx").parent.mkdir()
    (folder / "表.xlsx").write_bytes(repacked(good(tmp_path), {part: content}))
    told = told_of(folder)
    assert code in {note["code"] for note in told["files"][0]["warnings"]}
    assert groups(told) == GOOD
