"""Three years of one institution, one after the other: what each row, unit and line of the register is meant to be."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "samples"))

import years  # noqa: E402 - the samples are no package: their folder has to be named first

if TYPE_CHECKING:
    from toolkit.model import Outcome

PAGE = ROOT / "docs" / "三年走一遍.md"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return dict(years.play(tmp_path_factory.mktemp("years")))


@pytest.mark.parametrize("year", years.YEARS)
def test_every_row_unit_and_line_of_the_register_is_as_meant(year: str, played: dict[str, Outcome]) -> None:
    assert years.differences(years.page_of(year), played[year]) == []


def test_together_they_play_the_answers_and_the_ends(played: dict[str, Outcome]) -> None:
    told = {one.chosen or one.answer for outcome in played.values() for one in outcome.decisions}
    assert {"renumbered", "mistyped", "new", "in-use", "dissolved", "yes"} <= told
    verdicts = {name for outcome in played.values() for name in outcome.verdicts["verdict"]}
    assert {"renewed", "changed", "new", "duplicate", "cancelled", "no_history"} <= verdicts
    fates = {name for outcome in played.values() for name in outcome.previous_verdicts["verdict"]}
    assert {"renewed", "changed", "dissolved", "carried", "unit_missing", "unaccounted", "repeated"} <= fates


def test_what_is_committed_is_what_the_pages_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {path.relative_to(years.HERE): path.read_bytes() for path in years.HERE.rglob("*") if path.is_file()}
    for name, content in kept.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(years, "HERE", tmp_path)
    years.write()
    assert {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept


def test_the_page_speaks_of_groups_that_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    here = {row[1] for year in years.YEARS for entry in years.page_of(year)["returns"] for row in entry["rows"]}
    here |= {row[2] for row in years.page_of("2025")["previous"]["rows"]}
    assert set(re.findall("“([^“”]+群)”", text)) <= here
