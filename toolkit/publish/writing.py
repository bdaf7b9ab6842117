"""The output folder appears whole or not at all: it is built beside its final place and takes it in one step.

An earlier output stays until the new one is complete. What in it is a person's moves along (`keeping`).
One run at a time has the place: `.<name>.lock` beside it is held by the system for as long as the process lives. What a
killed run left behind is cleared by the next.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from toolkit.errors import OutputError, reason_of
from toolkit.publish.content import OnDisk
from toolkit.publish.disk import move, swap, sync_folder, sync_tree, umask, write_synced
from toolkit.publish.earlier import LEDGERS, OURS, OUTCOME, day_of, is_output, same_round
from toolkit.publish.keeping import carry_over
from toolkit.publish.record import digest, sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from toolkit.publish.content import Content
    from toolkit.publish.keeping import SetAside

PRIVATE = ("台账", "反馈/")
"""The beginnings of the names of what has people's numbers in it: for its owner alone (0600)."""

WAIT = 0.5
"""Seconds to wait for another run on the same place, then this one is refused."""

_ROOM = 150
"""Bytes of a name that leave room for what is put around it."""
_LAST = "（上次）"
"""What is added to the name of a register of the same round that is kept because the new one has fewer units."""
_NAMES = 10
"""So many names are tried where the output that was asked for is in use."""


@contextmanager
def output_folder(
    out: Path, *, spared: Collection[Path] = (), seal: Callable[[bytes], bytes] | None = None
) -> Iterator[OutputFolder]:
    """Open a place for one run's files; on leaving without an error it becomes `out`, otherwise it is gone.

    Args:
        out: the folder that is asked for.
        spared: files that must stay where they are: a folder with one of them in it is not taken in place of `out`.
        seal: protects a workbook; an open register that is set aside stands under the same word as the new one.

    Raises:
        OutputError: the place cannot be written, is another run's just now, or holds something that is not an earlier
            output of this tool. All of this is told on entering, before anything is read.
    """
    try:
        place = OutputFolder(out, spared, seal)
    except OSError as error:
        raise _not_writable(out, error) from None
    with place.alone():
        try:
            yield place
            place.publish()
        finally:
            place.discard()


