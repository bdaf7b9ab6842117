"""What people decided: read back from the report as edited, applied, kept, contradicted, reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from two_years import (
    FIRST,
    SECOND,
    THIRD,
    answered,
    campaign,
    group,
    ledger,
    report,
    sheet,
    suggested,
    table,
    told,
    verdict,
    without_rows,
)

from toolkit.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

OLD, NEW = "商学院教学通知群", "商学院教学工作通知群"
BEFORE = [group(OLD), group("商学院考研互助群", 群主="卫二")]
NOW = [group(NEW), group("商学院考研互助群", 群主="卫二")]


@pytest.fixture
def previous(tmp_path: Path) -> Path:
    return sheet(tmp_path / "上年.csv", BEFORE)


@pytest.fixture
def asked(tmp_path: Path, previous: Path) -> bytes:
    return report(campaign(tmp_path, NOW, as_of=FIRST, previous=previous))


def say(answer: str, **more: str) -> Any:
    return lambda _row: {"是同一个群": answer, **more}


def states(outcome: Outcome) -> list[str]:
    return [one.state for one in outcome.decisions]


def test_a_likeness_alone_decides_nothing(tmp_path: Path, previous: Path) -> None:
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous)
    assert verdict(outcome, NEW) == ("late", "", "")
    assert suggested(outcome) == {(NEW, OLD)}
    assert outcome.decisions == ()


def test_yes_makes_the_pair_and_keeps_the_filing_number(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("是", 备注="更名"))
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    assert verdict(outcome, NEW) == ("changed", "decision", OLD)
    assert outcome.previous_verdicts["verdict"].tolist() == ["changed", "renewed"]
    assert suggested(outcome) == set()
    (kept,) = table(ledger(outcome, tmp_path / "台账.xlsx"), "裁定")
    assert (kept["裁定"], kept["采用情况"], kept["裁定人"], kept["备注"]) == ("是", "已采用", "宣传部 卫九", "更名")
    assert len(kept["裁定日期"]) == len("2026-01-01")
    assert len(kept["question"].split(";")[1]) == 64


def test_no_is_never_suggested_again(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("否"))
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    assert verdict(outcome, NEW) == ("late", "", "")
    assert suggested(outcome) == set()
    assert states(outcome) == ["applied"]


def test_open_stays_open_and_is_shown_with_who_left_it(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("待定", 备注="问过了"))
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    assert suggested(outcome) == {(NEW, OLD)}
    assert states(outcome) == ["open"]
    (row,) = table(report(outcome), "相似建议")
    assert "宣传部 卫九 问过了" in row["证据"]


def test_the_report_carries_its_decisions_itself(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("否"))
    first = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    later = tmp_path / "第二次.xlsx"
    later.write_bytes(report(first))
    second = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(later,))
    assert [(one.answer, one.by, one.on, one.evidence) for one in second.decisions] == [
        (one.answer, one.by, one.on, one.evidence) for one in first.decisions
    ]
    both = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited, later))
    assert len(both.decisions) == 1


def test_an_english_report_is_read_back_as_well(tmp_path: Path, previous: Path) -> None:
    english = report(campaign(tmp_path, NOW, as_of=FIRST, previous=previous), lang="en")
    edited = answered(english, "Suggestions", tmp_path / "en.xlsx", lambda _row: {"Same group": "yes"})
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    assert verdict(outcome, NEW) == ("changed", "decision", OLD)


def test_deleting_the_row_reopens_the_question(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("否"))
    first = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    reopened = without_rows(report(first), "裁定", tmp_path / "删行.xlsx")
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(reopened,))
    assert suggested(outcome) == {(NEW, OLD)}


def test_two_answers_to_one_question_are_told_and_neither_is_used(tmp_path: Path, previous: Path, asked: bytes) -> None:
    yes = answered(asked, "相似建议", tmp_path / "甲.xlsx", say("是"))
    no = answered(asked, "相似建议", tmp_path / "乙.xlsx", say("否"))
    outcome = campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(yes, no))
    assert states(outcome) == ["contradicted", "contradicted"]
    assert verdict(outcome, NEW)[1] == ""
    assert suggested(outcome) == {(NEW, OLD)}
    assert told(outcome, "TK-decision") == ["contradicting"]
    (finding,) = [one for one in outcome.findings if one.requirement == "TK-decision"]
    assert (finding.severity, finding.where[0].cell) == ("review", "B2")


def test_one_row_cannot_be_two(tmp_path: Path) -> None:
    previous = sheet(tmp_path / "上年.csv", [group("商学院甲办公群"), group("商学院乙办公群", 群主="卫二")])
    rows = [group("商学院综合办公群", 群主="卫三")]
    by_hand = [
        {"裁定": "是", "单位": "商学院", "群名称": "商学院综合办公群", "上年群名称": name}
        for name in ("商学院甲办公群", "商学院乙办公群")
    ]
    written = sheet(tmp_path / "裁定.csv", by_hand)
    outcome = campaign(tmp_path, rows, as_of=FIRST, previous=previous, decisions=(written,))
    assert states(outcome) == ["contradicted", "contradicted"]
    assert verdict(outcome, "商学院综合办公群")[1] == ""


def test_other_evidence_than_the_person_saw_is_asked_again(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("否"))
    changed = [group(NEW, 群主="卫五"), NOW[1]]
    outcome = campaign(tmp_path, changed, as_of=FIRST, previous=previous, decisions=(edited,))
    assert states(outcome) == ["again"]
    assert suggested(outcome) == {(NEW, OLD)}
    assert told(outcome, "TK-decision") == ["again"]
    shown = report(outcome)
    (row,) = table(shown, "相似建议")
    assert row["证据"].startswith("需重新确认：")
    (kept,) = table(shown, "裁定")
    assert kept["采用情况"] == "需重新确认"
    again = answered(shown, "相似建议", tmp_path / "再填.xlsx", say("是"))
    settled = campaign(tmp_path, changed, as_of=FIRST, previous=previous, decisions=(again,))
    assert [(one.answer, one.state) for one in settled.decisions] == [("yes", "applied")]
    assert verdict(settled, NEW) == ("changed", "decision", OLD)


def test_where_a_row_stands_is_no_evidence(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("是"))
    moved = [group("商学院新生报到群", 群主="卫六", 创建日期="2025-01-05"), *NOW]
    outcome = campaign(tmp_path, moved, as_of=FIRST, previous=previous, decisions=(edited,))
    assert verdict(outcome, NEW) == ("changed", "decision", OLD)


def test_proof_is_never_asked_and_never_overruled(tmp_path: Path) -> None:
    previous = sheet(tmp_path / "上年.csv", [group(OLD, 平台="QQ群", 群号="330000001")])
    rows = [group(NEW, 平台="QQ群", 群号="330000001")]
    no = [{"裁定": "否", "单位": "商学院", "群名称": NEW, "上年群名称": OLD}]
    outcome = campaign(tmp_path, rows, as_of=FIRST, previous=previous, decisions=(sheet(tmp_path / "否.csv", no),))
    assert verdict(outcome, NEW) == ("changed", "group_no", OLD)
    assert states(outcome) == ["again"]


@pytest.mark.parametrize(
    ("answer", "expected"), [("是", ("renewed", "decision", OLD)), ("否", ("late", "", ""))], ids=["yes", "no"]
)
def test_a_new_number_is_decided_on_its_own_sheet(tmp_path: Path, answer: str, expected: tuple[str, str, str]) -> None:
    previous = sheet(tmp_path / "上年.csv", [group(OLD, 平台="QQ群", 群号="330000001")])
    rows = [group(OLD, 平台="QQ群", 群号="330000002")]
    first = campaign(tmp_path, rows, as_of=FIRST, previous=previous)
    assert verdict(first, OLD) == ("renumbered", "", OLD)
    edited = answered(report(first), "疑似换号", tmp_path / "填好.xlsx", say(answer))
    outcome = campaign(tmp_path, rows, as_of=FIRST, previous=previous, decisions=(edited,))
    assert verdict(outcome, OLD) == expected
    assert suggested(outcome) == set()


def test_an_answer_that_nobody_can_read_names_its_cell(tmp_path: Path, previous: Path, asked: bytes) -> None:
    edited = answered(asked, "相似建议", tmp_path / "填好.xlsx", say("大概是"))
    with pytest.raises(SourceError) as fault:
        campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(edited,))
    assert (fault.value.code, fault.value.facts["sheet"], fault.value.facts["cell"]) == (
        "decision-unreadable",
        "相似建议",
        "K4",
    )


def test_a_file_without_a_place_for_decisions_is_refused(tmp_path: Path, previous: Path) -> None:
    with pytest.raises(SourceError, match="no sheet of decisions"):
        campaign(tmp_path, NOW, as_of=FIRST, previous=previous, decisions=(previous,))


def test_what_is_hidden_in_the_report_tells_no_number_and_no_name(asked: bytes) -> None:
    (row,) = table(asked, "相似建议")
    kind, *rest = row["question"].split(";")
    assert kind == "suggestion"
    assert not any(letter.isdigit() for part in rest for letter in part)


def test_a_decided_group_is_known_by_its_filing_number_under_any_name(tmp_path: Path) -> None:
    names = ("商学院教学通知群", "商学院教学工作通知群", "商学院教学工作联络通知群")
    kept = sheet(tmp_path / "上年.csv", [group(names[0])])
    for day, before, now in ((FIRST, names[0], names[1]), (SECOND, names[1], names[2])):
        said = [{"裁定": "是", "单位": "商学院", "群名称": now, "上年群名称": before}]
        written = sheet(tmp_path / f"{day}.csv", said)
        outcome = campaign(tmp_path, [group(now)], as_of=day, previous=kept, decisions=(written,))
        assert verdict(outcome, now) == ("changed", "decision", before)
        kept = ledger(outcome, tmp_path / f"{day}.xlsx")
    back = campaign(tmp_path, [group(names[0])], as_of=THIRD, previous=kept)
    states = {one.groups[1].name: one.state for one in back.decisions}
    assert verdict(back, names[0])[1] == ""
    assert "again" in states.values()
