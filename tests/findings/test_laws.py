"""A result that contradicts itself is never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from drawing import previous, returned, run

from toolkit.errors import BrokenPromiseError
from toolkit.findings.laws import check
from toolkit.messages import sentences
from toolkit.model import UnitStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.model import Outcome

RETURN = returned("教务处.xlsx", "cqny-2021/register", "unit | group_name\n教务处 | 甲群\n教务处 | 乙群", blank=1)
OFFERED = {"教务处.xlsx": 3}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return run(
        RETURN, theirs=previous("unit | group_name\n教务处 | 甲群\n教务处 | 丙群"), roster="单位\n教务处\n学生处"
    )


def _verdict(outcome: Outcome, position: int, verdict: str) -> Outcome:
    verdicts = outcome.verdicts.copy()
    verdicts.loc[position, "verdict"] = verdict
    return replace(outcome, verdicts=verdicts)


BROKEN: dict[str, Callable[[Outcome], Outcome]] = {
    "a record without a verdict": lambda one: replace(one, verdicts=one.verdicts.iloc[:-1]),
    "a row of last year without one": lambda one: replace(one, previous_verdicts=one.previous_verdicts.iloc[:-1]),
    "a verdict nobody knows": lambda one: _verdict(one, 1, "perhaps"),
    "the sides disagree": lambda one: _verdict(one, 0, "changed"),
    "a pair without a verdict of pairs": lambda one: _verdict(one, 0, "new"),
    "a row lost": lambda one: replace(one, submissions=(replace(one.submissions[0], blank=0),)),
    "a row too many": lambda one: replace(one, submissions=(replace(one.submissions[0], merged=3, blank=0),)),
    "a file not listed": lambda one: replace(one, submissions=()),
    "a unit of the roster not covered": lambda one: replace(one, units=one.units[:1]),
    "a unit with two statuses": lambda one: replace(one, units=(*one.units, UnitStatus(one.units[0].unit, "nil"))),
    "a question counted though not asked": lambda one: replace(one, not_compared=()),
    "a first filing with last year's register": lambda one: replace(one, first_filing=True),
}


def test_a_finished_run_keeps_the_laws(outcome: Outcome) -> None:
    check(outcome, offered=OFFERED, roster=("教务处", "学生处"))


@pytest.mark.parametrize("breach", BROKEN)
def test_a_breach_is_a_fault_of_ours_and_named(outcome: Outcome, breach: str) -> None:
    with pytest.raises(BrokenPromiseError) as caught:
        check(BROKEN[breach](outcome), offered=OFFERED, roster=("教务处", "学生处"))

    facts: dict[str, Any] = caught.value.facts
    assert set(facts) == {"law", "detail"}
    assert caught.value.code in sentences("errors")
