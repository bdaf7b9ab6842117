"""The control workbook as a file: what Excel, scanners and other programs will find in it."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings
from pressing import buttons, commands, ribbon, sources, subs

from toolkit.definitions.bundled import templates_folder
from toolkit.excel.build import NAME, Binding, build
from toolkit.excel.build.modules import RIBBON, xlwings_source
from toolkit.excel.manifest import LAST, VERSION, manifest

COMMITTED = templates_folder() / NAME
PAGE = Path("docs/excel-users.md")
RIBBONS = ("customUI/customUI14.xml", "customUI/customUI.xml")


def parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_manifest_gives_the_same_bytes() -> None:
    assert build() == build()


def test_the_committed_workbook_is_the_one_that_is_built(built: Path) -> None:
    old, new = parts(COMMITTED.read_bytes()), parts(built.read_bytes())
    if xlwings.__version__.encode() in old["docProps/custom.xml"]:
        assert old == new
    else:  # another xlwings brings another module of its own; the rest is ours
        own = {"xl/vbaProject.bin", "docProps/custom.xml"}
        assert {name: part for name, part in old.items() if name not in own} == {
            name: part for name, part in new.items() if name not in own
        }
        assert {**sources(COMMITTED), "xlwings": ""} == {**sources(built), "xlwings": ""}


def test_every_button_of_the_manifest_stands_on_the_sheet_and_is_bound(built: Path) -> None:
    wanted = [(macro.caption, macro.vba) for macro in manifest().macros]
    wanted += [("选择…", setting.picker) for setting in manifest().settings if setting.picker]
    assert sorted(buttons(built)) == sorted(wanted)
    assert {vba for _caption, vba in buttons(built)} <= subs(built)


@pytest.mark.parametrize("part", RIBBONS)
def test_the_ribbon_shows_the_same_buttons(built: Path, part: str) -> None:
    found = ribbon(built, part)
    assert [(entry["label"], entry["tag"]) for entry in found] == [(m.caption, m.vba) for m in manifest().macros]
    assert {entry["onAction"] for entry in found} == {RIBBON}
    assert RIBBON in subs(built)
    package = parts(built.read_bytes())
    assert package["_rels/.rels"].count(f'Target="{part}"'.encode()) == 1
    assert "群组备案".encode() in package[part]


def test_every_sub_runs_a_python_function_that_is_there(built: Path) -> None:
    assert set(commands(built)) == {macro.vba for macro in manifest().macros}
    for macro in manifest().macros:
        assert commands(built)[macro.vba] == macro.command
        module, function = macro.python.split(":")
        assert callable(getattr(importlib.import_module(module), function))


def test_the_pickers_fill_cells_that_are_there(built: Path) -> None:
    names = set(openpyxl.load_workbook(built).defined_names)
    assert {setting.cell_name for setting in manifest().settings} | {LAST, VERSION} <= names
    code = sources(built)["ReconMacros"]
    for setting in manifest().settings:
        if setting.picker:
            assert f'Pick "{setting.cell_name}", {4 if setting.kind == "folder" else 3}' in code


def test_macros_are_ascii_start_with_nothing_and_contain_xlwings_unchanged(built: Path) -> None:
    found = sources(built)
    assert all(code.isascii() for code in found.values())
    assert found["xlwings"].replace("\r\n", "\n") == xlwings_source().replace("\r\n", "\n")
    from oletools.mraptor import MacroRaptor

    raptor = MacroRaptor("\n".join(found.values()))
    raptor.scan()
    assert not raptor.suspicious
    assert not raptor.autoexec


def test_every_sheet_has_its_module(built: Path) -> None:
    workbook = openpyxl.load_workbook(built)
    documents = {sheet.sheet_properties.codeName for sheet in workbook} | {"ThisWorkbook"}
    assert documents == set(sources(built)) - {"ReconMacros", "xlwings"}


def test_the_compound_file_is_read_by_the_strictest_reader(built: Path, tmp_path: Path) -> None:
    binary = tmp_path / "vbaProject.bin"
    binary.write_bytes(parts(built.read_bytes())["xl/vbaProject.bin"])
    script = """
import sys, compoundfiles
with compoundfiles.CompoundFileReader(sys.argv[1]) as file:
    print(sorted(entry.name for entry in file.root), sorted(entry.name for entry in file.root["VBA"]))
    for entry in file.root["VBA"]:
        assert len(file.open(entry).read()) == entry.size
"""
    flags = ["-W", "error", "-W", "ignore::DeprecationWarning", "-W", "ignore::SyntaxWarning"]
    told = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, *flags, "-c", script, str(binary)], check=True, capture_output=True, text=True
    )
    assert told.stdout.startswith("['PROJECT', 'PROJECTwm', 'VBA']")

    import olefile

    with olefile.OleFileIO(str(binary), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert not file.parsing_issues


def test_saving_with_openpyxl_loses_neither_macros_nor_buttons(built: Path, tmp_path: Path) -> None:
    again = tmp_path / NAME
    workbook = openpyxl.load_workbook(built, keep_vba=True)
    workbook["设置"]["C4"] = "/收回"
    workbook.save(again)
    assert parts(again.read_bytes())["xl/vbaProject.bin"] == parts(built.read_bytes())["xl/vbaProject.bin"]
    assert sorted(buttons(again)) == sorted(buttons(built))
    assert any(part in parts(again.read_bytes()) for part in RIBBONS)


def test_a_personal_copy_differs_in_its_python_and_nothing_else() -> None:
    bound = Binding(windows=r"C:\Users\某 人\venv\Scripts\pythonw.exe")
    own, common = parts(build(bound)), parts(build())
    assert {name for name in own if own[name] != common[name]} == {"xl/sharedStrings.xml", "xl/worksheets/sheet4.xml"}
    conf = openpyxl.load_workbook(io.BytesIO(build(bound)))["xlwings.conf"]
    assert conf["B1"].value == bound.windows
    assert conf.sheet_state == "hidden"


@pytest.mark.parametrize("macro", manifest().macros, ids=lambda macro: macro.vba)
def test_the_page_for_users_tells_every_button(macro: object) -> None:
    assert f"**{macro.caption}**" in PAGE.read_text(encoding="utf-8")  # type: ignore[attr-defined]
