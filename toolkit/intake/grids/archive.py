"""Archives of returns: which members a zip file has, under our own limits, and the bytes of one of them."""

from __future__ import annotations

import os
import struct
import zipfile
from dataclasses import dataclass
from typing import IO

from toolkit.intake.grids.package import ENCRYPTED, LOCAL_HEADER, directory, inflate, is_folder, room
from toolkit.intake.grids.sniff import kind_of_package
from toolkit.intake.grids.unreadable import UNPACKED, Unreadable

MEMBERS = 1_000
UTF8_NAME = 0x800
WORKBOOK_STARTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/app.xml", b"xl/workbook.xml", b"mimetype")


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a member stands in its archive, so that it can be read without the archive's directory."""

    index: int
    start: int
    length: int
    unpacked: int
    method: int
    crc: int
    encrypted: bool


def place_of(index: int, entry: zipfile.ZipInfo) -> Packed:
    """Return where the entry at `index` of an archive's directory stands."""
    return Packed(
        index,
        entry.header_offset,
        entry.compress_size,
        entry.file_size,
        entry.compress_type,
        entry.CRC,
        bool(entry.flag_bits & ENCRYPTED),
    )


def archive_entries(data: IO[bytes]) -> tuple[zipfile.ZipInfo, ...] | None:
    """Return the entries of an archive, None for any other file (a workbook is a zip file too).

    Raises:
        Unreadable: `corrupt`, `archive-limits`, or `not-a-workbook` for an archive without members.
    """
    head = data.read(LOCAL_HEADER + 24)
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")) or head[LOCAL_HEADER:].startswith(WORKBOOK_STARTS):
        return None
    entries = directory(data, code="archive-limits")
    if kind_of_package(entry.filename for entry in entries) != "zip":
        return None
    members = tuple(entry for entry in entries if not is_folder(entry))
    if not members:
        raise Unreadable("not-a-workbook", kind="empty-archive", ending="zip")
    if len(members) > MEMBERS:
        raise Unreadable("archive-limits", limit="members", most=MEMBERS, members=len(members))
    if sum(entry.file_size for entry in members) > UNPACKED:
        raise Unreadable("archive-limits", limit="unpacked", most=UNPACKED)
    return entries


def member_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name: by its UTF-8 flag, else as UTF-8 or GB18030, the two that Chinese systems write."""
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
            except UnicodeError:
                continue
            break
    return name.replace("\\", "/")


def read_member(file: IO[bytes], packed: Packed, passwords: tuple[str, ...]) -> bytes:
    """Return the bytes of one member.

    Raises:
        Unreadable: `corrupt`, `encrypted`, or `archive-limits` when it unpacks to too much.
    """
    if packed.encrypted:
        return _unlocked(file, packed, passwords)
    file.seek(packed.start)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise Unreadable("corrupt", kind="zip")
    file.seek(sum(struct.unpack_from("<HH", header, 26)), os.SEEK_CUR)
    most = room(packed.length)
    there = os.fstat(file.fileno()).st_size  # room for what the directory says would be made before reading
    return inflate(
        file.read(min(packed.length, there)), method=packed.method, crc=packed.crc, most=most, code="archive-limits"
    )


def _unlocked(file: IO[bytes], packed: Packed, passwords: tuple[str, ...]) -> bytes:
    """Open a member protected in the old way (ZipCrypto), the only one that Python knows."""
    most = room(packed.length)
    with zipfile.ZipFile(file) as archive:
        entry = archive.infolist()[packed.index]
        for word in passwords:
            for encoded in {word.encode(), word.encode("gb18030", "replace")}:
                try:
                    with archive.open(entry, pwd=encoded) as member:
                        data = member.read(most + 1)
                except (RuntimeError, NotImplementedError, zipfile.BadZipFile, EOFError, ValueError, OSError):
                    continue
                if len(data) > most:
                    raise Unreadable("archive-limits", limit="unpacked", most=most)
                return data
    raise Unreadable("encrypted", kind="zip", tried=len(passwords))
