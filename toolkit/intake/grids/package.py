"""Zip files (workbooks and archives) as a directory of parts, inflated under our own limits.

The directory is Python's `zipfile`; inflating is done here with `zlib` and counts real bytes, because the sizes a bomb
writes into its directory are lies, and because one call a part is what a thousand small workbooks can afford.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from operator import attrgetter
from typing import IO, TYPE_CHECKING, NamedTuple

from toolkit.intake.grids.unreadable import PARTS, RATIO, RATIO_FROM, UNPACKED, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

_IN_64_BITS = 0xFFFFFFFF
DIRECTORY_BYTES = 4 << 20
ENCRYPTED = 0x1
LOCAL_HEADER = 30
SMALL, UNPACKED_SMALL, REMEMBERED = 2 << 10, 32 << 10, 256
"""Parts of at most so many bytes, packed and unpacked, are remembered; so many of them."""
_END = struct.Struct("<4s8xIIH")
_ENTRY = struct.Struct("<4s2xHHH4xIIIH4s8xI")
_LENGTHS = struct.Struct("<HH")
_NOTHING_MORE = b"\0\0\0\0"
"""The lengths of the extra field and of the comment of an entry that has neither."""
_NEWEST = 63
"""The newest version of the format that `zipfile` reads."""
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


def directory(file: IO[bytes], *, most: int = PARTS, code: str = "too-large") -> tuple[zipfile.ZipInfo, ...]:
    """Return the entries of a zip file, folders included.

    Args:
        file: open for reading, seekable.
        most: how many entries are accepted.
        code: the reason given when there are more.

    Raises:
        Unreadable: `corrupt` without a usable directory, or `code` beyond the limit.
    """
    if _directory_bytes(file) > DIRECTORY_BYTES:
        raise Unreadable(code, limit="parts", most=most)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except Exception as fault:  # a spoilt directory leads `zipfile` to errors of every type
        raise Unreadable("corrupt", kind="zip") from fault
    if len(entries) > most:
        raise Unreadable(code, limit="parts", most=most, parts=len(entries))
    return tuple(entries)


def is_folder(entry: zipfile.ZipInfo | Part) -> bool:
    """Tell a folder from a part; `ZipInfo.is_dir` of Python 3.11 raises for an entry without a name."""
    return entry.filename.endswith("/")


class Part(NamedTuple):
    """An entry of a directory as far as it is needed, the names being those of `zipfile.ZipInfo`."""

    filename: str
    flag_bits: int
    compress_type: int
    CRC: int
    compress_size: int
    file_size: int
    header_offset: int


def parts_of(data: bytes) -> tuple[Part, ...]:
    """Return the entries of a zip file held in memory, folders included.

    Raises:
        Unreadable: as `directory`.
    """
    quick = _simple_parts(data)
    if quick is not None and len(quick) <= PARTS:
        return quick
    told = attrgetter(*Part._fields)
    return tuple(Part(*told(entry)) for entry in directory(io.BytesIO(data)))


def _simple_parts(data: bytes) -> tuple[Part, ...] | None:
    """Return the entries of a directory as office programs write it, None for any other, which `zipfile` reads.

    It ends the file, says nothing in 64 bits, in extra fields or in comments, and its names are ASCII.
    """
    end = len(data) - _END.size
    if end < 0 or data.find(b"PK\x06", max(0, end - (1 << 16) - 76)) >= 0:
        return None
    mark, size, start, comment = _END.unpack_from(data, end)
    if mark != b"PK\x05\x06" or comment or start + size != end or size > DIRECTORY_BYTES:
        return None
    found: list[Part] = []
    while start < end:
        if start + _ENTRY.size > end:
            return None
        mark, version, flags, method, crc, packed, unpacked, length, more, offset = _ENTRY.unpack_from(data, start)
        name = data[start + _ENTRY.size : start + _ENTRY.size + length]
        if mark != b"PK\x01\x02" or version > _NEWEST or more != _NOTHING_MORE or not name.isascii() or b"\0" in name:
            return None
        found.append(Part(name.decode("ascii"), flags, method, crc, packed, unpacked, offset))
        start += _ENTRY.size + length
    return tuple(found) if start == end else None


def _directory_bytes(file: IO[bytes]) -> int:
    """Return how long the directory says it is, so that millions of entries are refused before they are parsed.

    It may say so in several places that disagree; the longest counts.
    """
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 22 - 76))
    tail = file.read()
    wide = tail.rfind(b"PK\x06\x06")
    told = [int(struct.unpack_from("<Q", tail, wide + 40)[0])] if 0 <= wide <= len(tail) - 56 else []
    for spot in {tail.rfind(b"PK\x05\x06"), len(tail) - 22}:  # `zipfile` asks the last bytes first
        if 0 <= spot <= len(tail) - 22 and tail.startswith(b"PK\x05\x06", spot):
            size = int(struct.unpack_from("<I", tail, spot + 12)[0])
            told += [] if size == _IN_64_BITS and told else [size]
    return max(told, default=0)


def room(packed: int, budget: int = UNPACKED) -> int:
    """Return how many bytes a part of `packed` bytes may unpack to: a ratio above 100 only up to 10 MiB."""
    return min(budget, max(RATIO_FROM, RATIO * packed))


def inflate(raw: bytes, *, method: int, crc: int, most: int, code: str = "too-large") -> bytes:
    """Unpack one part.

    Raises:
        Unreadable: `corrupt` when damaged or packed in another way, `code` when it grows beyond `most` bytes.
    """
    if method == STORED:
        data = raw
    elif method == DEFLATED:
        data = _deflated(raw, most)
    else:
        raise Unreadable("corrupt", kind="zip", method=method)
    if len(data) > most:
        raise Unreadable(code, limit="unpacked", most=most)
    if zlib.crc32(data) != crc:
        raise Unreadable("corrupt", kind="zip")
    return data


_INFLATED: dict[bytes, tuple[bytes, int]] = {}


def _inflate_again(packed: bytes, *, method: int, crc: int, most: int) -> bytes:
    """Unpack a small part, or find it unpacked: the same theme and styles stand in all workbooks of one program.

    Raises:
        Unreadable: as `inflate`.
    """
    known = _INFLATED.get(packed)
    if known is not None and known[1] == crc and len(known[0]) <= most:
        return known[0]
    data = inflate(packed, method=method, crc=crc, most=most)
    if len(data) <= UNPACKED_SMALL:
        if len(_INFLATED) >= REMEMBERED:
            _INFLATED.clear()
        _INFLATED[packed] = data, crc
    return data


def _deflated(raw: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(-15)
    try:
        data = stream.decompress(raw, most + 1)
    except zlib.error as fault:
        raise Unreadable("corrupt", kind="zip") from fault
    if not stream.eof and len(data) <= most:
        raise Unreadable("corrupt", kind="zip")
    return data


class Package:
    """A workbook that is a zip file, held in memory; counts what it has unpacked."""

    def __init__(self, data: bytes) -> None:
        """Read the directory of `data`.

        Raises:
            Unreadable: `corrupt`, or `too-large` by the directory's own figures.
        """
        self.data = data
        entries = parts_of(data)
        self.parts = {entry.filename.replace("\\", "/"): entry for entry in entries if not is_folder(entry)}
        self._left = UNPACKED
        if sum(entry.file_size for entry in entries) > UNPACKED:
            raise Unreadable("too-large", limit="unpacked", most=UNPACKED)

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the parts in the order of the directory, `/` between their pieces."""
        return tuple(self.parts)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part, `b""` when there is none of that name.

        Raises:
            Unreadable: `corrupt`, `encrypted` or `too-large`.
        """
        entry = self.parts.get(name)
        if entry is None:
            return b""
        if entry.flag_bits & ENCRYPTED:
            raise Unreadable("encrypted", kind="zip")
        raw = packed_bytes(self.data, entry)
        most = room(entry.compress_size, self._left)
        unpack = _inflate_again if len(raw) <= SMALL and entry.compress_type == DEFLATED else inflate
        data = unpack(raw, method=entry.compress_type, crc=entry.CRC, most=most)
        self._left -= len(data)
        return data


def packed_bytes(data: bytes, entry: Part) -> bytes:
    """Return the still packed bytes of an entry; `data` begins where the zip file begins.

    Raises:
        Unreadable: `corrupt` when the entry does not stand where the directory says.
    """
    offset = entry.header_offset
    if not 0 <= offset <= len(data) - LOCAL_HEADER or data[offset : offset + 4] != b"PK\x03\x04":
        raise Unreadable("corrupt", kind="zip")
    name, extra = _LENGTHS.unpack_from(data, offset + 26)
    start = offset + LOCAL_HEADER + name + extra
    return data[start : start + entry.compress_size]
