"""Ways to spoil a returned file: each takes the bytes of one that was good and gives bytes that came out of it.

All chance comes from the `random.Random` that is passed in: the same seed gives the same bytes on every machine.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Mutation = Callable[[bytes, Random], bytes]

NASTY = (
    "",
    " ",
    "\u3000",
    "无",
    "是",
    "0",
    "-1",
    "1e308",
    "99999999999999999999",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "１３９００００００００",
    "13900000000",
    "2026-02-30",
    "45000.5",
    "0000-00-00",
    "9999年99月",
    "三十九人",
    "约200—300人",
    "\u202e倒\u202c",
    "\u200b\ufeff",
    "群" * 400,
    "(" * 300,
    "、" * 300,
    "☑QQ群□微信群☑",
    "👩‍👩‍👧‍👦" * 20,
    "é" * 50,
    "单位",
    "群名称",
    "填写示例",
    "合计",
    "本单位无群",
    "\U0010ffff",
    "１班2班③班",
)
"""Texts that a cell may hold and no form asks for."""

NUMBERS = ("-1", "0", "1", "255", "65536", "1048577", "16385", "2147483648", "4294967296", "1e400", "NaN", "x", "")
WORDS = (
    b"\x00",
    b"\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"\xff\xff\xff\xff",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
)
CODECS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1", "shift_jis", "utf-7")

_TEXT = re.compile(r"(<(?:t|text:p|w:t|v)(?: [^<>]*)?>)([^<>]*)(?=</)")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"<>]*)"')
_TAG = re.compile(r"<[^<>]+>")
_ELEMENT = re.compile(
    r"<(row|c|si|w:tr|w:tc|table:table-row|table:table-cell|mergeCell|sheet|Relationship)\b[^<>]*?(?:/>|>.*?</\1>)",
    re.DOTALL,
)


def mutated(data: bytes, random: Random, others: tuple[bytes, ...] = ()) -> tuple[str, bytes]:
    """Return the names of one to three ways taken, joined by `+`, and what came of them."""
    ways: list[str] = []
    for _ in range(random.choices((1, 2, 3), (6, 3, 1))[0]):
        known = BYTES
        if zipfile.is_zipfile(io.BytesIO(data)):
            known = random.choices((XML, PACKAGE, BYTES), (6, 3, 1))[0]
        elif data[:1].isascii() and b"\x00" not in data[:200]:
            known = {**TEXT, **known}
        name = random.choice(sorted(known))
        if name == "splice" and others:
            data = _splice(data, random, random.choice(others))
        else:
            data = known[name](data, random)
        ways.append(name)
    return "+".join(ways), data


# --- bytes ----------------------------------------------------------------------------------------------------------


def _span(data: bytes, random: Random, most: int = 64) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randint(1, most))


def _flip(data: bytes, random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if spoilt:
            spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random, 2_000)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random, 2_000)
    return data[:end] + data[start:end] * random.randint(1, 4) + data[end:]


def _overwrite(data: bytes, random: Random) -> bytes:
    word = random.choice(WORDS) * random.randint(1, 4)
    start = random.randrange(len(data) + 1)
    return data[:start] + word + data[start + len(word) :]


def _insert(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.randbytes(random.randint(1, 300)) + data[start:]


def _splice(data: bytes, random: Random, other: bytes = b"") -> bytes:
    other = other or data
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _number(data: bytes, random: Random) -> bytes:
    """Write an extreme number over an aligned place: lengths, offsets and counts of binary formats."""
    if len(data) < 8:
        return data
    start = random.randrange(len(data) // 2 - 1) * 2
    kind = random.choice(("<H", "<I"))
    value = (
        random.choice((0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF))
        if kind == "<H"
        else random.choice((0, 1, 1 << 20, 1 << 31, (1 << 32) - 1))
    )
    word = struct.pack(kind, value)
    return data[:start] + word + data[start + len(word) :]


# --- text -----------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    for codec in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _recode(data: bytes, random: Random) -> bytes:
    return _decoded(data).encode(random.choice(CODECS), "replace")


def _separator(data: bytes, random: Random) -> bytes:
    return data.replace(b",", random.choice((b"\t", b";", b"|", b",,", b'","', b"\x00", "，".encode())))


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    way = random.randrange(4)
    if way == 0:
        random.shuffle(lines)
    elif way == 1:
        return random.choice((b"\r", b"\r\r\n", b"\n\n", b"\x0b", b"")).join(lines)
    else:
        at = random.randrange(len(lines))
        lines[at : at + 1] = [lines[at]] * random.choice((0, 2, 50))
    return b"\n".join(lines)


def _field(data: bytes, random: Random) -> bytes:
    fields = re.split(r"([,\t\n])", _decoded(data))
    fields[random.randrange(len(fields))] = random.choice((*NASTY, '"', '""', 'a"b', '"\n'))
    return "".join(fields).encode("utf-8", "replace")


# --- members of a package -------------------------------------------------------------------------------------------


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """Return the members that can still be unpacked; [] when none can."""
    found: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                try:
                    found.append((entry.filename, package.read(entry)))
                except Exception:  # noqa: BLE001, S112 - an earlier mutation broke it: the others are still there
                    continue
    except Exception:  # noqa: BLE001 - likewise the directory
        return []
    return found


def _packed(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as package:
        warnings.simplefilter("ignore")  # two members of one name: meant
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return stream.getvalue()


def _on_member(change: Callable[[bytes, Random], bytes], ends: tuple[str, ...] = ("",)) -> Mutation:
    """Return a mutation of one member's unpacked bytes, rather of a sheet than of anything else."""

    def way(data: bytes, random: Random) -> bytes:
        members = _members(data)
        fitting = [place for place, (name, _) in enumerate(members) if name.lower().endswith(ends)]
        if not fitting:
            return _flip(data, random)
        sheets = [place for place in fitting if re.search(r"sheet\d|sharedStrings|content|document", members[place][0])]
        place = random.choice(sheets if sheets and random.random() < 0.7 else fitting)
        name, content = members[place]
        members[place] = (name, change(content, random))
        return _packed(members)

    return way


