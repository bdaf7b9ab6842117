"""Goals 9, 10, 12 and 13 of reliability.md through the whole of `reconcile run`."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from breaking import in_child, tree, tree_of
from drawing import workbook

from toolkit import cli, pipeline
from toolkit.errors import OutputError
from toolkit.publish import disk
from toolkit.publish.earlier import OURS
from toolkit.publish.record import PAGE, sealed
from toolkit.publish.writing import output_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, namespaces and users of POSIX")

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "cqny-2021"
PROFILE = "cqny-2021"
TITLE = "重庆能源职业学院 QQ 群、微信群审备登记表"
ROWS = """
    单位   | 群名称       | 平台   | 群号      | 群主 | 群主手机    | 人数 | 创建日期   | 用途
    {unit} | {unit}通知群 | QQ群   | 10000{n}1 | 张三 | 13900000001 | 120  | 2020-09-01 | 通知
    {unit} | {unit}考务群 | 微信群 | 无        | 李四 | 13900000002 | 80   | 2025-09    | 考务
"""
OLDER = {"对账报告.xlsx": b"the report of before", "反馈/甲.xlsx": b"its feedback", "outcome.json": b"{}"}
RECORDED = sealed({**OLDER, PAGE: b"<!doctype html>\n<title>before</title>\n"})
"""The same with our own record of what we wrote: nobody has put or changed a file of it."""


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    for number, unit in enumerate(("教务处", "图书馆", "后勤处")):
        workbook(tmp_path / "收回" / f"{unit}.xlsx", ROWS.format(unit=unit, n=f"00{number}"), title=TITLE)
    return tmp_path / "收回"


def options(collected: Path, out: Path, *more: str) -> list[str]:
    return [
        *("run", str(collected), "--profile", PROFILE, "--as-of", "2026-03-11", "--out", str(out)),
        *("--no-progress", "--jobs", "2", *more),
    ]


def command(collected: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "toolkit", *options(collected, out, *more)]


def older(out: Path, files: Mapping[str, bytes] = OLDER) -> Path:
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    return out


def alone_in_unshare(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell as root of its own mounts; skip where the system does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("mounts of one's own (unshare -rm) are not allowed here")
    told = [unshare, "-rm", "sh", "-euc", script, "sh", *map(str, arguments)]
    return subprocess.run(told, capture_output=True, text=True, check=False, env=environment())  # noqa: S603 - as above


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


# --- goal 9: kill -9 at random moments, a full disk ------------------------------------------------------------------


def killed_at_random(collected: Path, out: Path, rounds: int, *, seed: int) -> None:
    """Kill runs at random moments of their life; the output is the older one or the new one, each time."""
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    begun = time.monotonic()
    assert cli.run(options(collected, out.with_name("出一"), "--quiet")) in {0, 1}
    whole = tree(out.with_name("出一"))
    subprocess.run(command(collected, out.with_name("出二")), capture_output=True, check=False, env=environment())  # noqa: S603
    lasts = time.monotonic() - begun
    assert tree(out.with_name("出二")) == whole
    for _ in range(rounds):
        shutil.rmtree(out, ignore_errors=True)
        older(out, RECORDED)
        child = subprocess.Popen(command(collected, out), stdout=-3, stderr=-3, env=environment())  # noqa: S603
        try:
            child.wait(timeout=chance.uniform(0, lasts))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        assert tree(out) in (tree_of(RECORDED), whole)
    # the last one is repeated and nobody interrupts it: as if nothing had been (goal 13)
    assert cli.run(options(collected, out, "--quiet")) in {0, 1}
    assert tree(out) == whole
    assert sorted(entry.name for entry in out.parent.iterdir()) == sorted(["收回", "出一", "出二", out.name])


def test_goal_9_kill_at_random_moments(collected: Path, tmp_path: Path) -> None:
    killed_at_random(collected, tmp_path / "结果", 3, seed=1)


@pytest.mark.soak
def test_goal_9_kill_at_random_moments_a_hundred_times(collected: Path, tmp_path: Path) -> None:
    killed_at_random(collected, tmp_path / "结果", 100, seed=2)


def test_goal_9_a_full_disk_is_one_sentence_and_the_older_output_stays(collected: Path, tmp_path: Path) -> None:
    script = """
        disk=$1; shift
        mount -t tmpfs -o size=1m tmpfs "$disk"
        mkdir "$disk/结果" && echo '{}' > "$disk/结果/outcome.json"
        head -c 1020000 /dev/zero > "$disk/占用" || true
        status=0; "$@" || status=$?
        ls -A "$disk"; cat "$disk/结果/outcome.json"
        exit $status
    """
    (tmp_path / "盘").mkdir()
    done = alone_in_unshare(script, tmp_path / "盘", *command(collected, tmp_path / "盘" / "结果"))
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "磁盘已满" in done.stderr
    assert sorted(done.stdout.split()) == sorted(["占用", "结果", "{}"])


# --- goal 10: told before anything is read ---------------------------------------------------------------------------


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        message = "it was read before it was told"
        raise AssertionError(message)

    monkeypatch.setattr(pipeline, "reconcile", read)


def a_file(place: Path) -> Path:
    place.write_bytes(b"no folder")
    return place


def below_a_file(place: Path) -> Path:
    return a_file(place) / "结果"


def of_somebody_else(place: Path) -> Path:
    place.mkdir()
    (place / "论文.docx").write_bytes(b"mine")
    return place


def a_loop(place: Path) -> Path:
    place.symlink_to(place)
    return place


def a_disk(_: Path) -> Path:
    return Path("/dev")


def nothing_below(_: Path) -> Path:
    return Path("/proc/1/没有/结果")


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("made", [a_file, below_a_file, of_somebody_else, a_loop, a_disk, nothing_below])
def test_goal_10_what_cannot_be_written_is_told_before_reading(
    collected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], made: Callable[[Path], Path]
) -> None:
    before = tree(tmp_path)
    out = made(tmp_path / "出")
    assert cli.run(options(collected, out)) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
    assert "Traceback" not in told.err
    assert {name: digest for name, digest in tree(tmp_path).items() if not name.startswith("出")} == before


def test_goal_10_as_an_ordinary_user(tmp_path: Path) -> None:
    """Tests may run as root, who may write anywhere: a child becomes nobody first."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        (top / "只读").mkdir(mode=0o555)
        (top / "看不见" / "里").mkdir(parents=True)
        older(top / "旧结果")
        (top / "看不见").chmod(0o700 if os.getuid() == 0 else 0)
        (top / "旧结果").chmod(0o555)

        def refused(out: Path) -> int:
            if os.getuid() == 0:
                os.setgid(65_534)
                os.setuid(65_534)
            try:
                with output_folder(out):
                    return 0
            except OutputError as error:
                return 2 if error.code == "output-not-writable" else 3

        for out in (top / "只读" / "结果", top / "看不见" / "里" / "结果", top / "旧结果", top / "只读"):
            assert in_child(partial(refused, out)) == 2, out
        (top / "看不见").chmod(0o700)
        (top / "只读").chmod(0o700)
        (top / "旧结果").chmod(0o700)
        assert tree(top / "旧结果") == tree_of(OLDER)
    assert list(tmp_path.iterdir()) == []


