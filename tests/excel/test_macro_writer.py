"""Our writer of macro projects against readers that others wrote."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from toolkit.excel.build.compound import compound_file
from toolkit.excel.build.compression import compress
from toolkit.excel.build.modules import xlwings_source
from toolkit.excel.build.project import Module, vba_project


def unpacked(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(compress(data))))


@given(st.lists(st.sampled_from([b"Sub ", b"End Sub\r\n", b"a", b"\x00\xff", b"RunPython"]), max_size=3000))
def test_what_is_packed_comes_out_the_same(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    if data:
        assert unpacked(data) == data


@pytest.mark.parametrize("length", [1, 4095, 4096, 4097, 8192])
def test_the_edges_of_chunks(length: int) -> None:
    data = (b"0123456789abcdef" * 600)[:length]
    assert unpacked(data) == data


def test_a_long_module_is_packed_well() -> None:
    source = xlwings_source().encode()
    assert unpacked(source) == source
    assert len(compress(source)) < len(source) / 2


def test_what_cannot_be_packed_is_stored() -> None:
    data = bytes((at * at * 7919 + at * 31) % 251 for at in range(4096))
    assert unpacked(data) == data


@pytest.mark.parametrize("sizes", [(0,), (1, 63, 64, 65), (4095, 4096, 4097), (512,) * 40, (70_000, 3)])
def test_streams_of_every_size_are_found_again(sizes: tuple[int, ...]) -> None:
    streams = {f"s{number}": bytes([number + 1]) * size for number, size in enumerate(sizes)}
    file = olefile.OleFileIO(
        io.BytesIO(compound_file({"VBA": streams, "PROJECT": b"x"})), raise_defects=olefile.DEFECT_UNSURE
    )
    for name, content in streams.items():
        assert file.openstream(["VBA", name]).read() == content
    assert not file.parsing_issues


def test_text_that_vba_cannot_hold_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project((Module("M", 'MsgBox "校验"'),))
