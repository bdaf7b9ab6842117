"""Goals 9, 11 and 12 of reliability.md: old output or new output, never neither, whatever happens on the way."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import signal
import sys
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest
from breaking import failing, in_child, killing, touches, tree, tree_of, wrapped

from toolkit.errors import OutputError
from toolkit.publish import disk
from toolkit.publish.record import PAGE, sealed
from toolkit.publish.writing import output_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.synchronize import Barrier

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX's")

OLD = {"对账报告.xlsx": b"old" * 999, "反馈/甲.xlsx": b"old a", "反馈/乙.xlsx": b"old b", "outcome.json": b"{1}"}
OLD |= {PAGE: b"<p>old"}
NEW = {"对账报告.xlsx": b"new" * 9_999, "台账.xlsx": b"new", "反馈/甲.xlsx": b"new a", "outcome.json": b"{2}"}
NEW |= {PAGE: b"<p>new"}
NOTES = {"批注.txt": b"by hand", "扫描/一.pdf": b"scan"}
BOTH = (tree_of({**sealed(OLD), **NOTES}), tree_of({**sealed(NEW), **NOTES}))


def publish(out: Path, files: Mapping[str, bytes] = NEW) -> None:
    with output_folder(out) as place:
        place.write(files)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return stand(tmp_path / "对账结果")


def stand(out: Path) -> Path:
    """Publish the old output and put something of one's own into it."""
    publish(out, OLD)
    for name, content in NOTES.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    return out


def alone_in_its_folder(out: Path) -> bool:
    return [entry.name for entry in out.parent.iterdir()] == [out.name]


