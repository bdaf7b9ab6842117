"""Every verdict × every answer a person can give: what becomes of the group, of last year's row, and of the answer.

The tables stand in `support/every_answer.py`; each block is one campaign an answer. A cell that is missing fails, as
does one for a verdict or an answer that no longer exists.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from drawing import cells, previous, returned, run
from every_answer import ANSWERS, BLOCKS, DRAWN, LATER, SETS

from toolkit.messages import word
from toolkit.model.frames import PREVIOUS, RECORDS
from toolkit.register.decisions.sheet import CLUSTERS, PAIRS, WHEREABOUTS, kind_word, offered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.model import Outcome

AS_OF, CLOSED = dt.date(2026, 3, 11), dt.date(2025, 3, 10)
FORM = "sccm-2022/register"
NAMES = "类型 | 单位 | 群名称 | 群号 | 上年单位 | 上年群名称 | 上年群号 | 裁定\n"


class Cell(NamedTuple):
    """One verdict under one answer: what is expected, column to text."""

    verdict: str
    answer: str
    expected: Mapping[str, str]
    why: str


def table_of(block: str) -> Iterator[Cell]:
    """Yield the cells of a block, an answer each."""
    for row in cells(DRAWN[block]):
        verdict, named, why = row.pop("verdict"), row.pop("answer"), row.pop("why")
        for answer in SETS.get(named, [named]):
            yield Cell(verdict, answer, row, why)


CELLS = [(block, cell) for block in BLOCKS for cell in table_of(block)]


def said(question: Mapping[str, str], answer: str) -> str:
    """Return an answer as a person writes it: which of the units, which of the numbers."""
    if answer in ("OWN", "RIVAL"):
        return question["单位"].split("\n")[answer == "RIVAL"]
    if answer in ("FIRST", "SECOND"):
        return f"以{question['群号'].split(chr(10))[answer == 'SECOND']}为准"
    return answer


@cache
def judged(block: str, answer: str) -> tuple[Outcome, Mapping[str, Mapping[str, str]]]:
    """Return the campaign in which every question of a block was answered alike, and the questions by verdict."""
    told = BLOCKS[block]
    questions = {row["verdict"]: row for row in cells(told.questions)}
    kind = kind_word(told.kind or ("suggestion" if answer in ("是", "否", LATER) else "renumbered"))
    lines = [NAMES]
    for row in questions.values():
        heads = ("单位", "群名称", "群号", "上年单位", "上年群名称", "上年群号")
        asked = " | ".join(row.get(head, "").replace("\n", "\\n") for head in heads)
        lines.append(f"{kind} | {asked} | {said(row, answer)}\n")
    rows = cells(told.now)
    files = [
        returned(f"{unit}.xlsx", FORM, "\n".join([" | ".join(rows[0]), *own]))
        for unit in dict.fromkeys(row["unit"] for row in rows)
        if (own := [" | ".join(row.values()) for row in rows if row["unit"] == unit])
    ]
    outcome = run(
        *files,
        profile="sccm-2022",
        theirs=previous(told.then),
        as_of=AS_OF,
        closed=CLOSED,
        decisions="".join(lines),
        **told.lists,
    )
    return outcome, questions


def shows(block: str, cell: Cell) -> dict[str, str]:
    """Return what became of a verdict's group under an answer, in the words of the tables."""
    outcome, questions = judged(block, cell.answer)
    question = questions[cell.verdict]
    ours = outcome.ledger.frame.assign(verdict=outcome.verdicts["verdict"].tolist())
    theirs = outcome.previous.frame.assign(verdict=outcome.previous_verdicts["verdict"].tolist())
    units, names, numbers = (question[head].split("\n") for head in ("单位", "群名称", "群号"))
    found: dict[str, str] = {}
    for place, column in enumerate(("record", "fellow")):
        if column in cell.expected:
            wanted = {"unit": units[place], "group_name": names[place], "group_no": numbers[place]}
            found[column] = _last(ours, wanted)
    before = {
        "unit": question.get("上年单位", units[-1] if cell.verdict == "duplicate" else units[0]),
        "group_name": question.get("上年群名称", "值班群" if units[-1] == "对方系" else "通知群"),
    }
    if block != "gone" and cell.expected["previous"] == "-":
        found["previous"] = "-"
        assert not (theirs["group_name"] == "通知群").where(theirs["unit"] == units[0], other=False).any()
    else:
        if cell.verdict != "duplicate" and block == "disputed":
            before["group_name"] = "通知群"
        found["previous"] = _last(theirs, before)
    found["state"] = _state(outcome, units[0])
    return found