def test_goal_10_a_disk_mounted_read_only(collected: Path, tmp_path: Path) -> None:
    script = 'disk=$1; shift; mount -t tmpfs -o ro tmpfs "$disk"; exec "$@"'
    (tmp_path / "盘").mkdir()
    done = alone_in_unshare(script, tmp_path / "盘", *command(collected, tmp_path / "盘" / "结果"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


# --- goals 11 and 12 -------------------------------------------------------------------------------------------------


def test_goal_11_the_other_name_is_said_even_to_who_wants_quiet(
    collected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = older(tmp_path / "对账结果")
    rename = Path.rename

    def open_in_excel(source: Path, target: Path) -> Path:
        if out in {source, target}:
            raise PermissionError(errno.EACCES, "used by another process")
        return rename(source, target)

    monkeypatch.setattr(disk, "_exchange", lambda: None)
    monkeypatch.setattr(Path, "rename", open_in_excel)
    assert cli.run(options(collected, out, "--quiet")) in {0, 1}
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert "对账结果-2" in said.err
    assert tree(out) == tree_of(OLDER)
    assert {entry.name for entry in (tmp_path / "对账结果-2").iterdir()} <= set(OURS)
    assert json.loads((tmp_path / "对账结果-2" / "outcome.json").read_bytes())["totals"]


def test_goal_12_a_second_run_is_refused_in_one_sentence_that_names_the_first(
    collected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "对账结果"
    with output_folder(out) as place:
        place.write(OLDER)
        done = subprocess.run(command(collected, out), capture_output=True, text=True, check=False, env=environment())  # noqa: S603
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(os.getpid()) in done.stderr
    assert tree(out) == tree_of(OLDER)
    assert capfd.readouterr() == ("", "")


# --- goal 13: same bytes in any order, nothing collected is touched --------------------------------------------------


def looks(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return of everything below a folder what would show that it was touched."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in [folder, *folder.rglob("*")]
    }


def test_goal_13_same_bytes_in_any_order_of_files_and_the_collected_folder_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected, previous = tmp_path / "收回", tmp_path / "上年台账.xlsx"
    shutil.copytree(SAMPLE / "收回", collected)
    shutil.copy2(SAMPLE / "上年台账.xlsx", previous)
    before = looks(collected)
    given = ("--previous", str(previous), "--quiet", "--no-cache")
    assert cli.run(options(collected, tmp_path / "一", *given)) in {0, 1}
    scan, chance = os.scandir, random.Random(13)  # noqa: S311 - an order, no secret

    class Shuffled:
        """What `os.scandir` gives, in another order."""

        def __init__(self, *where: object) -> None:
            with scan(*where) as entries:  # type: ignore[call-overload]
                self.entries = list(entries)
            chance.shuffle(self.entries)
            self.left = iter(self.entries)

        def __iter__(self) -> Self:
            return self

        def __next__(self) -> object:
            return next(self.left)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            self.left = iter(())

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", Shuffled)
        assert cli.run(options(collected, tmp_path / "二", *given)) in {0, 1}
    assert tree(tmp_path / "一") == tree(tmp_path / "二")
    assert looks(collected) == before
