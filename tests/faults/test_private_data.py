"""Goals 14 and 15 of reliability.md: no telephone where it should not be, nothing of another unit, no clear copy."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from breaking import tree
from drawing import workbook
from msoffcrypto.format.ooxml import OOXMLFile
from python_calamine import CalamineWorkbook

from toolkit import Sources, cli, reconcile
from toolkit.errors import ToolkitError
from toolkit.publish import deliver

PROFILE = "cqny-2021"
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
UNITS = {"教务处": "甲", "图书馆": "乙", "后勤处": "丙"}
LABELS = (
    "单位",
    "群名称",
    "平台",
    "群号",
    "群主",
    "群主手机",
    "管理员",
    "人数",
    "创建日期",
    "用途",
    "备注",
    "星座",
    "是否官方群",
)
WORD = "only-the-office-knows"
SHARED = "/dev/shm/"  # noqa: S108 - the memory that Python's processes share: made for its user and unlinked at once
TELEPHONE = re.compile(rb"1[ -]?3[ -]?9[ -]?0[ -]?0[ -]?0[ -]?0[ -]?\d[ -]?\d[ -]?\d[ -]?\d")
WIDE = re.compile("[１1][３3][９9][０0][０0][０0][０0][０-９0-9]{4}")


def phone(unit: str, place: int) -> str:
    return f"1390000{(ord(unit[0]) * 37 + place) % 10_000:04}"


def row(unit: str, number: int) -> list[str]:
    """Return a row with a telephone of this unit's own in every place where somebody might type one."""
    token = f"{UNITS[unit]}{number}"
    numbers = [phone(unit, number * 20 + place) for place in range(9)]
    dashed = f"{numbers[4][:3]}-{numbers[4][3:7]}-{numbers[4][7:]}"
    return [
        unit,
        f"{unit}{token}群 {numbers[0]}",
        "QQ群" if number else "微信群",
        f"4000{ord(token[0]) % 1000:03}{number:02}" if number else "无",  # what is typed as a number of a group is one
        f"张{token} {numbers[2]}",
        numbers[2],
        f"李{token}（{numbers[3][:3]} {numbers[3][3:7]} {numbers[3][7:]}）、王{token}" + dashed,
        f"约{token}人，电话{numbers[5]}" if number == 2 else "60",
        f"2019-09-0{number + 1}（{numbers[6]}）" if number == 2 else f"2019-09-0{number + 1}",
        f"通知{token}，有事打{numbers[5]}",
        f"备注{token} +86 {numbers[6]} " + numbers[6].translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"{token}座{numbers[7]}",
        f"是{numbers[8]}",
    ]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A collected folder, last year's register and the sources, with telephones all over them."""
    for unit in UNITS:
        lines = [list(LABELS), *(row(unit, number) for number in range(3))]
        workbook(tmp_path / "收回" / f"{unit}.xlsx", "\n".join(" | ".join(line) for line in lines), title=TITLE)
    before = [
        list(LABELS[:6]),
        *(
            [unit, f"{unit}旧群 {phone(unit, 90)}", "QQ群", f"5000{number}0001", f"赵{unit}", phone(unit, 91)]
            for number, unit in enumerate(UNITS)
        ),
    ]
    workbook(tmp_path / "上年.xlsx", "\n".join(" | ".join(line) for line in before))
    workbook(
        tmp_path / "在用.xlsx", f"群名称 | 群号 | 平台 | 单位\n野群{phone('教务处', 95)} | 600000001 | QQ群 | 教务处"
    )
    return tmp_path


