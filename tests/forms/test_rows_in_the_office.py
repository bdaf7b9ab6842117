"""Rows and columns are put in and taken out in LibreOffice, under the protection that the sheet declares.

What is done is what a menu does (`uno:InsertRowsBefore` on a selection): a protected sheet refuses it unless it says
that rows may be inserted. Excel's rule is read from the same declaration: it deletes a row only where every cell of it
is open.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import office_basic
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from sheet_pairs import TODAY, UNIT, right

from toolkit import reconcile
from toolkit.forms.template import plan, render
from toolkit.messages import word
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.forms.template import Page
    from toolkit.regulations.forms import Form

LONG = [
    (name, form.id)
    for name in profile_ids()
    for form in load_profile(name).forms
    if form.drawing.layout in {"ledger", "matrix"}
]
DO = """\
Sub Main(sOrders As String, sAnswers As String)
  Dim oLoad(0) As New com.sun.star.beans.PropertyValue
  oLoad(0).Name = "Hidden"
  oLoad(0).Value = True
  Dim oSave(0) As New com.sun.star.beans.PropertyValue
  oSave(0).Name = "FilterName"
  oSave(0).Value = "Calc MS Excel 2007 XML"
  iOut = FreeFile
  Open sAnswers For Output As #iOut
  iIn = FreeFile
  Open sOrders For Input As #iIn
  Do While Not EOF(iIn)
    Line Input #iIn, sLine
    aParts = Split(sLine, Chr(9))
    Select Case aParts(0)
    Case "open"
      oBook = StarDesktop.loadComponentFromURL(ConvertToURL(aParts(1)), "_blank", 0, oLoad())
      oSheet = oBook.Sheets.getByName(aParts(2))
      oBook.CurrentController.setActiveSheet(oSheet)
      Print #iOut, "protected|" & oSheet.isProtected()
    Case "menu"
      oBook.CurrentController.select(oSheet.getCellRangeByName(aParts(2)))
      oHelper = createUnoService("com.sun.star.frame.DispatchHelper")
      oHelper.executeDispatch(oBook.CurrentController.Frame, ".uno:" & aParts(1), "", 0, Array())
    Case "type"
      oSheet.getCellRangeByName(aParts(1)).String = Replace(aParts(2), "\\n", Chr(10))
    Case "line"
      oBook.calculateAll()
      Print #iOut, "line|" & oSheet.getCellRangeByName("A1").String
    Case "save"
      oBook.storeToURL(ConvertToURL(aParts(1)), oSave())
      oBook.close(True)
    End Select
  Loop
  Close #iIn
  Close #iOut
  StarDesktop.terminate()
End Sub
"""


class Done(NamedTuple):
    """What came of one form: its live line full, grown, with the new group filled in, shortened; the saved workbook."""

    protected: str
    lines: list[str]
    path: Path
    groups: int


def cell(page: Page, key: str, at: int) -> str:
    """Return the cell of an answer in the row or column of a number, counted from 0."""
    box = page.find(key, 0)
    assert box is not None
    return (
        f"{get_column_letter(box.left + 1)}{at + 1}"
        if page.axis == "row"
        else f"{get_column_letter(at + 1)}{box.top + 1}"
    )


def orders(form: Form, page: Page, groups: int, folder: Path) -> list[str]:
    """A full list: rows are put in where the guide says so, a group is written there, another row is taken out."""
    down = page.axis == "row"
    after = page.start + page.slots if down else page.start + page.slots - 1  # the narrow row; the last column
    letter = get_column_letter(after + 1)
    where = f"A{after + 1}:B{after + 2}" if down else f"{letter}1:{letter}1048576"
    told = right(form, groups) | {"prior_group_count": str(groups)}
    answers = {key: text for key, text in told.items() if page.find(key, 0)}
    name = next(key for key in answers if "group_name" in key)
    lines = [
        f"open\t{folder / form.id}.xlsx\t{page.name}",
        "line",
        f"menu\t{'InsertRowsBefore' if down else 'InsertColumnsBefore'}\t{where}",
    ]
    lines += [f"type\t{cell(page, key, after)}\t{text}" for key, text in answers.items() if key != name]
    lines += ["line", f"type\t{cell(page, name, after)}\t{answers[name]}", "line"]
    if down:
        lines += [f"menu\tDeleteRows\tA{page.start + 1}", "line"]
    return [*lines, f"save\t{folder / form.id}-saved.xlsx"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    folder = tmp_path_factory.mktemp("rows")
    every: list[str] = []
    counts = {}
    for profile_id, form_id in LONG:
        profile = load_profile(profile_id)
        form = profile.form(form_id)
        counts[form.key] = groups = max(form.drawing.offered, 6)
        rows = [right(form, number) | {"prior_group_count": str(groups)} for number in range(groups)]
        place = folder / profile_id
        place.mkdir()
        (place / f"{form_id}.xlsx").write_bytes(render(form, profile, rows=rows, unit=UNIT))
        page = plan(form, rows=rows, unit=UNIT).pages[0]
        every += orders(form, page, groups, place)
    (folder / "orders.txt").write_text("\n".join(every) + "\n", encoding="utf-8")
    told = office_basic.answers(DO, folder, folder / "orders.txt")
    found = {}
    starts = [number for number, line in enumerate(told) if line[0] == "protected"]
    for (profile_id, form_id), start in zip(LONG, starts, strict=True):
        ends = (number for number, line in enumerate(told) if number > start and line[0] == "protected")
        own = told[start : next(ends, None)]
        key = load_profile(profile_id).form(form_id).key
        found[key] = Done(
            own[0][1], [line[1] for line in own[1:]], folder / profile_id / f"{form_id}-saved.xlsx", counts[key]
        )
    return found


@pytest.mark.office
@pytest.mark.parametrize(("profile", "form"), LONG)
def test_a_full_list_grows_and_the_line_counts_the_new_group(profile: str, form: str, done: dict[str, Done]) -> None:
    one = done[f"{profile}/{form}"]
    assert one.protected.lower() in {"true", "-1", "1"}
    full, nameless, *rest = one.lines
    assert "必填 1 处" in nameless, one.lines
    assert {full, *rest} == {word("template", "counter.done")}, one.lines


@pytest.mark.office
@pytest.mark.parametrize(("profile", "form"), LONG)
def test_what_was_put_in_is_read_and_what_was_taken_out_is_gone(profile: str, form: str, done: dict[str, Done]) -> None:
    one = done[f"{profile}/{form}"]
    outcome = reconcile(one.path, as_of=TODAY, profile=profile, jobs=1)
    told = load_profile(profile).form(form)
    left_out = {0} if told.drawing.layout == "ledger" else set()
    kept = {right(told, number)["group_name"] for number in {*range(one.groups + 1)} - left_out}
    assert set(outcome.ledger.frame["group_name"]) == kept
    assert [finding for finding in outcome.findings if finding.severity == "error"] == []


@pytest.mark.parametrize(("profile", "form"), LONG)
def test_excel_deletes_rows_because_every_cell_of_them_is_open(profile: str, form: str) -> None:
    told = load_profile(profile).form(form)
    page = plan(told).pages[0]
    sheet = openpyxl.load_workbook(io.BytesIO(render(told, load_profile(profile))))[page.name]
    assert not sheet.protection.deleteRows
    assert not sheet.protection.insertRows
    if page.axis == "row":
        for row in range(page.start + 1, page.start + page.slots + 1):
            assert not any(one.protection.locked for one in sheet[row] if one.has_style)
