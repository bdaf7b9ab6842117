"""The sample campaigns, from returned files to the outcome, against what each row is meant to show.

`samples/meant.py PROFILE` prints the same; `samples/meant.py --write PROFILE` keeps a new outcome.json when one is
right. What differs is named by file and group, before the bytes are looked at.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from toolkit import Sources, reconcile
from toolkit.comparison.duplicates import KINDS
from toolkit.findings.laws import UNIT_STATUSES
from toolkit.model.frames import PREVIOUS, RECORDS
from toolkit.regulations.profile import load_profile, profile_ids
from toolkit.report.ledger import render_ledger
from toolkit.report.outcome import FILE_STATUSES

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
sys.path.insert(0, str(SAMPLES))

import make  # noqa: E402 - the samples are no package: their folder has to be named first
import meant  # noqa: E402 - likewise

BY_LOOKING = {"by-hand", "in-force", "member-list"}  # rules that no return can show
SWITCHED_OFF = {"inactive", "empty-group"}  # no regulation gives them a number; shown in the tests of the rules
ANSWERED = {"decision"}  # needs two answers that contradict each other; shown in the tests of decisions
OF_SEVERAL_FORMS = {"papers-differ", "summary-figures"}  # shown by the worked institutions and the tests of roles
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@cache
def run(name: str) -> bytes:
    return meant.run(name)


@cache
def told(name: str) -> dict[str, Any]:
    return json.loads(run(name))


def everywhere(part: str) -> list[dict[str, Any]]:
    return [entry for name in meant.PROFILES for entry in told(name)[part]]


def test_every_regulation_has_its_campaign() -> None:
    assert set(meant.PROFILES) == set(profile_ids())


@pytest.mark.parametrize("name", meant.PROFILES)
def test_the_files_are_those_that_the_page_describes(name: str, tmp_path: Path) -> None:
    """A page edited and not made anew is found, and a file edited by hand; LibreOffice's are kept by their source."""
    again = shutil.copytree(SAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("expected"))
    make.write(meant.campaign(name), again)
    assert _read(again) == _read(SAMPLES / name)


def _read(folder: Path) -> dict[str, object]:
    """Return what stands in every file that `make` writes: the cells of a workbook, the bytes of anything else."""
    files = [path for path in folder.rglob("*.*") if "expected" not in path.parts and path.is_file()]
    return {str(path.relative_to(folder)): _cells(path) or path.read_bytes() for path in files}


def _cells(path: Path) -> dict[str, list[tuple[Any, ...]]] | None:
    if path.suffix != ".xlsx" or not zipfile.is_zipfile(path):
        return None
    book = openpyxl.load_workbook(path, read_only=True)
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}


@pytest.mark.parametrize("name", meant.PROFILES)
def test_every_file_row_and_unit_is_judged_as_meant(name: str) -> None:
    assert meant.differences(meant.campaign(name), told(name)) == []


@pytest.mark.parametrize("name", meant.PROFILES)
def test_the_outcome_is_the_one_that_was_looked_at(name: str) -> None:
    before, now = json.loads(meant.kept(name).read_bytes()), told(name)
    assert list(now) == list(before)
    for part, value in now.items():
        assert value == before[part], part
    assert run(name) == meant.kept(name).read_bytes()


def test_neither_the_time_stamps_nor_the_place_of_the_files_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "cqny-2021"
    shutil.copytree(SAMPLES / name, tmp_path / name, copy_function=shutil.copyfile)
    for path in sorted((tmp_path / name).rglob("*")):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    monkeypatch.setattr(meant, "HERE", tmp_path)
    assert meant.run(name) == run(name)


@pytest.mark.parametrize("name", ["sccm-2022", "cqny-2021"])
def test_the_ledger_of_this_year_knows_every_group_next_year(name: str, tmp_path: Path) -> None:
    kept, page = SAMPLES / name, meant.campaign(name)
    sources = Sources(previous=kept / "上年台账.xlsx", units=kept / "单位名录.xlsx", received=kept / "收件登记.xlsx")
    first = reconcile(kept / "收回", as_of=page["as_of"], profile=name, sources=sources, jobs=1)
    ledger = tmp_path / "台账.xlsx"
    ledger.write_bytes(render_ledger(first))
    again = replace(sources, previous=ledger)
    later = page["as_of"].replace(year=page["as_of"].year + 1)
    second = reconcile(kept / "收回", as_of=later, profile=name, sources=again, jobs=1)
    assert set(second.verdicts["verdict"]) == {"renewed", "duplicate", "cancelled"}
    assert second.changes.empty


