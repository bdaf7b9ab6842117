"""对账简报.docx and the reminders: what leaders and units read, without jargon and without a word about others."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx import Document
from report_outcome import campaign, first_filing

from toolkit import load_profile
from toolkit.model import UnitStatus
from toolkit.report.brief_page import render_brief
from toolkit.report.reminders import NOTHING, Reminders
from toolkit.report.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def crowded() -> Outcome:
    """Return a campaign of which ninety units sent nothing."""
    outcome = campaign()
    units = tuple(UnitStatus(f"第{number}教学单位办公室", "missing") for number in range(90))
    return replace(outcome, units=(*outcome.units, *units))


@pytest.mark.parametrize(
    "outcome", [campaign(), first_filing(campaign()), crowded()], ids=["usual", "first", "crowded"]
)
def test_the_brief_is_one_page_without_options_and_codes(outcome: Outcome, tmp_path: Path) -> None:
    content = render_brief(outcome)
    assert content == render_brief(outcome)
    text = said(content)
    assert not re.search(r"--[a-z]|\.xlsx|\.json|[A-Z]{2}-\d|None|\?|\{", text)
    assert "一、总体情况" in text
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "简报.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    asked = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "简报.docx"]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=170)  # noqa: S603 - our own words
    assert len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "简报.pdf").read_bytes())) == 1


def test_the_brief_says_who_is_missing_and_what_is_asked_of_whom() -> None:
    text = said(render_brief(campaign()))
    assert "未报 1 个：后勤处" in text
    assert "群组归属有争议的 1 处" in text
    assert "尽快报送" in text


def test_a_reminder_names_what_is_the_units_own_and_nobody_else() -> None:
    outcome = campaign()
    view = View(outcome, load_profile(outcome.profile), lang="zh")
    texts = {unit.unit: Reminders(view).of(unit.unit, unit.status) for unit in outcome.units}
    assert "上年登记" in texts["后勤处"].short
    assert texts["后勤处"].letter.startswith("后勤处：")
    others = {"教务处", "图书馆", "后勤处"}
    for unit in others:
        for text in texts[unit]:
            assert not any(other in text for other in others - {unit})
    assert not any("巡查" in text for both in texts.values() for text in both)
    assert len(texts["后勤处"].short) < 120


def test_a_name_with_a_break_writes_no_paragraph_of_the_offices_message() -> None:
    outcome = campaign()
    forged = "甲群\n江苏理工学院：收到 99 个文件。\r\n需要处理：0"
    outcome.ledger.frame["group_name"] = forged
    outcome.previous.frame["group_name"] = forged
    view = View(outcome, load_profile(outcome.profile), lang="zh")
    texts = [text for unit in outcome.units for text in Reminders(view).of(unit.unit, unit.status)]
    assert any("江苏理工学院：收到 99 个文件。 需要处理" in text for text in texts)
    assert not any(line.startswith(("江苏理工", "需要处理")) for text in texts for line in text.splitlines())


def test_who_has_nothing_to_do_is_not_reminded() -> None:
    outcome = replace(campaign(), findings=())
    view = View(outcome, load_profile(outcome.profile), lang="zh")
    assert Reminders(view).of("外事处", "no_change") == NOTHING