class OutputFolder:
    """A private folder beside `out` (mode 0700) that is filled first and then takes its place by renaming.

    Attributes:
        out: where the files stand in the end: the folder that was asked for, or `out-2` … when that one is in use.
        asked: the folder that was asked for.
        set_aside: what a person had changed, or had put where a file of ours now stands, and its new name.
        keep_register: whether the register of this round that stands there is kept beside the new one.
    """

    def __init__(self, out: Path, spared: Collection[Path] = (), seal: Callable[[bytes], bytes] | None = None) -> None:
        """See whether there may be an output here; nothing is made yet.

        Raises:
            OutputError: there may not.
            OSError: the place cannot be looked at.
        """
        real = Path(os.path.realpath(out))  # `resolve` raises another error in each version for links in a circle
        if real.exists() or real.is_symlink():
            _see_whether_it_may_go(out, real)
        self.asked = out
        self.out = out
        self._real = real
        self._building = real.parent / f".{_stem(real)}.{_this_computer()}.{os.getpid()}.{secrets.token_hex(4)}"
        self._mode = 0o755
        self._spared = [Path(os.path.realpath(path)) for path in spared]
        self._written: set[str] = set()
        self._seal = seal
        self._sealed: set[str] = set()
        self.set_aside: tuple[SetAside, ...] = ()
        self.keep_register = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the place against other runs, clear what killed ones left, and make the private folder.

        Raises:
            OutputError: another run has the place, or it cannot be written.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(
            lock_of(self._real),
            timeout=WAIT,
            thread_local=False,
            fallback_to_soft=False,  # it would outlive a killed run
        )
        try:
            self._real.parent.mkdir(parents=True, exist_ok=True)
            with suppress(NotImplementedError):
                lock.acquire()
        except Timeout:
            if not Path(lock.lock_file).exists():  # nobody holds it: it cannot be made here
                raise _not_writable(self.asked, OSError(errno.EACCES, os.strerror(errno.EACCES))) from None
            raise self._busy() from None
        except OSError as error:
            if not self._real.parent.is_dir() or not os.access(self._real.parent, os.W_OK):
                raise _not_writable(self.asked, error) from None
            # A network folder without locks: still whole or not at all, only nobody is held off and nothing cleared.
        try:
            if lock.is_locked:
                self._clear()
            self._make()
            yield
        finally:
            if lock.is_locked:
                with suppress(OSError):
                    Path(lock.lock_file).unlink()  # while it is held: who waits for it sees that it is gone
                lock.release()
                if sys.platform == "win32":  # there only what nobody holds can be removed
                    with suppress(OSError):
                        Path(lock.lock_file).unlink()

    @property
    def beside(self) -> Path:
        """A private folder for contents that are written piece by piece; what is in it in the end is gone."""
        place = self._building.with_name(f"{self._building.name}.pieces")
        place.mkdir(mode=0o700, exist_ok=True)
        return place

    def write(self, files: Mapping[str, Content], *, private: Collection[str] = ()) -> None:
        """Write the files (name relative to the folder, `/` between parts) and see them on the disk.

        The register, the papers of the units and what is named in `private` are for their owner alone.
        """
        try:
            for name, content in sealed(files).items():
                mode = 0o600 if name.startswith(PRIVATE) or name in private else 0o666
                if isinstance(content, OnDisk):
                    move(content.path, self._building / name)
                    (self._building / name).chmod(mode & ~umask())
                else:
                    write_synced(self._building / name, content, mode=mode)
                self._written.add(name)
        except OSError as error:
            raise _not_writable(self.asked, error) from None

    def publish(self) -> None:
        """Put the folder in its place; the earlier one goes when the new one stands there.

        Where the earlier one cannot be moved because somebody has a file in it open (Windows), it stays, and the new
        one stands beside it under the next free name: `out` tells.
        """
        try:
            try:
                self._take(self._real)
            except PermissionError:
                self._take_another()
        except OSError as error:
            raise _not_writable(self.asked, error) from None

    def discard(self) -> None:
        """Remove the private folder if it still stands."""
        shutil.rmtree(self._building, ignore_errors=True)
        shutil.rmtree(f"{self._building}.pieces", ignore_errors=True)

    def _make(self) -> None:
        try:
            self._building.mkdir()
            usual = self._real if self._real.exists() else self._building
            self._mode = stat.S_IMODE(usual.stat().st_mode)
            self._building.chmod(0o700)
        except OSError as error:
            raise _not_writable(self.asked, error) from None

    def _take(self, place: Path) -> None:
        """Become `place`; after any failure what stood there stands there."""
        left = self._building
        standing = place.exists()
        if standing:
            self._carry(place, self._building)
        sync_tree(self._building)
        self._building.chmod(self._mode)
        if not standing:
            move(self._building, place)
        elif not swap(self._building, place):
            left = left.with_name(f"{left.name}.old")
            move(place, left)
            try:
                move(self._building, place)
            except OSError:
                move(left, place)
                raise
        with suppress(OSError):  # it stands: nothing that fails from here on may say that it does not
            sync_folder(place.parent)
            if standing:
                self._carry(left, place)  # what was put there in the meantime
        if standing:
            shutil.rmtree(left, ignore_errors=True)

    def _carry(self, earlier: Path, new: Path) -> None:
        """Take a person's files along; the register of another round too, which nobody may have kept elsewhere."""
        before, now = day_of(earlier), day_of(new)
        apart = {}
        if before and now and not same_round(before, now):
            apart = {name: f"（{before.isoformat()}）" for name in LEDGERS}
        elif self.keep_register:
            apart = dict.fromkeys(LEDGERS, _LAST)
        ours = OURS if before else ()
        found = carry_over(earlier, new, fresh=self._written, ours=ours, apart=apart, done=self._sealed)
        told = [self._closed(one, new) for one in found]
        self.set_aside = tuple(dict.fromkeys([*self.set_aside, *told]))

    def _closed(self, aside: SetAside, new: Path) -> SetAside:
        """Protect an open register that was set aside beside a protected one; what it was is remembered."""
        path = new / aside.kept
        if self._seal is None or aside.name not in LEDGERS or path.is_symlink() or not is_zipfile(path):
            return aside
        content = path.read_bytes()
        self._sealed.add(digest(content))
        path.unlink()
        write_synced(path, self._seal(content), mode=0o600)
        return aside._replace(sealed=True)

    def _strip(self) -> None:
        """Leave in the private folder only what this run wrote."""
        self.set_aside = ()
        for folder, folders, names in os.walk(self._building, topdown=False):
            for path in (Path(folder) / name for name in (*names, *folders)):
                if path.is_dir() and not path.is_symlink():
                    with suppress(OSError):  # something of ours is in it
                        path.rmdir()
                elif path.relative_to(self._building).as_posix() not in self._written:
                    path.unlink()

    def _take_another(self) -> None:
        """Become `out-2` or the next that is free; what is not ours stays in the folder that stays."""
        self._strip()
        for number in range(2, _NAMES):
            place = self._real.with_name(f"{self._real.name}-{number}")
            if place.exists() and (not is_output(place) or any(place in path.parents for path in self._spared)):
                continue
            with suppress(PermissionError):
                self._take(place)
                self.out = place
                return
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def _left_behind(self) -> Iterator[Path]:
        """Yield the private folders of other runs on this place: of killed ones, or of the one that has it now."""
        ours = re.compile(rf"\.{re.escape(_stem(self._real))}\.[\w-]*\.\d+\.[0-9a-f]{{8}}(?:\.old|\.pieces)?", re.ASCII)
        for entry in self._real.parent.iterdir():
            if ours.fullmatch(entry.name) and entry != self._building:
                yield entry

    def _clear(self) -> None:
        """Put back an earlier output that a killed run had moved aside, and remove the rest."""
        with suppress(OSError):
            for entry in sorted(self._left_behind()):
                if entry.suffix == ".old" and not self._real.exists() and (entry / OUTCOME).is_file():
                    entry.rename(self._real)
                else:
                    shutil.rmtree(entry, ignore_errors=True)

    def _busy(self) -> OutputError:
        """Return what says who has the place: its private folder bears computer and process."""
        computer = process = "?"
        with suppress(OSError):
            for entry in self._left_behind():
                *_, computer, process, _ = entry.name.removesuffix(".old").removesuffix(".pieces").rsplit(".", 3)
        return OutputError("output-busy", out=str(self.asked), computer=computer, process=process)


