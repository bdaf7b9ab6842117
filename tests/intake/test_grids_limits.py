"""Bombs are refused before they go off, and what merely looks large is read."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
import zlib

import pytest
from test_grids import rewritten, same, simple, written

from toolkit.intake.grids import Unreadable, read_workbook
from toolkit.intake.grids.package import inflate, room
from toolkit.model import Note


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook("a.xlsx", data)
    return refused.value.note.code


def test_a_part_that_unpacks_a_hundredfold_beyond_ten_mebibytes_is_refused() -> None:
    assert refusal(rewritten(simple(), same, {"xl/worksheets/big.xml": b" " * (12 << 20)})) == "too-large"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = rewritten(simple(), same, {"xl/worksheets/big.xml": b" " * (12 << 20)})
    lie = data.replace(struct.pack("<I", 12 << 20), struct.pack("<I", 12))
    assert refusal(lie) == "too-large"


def test_what_unpacks_a_hundredfold_but_stays_small_is_read() -> None:
    data = rewritten(simple(), same, {"xl/other.xml": b" " * (9 << 20)})
    assert read_workbook("a.xlsx", data).grids[0].at(1, 1) == "教务处"


def test_more_than_five_thousand_parts_are_refused() -> None:
    assert refusal(rewritten(simple(), same, {f"xl/x{number}": b"" for number in range(5_000)})) == "too-large"


def test_cells_too_far_apart_are_refused_before_they_are_held() -> None:
    assert refusal(written(lambda book: book.add_worksheet().write("XFD1048576", 1))) == "too-large"


def test_far_formats_without_values_are_no_cells() -> None:
    def fill(book: object) -> None:
        sheet = book.add_worksheet()  # type: ignore[attr-defined]
        sheet.write("A1", "单位")
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))  # type: ignore[attr-defined]

    assert read_workbook("a.xlsx", written(fill)).grids[0].rows == (("单位",),)


def test_entities_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'.encode()

    def arm(name: str, part: bytes) -> bytes:
        return bomb + part[part.index(b"?>") + 2 :].replace("教务处".encode(), b"&l9;") if "shared" in name else part

    with pytest.raises(Unreadable) as refused:
        read_workbook("a.xlsx", rewritten(simple(), arm))
    assert refused.value.note.code == "corrupt"
    assert [note.code for note in refused.value.warnings] == ["dtd"]


def test_a_truncated_workbook_and_an_empty_file_are_corrupt() -> None:
    assert refusal(simple()[:-100]) == "corrupt"
    assert refusal(b"") == "corrupt"


def test_an_archive_that_is_no_workbook_is_named() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal(data.getvalue()) == "not-a-workbook"


def test_inflating_stops_at_the_limit_and_checks_the_sum() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"a" * 1_000) + packer.flush()
    whole = inflate(packed, method=8, crc=zlib.crc32(b"a" * 1_000), most=1_000)
    assert whole == b"a" * 1_000
    for most, crc, code in ((999, zlib.crc32(whole), "too-large"), (1_000, 1, "corrupt")):
        with pytest.raises(Unreadable) as refused:
            inflate(packed, method=8, crc=crc, most=most)
        assert refused.value.note.code == code


def test_the_room_of_a_part_grows_with_what_it_packs() -> None:
    assert (room(1), room(1 << 20), room(100 << 20)) == (10 << 20, 100 << 20, 300 << 20)


def test_a_refusal_travels_between_processes_with_all_it_carries() -> None:
    sent = Unreadable("too-large", warnings=(Note("dtd", {}),), most=3)
    arrived = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert (arrived.note, arrived.warnings) == (Note("too-large", {"most": 3}), (Note("dtd", {}),))
