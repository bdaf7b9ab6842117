"""The control workbook from the manifest, on any system and without Excel.

    build()                   the copy in `templates/`, bound to no Python
    build(binding)            a personal copy: `reconcile excel new`

The same arguments and the same xlwings give the same bytes. `python -m toolkit.excel.build` writes the copy in
`templates/` anew.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

from toolkit import __version__
from toolkit.excel.build.modules import project
from toolkit.excel.build.ribbon import with_ribbon
from toolkit.excel.build.sheets import write_sheets
from toolkit.excel.manifest import manifest
from toolkit.messages import word

NAME = "对账控制台.xlsm"
VERSION_PROPERTY, XLWINGS_PROPERTY = "reconcile-version", "reconcile-xlwings"

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - XlsxWriter writes it as it is; a fixed day makes the bytes repeatable
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Binding:
    """The Python that the buttons start: its path on Windows or on a Mac; "" leaves it to the search path."""

    windows: str = ""
    mac: str = ""


def build(binding: Binding = Binding()) -> bytes:
    """Return the control workbook as .xlsm."""
    import xlsxwriter
    import xlwings

    found = manifest()
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        title = word("excel", "title")
        workbook.set_properties({"title": title, "author": "reconcile-toolkit", "created": _CREATED})
        workbook.set_custom_property(VERSION_PROPERTY, __version__, "text")
        workbook.set_custom_property(XLWINGS_PROPERTY, xlwings.__version__, "text")
        code_names = write_sheets(workbook, found, settings_of_xlwings(binding))
        workbook.add_vba_project(io.BytesIO(project(found, code_names)), is_stream=True)
        workbook.set_vba_name("ThisWorkbook")
    return with_ribbon(stream.getvalue(), found)


def settings_of_xlwings(binding: Binding) -> dict[str, str]:
    """Return the lines of the hidden sheet `xlwings.conf`.

    The workbook's folder is not searched for Python files: a stray `toolkit.py` beside it must not be run, and a
    folder in OneDrive has no path that could be searched.
    """
    return {
        "Interpreter_Win": binding.windows,
        "Interpreter_Mac": binding.mac,
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "Use UDF Server": "False",
        "Show Console": "False",
    }