def _matching(frame: object, wanted: Mapping[str, str]) -> list[str]:
    mask = True
    for column, text in wanted.items():
        mask &= (frame[column] == text) | (text == "")  # type: ignore[index]
    return frame.loc[mask, "verdict"].tolist()  # type: ignore[attr-defined, no-any-return]


def _last(frame: object, wanted: Mapping[str, str]) -> str:
    return _matching(frame, wanted)[-1]


def _state(outcome: Outcome, unit: str) -> str:
    (state,) = {one.state for one in outcome.decisions if unit in {group.unit for group in one.groups}}
    return state


@pytest.mark.parametrize(("block", "cell"), CELLS, ids=[f"{b}-{c.verdict}-{c.answer}" for b, c in CELLS])
def test_every_verdict_under_every_answer(block: str, cell: Cell) -> None:
    assert shows(block, cell) == cell.expected, cell.why


@pytest.mark.parametrize("block", BLOCKS)
def test_no_verdict_and_no_answer_is_without_a_cell(block: str) -> None:
    verdicts = PREVIOUS if block == "gone" else RECORDS
    told = [(cell.verdict, cell.answer) for cell in table_of(block)]
    assert len(told) == len(set(told))
    assert set(told) == {(verdict, answer) for verdict in verdicts for answer in ANSWERS[block]}


def test_the_answers_are_those_that_are_offered() -> None:
    units, numbers = ("教务处", "学生处"), ("310000001", "310000002")
    offers = {kind: set(offered(kind, units, numbers=numbers)) for kind in (*PAIRS, *CLUSTERS, WHEREABOUTS)}
    plain = {word("report", f"choice-{code}") for code in ("yes", "no", "open")}
    assert offers["suggestion"] | offers["renumbered"] == ANSWERS["paired"]
    assert offers[WHEREABOUTS] == ANSWERS["gone"]
    assert offers["same-name"] == {"以310000001为准", "以310000002为准", *plain}
    disputes = [kind for kind, answers in offers.items() if answers == {*units, LATER}]
    assert disputes == ["same-number-two-units", "same-number-two-names"]
    assert {kind for kind, answers in offers.items() if answers == plain} == {"suggestion", *NEUTRAL}


# --- answers that change no verdict ----------------------------------------

NEUTRAL = {
    "same-number-same-unit": "通知群 | 310000011 | 考务 | QQ群 |\n通知群 | 310000011 | 考务 | QQ群 |",
    "same-work": "通知群 | 310000011 | 考务安排 | QQ群 |\n信息群 | 310000012 | 考务安排 | QQ群 |",
    "several-official": "通知群 | 310000011 | 发通知 | QQ群 | 是\n信息群 | 310000012 | 晒成绩 | QQ群 | 是",
    "cross-platform": "通知群 | 310000011 | 考务安排 | QQ群 |\n通知群 | | 考务安排 | 微信群 |",
}
HEADS = "group_name | group_no | purpose | platform | is_official"
HELD = {
    "renewed": "教务处 | 通知群 | 310000011 |",
    "changed": "教务处 | 通知群 | 310000011 | 巡考",
    "renumbered": "教务处 | 通知群 | 310000019 |",
    "new": "教务处 | 值班群 | 310000018 |",
    "no_history": "学生处 | 值班群 | 310000018 |",
}
"""What last year's register held for a verdict of 通知群."""


@pytest.mark.parametrize("verdict", HELD)
@pytest.mark.parametrize("kind", NEUTRAL)
def test_other_answers_change_no_verdict(kind: str, verdict: str) -> None:
    lines = NEUTRAL[kind].split("\n")
    now = "\n".join([f"unit | {HEADS}", *(f"教务处 | {line}" for line in lines)])
    told = [[text.strip() for text in line.split("|")] for line in lines]
    asked = " | ".join("\\n".join(texts) for texts in (["教务处"] * 2, *list(zip(*told, strict=True))[:2]))
    then = previous(f"unit | group_name | group_no | purpose\n{HELD[verdict]}")

    def judge(**lists: str) -> Outcome:
        return run(returned("a.xlsx", FORM, now), profile="sccm-2022", theirs=then, as_of=AS_OF, **lists)

    first = judge()
    assert kind in [cluster.kind for cluster in first.duplicates]
    for answer in ("是", "否", LATER):
        outcome = judge(decisions=f"{NAMES}{kind_word(kind)} | {asked} | | | | {answer}")
        assert outcome.verdicts["verdict"].tolist() == first.verdicts["verdict"].tolist()
        assert outcome.previous_verdicts["verdict"].tolist() == first.previous_verdicts["verdict"].tolist()
        left = [cluster.kind for cluster in outcome.duplicates]
        assert (kind in left) is (answer != "否" or kind == "same-number-same-unit")
