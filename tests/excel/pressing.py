"""What a person does with the control workbook, done from the built file: caption → Sub → RunPython text → function."""

from __future__ import annotations

import re
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_SHAPE = re.compile(r"<v:shape id=.*?</v:shape>", re.DOTALL)
_CAPTION, _MACRO = re.compile(r"<font[^>]*>([^<]*)</font>"), re.compile(r"<x:FmlaMacro>\[0\]!(\w+)<")
_RUN = re.compile(r'^Public Sub (\w+)\(\)\s*\n\s*RunPython "([^"]+)"', re.MULTILINE)


def sources(workbook: Path) -> dict[str, str]:
    """Return the modules of a workbook, name to text."""
    from oletools.olevba import VBA_Parser

    with zipfile.ZipFile(workbook) as package:
        parser = VBA_Parser("vbaProject.bin", data=package.read("xl/vbaProject.bin"))
    return {name.rpartition(".")[0]: code for _file, _stream, name, code in parser.extract_macros()}


def subs(workbook: Path) -> set[str]:
    """Return the public Subs of our module."""
    return set(re.findall(r"^Public Sub (\w+)\(", sources(workbook)["ReconMacros"], re.MULTILINE))


def commands(workbook: Path) -> dict[str, str]:
    """Return what each Sub gives to RunPython."""
    return dict(_RUN.findall(sources(workbook)["ReconMacros"].replace("\r", "")))


def buttons(workbook: Path) -> list[tuple[str, str]]:
    """Return caption and Sub of every button on every sheet, in order."""
    found = []
    with zipfile.ZipFile(workbook) as package:
        for name in sorted(name for name in package.namelist() if name.endswith(".vml")):
            shapes = _SHAPE.findall(package.read(name).decode())
            found += [(_CAPTION.search(shape)[1], _MACRO.search(shape)[1]) for shape in shapes]
    return found


def ribbon(workbook: Path, part: str) -> list[dict[str, str]]:
    """Return the attributes of the buttons of one generation of the ribbon."""
    with zipfile.ZipFile(workbook) as package:
        root = ET.fromstring(package.read(part))  # noqa: S314 - our own file
    return [dict(entry.attrib) for entry in root.iter() if entry.tag.endswith("}button")]


def press(workbook: Path, caption: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press a button: run what its Sub gives to RunPython, with the arguments that RunPython gives to Python."""
    text = commands(workbook)[dict(buttons(workbook))[caption]]
    arguments = [f"--wb={workbook.name}", "--from_xl=1", "--app=/Excel", "--hwnd=1"]
    monkeypatch.setattr(sys, "argv", ["-c", *arguments])
    head = 'import xlwings.utils;xlwings.utils.prepare_sys_path("False;;;;;"); '
    exec(head + text, {})  # noqa: S102 - this is what `python -c` does
