"""Outcomes for the page: one with years behind it, one with hostile texts, one that is long."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from report_outcome import campaign, finding, group, ledger, previous_verdicts, verdicts

from toolkit.model import UnitStatus, Where

if TYPE_CHECKING:
    from toolkit.model import Outcome

EARLIER = "2024-03-09｜读者之家｜310000005｜图书馆｜章三｜新增｜图书馆.xlsx › 登记表!B4"
HOSTILE = (
    "<script>document.title='!'</script>",
    "<img src=x onerror=document.title='!'>",
    "</script><script>document.title='!'</script>",
    "=cmd|'/C calc'!A0",
    "群\u202egpj.exe",
    "{unit} $title ${data}",
    "javascript:alert(1)//群",
    "a&b \u2028 <!--",
)


def aged() -> Outcome:
    """Return the campaign with a group that was another in 2024 and another in 2025."""
    outcome = campaign()
    frame = outcome.previous.frame.copy()
    place = frame["id"].tolist().index("p2")
    frame.loc[place, "other"] = json.dumps({"沿革": EARLIER, "本年结论": "续报"}, ensure_ascii=False)
    frame.loc[place, "group_name"] = "馆员工作群"
    return replace(outcome, previous=replace(outcome.previous, frame=frame))


def hostile() -> Outcome:
    """Return a campaign whose units typed what would harm a careless page."""
    rows = [group(f"单位{text}", text, f"31000000{number}") for number, text in enumerate(HOSTILE)]
    rows = [row | {"path": f"{number}.xlsx"} for number, row in enumerate(rows)]
    found = tuple(
        replace(
            finding("CY-3.2a", "over-size", "warning", f"r{number}", unit=f"单位{text}", raw=text, limit=150),
            where=(Where(f"{text}.xlsx", text, "C7"),),
        )
        for number, text in enumerate(HOSTILE, start=1)
    )
    outcome = campaign()
    return replace(
        outcome,
        ledger=ledger(rows),
        verdicts=verdicts([("new", "", "")] * len(rows)),
        previous_verdicts=previous_verdicts([("unaccounted", "")] * len(outcome.previous.frame)),
        changes=outcome.changes.iloc[:0],
        defunct=outcome.defunct.iloc[:0],
        duplicates=(),
        suggestions=(),
        units=tuple(UnitStatus(f"单位{text}", "filed") for text in HOSTILE),
        findings=found,
    )


def long(count: int) -> Outcome:
    """Return a campaign of so many groups, each with one finding."""
    rows = [group(f"单位{number % 7}", f"第{number}工作群", str(310000000 + number)) for number in range(count)]
    found = tuple(
        finding("CY-3.2a", "over-size", "warning", f"r{number + 1}", unit=f"单位{number % 7}", raw=str(200 + number))
        for number in range(count)
    )
    outcome = campaign()
    return replace(
        outcome,
        ledger=ledger(rows),
        verdicts=verdicts([("new", "", "")] * count),
        previous_verdicts=previous_verdicts([("unaccounted", "")] * len(outcome.previous.frame)),
        changes=outcome.changes.iloc[:0],
        defunct=outcome.defunct.iloc[:0],
        duplicates=(),
        suggestions=(),
        units=tuple(UnitStatus(f"单位{number}", "filed") for number in range(7)),
        findings=found,
    )
