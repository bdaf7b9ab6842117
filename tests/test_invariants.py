"""The ten invariants of the requirements (§3.3), over random campaigns of every profile.

A campaign is drawn as an officer would write it down (`campaigns`): returns with blank, doubled, moved and misspelt
groups, files that cannot be read, last year's register, a roster, a list of groups seen in use, notices.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from campaigns import Written, run
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from toolkit.model.frames import PREVIOUS, RECORDS
from toolkit.names.names import canonical_name
from toolkit.normalise.units import unit_key
from toolkit.regulations.profile import load_profile, profile_ids
from toolkit.report import render_report
from toolkit.report.outcome import to_json
from toolkit.report.outcome import totals as counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.model import Outcome

    Says = dict[str, Any]

UNITS = ("教务处", "学生处", "能源工程学院")
NAMES = ("教务处通知群", "教务处通知1群", "教务处通知2群", "2024级1班群", "2024级2班群", "能源学院教工群", "考务群")
NUMBERS = ("", "无", "123400001", "123400002", "123400003", "123400001、123400004", "1.23E+08")
COUNTS = ("", "2", "60", "150", "约150人", "180", "100+", "已满员")
PHONES = ("", "章三 13900000003", "请联系13900000004", "１３９００００００５５")
TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
BROAD_RULES = {"missing-return", "rollup", "file-read", "unit-returned"}
"""They speak of what is missing, or of a file as such: there is no cell to click."""
MATCHED = ("renewed", "changed")
QUICK = settings(
    deadline=None, max_examples=8, phases=(Phase.generate,), suppress_health_check=list(HealthCheck), derandomize=True
)
TWICE = settings(QUICK, max_examples=4)

group = st.fixed_dictionaries(
    {
        "单位": st.sampled_from(UNITS),
        "群名称": st.sampled_from(NAMES),
        "群号": st.sampled_from(NUMBERS),
        "平台": st.sampled_from(["QQ群", "微信群"]),
        "人数": st.sampled_from(COUNTS),
        "备注": st.sampled_from(PHONES),
        "创建日期": st.sampled_from(["2016-05", "2020-03-10", "2025-10-01", "建校时"]),
    },
    optional={"用途": st.sampled_from(PHONES), "备案编号": st.sampled_from(["B-1", "B-2"])},
)
files = st.lists(
    st.sampled_from(
        [
            {"路径": "坏文件.xlsx", "状态": "rejected"},
            {"路径": "学生处（空）.xlsx", "状态": "empty"},
            {"路径": "能源工程学院零报告.xlsx", "状态": "nil"},
            {"路径": ".DS_Store", "状态": "ignored"},
        ]
    ),
    unique_by=lambda file: file["路径"],
    max_size=3,
)
seen = st.fixed_dictionaries(
    {
        "群名称": st.sampled_from(NAMES),
        "群号": st.sampled_from(["", "123400001", "123400009"]),
        "单位": st.sampled_from(["", *UNITS]),
        "状态": st.sampled_from(["正常", "查无此群"]),
    }
)
notice = st.fixed_dictionaries(
    {
        "类型": st.sampled_from(["解散", "变更", "无变更", "零报告"]),
        "单位": st.sampled_from(UNITS),
        "群名称": st.sampled_from(["", *NAMES]),
    }
)
unit = st.fixed_dictionaries({"单位": st.sampled_from(UNITS), "应报": st.sampled_from(["是", "否"])})
campaigns = st.fixed_dictionaries(
    {"群": st.lists(group, min_size=1, max_size=6)},
    optional={
        "上年": st.lists(group, min_size=1, max_size=6),
        "文件": files,
        "在用": st.lists(seen, min_size=1, max_size=3),
        "来文": st.lists(notice, min_size=1, max_size=3),
        "名录": st.lists(unit, min_size=1, max_size=3, unique_by=lambda row: row["单位"]),
    },
)


def carried(profile: str, says: Says) -> Outcome:
    """Run a campaign; every group's file is named by its unit as first drawn, however the unit is spelt."""
    with tempfile.TemporaryDirectory() as folder:
        return run(Written(profile, "", hit=False, title="", says=says), Path(folder))


@pytest.mark.parametrize("profile", profile_ids())
@QUICK
@given(says=campaigns)
def test_of_any_campaign(profile: str, says: Says) -> None:
    outcome = carried(profile, says)
    every_finding_can_be_traced(outcome)
    no_row_is_lost(outcome, says)
    every_unit_has_one_status(outcome, says)
    every_row_of_both_years_has_one_verdict(outcome, says)
    nothing_is_counted_that_was_not_compared(outcome, says)
    only_proof_matches(outcome)


def every_finding_can_be_traced(outcome: Outcome) -> None:
    """Invariant 1."""
    requirements = load_profile(outcome.profile).requirements
    for finding in outcome.findings:
        assert finding.facts["clause"] == requirements[finding.requirement].clause
        assert finding.where or finding.rule in BROAD_RULES, finding
        if finding.records:
            assert all(where.file and where.cell for where in finding.where), finding
            # a csv has no sheet to name
            assert all(where.sheet or where.file.endswith(".csv") for where in finding.where), finding


def no_row_is_lost(outcome: Outcome, says: Says) -> None:
    """Invariant 2: what was offered was merged or rejected, each rejected row with its reason."""
    assert sum(file.read for file in outcome.submissions) == len(says["群"])
    assert sum(file.merged for file in outcome.submissions) == len(outcome.verdicts)
    assert sum(file.rejected for file in outcome.submissions) == len(outcome.rejections)
    assert {file.path for file in outcome.submissions} >= {file["路径"] for file in says.get("文件", ())}


