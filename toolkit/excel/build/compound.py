"""A compound file ([MS-CFB], version 3) from a tree of streams: the container of `vbaProject.bin`.

The libraries that we know read such files (olefile, compoundfiles), write them only with Windows underneath, or are not
free to be used here; the part that a macro project needs is small and stands below.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_NUMBERS = _SECTOR // 4
_DIFAT = 109
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass
class _Entry:
    """One entry of the directory, filled in as the file grows."""

    name: str
    kind: int
    data: bytes = b""
    children: list[_Entry] = field(default_factory=list)
    number: int = 0
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    colour: int = _BLACK
    start: int = 0
    size: int = 0


def compound_file(tree: Mapping[str, object]) -> bytes:
    """Return a compound file; names map to bytes (a stream) or to a further tree (a storage).

    The same tree gives the same bytes: no time stamps are written.
    """
    entries = _entries(tree)
    body = _Sectors()
    small = [entry for entry in entries if entry.kind == _STREAM and len(entry.data) < _CUTOFF]
    chain, mini = _mini_stream(small)
    for entry in entries:
        if entry.kind == _STREAM and len(entry.data) >= _CUTOFF:
            entry.start, entry.size = body.add(entry.data), len(entry.data)
    entries[0].start, entries[0].size = body.add(mini), len(mini)
    mini_table = _padded(_packed(chain), b"\xff")
    mini_start = body.add(mini_table)
    directory = body.add(_directory(entries))
    return _file(body, directory, mini_start, len(mini_table) // _SECTOR)


class _Sectors:
    """The sectors so far, and the allocation table that chains them."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Append a stream; return its first sector."""
        if not data:
            return _END
        first = len(self.table)
        count = -(-len(data) // _SECTOR)
        self.parts.append(data.ljust(count * _SECTOR, b"\0"))
        self.table += [*range(first + 1, first + count), _END]
        return first


def _entries(tree: Mapping[str, object]) -> list[_Entry]:
    root = _Entry("Root Entry", _ROOT)
    entries = [root]

    def walk(parent: _Entry, branch: Mapping[str, object]) -> None:
        for name, content in branch.items():
            if isinstance(content, bytes):
                entry = _Entry(name, _STREAM, content)
                entries.append(entry)
            else:
                entry = _Entry(name, _STORAGE)
                entries.append(entry)
                walk(entry, content)  # type: ignore[arg-type]  # a tree of trees and bytes, and bytes are dealt with above
            parent.children.append(entry)

    walk(root, tree)
    for number, entry in enumerate(entries):
        entry.number = number
    for entry in entries:
        entry.child = _search_tree(entry.children)
    return entries


def _search_tree(entries: Sequence[_Entry]) -> int:
    """Link siblings as a balanced search tree, its deepest level red; return the number of its top."""
    ordered = sorted(entries, key=lambda entry: (len(entry.name), entry.name.upper()))
    deepest = len(ordered).bit_length() - 1

    def link(low: int, high: int, depth: int) -> int:
        if low >= high:
            return _NOBODY
        middle = (low + high) // 2
        entry = ordered[middle]
        entry.colour = _RED if depth == deepest and depth else _BLACK
        entry.left, entry.right = link(low, middle, depth + 1), link(middle + 1, high, depth + 1)
        return entry.number

    return link(0, len(ordered), 0)


def _mini_stream(entries: Sequence[_Entry]) -> tuple[list[int], bytes]:
    chain: list[int] = []
    stream = bytearray()
    for entry in entries:
        entry.size = len(entry.data)
        count = -(-entry.size // _MINI)
        entry.start = len(chain) if count else _END
        chain += [*range(entry.start + 1, entry.start + count), _END] if count else []
        stream += entry.data.ljust(count * _MINI, b"\0")
    return chain, bytes(stream)


def _directory(entries: Sequence[_Entry]) -> bytes:
    parts = []
    for entry in entries:
        name = entry.name.encode("utf-16-le")
        links = struct.pack("<HBBIII", len(name) + 2, entry.kind, entry.colour, entry.left, entry.right, entry.child)
        start = 0 if entry.kind == _STORAGE else entry.start
        parts.append(name.ljust(64, b"\0") + links + bytes(16) + struct.pack("<IQQIQ", 0, 0, 0, start, entry.size))
    unused = bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY) + bytes(48)
    parts += [unused] * (-len(parts) % (_SECTOR // len(unused)))
    return b"".join(parts)


def _file(body: _Sectors, directory: int, mini_start: int, mini_count: int) -> bytes:
    tables = 1
    while tables * _NUMBERS < len(body.table) + tables:
        tables += 1
    if tables > _DIFAT:
        raise ValueError("more than 7 MB of macros need a longer header than is written here")
    first = len(body.table)
    table = _padded(_packed([*body.table, *[_FAT] * tables]), b"\xff")
    difat = [*range(first, first + tables), *[_FREE] * (_DIFAT - tables)]
    header = _MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += _packed([0, tables, directory, 0, _CUTOFF, mini_start, mini_count, _END, 0])
    return header + _packed(difat) + b"".join(body.parts) + table


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _padded(data: bytes, filler: bytes) -> bytes:
    return data + filler * (-len(data) % _SECTOR)