def _on_list(change: Callable[[list[tuple[str, bytes]], Random], list[tuple[str, bytes]]]) -> Mutation:
    def way(data: bytes, random: Random) -> bytes:
        members = _members(data)
        return _packed(change(members, random)) if members else _flip(data, random)

    return way


def _without(members: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    gone = random.randrange(len(members))
    return [*members[:gone], *members[gone + 1 :]]


def _twice(members: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    name, content = random.choice(members)
    return [*members, (name, _flip(content, random))]


def _renamed(members: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    place = random.randrange(len(members))
    name, content = members[place]
    names = (name.upper(), name.replace("/", "\\"), "/" + name, "../" + name, name + "\x00", "é" + name, "a.zip", "")
    return [*members[:place], (random.choice(names), content), *members[place + 1 :]]


def _mixed(members: list[tuple[str, bytes]], random: Random) -> list[tuple[str, bytes]]:
    return random.sample(members, len(members))


def _directory(data: bytes, random: Random) -> bytes:
    """Spoil a field of a member's entry in the directory, or of its own heading: flags, method, sizes, offset."""
    heads = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    if not heads:
        return _flip(data, random)
    at = random.choice(heads) + random.randint(4, 44)
    word = random.choice(
        (b"\x01\x00", b"\x63\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x0c\x00", random.randbytes(2))
    )
    return data[:at] + word + data[at + len(word) :]


# --- XML ------------------------------------------------------------------------------------------------------------


def _edit(pattern: re.Pattern[str], change: Callable[[re.Match[str], Random], str]) -> Callable[[bytes, Random], bytes]:
    def way(content: bytes, random: Random) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        found = list(pattern.finditer(text))
        for one in sorted(random.sample(found, min(len(found), random.randint(1, 6))), key=lambda one: -one.start()):
            text = text[: one.start()] + change(one, random) + text[one.end() :]
        return text.encode("utf-8", "surrogateescape")

    return way


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _typed(found: re.Match[str], random: Random) -> str:
    return found[1] + _escaped(random.choice(NASTY))


def _attribute(found: re.Match[str], random: Random) -> str:
    cells = ("A1", "XFD1048576", "ZZZZ9", "A0", "1A", "A1:XFD1048576", "b", "str", "inlineStr", "s", "e", "d")
    return f'{found[1]}="{_escaped(random.choice((*NUMBERS, *cells, random.choice(NASTY))))}"'


def _tag(found: re.Match[str], random: Random) -> str:
    return random.choice(
        ("", found[0] * 2, found[0].replace("<", "</"), found[0] + "<x:y/>", found[0] + "<![CDATA[", "<!--")
    )


def _element(found: re.Match[str], random: Random) -> str:
    return found[0] * random.choice((0, 2, 3, 200))


def _declared(content: bytes, random: Random) -> bytes:
    """Put something before the document: another encoding, an entity, a comment, a byte order mark."""
    body = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", content)
    heads = (
        b'<?xml version="1.0" encoding="gb18030"?>',
        b'<?xml version="1.0" encoding="UTF-16"?>',
        b'<?xml version="1.1"?>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b"\xef\xbb\xbf",
        b"<!-- " + b"-" * 50 + b" -->",
    )
    return random.choice(heads) + body


def _sixteen(content: bytes, _random: Random) -> bytes:
    return content.decode("utf-8", "replace").encode("utf-16")


_XML = (".xml", ".rels")
BYTES: dict[str, Mutation] = {
    "flip": _flip,
    "cut": _cut,
    "drop": _drop,
    "double": _double,
    "overwrite": _overwrite,
    "insert": _insert,
    "splice": _splice,
    "number": _number,
}
TEXT: dict[str, Mutation] = {"recode": _recode, "separator": _separator, "lines": _lines, "field": _field}
PACKAGE: dict[str, Mutation] = {
    "member-flip": _on_member(_flip),
    "member-cut": _on_member(_cut),
    "member-number": _on_member(_number),
    "member-drop": _on_member(_drop),
    "member-gone": _on_list(_without),
    "member-twice": _on_list(_twice),
    "member-renamed": _on_list(_renamed),
    "member-order": _on_list(_mixed),
    "directory": _directory,
}
XML: dict[str, Mutation] = {
    "cell-text": _on_member(_edit(_TEXT, _typed), _XML),
    "cell-texts": _on_member(
        lambda data, random: _edit(_TEXT, _typed)(_edit(_TEXT, _typed)(data, random), random), _XML
    ),
    "attribute": _on_member(_edit(_ATTRIBUTE, _attribute), _XML),
    "tag": _on_member(_edit(_TAG, _tag), _XML),
    "element": _on_member(_edit(_ELEMENT, _element), _XML),
    "declared": _on_member(_declared, _XML),
    "utf-16": _on_member(_sixteen, _XML),
}
"""The ways by name: for any bytes, for text, for packages (xlsx, ods, docx, zip) and for the XML in them."""
