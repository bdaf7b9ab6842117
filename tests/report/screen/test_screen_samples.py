"""The five sample campaigns as pages: their figures are the outcome's, and no telephone is in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sample_campaigns import PROFILES, outcome_of

from toolkit.report.outcome import totals
from toolkit.report.screen import render_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit


WAYS = ("/findings", "/groups", "/units", "/decide", "/articles", "/files", "/overview")


@pytest.mark.parametrize("name", PROFILES)
def test_a_sample_as_a_page(visit: Callable[..., Visit], name: str) -> None:
    outcome = outcome_of(name)
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", data_of(render_screen(outcome)))
    seen = visit(outcome, size=(375, 812))
    told = totals(outcome)
    labels, values = seen.texts(".figure-group .label"), seen.texts(".figure-group .value")
    shown = dict(zip(labels, values, strict=True))
    assert shown["须改正"] == str(told["findings"]["error"])
    assert shown["待核"] == str(told["findings"]["review"])
    assert shown["去向待核"] == str(told["previous"]["unaccounted"])
    assert shown["未报"] == str(told["units"]["missing"])
    for way in WAYS:
        seen.go(way)
        assert seen.said_by("document.documentElement.scrollWidth") == 375, way
    seen.go("/findings")
    assert len(seen.texts(".rows > .row")) == sum(told["findings"].values())


def data_of(page: bytes) -> str:
    """Return the data of a page without its table of group numbers, which may look like telephones."""
    found = re.search(rb'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1].decode().partition('"codes":')[0]
