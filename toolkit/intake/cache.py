"""What was read before need not be read again: one small JSON file a returned file, in a private folder of the user's.

A reading is found again by its path below the collected folder (names are part of what is read), by the bytes of the
file, and by the version of the reader: this package's own code, the libraries that parse, and the definitions of the
forms. When it came is not kept; a file that opened with a password is not kept at all.

What is kept is what the forms say of their groups, as typed: no more than goes into the register. The folder is for its
user alone (0700, files 0600), may be deleted at any time, and is kept small: `prune`.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.definitions.bundled import schemas_folder
from toolkit.intake.plain import plain, reading_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.intake.discover import Found
    from toolkit.model import Reading
    from toolkit.regulations.forms import Form

FOLDER = "RECONCILE_CACHE_DIR"
"""The environment variable that names another folder."""
MOST_BYTES = 256 << 20
MOST_DAYS = 90
_PARSERS = ("python-calamine", "openpyxl", "python-docx", "lxml", "msoffcrypto-tool", "olefile")
_PRIVATE = 0o077
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Cache:
    """The readings kept for one set of forms.

    Attributes:
        folder: a private folder that exists.
        version: of the reader and the forms; a reading of another version is not found.
    """

    folder: Path
    version: str

    def find(self, found: Found, sha256: str) -> Reading | None:
        """Return the reading of a file with these bytes at this path; None when there is none that can be trusted."""
        name = self._name(found.path, sha256)
        place = self.folder / name
        try:
            seal, _, body = place.read_bytes().partition(b"\n")
            if seal != _seal(name, body):
                return None
            reading = _reading(json.loads(body), found)
            os.utime(place)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return reading

    def keep(self, found: Found, reading: Reading) -> None:
        """Keep a reading; where that is not possible, or it would not come back exactly, it is read again next time."""
        try:
            body = json.dumps(plain(reading), ensure_ascii=True, separators=(",", ":")).encode("ascii")
            if _reading(json.loads(body), found) != reading:
                return
        except (ValueError, KeyError, TypeError):
            return
        name = self._name(found.path, reading.sha256)
        with suppress(OSError):
            _write(self.folder / name, _seal(name, body) + b"\n" + body)

    def _name(self, path: str, sha256: str) -> str:
        """Return a name that tells nothing of the file."""
        return hashlib.sha256(f"{self.version} {sha256} {path}".encode("utf-8", "replace")).hexdigest()


def user_folder() -> Path | None:
    """Return the folder of this user's readings: `RECONCILE_CACHE_DIR`, else where the system wants such things.

    None for a user without a home (a container's number that is in no list of users): nothing is kept then.
    """
    from platformdirs import user_cache_path

    named = os.environ.get(FOLDER, "")
    if not named and not Path(os.path.expanduser("~")).is_absolute():  # noqa: PTH111 - Path.home() raises there
        return None
    return Path(named) if named else user_cache_path("reconcile-toolkit", appauthor=False) / "readings"


def open_cache(folder: Path | None, forms: Iterable[Form]) -> Cache | None:
    """Return the cache in a folder, made when it is not there; None when it cannot be private to this user.

    Args:
        folder: where readings are kept; None for no cache.
        forms: those that the files will be read by.
    """
    if folder is None or not _is_private(folder):
        return None
    return Cache(folder, reader_version(forms))


def reader_version(forms: Iterable[Form]) -> str:
    """Return a digest of all that a reading hangs on beside the file: our code and words, the parsers, the forms."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    sources = sorted(path for ending in ("*.py", "*.yaml") for path in package.rglob(ending))
    for path in (*sources, schemas_folder() / "fields.yaml"):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    for name in _PARSERS:
        digest.update(f"{name}={metadata.version(name)}\0".encode())
    with suppress(metadata.PackageNotFoundError):
        digest.update(metadata.version("pyarrow").encode())
    for form in forms:
        digest.update(f"{form.profile} {form.drawing!r}\0".encode())
    return digest.hexdigest()


def prune(folder: Path, *, now: float, most_bytes: int = MOST_BYTES, most_days: int = MOST_DAYS) -> None:
    """Remove what was not used for `most_days`, then what was not used for longest until the rest fits.

    Args:
        folder: of the readings; nothing happens when it is not there.
        now: seconds since the epoch.
        most_bytes: what all entries together may take.
        most_days: how long an entry may lie unused.
    """
    left = 0
    for path, status in sorted(_entries(folder), key=lambda entry: -entry[1].st_mtime):
        left += status.st_size
        if now - status.st_mtime > most_days * _DAY or left > most_bytes:
            with suppress(OSError):
                path.unlink()


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield what is ours in the folder; whatever else lies there is left alone."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if len(entry.name.partition(".")[0]) == hashlib.sha256().digest_size * 2:
                with suppress(OSError):
                    yield Path(entry.path), entry.stat(follow_symlinks=False)


def _is_private(folder: Path) -> bool:
    """Make the folder if need be; tell whether it is a real one that only this user can look into."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return False
        if hasattr(os, "getuid"):
            if status.st_uid != os.getuid():
                return False
            if status.st_mode & _PRIVATE:
                folder.chmod(0o700)
    except OSError:
        return False
    return True


def _write(place: Path, content: bytes) -> None:
    """Write a file that is whole or not there; `mkstemp` makes it readable to its user only."""
    handle, name = tempfile.mkstemp(prefix=f"{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _seal(name: str, body: bytes) -> bytes:
    """Return what tells a damaged entry, or one under another's name, from a whole one."""
    return hashlib.sha256(name.encode() + body).hexdigest().encode()


def _reading(told: Mapping[str, Any], found: Found) -> Reading:
    return reading_of(told, path=found.path, received_on=found.received_on)