@pytest.mark.parametrize("name", meant.PROFILES)
def test_the_figures_add_up(name: str) -> None:
    outcome = told(name)
    for file in outcome["files"]:
        rows = file["rows"]
        assert rows["read"] == rows["merged"] + rows["rejected"] + rows["blank"], file["path"]
        merged = [record for record in outcome["records"] if record["source"]["file"] == file["path"]]
        assert len(merged) == rows["merged"], file["path"]
    assert sum(outcome["totals"]["records"].values()) == len(outcome["records"])
    assert sum(outcome["totals"]["previous"].values()) == len(outcome["previous"])
    roster = {row[0] for row in meant.campaign(name)["units"]["rows"]}
    assert roster <= {unit["unit"] for unit in outcome["units"]}


@pytest.mark.parametrize("name", meant.PROFILES)
def test_both_years_name_each_other(name: str) -> None:
    outcome = told(name)
    ours = {record["id"]: (record["previous"], record["verdict"]) for record in outcome["records"]}
    theirs = {row["id"]: (row["record"], row["verdict"]) for row in outcome["previous"]}
    for record, (row, verdict) in ours.items():
        there = "dissolved" if verdict == "cancelled" else verdict
        assert row is None or theirs[row] == (record, there)
    for row, (record, verdict) in theirs.items():
        here = "cancelled" if record and ours[record][1] == "cancelled" and verdict == "dissolved" else verdict
        assert record is None or ours[record] == (row, here)


@pytest.mark.parametrize("name", meant.PROFILES)
def test_every_finding_names_its_requirement_and_a_cell(name: str) -> None:
    requirements = {entry.id for entry in load_profile(name).requirements.values()}
    for finding in told(name)["findings"]:
        assert finding["requirement"] in requirements
        assert finding["message"]
        missing = finding["rule"] in {"missing-return", "rollup"}
        assert missing or finding["where"], finding["message"]


@pytest.mark.parametrize("name", meant.PROFILES)
def test_no_telephone_leaves_the_department(name: str) -> None:
    outcome = told(name)
    numbers = {
        number for part in ("records", "previous") for row in outcome[part] for number in row["values"]["group_nos"]
    }
    assert set(PHONE.findall(run(name).decode())) <= numbers


@pytest.mark.parametrize("name", meant.PROFILES)
def test_every_telephone_is_an_invented_one(name: str) -> None:
    page = (SAMPLES / name / "campaign.yaml").read_text(encoding="utf-8")
    assert all(phone.startswith("1390000") for phone in PHONE.findall(page))


def test_together_they_show_every_verdict_and_status() -> None:
    assert {record["verdict"] for record in everywhere("records")} == set(RECORDS)
    assert {row["verdict"] for row in everywhere("previous")} == set(PREVIOUS)
    assert {file["status"] for file in everywhere("files")} == set(FILE_STATUSES)
    assert {unit["status"] for unit in everywhere("units")} == set(UNIT_STATUSES)
    assert {cluster["kind"] for cluster in everywhere("duplicates")} == set(KINDS)


@pytest.mark.parametrize("name", meant.PROFILES)
def test_each_shows_every_verdict(name: str) -> None:
    assert {record["verdict"] for record in told(name)["records"]} == set(RECORDS)
    assert {row["verdict"] for row in told(name)["previous"]} == set(PREVIOUS)


def test_together_they_show_every_rule() -> None:
    asked = {entry.rule for name in meant.PROFILES for entry in load_profile(name).requirements.values()}
    assert (
        asked - {finding["rule"] for finding in everywhere("findings")}
        <= BY_LOOKING | SWITCHED_OFF | ANSWERED | OF_SEVERAL_FORMS
    )
