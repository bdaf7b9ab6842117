"""A broken, an encrypted, an unrelated and an empty workbook among good ones: each is named with its reason.

No row of the others is lost and nothing is raised; the same good files alone give the same records.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from toolkit import Sources, load_profile, reconcile
from toolkit.cli import run
from toolkit.forms.template import render
from toolkit.publish.deliver import encrypt
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = "cqny-2021"
AS_OF = dt.date(2026, 5, 8)
GOOD = {"教务处": ("通知群", "考务群"), "图书馆": ("读者群",), "后勤处": ("维修群", "食堂群", "宿舍群")}


def register(unit: str, *names: str) -> bytes:
    profile = load_profile(PROFILE)
    rows = [
        {"unit": unit, "group_name": f"{unit}{name}", "platform": "微信群", "owner.name": "章一", "member_count": "20"}
        for name in names
    ]
    return render(profile.form("register"), profile, rows=rows)


def unrelated() -> bytes:
    book = openpyxl.Workbook()
    for line in (("星期", "午餐", "晚餐"), ("一", "米饭", "面条"), ("二", "饺子", "米饭")):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bad_ones() -> dict[str, tuple[bytes, str, str]]:
    """Return name to bytes, status and the code of the reason."""
    good = register("保卫处", "值班群")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "not a workbook")
    return {
        "保卫处.xlsx": (good[: len(good) // 2], "rejected", "corrupt"),
        "空文件.xlsx": (b"", "rejected", "corrupt"),
        "团委（加密）.xlsx": (encrypt(register("团委", "干部群"), "nobody-told"), "rejected", "encrypted"),
        "菜单.xlsx": (unrelated(), "rejected", "no-form"),
        "财务处.xlsx": (register("财务处"), "empty", "no-rows"),
        "照片.jpg": (b"\xff\xd8\xff\xe0" + bytes(200), "rejected", "not-a-workbook"),
        "说明.xlsx": (b"<html><body>404 Not Found</body></html>", "rejected", "not-a-workbook"),
        "~$教务处.xlsx": (b"\x05lock".ljust(165, b"\x00"), "ignored", "lock-file"),
        "其他.xlsx": (zipped.getvalue(), "opened", ""),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    collected = tmp_path / "收回"
    collected.mkdir()
    for unit, names in GOOD.items():
        (collected / f"{unit}.xlsx").write_bytes(register(unit, *names))
    return collected


def spoil(folder: Path) -> None:
    for name, (data, _, _) in bad_ones().items():
        (folder / name).write_bytes(data)


def outcome(folder: Path) -> dict[str, Any]:
    told = reconcile(folder, as_of=AS_OF, profile=PROFILE, sources=Sources(), jobs=1)
    return json.loads(to_json(told))


def groups(told: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((record["values"]["unit"], record["values"]["group_name"]) for record in told["records"])


def test_each_bad_file_is_named_with_its_reason(folder: Path) -> None:
    spoil(folder)
    files = {file["path"]: file for file in outcome(folder)["files"]}
    for name, (_, status, code) in bad_ones().items():
        reason = files[name]["reason"] or {"code": "", "text": "-"}
        assert (files[name]["status"], reason["code"]) == (status, code), name
        assert reason["text"], name


def test_no_row_of_the_good_files_is_lost(folder: Path) -> None:
    alone = groups(outcome(folder))
    spoil(folder)
    assert groups(outcome(folder)) == alone
    assert alone == sorted((unit, f"{unit}{name}") for unit, names in GOOD.items() for name in names)


def test_what_is_rejected_is_also_a_finding(folder: Path) -> None:
    spoil(folder)
    named = {where["file"] for finding in outcome(folder)["findings"] for where in finding["where"]}
    rejected = {name for name, (_, status, _) in bad_ones().items() if status == "rejected"}
    assert rejected <= named


def test_the_command_tells_it_without_a_stack_trace(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    spoil(folder)
    out = folder.parent / "对账结果"
    command = ["run", str(folder), "--profile", PROFILE, "--as-of", AS_OF.isoformat(), "--out", str(out)]
    assert run([*command, "--jobs", "1", "--no-progress"]) == 1
    said = "".join(capfd.readouterr())
    assert "Traceback" not in said
    files = {file["path"] for file in json.loads((out / "outcome.json").read_bytes())["files"]}
    assert set(bad_ones()) <= files
