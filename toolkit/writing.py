"""The output folder appears whole or not at all: it is built beside its final place and moved there.

An earlier output stays until the new one is complete. Files in it that are not ours (notes, an edited copy) move along.
"""

from __future__ import annotations

import itertools
import os
import re
import secrets
import shutil
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OUTCOME = "outcome.json"
OURS = ("对账报告.xlsx", "台账.xlsx", "反馈", OUTCOME)

_FORBIDDEN = re.compile(r"""[/\\:*?"<>|\x00-\x1f\x7f]""")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
_LONGEST = 60
"""Letters of a name: three bytes each in UTF-8, and 255 bytes are what file systems take."""


@contextmanager
def output_folder(out: Path) -> Iterator[OutputFolder]:
    """Open a place for one run's files; on leaving without an error it becomes `out`, otherwise it is gone.

    Raises:
        OutputError: the place cannot be written, or holds something that is not an earlier output of this tool.
    """
    place = OutputFolder(out)
    try:
        yield place
        place.publish()
    finally:
        place.discard()


class OutputFolder:
    """A private folder beside `out` (mode 0700) that is filled first and then takes its place by renaming."""

    def __init__(self, out: Path) -> None:
        """Create the private folder: what cannot be written is told before anything is read."""
        if out.exists() and not out.is_dir():
            raise OutputError("output-not-a-folder", out=str(out))
        if out.is_dir() and any(out.iterdir()) and not (out / OUTCOME).is_file():
            raise OutputError("output-not-ours", out=str(out))
        self._out = out
        self._building = out.parent / f".{out.name}.{secrets.token_hex(4)}"
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            self._building.mkdir(mode=0o700)
        except OSError as error:
            raise OutputError("output-not-writable", out=str(out), detail=error.strerror or "") from None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write the files (name relative to the folder, `/` between parts) and see them on the disk."""
        try:
            for name, content in files.items():
                path = self._building / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError("output-not-writable", out=str(self._out), detail=error.strerror or "") from None

    def publish(self) -> None:
        """Put the folder in its place; the earlier one goes when the new one stands there."""
        earlier = self._out.parent / f".{self._out.name}.{secrets.token_hex(4)}.old"
        try:
            if self._out.exists():
                self._keep_what_is_not_ours()
                self._out.rename(earlier)
            try:
                self._building.rename(self._out)
            except OSError:
                if earlier.exists():
                    earlier.rename(self._out)
                raise
            self._out.chmod(0o755)
        except OSError as error:
            raise OutputError("output-not-writable", out=str(self._out), detail=error.strerror or "") from None
        shutil.rmtree(earlier, ignore_errors=True)

    def discard(self) -> None:
        """Remove the private folder if it still stands."""
        shutil.rmtree(self._building, ignore_errors=True)

    def _keep_what_is_not_ours(self) -> None:
        for entry in self._out.iterdir():
            if entry.name in OURS:
                continue
            copy = shutil.copytree if entry.is_dir() and not entry.is_symlink() else shutil.copy2
            copy(entry, self._building / entry.name)


def safe_names(names: Iterable[str]) -> list[str]:
    """Return for each name one that every file system takes, no two alike, in the same order.

    What separates folders or is forbidden on Windows becomes `_`; leading dots, device names (CON, NUL …) and lengths
    that no file system takes are dealt with; names alike but for case or width of letters get a number.
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = _safe(name)
        numbered = (plain if number == 1 else f"{plain}（{number}）" for number in itertools.count(1))
        chosen = next(entry for entry in numbered if entry.casefold() not in taken)
        taken.add(chosen.casefold())
        found.append(chosen)
    return found


def _safe(name: str) -> str:
    kept = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter) not in _UNSEEN)
    plain = _FORBIDDEN.sub("_", "".join(kept)).strip(" .")[:_LONGEST].strip(" .")
    plain = plain if plain.strip("_") else f"_{plain}"
    return f"_{plain}" if _DEVICE.fullmatch(plain.partition(".")[0].strip()) else plain


def way_to(collected: Path, out: Path) -> str:
    """Return the way from the output folder to the collected one, as a link in the report takes it."""
    source = collected if collected.is_dir() else collected.parent
    try:
        return Path(os.path.relpath(source.resolve(), out.resolve())).as_posix()
    except ValueError:  # two drives of Windows: there is no way from one to the other
        return ""
