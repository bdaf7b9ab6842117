"""The VBA of the control workbook: one Sub a button, one a picker, the ribbon's door, and xlwings' own module.

VBA is written in the code page of the machine that opens it: whatever is not ASCII stands in a cell or in Python.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from toolkit.excel.build.project import SHEET, WORKBOOK, Module, document_module, vba_project

if TYPE_CHECKING:
    from toolkit.excel.manifest import Manifest

MACROS, RIBBON = "ReconMacros", "Recon_Ribbon"
NO_CHOOSER = "text_no_chooser"
"""The cell with the sentence for an Excel that has no file dialog (on a Mac)."""

_DIALOGS = {"file": 3, "folder": 4}  # msoFileDialogFilePicker, msoFileDialogFolderPicker

_FIXED = f"""\
Public Sub {RIBBON}(control As Object)
    Application.Run "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & control.Tag
End Sub

Private Sub Pick(ByVal target As String, ByVal kind As Long)
    Dim chooser As Object
    On Error GoTo NoChooser
    Set chooser = Application.FileDialog(kind)
    chooser.AllowMultiSelect = False
    If chooser.Show = -1 Then ThisWorkbook.Names(target).RefersToRange.Value = chooser.SelectedItems(1)
    Exit Sub
NoChooser:
    MsgBox ThisWorkbook.Names("{NO_CHOOSER}").RefersToRange.Value, 64
End Sub
"""


def project(manifest: Manifest, code_names: tuple[str, ...]) -> bytes:
    """Return `vbaProject.bin`; `code_names` are those of the sheets, in their order."""
    documents = (document_module("ThisWorkbook", WORKBOOK), *(document_module(name, SHEET) for name in code_names))
    return vba_project((*documents, Module(MACROS, macro_source(manifest)), Module("xlwings", xlwings_source())))


def macro_source(manifest: Manifest) -> str:
    """Return the generated module."""
    parts = [f'Attribute VB_Name = "{MACROS}"', "Option Explicit", ""]
    for macro in manifest.macros:
        parts += [f"Public Sub {macro.vba}()", f'    RunPython "{macro.command}"', "End Sub", ""]
    for setting in manifest.settings:
        if setting.picker:
            call = f'    Pick "{setting.cell_name}", {_DIALOGS[setting.kind]}'
            parts += [f"Public Sub {setting.picker}()", call, "End Sub", ""]
    return "\n".join([*parts, _FIXED])


def xlwings_source() -> str:
    """Return xlwings' own module as it is installed, unchanged; its licence (BSD-3-Clause) stands at its top."""
    return files("xlwings").joinpath("xlwings.bas").read_bytes().decode("ascii")