def _see_whether_it_may_go(out: Path, real: Path) -> None:
    if not real.is_dir():
        raise OutputError("output-not-a-folder", out=str(out))
    if os.path.ismount(real):
        raise OutputError("output-is-a-disk", out=str(out))
    if any(real.iterdir()) and not (real / OUTCOME).is_file():
        raise OutputError("output-not-ours", out=str(out))
    if not os.access(real, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _not_writable(out: Path, error: OSError) -> OutputError:
    return OutputError("output-not-writable", out=str(out), detail=reason_of(error))


def lock_of(out: Path) -> Path:
    """Return the file that a run on an output holds while it is at work."""
    return out.parent / f".{_stem(out)}.lock"


def _stem(out: Path) -> str:
    """Return the name of the output as the names beside it begin: a digest stands for one that is too long."""
    raw = os.fsencode(out.name)
    return out.name if len(raw) <= _ROOM else hashlib.sha256(raw).hexdigest()[:32]


def _this_computer() -> str:
    return re.sub(r"[^0-9A-Za-z-]", "-", platform.node())[:32] or "-"


def way_to(collected: Path, out: Path) -> str:
    """Return the way from the output folder to the collected one, as a link in the report takes it."""
    source = collected if collected.is_dir() else collected.parent
    try:
        return Path(os.path.relpath(source.resolve(), out.resolve())).as_posix()
    except ValueError:  # two drives of Windows: there is no way from one to the other
        return ""
