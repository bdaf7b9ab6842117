"""`vbaProject.bin` from the source of its modules ([MS-OVBA]): source only, no compiled code, the same bytes each time.

Office compiles the source when it opens the workbook; xlwings' own workbooks are written in the same way.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from toolkit.excel.build.compound import compound_file
from toolkit.excel.build.compression import compress

WORKBOOK, SHEET = "0{00020819-0000-0000-C000-000000000046}", "0{00020820-0000-0000-C000-000000000046}"
"""The classes that a workbook's and a sheet's own module extend."""

_NAME, _ID = "VBAProject", "{5B9A1B30-6E0C-4C57-9E36-0C5D3A3C1E11}"
_CODEPAGE = 1252
_SEED = 0x34
_SOURCE_ONLY = b"\xcc\x61\xff\xff\x00\x01\x00"
_OFFICE = r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
_REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    ("Office", r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#" + _OFFICE),
)


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name, its whole text (`Attribute` lines included), and whether a sheet or the book owns it."""

    name: str
    source: str
    kind: Literal["standard", "document"] = "standard"


def document_module(name: str, base: str) -> Module:
    """Return the empty module that the workbook and every sheet has; `base` is `WORKBOOK` or `SHEET`."""
    lines = [f'Attribute VB_Name = "{name}"', f'Attribute VB_Base = "{base}"']
    lines += [f"Attribute VB_{attribute} = False" for attribute in ("GlobalNameSpace", "Creatable")]
    lines += [f"Attribute VB_{attribute} = True" for attribute in ("PredeclaredId", "Exposed")]
    lines += ["Attribute VB_TemplateDerived = False", "Attribute VB_Customizable = True", ""]
    return Module(name, "\n".join(lines), "document")


def vba_project(modules: tuple[Module, ...]) -> bytes:
    """Return the project as the bytes of `vbaProject.bin`.

    Raises:
        UnicodeEncodeError: a module is not ASCII; what a user reads must come from the workbook or from Python.
    """
    storage = {"_VBA_PROJECT": _SOURCE_ONLY, "dir": compress(_directory(modules))}
    for module in modules:
        text = module.source.replace("\r\n", "\n").replace("\n", "\r\n")
        storage[module.name] = compress(text.encode("ascii"))
    names = (_ansi(module.name) + b"\0" + _wide(module.name) + b"\0\0" for module in modules)
    return compound_file({"VBA": storage, "PROJECT": _settings(modules), "PROJECTwm": b"".join(names) + b"\0\0"})


def _directory(modules: tuple[Module, ...]) -> bytes:
    """Return the `dir` stream (2.3.4.2): what the project is, its references, its modules."""
    number = struct.Struct("<I").pack
    parts = [_record(0x01, number(3)), _record(0x02, number(0x409)), _record(0x14, number(0x409))]
    parts += [_record(0x03, struct.pack("<H", _CODEPAGE)), _record(0x04, _ansi(_NAME))]
    parts += [_record(0x05), _record(0x40), _record(0x06), _record(0x3D)]
    parts += [_record(0x07, number(0)), _record(0x08, number(0)), struct.pack("<HIIH", 0x09, 4, 0x65BE0257, 17)]
    parts += [_record(0x0C), _record(0x3C)]
    for name, library in _REFERENCES:
        where = _ansi(library)
        parts += [_record(0x16, _ansi(name)), _record(0x3E, _wide(name))]
        parts.append(_record(0x0D, number(len(where)) + where + bytes(6)))
    parts += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    for module in modules:
        ansi, wide = _ansi(module.name), _wide(module.name)
        parts += [_record(0x19, ansi), _record(0x47, wide), _record(0x1A, ansi), _record(0x32, wide)]
        parts += [_record(0x1C), _record(0x48), _record(0x31, number(0)), _record(0x1E, number(0))]
        parts += [_record(0x2C, b"\xff\xff"), _record(0x21 if module.kind == "standard" else 0x22), _record(0x2B)]
    return b"".join([*parts, _record(0x10)])


def _settings(modules: tuple[Module, ...]) -> bytes:
    """Return the `PROJECT` stream (2.3.1)."""
    lines = [f'ID="{_ID}"']
    lines += [
        f"Module={module.name}" if module.kind == "standard" else f"Document={module.name}/&H00000000"
        for module in modules
    ]
    lines += [f'Name="{_NAME}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    protection, password, visible = (_hidden(data) for data in (bytes(4), bytes(1), b"\xff"))
    lines += [f'CMG="{protection}"', f'DPB="{password}"', f'GC="{visible}"', ""]
    lines += ["[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", ""]
    lines += ["[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), ""]
    return _ansi("\r\n".join(lines))


def _hidden(data: bytes) -> str:
    """Return data under MS-OVBA's obfuscation (2.4.3.2): no protection, no password, visible."""
    key = sum(_ansi(_ID)) & 0xFF
    version, project = _SEED ^ 2, _SEED ^ key
    told = [_SEED, version, project]
    plain, last, before = key, project, version
    for byte in bytes([7]) * ((_SEED & 6) // 2) + struct.pack("<I", len(data)) + data:
        told.append(byte ^ ((before + plain) & 0xFF))
        plain, before, last = byte, last, told[-1]
    return bytes(told).hex().upper()


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def _ansi(text: str) -> bytes:
    return text.encode("ascii")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
