"""What each button does. RunPython calls these functions; nothing comes out of them but a message box.

A button reads the settings, calls a job, shows what came of it. The message is returned too, for tests.
"""

from __future__ import annotations

import datetime as dt
import functools
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.excel import jobs, tables
from toolkit.excel.adapter import Desk, copy_of, link, write_table
from toolkit.excel.faults import sentence_of
from toolkit.excel.manifest import manifest
from toolkit.excel.marks import Fault, clear_marks, mark_cells
from toolkit.excel.telling import campaign_lines, check_lines, decision_lines, forms_lines, merge_lines
from toolkit.messages import files, word
from toolkit.model import SEVERITIES
from toolkit.publish.deliver import LEDGER, REPORT

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

    from toolkit.model import Submission
    from toolkit.tasks.campaign import Ran

CHECKED = "校验结果"


def button(function: Callable[[Desk], str]) -> Callable[[], str | None]:
    """Make a button of a function: the workbook found, the screen still, every error one Chinese sentence."""

    @functools.wraps(function)
    def press() -> str | None:
        import xlwings as xw

        title = manifest().macro(function.__name__).caption
        try:
            desk = Desk(xw.Book.caller(), title)
        except Exception as error:  # noqa: BLE001 - without a workbook there is no message box; xlwings shows this line
            sys.stderr.write(sentence_of(error, title))
            return None
        try:
            with desk.quiet():
                said = function(desk)
        except Exception as error:  # noqa: BLE001 - the last line of defence: an office person never sees a traceback
            desk.warn(sentence_of(error, title))
            return None
        desk.tell(said)
        return said

    return press


@button
def check_form(desk: Desk) -> str:
    """校验本表: check the form in the other open workbook; colour and note its faulty cells, list them with links."""
    settings = desk.settings()
    book = desk.form_book()
    clear_marks(book)
    _clear_list(book)
    with tempfile.TemporaryDirectory(prefix="reconcile-") as folder:
        ran = jobs.check_file(copy_of(book, Path(folder), desk), settings, today=_today())
    faults = _faults(ran)
    missed = mark_cells(book, faults)
    if faults or _refused(ran):
        table, links = _list(ran, faults)
        write_table(book, table, links=links)
    book.activate()
    return "\n".join(check_lines(ran, book.name, faults=len(faults), missed=missed))


@button
def merge_returns(desk: Desk) -> str:
    """合并收回: put what was collected into one register, and tell what became of every file."""
    settings = desk.settings()
    if not settings.text("collected"):
        chosen = desk.choose_folder()
        if chosen is not None:
            settings = settings.with_text("collected", str(chosen))
    with desk.closed(settings.collected().resolve().parent / jobs.MERGED):
        ran = jobs.merge_returns(settings, today=_today(), on_progress=desk.progress)
    desk.show(tables.of_merge(ran))
    return _done(desk, merge_lines(ran))


@button
def reconcile_campaign(desk: Desk) -> str:
    """对账: the main job, with the settings of the sheet; the result sheets here, the report beside."""
    settings = desk.settings()
    out = settings.out()
    with desk.closed(out / REPORT, out / LEDGER):
        ran = jobs.reconcile_campaign(settings, today=_today(), on_progress=desk.progress)
    desk.show(tables.of_campaign(ran))
    return _done(desk, campaign_lines(ran))


@button
def apply_decisions(desk: Desk) -> str:
    """应用裁定: save the report with its 是, 否 and 待定, and reconcile again with them."""
    settings = desk.settings()
    report = settings.out() / REPORT
    if not report.is_file():
        raise UsageError("excel-no-report", path=str(report))
    with desk.closed(report, settings.out() / LEDGER):
        ran = jobs.reconcile_campaign(settings, today=_today(), on_progress=desk.progress)
    desk.show(tables.of_campaign(ran))
    return _done(desk, [*decision_lines(ran), *campaign_lines(ran)])


@button
def prepare_forms(desk: Desk) -> str:
    """生成下发表格: the workbooks to hand out, prefilled where a roster or last year's register is named."""
    folder, handed = jobs.prepare_forms(desk.settings(), today=_today())
    return _done(desk, forms_lines(folder, handed))


@button
def open_report(desk: Desk) -> str:
    """打开报告: the report of the last run."""
    report = desk.settings().out() / REPORT
    if not report.is_file():
        raise UsageError("excel-no-report", path=str(report))
    desk.open(report)
    return word("excel", "opened", {"path": str(report)})


@button
def self_check(desk: Desk) -> str:
    """自检: what is missing on this machine, and what to do about it."""
    from toolkit.excel.doctor import examine, gather, lines

    checks = examine(gather(inside_excel=True, workbook_version=desk.version()))
    return "\n".join(lines(checks))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _done(desk: Desk, said: list[str]) -> str:
    text = "\n".join(said)
    moment = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    desk.note_last(f"{moment} {desk.title}\n{text}")
    return text


def _faults(ran: Ran) -> list[Fault]:
    """Return one fault a place of every finding that is about the file, the gravest first."""
    from toolkit.findings.wording import sentence

    found = [finding for finding in ran.outcome.findings if finding.where]
    found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return [
        Fault(where.sheet, where.cell, finding.severity, sentence(finding))
        for finding in found
        for where in dict.fromkeys(finding.where)
        if where.file == ran.out.name and where.cell
    ]


def _refused(ran: Ran) -> list[Submission]:
    return [file for file in ran.outcome.submissions if file.status in {"rejected", "empty"} and file.reason]


def _list(ran: Ran, faults: list[Fault]) -> tuple[tables.Table, list[str]]:
    """Return the sheet 校验结果, and the links of its first column."""
    headings = tuple(word("excel", f"heading-{name}") for name in ("place", "severity", "message"))
    rows: list[tuple[str | int, ...]] = []
    links, tones = [], []
    for file in _refused(ran):
        rows.append(("", word("report", "severity-error"), files.sentence(file.reason) if file.reason else ""))
        links.append("")
        tones.append("error")
    for fault in faults:
        rows.append((f"{fault.sheet}!{fault.cell}", word("report", f"severity-{fault.severity}"), fault.text))
        links.append(link(fault.sheet, fault.cell))
        tones.append(fault.severity)
    note = word("excel", "note-checked", {"count": len(faults)})
    return tables.Table(CHECKED, note, headings, (22, 10, 90), tuple(rows), tuple(tones)), links


def _clear_list(book: xw.Book) -> None:
    for sheet in book.sheets:
        if sheet.name == CHECKED:
            sheet.clear()
