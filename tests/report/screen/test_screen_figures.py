"""A figure of the page leads to as many entries as it says: every figure and every task of every sample is followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sample_campaigns import outcome_of
from test_screen_samples import data_of

from toolkit.regulations.profile import profile_ids
from toolkit.report.figures import figures
from toolkit.report.screen import render_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit

ENTRIES = ".rows > .row, .table-box:first-of-type tbody tr, table.articles tbody tr"
TALL = (1440, 12_000)
"""So tall a window shows every entry of a list: none is left to be drawn when somebody scrolls."""
SOON = ("sccm-2022", "jsut-2019")
"""Followed in every run: between them they show every figure; the others are followed by the long tests."""


@pytest.mark.parametrize(
    "name", [name if name in SOON else pytest.param(name, marks=pytest.mark.soak) for name in profile_ids()]
)
def test_every_figure_leads_to_as_many_entries_as_it_says(visit: Callable[..., Visit], name: str) -> None:
    outcome = outcome_of(name)
    assert data_of(render_screen(outcome))
    seen, followed = visit(outcome, size=TALL), 0
    for code, figure in figures(outcome).items():
        shown = seen.rested.locator(f".figure-{code}")
        if not figure.value or not shown.count() or code == "rate":
            continue
        assert shown.locator(".value").inner_text() == str(figure.value), code
        if shown.evaluate("element => element.tagName") == "A":
            seen.go(figure.way)
            assert len(seen.texts(ENTRIES)) == figure.value, (code, figure.way)
            seen.go("/overview")
            followed += 1
    assert followed > 8
    tasks = seen.rested.locator(".steps li .task a")
    for place in range(tasks.count()):
        text, way = tasks.nth(place).inner_text(), tasks.nth(place).get_attribute("href")
        count = re.search(r"\d+", text)
        assert way, text
        if count:
            seen.go(way.lstrip("#"))
            entries = len(seen.texts(ENTRIES))
            seen.go("/overview")
            assert entries == int(count[0]), (text, way)