def every_unit_has_one_status(outcome: Outcome, says: Says) -> None:
    """Invariant 3."""
    statuses = {unit.unit: unit.status for unit in outcome.units}
    assert len(statuses) == len(outcome.units)
    assert {row["单位"] for row in says.get("名录", ())} <= set(statuses)
    accepted = {unit for unit in outcome.ledger.frame["unit"] if unit}
    assert {statuses[unit] for unit in accepted} <= {"filed", "late", "unknown", "no_change"}
    told = {unit: status for unit, status in statuses.items() if unit not in accepted}
    listed = {row["单位"] for row in says.get("名录", ())}
    due = {"nil", "no_change", "returned", "missing", "exempt"}
    assert all(status in due or (status == "unknown" and unit not in listed) for unit, status in told.items())


def every_row_of_both_years_has_one_verdict(outcome: Outcome, says: Says) -> None:
    """Invariants 4 and 5, and that the two sides agree."""
    records, previous = outcome.verdicts, outcome.previous_verdicts
    assert records["id"].tolist() == outcome.ledger.frame["id"].tolist()
    assert len(previous) == len(says.get("上年", ()))
    ours, theirs = Counter(records["verdict"]), Counter(previous["verdict"])
    assert set(ours) <= set(RECORDS)
    assert set(theirs) <= set(PREVIOUS)
    if "上年" not in says:
        assert set(ours) <= {"no_history", "duplicate"}
    held = records[records["previous"] != ""]
    assert (
        dict(zip(held["previous"], held["id"], strict=True)).items()
        <= dict(zip(previous["id"], previous["record"], strict=True)).items()
    )
    filed = {unit_key(unit) for unit in outcome.ledger.frame["unit"]}
    for unit_name, verdict in zip(outcome.previous.frame["unit"], previous["verdict"], strict=True):
        assert verdict != "unit_missing" or unit_key(unit_name) not in filed


def nothing_is_counted_that_was_not_compared(outcome: Outcome, says: Says) -> None:
    """Invariant 6."""
    asked = "在用" in says
    assert ("unregistered" in outcome.not_compared) is not asked
    assert ("unregistered" in counted(outcome)) is asked
    if not asked:
        assert not [finding for finding in outcome.findings if finding.rule == "unregistered"]
    if "上年" not in says:
        assert "previous" not in counted(outcome)


def only_proof_matches(outcome: Outcome) -> None:
    """Invariant 10: a match rests on a filing number, a shared number, or one name in one unit; never on likeness."""
    ours, theirs = (ledger.frame.set_index("id") for ledger in (outcome.ledger, outcome.previous))
    for record, verdict, basis, row in outcome.verdicts.itertuples(index=False):
        assert (basis != "") == (verdict in MATCHED)
        if basis == "filing_no":
            assert ours.at[record, "filing_no"] == theirs.at[row, "filing_no"]
        elif basis == "group_no":
            assert _numbers(ours, record) & _numbers(theirs, row)
        elif basis == "unit_name" or verdict == "renumbered":
            names = {
                canonical_name(str(frame.at[key, "group_name"])).key for frame, key in ((ours, record), (theirs, row))
            }
            units = {unit_key(str(frame.at[key, "unit"])) for frame, key in ((ours, record), (theirs, row))}
            assert len(names) == len(units) == 1
    unmatched = set(outcome.verdicts.loc[outcome.verdicts["previous"] == "", "id"])
    assert {suggestion.record for suggestion in outcome.suggestions} <= unmatched


def _numbers(frame: Any, key: str) -> set[str]:
    return set(filter(None, str(frame.at[key, "group_nos"]).split("\n")))


@pytest.mark.parametrize("profile", profile_ids())
@TWICE
@given(says=campaigns)
def test_spelling_changes_no_verdict(profile: str, says: Says) -> None:
    """Invariant 7."""
    named = says | {"群": [{**row, "文件": f"{row['单位']}.xlsx"} for row in says["群"]]}
    respelt = named | {"群": [_respelt(row) for row in named["群"]]}
    once, again = carried(profile, named), carried(profile, respelt)
    told = [(outcome.verdicts.to_dict("list"), outcome.previous_verdicts.to_dict("list")) for outcome in (once, again)]
    assert told[0] == told[1]


def _respelt(row: Mapping[str, str]) -> dict[str, str]:
    number = row["群号"]
    shown = f"群号：{number.translate(WIDE)}" if number.isdigit() else number
    return {**row, "单位": " ".join(row["单位"]), "群号": shown, "群名称": f"　{row['群名称']} "}


@pytest.mark.parametrize("profile", profile_ids())
@TWICE
@given(says=campaigns)
def test_the_same_campaign_gives_the_same_bytes_and_no_telephone_circulates(profile: str, says: Says) -> None:
    """Invariants 8 and 9."""
    once, again = carried(profile, says), carried(profile, says)
    told = to_json(once)
    assert told == to_json(again)
    assert not TELEPHONE.search(told.decode())
    with zipfile.ZipFile(io.BytesIO(render_report(once, profile=load_profile(profile)))) as book:
        for part in book.namelist():
            if part.endswith(".xml"):
                assert not TELEPHONE.search(book.read(part).decode("utf-8")), part
