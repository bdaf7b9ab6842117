"""Another office program opens the control workbook: it finds every macro bound, and runs each with RunPython replaced.

LibreOffice is asked in its own Basic, so that nothing beside it has to be installed. It cannot compile xlwings' module
(which speaks to Windows), so the run is made with a module in its place that writes down what it was given.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import office_basic
import pytest

from toolkit.excel.build import NAME
from toolkit.excel.build.modules import MACROS, macro_source
from toolkit.excel.build.project import SHEET, WORKBOOK, Module, document_module, vba_project
from toolkit.excel.manifest import CONF, DESK, GUIDE, SETTINGS, manifest

pytestmark = pytest.mark.office

STUB = f"""\
Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets("{CONF}").Range("F1").Value = PythonCommand
End Function
"""

ASK = """\
Sub Main(sWorkbook As String, sAnswers As String)
  Dim oLoad(1) As New com.sun.star.beans.PropertyValue
  oLoad(0).Name = "Hidden"
  oLoad(0).Value = True
  oLoad(1).Name = "MacroExecutionMode"
  oLoad(1).Value = 4
  iFile = FreeFile
  Open sAnswers For Output As #iFile
  oBook = StarDesktop.loadComponentFromURL(ConvertToURL(sWorkbook), "_blank", 0, oLoad())
  Print #iFile, "sheets|" & Join(oBook.Sheets.ElementNames, "|")
  oBook.BasicLibraries.loadLibrary("VBAProject")
  Print #iFile, "modules|" & Join(oBook.BasicLibraries.getByName("VBAProject").ElementNames, "|")
  For iSheet = 0 To oBook.Sheets.Count - 1
    oPage = oBook.Sheets.getByIndex(iSheet).DrawPage
    For iShape = 0 To oPage.Count - 1
      oShape = oPage.getByIndex(iShape)
      If oShape.supportsService("com.sun.star.drawing.ControlShape") Then
        oForm = oShape.Control.Parent
        For iPlace = 0 To oForm.Count - 1
          If EqualUnoObjects(oForm.getByIndex(iPlace), oShape.Control) Then
            aEvents = oForm.getScriptEvents(iPlace)
            sCode = ""
            If UBound(aEvents) >= 0 Then sCode = aEvents(0).ScriptCode
            Print #iFile, "button|" & oShape.Control.Label & "|" & sCode
          End If
        Next
      End If
    Next
  Next
  oCell = oBook.Sheets.getByName("CONF").getCellRangeByName("F1")
  For Each sSub In Array(SUBS)
    oCell.String = ""
    RunOne oBook, sSub
    Print #iFile, "ran|" & sSub & "|" & oCell.String
  Next
  Close #iFile
  oBook.close(True)
  StarDesktop.terminate()
End Sub

Sub RunOne(oBook, sSub)
  On Error GoTo Failed
  sPlace = "vnd.sun.star.script:VBAProject.ReconMacros." & sSub & "?language=Basic&location=document"
  oBook.getScriptProvider().getScript(sPlace).invoke(Array(), Array(), Array())
Failed:
End Sub
"""


def stubbed(workbook: Path, target: Path) -> Path:
    """Write the workbook anew with a RunPython that writes down what it is given."""
    code_names = [document_module("ThisWorkbook", WORKBOOK)]
    code_names += [document_module(f"Sheet{number}", SHEET) for number in range(1, 5)]
    binary = vba_project((*code_names, Module(MACROS, macro_source(manifest())), Module("xlwings", STUB)))
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, binary if name == "xl/vbaProject.bin" else source.read(name))
    return target


def asked(workbook: Path, place: Path) -> list[list[str]]:
    """Open the workbook in LibreOffice and return what the Basic above has written down."""
    script = ASK.replace("CONF", CONF).replace("SUBS", ", ".join(f'"{macro.vba}"' for macro in manifest().macros))
    return office_basic.answers(script, place, workbook)


@pytest.fixture(scope="module")
def answers(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    place = tmp_path_factory.mktemp("office")
    return asked(stubbed(built, place / NAME), place)


def test_the_workbook_opens_with_its_sheets_and_modules(answers: list[list[str]]) -> None:
    assert ["sheets", DESK, SETTINGS, GUIDE, CONF] in answers
    modules = next(line[1:] for line in answers if line[0] == "modules")
    assert {MACROS, "xlwings", "ThisWorkbook"} <= set(modules)


def test_every_button_is_bound_to_its_macro(answers: list[list[str]]) -> None:
    found = [line for line in answers if line[0] == "button"]
    bound = {(label, code.partition("?")[0].rpartition(".")[2]) for _button, label, code in found}
    wanted = {(macro.caption, macro.vba) for macro in manifest().macros}
    wanted |= {("选择…", setting.picker) for setting in manifest().settings if setting.picker}
    assert bound == wanted


def test_every_macro_runs_and_gives_python_its_command(answers: list[list[str]]) -> None:
    ran = {line[1]: line[2] for line in answers if line[0] == "ran"}
    assert ran == {macro.vba: macro.command for macro in manifest().macros}


def test_the_real_workbook_opens_too(built: Path, tmp_path: Path) -> None:
    """With xlwings' own module in it: sheets and bindings are there."""
    found = asked(Path(shutil.copy(built, tmp_path / NAME)), tmp_path)
    assert ["sheets", DESK, SETTINGS, GUIDE, CONF] in found
    assert sum(line[0] == "button" and bool(line[2]) for line in found) == len(manifest().macros) + sum(
        bool(setting.picker) for setting in manifest().settings
    )
