"""MS-OVBA 2.4.1: how the text of a macro is packed, in chunks of 4,096 bytes of literals and copies."""

from __future__ import annotations

import struct
from typing import NamedTuple

_CHUNK = 4096
_SHORTEST = 3
_PACKED, _RAW = 0xB000, 0x3000


class _Copy(NamedTuple):
    """A run of bytes that stood `offset` bytes before, `length` bytes long."""

    offset: int
    length: int


def compress(data: bytes) -> bytes:
    """Return the data as a CompressedContainer; the same data gives the same bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(_chunk(chunk) for chunk in chunks)


def _chunk(chunk: bytes) -> bytes:
    body = _tokens(chunk)
    if len(body) < _CHUNK:
        return struct.pack("<H", _PACKED | (len(body) + 2 - 3)) + body
    if len(chunk) < _CHUNK:  # a raw chunk is 4,096 bytes long: blanks at the end of a source do no harm
        chunk = chunk.ljust(_CHUNK)
    return struct.pack("<H", _RAW | (_CHUNK + 2 - 3)) + chunk


def _tokens(chunk: bytes) -> bytes:
    body, position = bytearray(), 0
    seen: dict[bytes, list[int]] = {}
    while position < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            found = _longest(chunk, position, seen)
            if found is None:
                group.append(chunk[position])
                step = 1
            else:
                flags |= 1 << bit
                group += _token(found, position)
                step = found.length
            for past in range(position, position + step):
                seen.setdefault(chunk[past : past + _SHORTEST], []).append(past)
            position += step
        body.append(flags)
        body += group
    return bytes(body)


def _offset_bits(position: int) -> int:
    """Return how many bits of a copy token tell the offset: it grows with the position in the chunk."""
    return max(4, (position - 1).bit_length())


def _token(copy: _Copy, position: int) -> bytes:
    bits = _offset_bits(position)
    return struct.pack("<H", (copy.offset - 1) << (16 - bits) | (copy.length - _SHORTEST))


def _longest(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> _Copy | None:
    starts = seen.get(chunk[position : position + _SHORTEST])
    if not starts or len(chunk) - position < _SHORTEST:
        return None
    most = min((0xFFFF >> _offset_bits(position)) + _SHORTEST, len(chunk) - position)
    best = _Copy(0, 0)
    for start in reversed(starts):
        length = _SHORTEST
        while length < most and chunk[start + length] == chunk[position + length]:
            length += 1
        if length > best.length:
            best = _Copy(position - start, length)
            if length == most:
                break
    return best
