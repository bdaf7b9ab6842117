"""The table of figures: each has a name, none is told of what was not asked, the rate is rounded once for all.

Whether every output shows them is `test_recount.py`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_outcome import campaign, first_filing, texts

from toolkit.model import UnitStatus
from toolkit.report import render_report
from toolkit.report.figures import DEFINITIONS, figures
from toolkit.report.overview import PAGE_ONE


def test_what_was_not_asked_has_no_figure_anywhere() -> None:
    outcome = first_filing(campaign())
    told = figures(outcome)
    assert told["before"].value is None
    assert told["unaccounted"].shown() == "未比对"
    shown = [cell for row in texts(render_report(outcome), "总览") for cell in row]
    assert shown.count("未比对") >= len([code for code in PAGE_ONE if told[code].value is None])


def test_every_figure_has_a_name_of_its_own_and_says_what_it_counts() -> None:
    names = [one.name() for one in figures(campaign()).values()]
    assert len(set(names)) == len(names) == len(DEFINITIONS)


@pytest.mark.parametrize(
    ("came", "due", "rate"),
    [(11, 14, 79), (10, 13, 77), (8, 11, 73), (1, 8, 13), (399, 400, 99), (7, 7, 100), (0, 5, 0)],
)
def test_the_rate_is_rounded_as_an_office_rounds_and_100_means_all(came: int, due: int, rate: int) -> None:
    units = tuple(UnitStatus(f"第{place}系", "filed" if place < came else "missing") for place in range(due))
    assert figures(replace(campaign(), units=units))["rate"].value == rate