@pytest.fixture(params=["exchange", "two moves"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Once as on Linux and macOS, once as where two names cannot be exchanged in one step."""
    wrapped(monkeypatch)
    if request.param == "two moves":
        monkeypatch.setattr(disk, "_exchange", lambda: None)
    return request.param


# --- goal 9: killed and failing at every single touch of the file system --------------------------------------------


def test_goal_9_a_run_killed_at_any_touch_leaves_the_old_or_the_new_output(way: str, out: Path) -> None:
    def work(at: int) -> None:
        with touches(killing(at)):
            publish(out)

    seen = []
    for at in itertools.count(1):
        ended = in_child(partial(work, at))
        if way == "exchange":
            assert tree(out) in BOTH, at
        with suppress(InterruptedError), output_folder(out):
            seen.append(BOTH.index(tree(out)))  # after a kill between two moves the next run has put the old one back
            raise InterruptedError
        assert alone_in_its_folder(out), at
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        stand(out)
    assert set(seen) == {0, 1}
    assert len(seen) > 40


def test_goal_9_a_first_run_killed_at_any_touch_leaves_nothing_or_all(way: str, tmp_path: Path) -> None:
    def work(at: int) -> None:
        with touches(killing(at)):
            publish(tmp_path / "出" / "对账结果")

    for at in itertools.count(1):
        out = tmp_path / "出" / "对账结果"
        ended = in_child(partial(work, at))
        assert tree(out) in ({}, tree_of(sealed(NEW))), (way, at)
        if ended == 0:
            break
        publish(out)
        assert alone_in_its_folder(out)
        shutil.rmtree(out)


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, *(pytest.param(code, marks=pytest.mark.soak) for code in (errno.EIO, errno.EACCES))]
)
def test_goal_9_a_failure_of_any_touch_is_told_or_does_no_harm(way: str, out: Path, code: int) -> None:
    told = 0
    for at in itertools.count(1):
        failed: list[int] = []
        beside = out.with_name("对账结果-2")
        before = tree(out)
        try:
            with touches(failing(at, OSError(code, os.strerror(code)), failed)):
                publish(out)
        except OutputError as error:
            told += error.code == "output-not-writable"
            assert tree(out) == before == BOTH[0], (way, at)
        else:
            # it stands under its own name, or under the next one where the system says that the folder is in use
            assert [tree(out), tree(beside)] in ([BOTH[1], {}], [BOTH[0], tree_of(sealed(NEW))]), (way, at)
        shutil.rmtree(beside, ignore_errors=True)
        stand(out)
        assert alone_in_its_folder(out), at
        if not failed:
            break
    assert told > 10


def test_goal_9_a_file_that_grows_beyond_what_is_allowed_leaves_the_old_output(out: Path) -> None:
    import resource

    def work(most: int) -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            publish(out)
        except OutputError as error:
            return 2 if error.code == "output-not-writable" else 3
        return 0

    for content in NEW.values():
        assert in_child(partial(work, len(content) - 1)) == 2
        assert tree(out) == BOTH[0]
    assert alone_in_its_folder(out)
    assert in_child(partial(work, max(map(len, NEW.values())))) == 0
    assert tree(out) == BOTH[1]


def test_what_is_put_into_the_old_output_while_the_new_one_takes_its_place_is_kept(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.swap

    def late(one: Path, other: Path) -> bool:
        (out / "刚写.txt").write_bytes(b"late")
        (out / "扫描" / "二.pdf").write_bytes(b"late too")
        (out / "批注.txt").write_bytes(b"by hand, once more")
        return real(one, other)

    monkeypatch.setattr("toolkit.publish.writing.swap", late)
    publish(out)
    assert tree(out) == tree_of(
        {**sealed(NEW), **NOTES} | {"刚写.txt": b"late", "扫描/二.pdf": b"late too", "批注.txt": b"by hand, once more"}
    )


@pytest.mark.parametrize("reason", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_goal_9_what_stops_a_run_on_the_way_leaves_the_old_output(out: Path, reason: type[BaseException]) -> None:
    with pytest.raises(reason), output_folder(out) as place:  # noqa: PT012 - it is what is stopped
        place.write(NEW)
        raise reason
    assert tree(out) == BOTH[0]
    assert alone_in_its_folder(out)


def test_where_the_exchange_is_forbidden_two_moves_do_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_swap_call", lambda *_: -1)
    publish(out)
    assert tree(out) == BOTH[1]
    assert alone_in_its_folder(out)


def test_links_and_locks_in_the_old_output(out: Path, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (out / "链接").symlink_to(tmp_path / "别处")
    (out / "断").symlink_to("没有")
    (out / "~$对账报告.xlsx").write_bytes(b"open in Excel")
    publish(out)
    assert (out / "链接").readlink() == tmp_path / "别处"
    assert (out / "断").is_symlink()
    assert not (out / "~$对账报告.xlsx").exists()


def test_an_output_that_is_a_link_stays_one(out: Path, tmp_path: Path) -> None:
    (tmp_path / "链接").symlink_to(out)
    publish(tmp_path / "链接")
    assert (tmp_path / "链接").is_symlink()
    assert tree(out) == BOTH[1]


def test_the_permissions_of_the_output_stay_as_they_were(out: Path, tmp_path: Path) -> None:
    out.chmod(0o770)
    publish(out)
    assert out.stat().st_mode & 0o777 == 0o770
    before = os.umask(0o027)
    publish(tmp_path / "新")
    os.umask(before)
    assert (tmp_path / "新").stat().st_mode & 0o777 == 0o750


def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    out = tmp_path / ("长" * 85)
    publish(out, OLD)
    publish(out)
    assert tree(out) == tree_of(sealed(NEW))
    assert alone_in_its_folder(out)


def test_goal_9_a_single_file_is_the_old_or_the_new_one_after_any_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped(monkeypatch)
    path = tmp_path / "台账[1].xlsx"
    for at in itertools.count(1):
        path.write_bytes(b"old")
        path.chmod(0o640)
        failed: list[int] = []
        with suppress(OSError), touches(failing(at, OSError(errno.ENOSPC, "full"), failed)):
            disk.replace_file(path, b"new")
        assert path.read_bytes() in {b"old", b"new"}
        assert path.stat().st_mode & 0o777 == 0o640
        disk.replace_file(path, b"new")
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
        if not failed:
            break


def test_goal_9_a_single_file_survives_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped(monkeypatch)
    path = tmp_path / "台账.xlsx"

    def work(at: int) -> None:
        with touches(killing(at)):
            disk.replace_file(path, b"new")

    for at in itertools.count(1):
        path.write_bytes(b"old")
        ended = in_child(partial(work, at))
        assert path.read_bytes() in {b"old", b"new"}
        disk.replace_file(path, b"newer")
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
        if ended == 0:
            break


# --- goal 11: a file of the old output is open in Excel -------------------------------------------------------------


def held(patch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Make Windows of it: a folder in which a file is open can be neither moved nor replaced."""

    def refuse(source: Path, target: object) -> Path:
        if source in folders or target in folders:
            error = PermissionError(errno.EACCES, "used by another process")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        return rename(source, target)  # type: ignore[arg-type]

    rename = Path.rename
    patch.setattr(disk, "_exchange", lambda: None)
    patch.setattr(Path, "rename", refuse)


def test_goal_11_while_a_file_in_it_is_open_the_output_takes_the_next_name(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        held(patch, out)
        for _ in range(2):
            with output_folder(out) as place:
                place.write(NEW)
            assert place.out == out.with_name("对账结果-2")
    assert tree(out) == BOTH[0]
    assert tree(place.out) == tree_of(sealed(NEW))
    assert sorted(entry.name for entry in out.parent.iterdir()) == ["对账结果", "对账结果-2"]
    publish(out)
    assert tree(out) == BOTH[1]


def test_goal_11_a_folder_of_somebody_elses_is_no_other_name(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = out.with_name("对账结果-2")
    mine.mkdir()
    (mine / "论文.docx").write_bytes(b"mine")
    held(monkeypatch, out, out.with_name("对账结果-3"))
    with output_folder(out) as place:
        place.write(NEW)
    assert place.out == out.with_name("对账结果-4")
    assert tree(mine) == tree_of({"论文.docx": b"mine"})


def test_goal_11_a_file_held_for_a_moment_is_waited_for(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter([True, True])
    rename = Path.rename

    def once_more(source: Path, target: Path) -> Path:
        if next(refusals, False):
            raise PermissionError(errno.EACCES, "a virus scanner reads it")
        return rename(source, target)

    monkeypatch.setattr(disk, "_exchange", lambda: None)
    monkeypatch.setattr(disk, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "rename", once_more)
    with output_folder(out) as place:
        place.write(NEW)
    assert place.out == out
    assert tree(out) == BOTH[1]


# --- goal 12: two runs at once --------------------------------------------------------------------------------------


def _race(out: Path, files: Mapping[str, bytes], start: Barrier) -> int:
    start.wait()
    try:
        publish(out, files)
    except OutputError as error:
        return 2 if error.code == "output-busy" else 3
    return 0


def raced(out: Path) -> None:
    context = get_context("fork")
    start = context.Barrier(2)
    children = [context.Process(target=lambda files=files: os._exit(_race(out, files, start))) for files in (OLD, NEW)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert {child.exitcode for child in children} <= {0, 2}
    assert 0 in {child.exitcode for child in children}
    assert tree(out) in (tree_of(sealed(OLD)), tree_of(sealed(NEW)))
    assert alone_in_its_folder(out)


def test_goal_12_of_two_runs_at_once_one_waits_or_is_refused(tmp_path: Path) -> None:
    for _ in range(5):
        raced(tmp_path / "出" / "对账结果")


@pytest.mark.soak
def test_goal_12_fifty_times(tmp_path: Path) -> None:
    for _ in range(50):
        raced(tmp_path / "出" / "对账结果")


def test_goal_12_who_is_refused_is_told_by_whom(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.publish.writing.WAIT", 0.01)
    with output_folder(out) as place:
        place.write(NEW)
        with pytest.raises(OutputError) as refused, output_folder(out):
            pass
    assert refused.value.code == "output-busy"
    assert refused.value.facts["process"] == str(os.getpid())
    assert refused.value.facts["computer"] not in {"", "?"}
    assert tree(out) == BOTH[1]


def test_goal_12_a_killed_run_holds_nobody_off_although_its_workers_live_on(out: Path) -> None:
    ready, hold = os.pipe(), os.pipe()

    def run_with_a_worker() -> None:
        with output_folder(out):
            if os.fork() == 0:
                os.close(hold[1])
                os.write(ready[1], b"x")
                os.read(hold[0], 1)  # until the test closes the other end
                os._exit(0)
            os.read(ready[0], 1)
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(run_with_a_worker) == -signal.SIGKILL
    publish(out)
    os.close(hold[1])
    assert tree(out) == BOTH[1]
    assert alone_in_its_folder(out)


def test_goal_12_without_locks_nothing_is_cleared_and_all_is_written(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSYS, "no locks on this file system")

    monkeypatch.setattr(filelock.FileLock, "acquire", none_here)
    other = out.parent / f".{out.name}.pc.1.0123abcd"
    other.mkdir()
    publish(out)
    assert other.is_dir()
    assert tree(out) == BOTH[1]