def arguments(campaign: Path, *more: str) -> list[str]:
    return [
        *("run", str(campaign / "收回"), "--profile", PROFILE, "--as-of", "2026-03-11", "--no-progress", "--jobs", "2"),
        *("--previous", str(campaign / "上年.xlsx"), "--observed", str(campaign / "在用.xlsx"), *more),
    ]


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def telephones_in(content: bytes) -> list[str]:
    text = text_of(content)
    return [found.decode() for found in TELEPHONE.findall(text.encode())] + WIDE.findall(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_goal_14_no_full_telephone_but_in_the_register_and_the_units_own_feedback(
    campaign: Path, capfd: pytest.CaptureFixture[str], lang: str
) -> None:
    assert cli.run(arguments(campaign, "--lang", lang)) in {0, 1}
    said = capfd.readouterr()
    out = campaign / "对账结果"
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    open_ones = {
        name: content for name, content in files.items() if name != "台账.xlsx" and not name.startswith("反馈/")
    }
    assert {"对账报告.xlsx", "outcome.json"} <= set(open_ones)
    assert telephones_in(files["台账.xlsx"])  # they are there to be found
    assert {name: telephones_in(content) for name, content in open_ones.items()} == {name: [] for name in open_ones}
    assert telephones_in((said.out + said.err).encode()) == []


def test_goal_14_a_units_feedback_holds_nothing_of_another_unit(campaign: Path) -> None:
    # the same number and the same name in two units: each is told of the dispute, and not who the other's people are
    for unit, who in (("教务处", "孙甲 | 13900008001"), ("图书馆", "孙乙 | 13900008002")):
        line = f"{unit} | 通用群 | QQ群 | 400000077 | {who}"
        workbook(campaign / "收回" / f"{unit}补.xlsx", f"{' | '.join(LABELS[:6])}\n{line}", title=TITLE)
    assert cli.run(arguments(campaign, "--quiet")) in {0, 1}
    feedback = sorted((campaign / "对账结果" / "反馈").iterdir())
    assert feedback
    for path in feedback:
        text = text_of(path.read_bytes())
        (own,) = (unit for unit in UNITS if unit in path.name)
        for other in set(UNITS) - {own}:
            tokens = [
                f"{kind}{UNITS[other]}{number}" for kind in ("张", "李", "王", "通知", "备注") for number in range(3)
            ]
            tokens += [phone(other, number * 20 + place) for number in range(3) for place in range(9)]
            tokens += [f"赵{other}", f"孙{UNITS[other]}", phone(other, 90), phone(other, 91)]
            assert [token for token in tokens if token in text] == [], path.name


def test_a_joint_return_goes_back_to_who_sent_it_and_to_nobody_else(campaign: Path) -> None:
    """Two units on one sheet: the file's own unit gets back what it sent; the other unit gets nothing of it."""
    head = " | ".join(LABELS[:8])
    lines = [
        f"图书馆 | 图书馆合报{one}群 | QQ群 | 70000000{one} | 合乙 | 1390000777{one} | 李 | 很多" for one in (1, 2)
    ]
    lines += ["教务处 | 教务处合报群 | QQ群 | 700000003 | 合甲 | 13900007773 | 李 | 很多"]
    workbook(campaign / "收回" / "图书馆（合报）.xlsx", "\n".join([head, *lines]), title=TITLE)
    assert cli.run(arguments(campaign, "--quiet")) in {0, 1}
    told = json.loads((campaign / "对账结果" / "outcome.json").read_text(encoding="utf-8"))
    (sender,) = {file["unit"] for file in told["files"] if file["path"] == "图书馆（合报）.xlsx"}
    texts = {path.stem: text_of(path.read_bytes()) for path in (campaign / "对账结果" / "反馈").iterdir()}
    holders = {name for name, text in texts.items() if "合甲" in text or "合乙" in text}
    assert holders == {sender}
    assert all(token in texts[sender] for token in ("合甲", "13900007773", "合乙", "13900007771"))


@pytest.mark.parametrize(
    ("option", "lines"),
    [
        ("--units", "单位 | 人数\n教务处 | 共13900000001"),
        ("--units", "单位 | 应报\n教务处 | 13900000001"),
        ("--notices", "类型 | 单位 | 群名称 | 发生日期\n解散 | 教务处 | 某群 | 13900000001 前后"),
        ("--received", "文件 | 收件日期\n教务处.xlsx | 章三 139 0000 0001"),
        ("--decisions", "裁定 | 单位 | 群名称 | 上年群名称\n问13900000001 | 教务处 | 甲 | 乙"),
        ("--previous", "电话 | 13900000001\n章三 | 13900000002"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_goal_14_a_source_that_cannot_be_read_is_told_without_the_telephone_in_it(
    campaign: Path, capfd: pytest.CaptureFixture[str], option: str, lines: str, lang: str
) -> None:
    workbook(campaign / "源.xlsx", lines)
    status = cli.run(arguments(campaign, option, str(campaign / "源.xlsx"), "--lang", lang))
    said = capfd.readouterr()
    assert status == 2
    assert len(said.err.strip().splitlines()) == 1
    assert telephones_in((said.out + said.err).encode()) == []


def test_goal_14_the_text_of_an_exception_bears_no_telephone(campaign: Path) -> None:
    workbook(campaign / "源.xlsx", "文件 | 收件日期\n教务处.xlsx | 章三 13900000001")
    with pytest.raises(ToolkitError) as raised:
        reconcile(
            campaign / "收回",
            as_of=dt.date(2026, 3, 11),
            profile=PROFILE,
            sources=Sources(received=campaign / "源.xlsx"),
        )
    assert "139****0001" in str(raised.value)
    assert telephones_in(f"{raised.value} {raised.value!r} {raised.value.facts}".encode()) == []


def test_goal_14_and_15_the_log_of_a_fault_tells_neither_telephone_nor_word(
    campaign: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **given: object) -> None:
        message = f"13900000001 {given.get('ledger_password')} {WORD}"
        raise RuntimeError(message)

    (campaign / "词.txt").write_text(WORD, encoding="utf-8")
    monkeypatch.setattr(deliver, "deliver", broken)
    assert cli.run(arguments(campaign, "--ledger-password-file", str(campaign / "词.txt"))) == 3
    told = capfd.readouterr().err
    (log,) = re.findall(r"“([^”]+\.log)”", told)
    kept = Path(log).read_text(encoding="utf-8")
    assert stat.S_IMODE(Path(log).stat().st_mode) == 0o600
    Path(log).unlink()
    assert "broken" in kept
    assert "13900000001" not in told + kept
    assert WORD not in told + kept


# --- temporary files, the protected register -------------------------------------------------------------------------

WATCHED = """
import os, sys
LOG = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            made = "private" if flags & os.O_EXCL else "any"
            os.write(LOG, f"{made} {os.path.abspath(os.fsdecode(path))}\\n".encode())
    if event == "subprocess.Popen" or event.startswith("os.exec") or event == "os.posix_spawn":
        os.write(LOG, f"program {arguments}\\n".encode())
sys.addaudithook(hook)
from toolkit.cli import run
sys.exit(run(sys.argv[2:]))
"""


def watched(campaign: Path, *more: str) -> list[str]:
    """Run in a process of its own with a folder for temporary files of its own; return what was opened to write."""
    (campaign / "临时").mkdir(exist_ok=True)
    log = campaign / "写过.txt"
    environment = {
        **os.environ,
        "TMPDIR": str(campaign / "临时"),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "RECONCILE_CACHE_DIR": str(campaign / "缓存"),
    }
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", WATCHED, str(log), *arguments(campaign, *more)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    lines = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    return [line for line in lines if "/dev/null" not in line and not line.endswith(str(log))]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_goal_14_temporary_files_are_private_and_gone_and_the_cache_is_for_its_user(campaign: Path) -> None:
    lines = watched(campaign)
    beside = re.escape(str(campaign / ".对账结果."))
    for line in lines:
        made, _, path = line.partition(" ")
        in_private_folder = re.match(rf"{beside}[\w-]+\.\d+\.[0-9a-f]{{8}}/", path)
        is_lock = path == str(campaign / ".对账结果.lock")
        own = (str(campaign / "临时"), str(campaign / "缓存"), SHARED)
        is_temporary = made == "private" and path.startswith(own)
        assert in_private_folder or is_lock or is_temporary, line
    assert tree(campaign / "临时") == {}
    assert sorted(path.name for path in campaign.iterdir()) == sorted(
        ["收回", "上年.xlsx", "在用.xlsx", "临时", "缓存", "缓存-runs", "对账结果"]
    )
    assert {path.stat().st_mode & 0o777 for path in (campaign / "缓存-runs").iterdir()} == {0o600}
    assert (campaign / "缓存-runs").stat().st_mode & 0o777 == 0o700
    assert stat.S_IMODE((campaign / "缓存").stat().st_mode) == 0o700
    kept = list((campaign / "缓存").iterdir())
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_goal_15_a_protected_register_opens_with_the_word_only_and_leaves_no_clear_copy(campaign: Path) -> None:
    (campaign / "词.txt").write_text(WORD, encoding="utf-8")
    watched(campaign)  # the round before was not protected
    assert telephones_in((campaign / "对账结果" / "台账.xlsx").read_bytes())
    shutil.rmtree(campaign / "缓存", ignore_errors=True)
    lines = watched(campaign, "--ledger-password-file", str(campaign / "词.txt"))
    ledger = (campaign / "对账结果" / "台账.xlsx").read_bytes()
    sealed = OOXMLFile(io.BytesIO(ledger))
    assert sealed.is_encrypted()
    assert b"AES" in ledger
    assert b'keyBits="256"' in ledger
    with pytest.raises(Exception, match=r"(?i)password|key|verif"):
        opened(ledger, "another word")
    clear = opened(ledger, WORD)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(clear)).get_sheet_by_name("台账").to_python()
    assert len(rows) > len(UNITS)
    assert telephones_in(clear)
    # nowhere else: no temporary file was made, the cache is not used, and the clear register of before is gone
    assert not [line for line in lines if str(campaign / "临时") in line]
    assert not (campaign / "缓存").exists()
    left = [
        path for path in campaign.rglob("*") if path.is_file() and "收回" not in path.parts and "反馈" not in path.parts
    ]
    ours = [path for path in left if path.name not in {"上年.xlsx", "在用.xlsx"}]
    assert [path.name for path in ours if telephones_in(path.read_bytes())] == []
    assert [path.name for path in left if path.name != "词.txt" and WORD in text_of(path.read_bytes())] == []
    assert [line for line in lines if line.startswith("program") or WORD in line] == []


def opened(ledger: bytes, word: str) -> bytes:
    sealed = OOXMLFile(io.BytesIO(ledger))
    sealed.load_key(password=word, verify_password=True)
    clear = io.BytesIO()
    sealed.decrypt(clear, verify_integrity=True)
    assert openpyxl.load_workbook(clear, read_only=True).sheetnames
    return clear.getvalue()


def test_goal_15_the_word_is_never_an_argument() -> None:
    """There is a file for it, and no option that takes the word itself."""
    from toolkit.cli.commands import build

    names = {name for option in build("zh").commands["run"].params for name in option.opts if "pass" in name}
    assert names == {"--passwords", "--ledger-password-file"}
    assert json.dumps(sorted(names))
