"""The returned files weighed against each other: copies, later returns, cards, approvals, roll-ups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from drawing import cells, ledger
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.messages import sentences
from toolkit.messages.files import sentence
from toolkit.model import Ledger, Note, Reading, Sheet, Table
from toolkit.normalise.units import UnitIndex
from toolkit.register.merge import Merged, merge
from toolkit.register.merge.versions import correction_rank
from toolkit.register.roster import unit_in_path
from toolkit.register.rows import assemble
from toolkit.regulations.profile import Profile, load_profile

AS_OF = dt.date(2026, 3, 31)
MATRIX, LEDGER, APPROVAL, CARD, ROLLED = (
    "sccm-2022/register",
    "jsut-2019/register",
    "jsut-2019/approval",
    "suzhou-2018/registration",
    "cqny-2021/register",
)


def file(path: str, text: str = "", *, form: str = LEDGER, sha: str = "", day: str = "", **more: Any) -> Reading:
    """One returned file with one table, drawn."""
    rows = cells(text) if text else []
    keys = rows[0].keys() if rows else ()
    sheet = Sheet(path, "登记表", form, "row", {key: (None, place) for place, key in enumerate(keys)})
    columns = {key: tuple(row[key] for row in rows) for key in keys}
    table = Table(form, sheet, tuple(range(1, len(rows) + 1)), columns, **more)
    received = dt.date.fromisoformat(day) if day else None
    return Reading(path, sha or path, "read", received, tables=(table,))


def merged(*files: Reading, units: UnitIndex | None = None, profile: Profile | None = None, **more: Any) -> Merged:
    readings = sorted(files, key=lambda one: one.path)
    tables = [table for reading in readings for table in reading.tables]
    profile = profile or load_profile(tables[0].form.split("/")[0] if tables else "jsut-2019")
    units = units or UnitIndex()
    result = merge(readings, assemble(tables, profile, units), profile, units, as_of=AS_OF, **more)
    assert [(one.path, one.read) for one in result.submissions] == [(one.path, one.offered) for one in readings]
    assert sum(one.merged for one in result.submissions) == len(result.ledger.frame)
    assert len(result.rejections) == sum(one.rejected for one in result.submissions)
    assert result.ledger.frame["id"].tolist() == [f"r{n}" for n in range(1, len(result.ledger.frame) + 1)]
    return result


def names(result: Merged) -> list[str]:
    return result.ledger.frame["group_name"].tolist()


def statuses(result: Merged) -> dict[str, str]:
    return {one.path: one.status for one in result.submissions}


def returned(unit: str, *groups: str, numbers: str = "", reported: str = "") -> str:
    told = numbers.split() or [""] * len(groups)
    rows = [f"{unit} | {name} | {no} | {reported}" for name, no in zip(groups, told, strict=True)]
    return "unit | group_name | group_no | reported_on\n" + "\n".join(rows)


def log(text: str) -> Ledger:
    rows = cells(text)
    frame = pd.DataFrame({key: pd.Series([row[key] for row in rows], dtype="str") for key in ("file", "received_on")})
    return Ledger(frame, ())


def test_an_exact_copy_is_counted_once_and_named() -> None:
    result = merged(
        file("a/x.xlsx", returned("教务处", "甲群"), sha="1"), file("b/x.xlsx", returned("教务处", "甲群"), sha="1")
    )
    assert statuses(result) == {"a/x.xlsx": "merged", "b/x.xlsx": "superseded"}
    assert result.submissions[1].reason == Note("duplicate-copy", {"of": "a/x.xlsx"})
    assert names(result) == ["甲群"]


def test_the_same_blank_form_from_two_units_is_no_copy() -> None:
    blanks = [replace(file(path, sha="1"), status="empty") for path in ("教务处.xlsx", "学生处.xlsx")]
    assert set(statuses(merged(*blanks)).values()) == {"empty"}


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (("甲群", "乙群", "戊群"), ["甲群", "乙群", "戊群"]),  # two of three again: it replaces
        (("甲 群（已满）", "乙群"), ["甲 群（已满）", "乙群"]),  # spelt otherwise
        (("甲群", "戊群"), ["甲群", "乙群", "丙群", "丁群", "甲群", "戊群"]),  # one of four: it adds
        (("戊群",), ["甲群", "乙群", "丙群", "丁群", "戊群"]),
    ],
)
def test_a_later_return_replaces_or_adds(later: tuple[str, ...], kept: list[str]) -> None:
    first = ("甲群", "乙群", "丙群") if len(later) == 3 or "乙群" in later else ("甲群", "乙群", "丙群", "丁群")
    result = merged(
        file("教务处1.xlsx", returned("教务处", *first, reported="2026-03-02")),
        file("教务处0.xlsx", returned("教务处", *later, reported="2026-03-08")),
    )
    assert sorted(names(result)) == sorted(kept)
    replaced = len(kept) == len(later)
    assert statuses(result)["教务处1.xlsx"] == ("superseded" if replaced else "merged")
    if replaced:
        assert result.submissions[1].reason == Note("superseded", {"by": ["教务处0.xlsx"]})
        assert {row.note.code for row in result.rejections} == {"superseded"}


@pytest.mark.parametrize(
    ("first", "later", "replaced"),
    [
        ("甲群 乙群", "甲群 丙群", True),
        ("甲群 乙群 丙群 丁群", "丁群 丙群", True),
        ("甲群 乙群 丙群", "甲群 戊群 己群 庚群", False),
        ("甲群 乙群 丙群 丁群 戊群", "甲群 乙群", False),
    ],
)
def test_half_of_the_groups_is_enough_and_less_is_not(first: str, later: str, *, replaced: bool) -> None:
    result = merged(
        file("教务处1.xlsx", returned("教务处", *first.split(), reported="2026-03-02")),
        file("教务处2.xlsx", returned("教务处", *later.split(), reported="2026-03-08")),
    )
    assert (statuses(result)["教务处1.xlsx"] == "superseded") is replaced
    assert set(names(result)) == set(later.split()) | (set() if replaced else set(first.split()))


def test_a_group_is_known_again_by_its_number() -> None:
    result = merged(
        file("教务处1.xlsx", returned("教务处", "甲群", numbers="123456789", reported="2026-03-02")),
        file("教务处2.xlsx", returned("教务处", "新名", numbers="123456789", reported="2026-03-03")),
    )
    assert names(result) == ["新名"]


def test_other_units_and_other_forms_are_left_alone() -> None:
    result = merged(
        file("a.xlsx", returned("教务处", "甲群")),
        file("b.xlsx", returned("学生处", "甲群")),
        file("c.xlsx", returned("教务处", "甲群"), form="jsut-2019/account"),
    )
    assert set(statuses(result).values()) == {"merged"}
    assert len(names(result)) == 3


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("教务处登记表.xlsx", 0),
        ("教务处登记表（更正）.xlsx", 2),
        ("教务处v2.xlsx", 2),
        ("教务处 V3.xlsx", 3),
        ("教务处第三版.xlsx", 3),
        ("教务处最终版.xlsx", 100),
        ("教务处(2).xlsx", 0),
        ("2022.xlsx", 0),
        ("更正/教务处.xlsx", 0),
        ("a.zip!/教务处修订.xlsx", 2),
    ],
)
def test_a_file_that_calls_itself_a_correction(name: str, rank: int) -> None:
    assert correction_rank(name) == rank


def test_a_correction_replaces_although_it_repeats_little() -> None:
    result = merged(
        file("教务处.xlsx", returned("教务处", "甲群", "乙群", "丙群")),
        file("教务处更正.xlsx", returned("教务处", "甲群")),
    )
    assert names(result) == ["甲群"]
    assert result.ledger.frame["path"].tolist() == ["教务处更正.xlsx"]


def test_a_correction_of_the_second_part_leaves_the_first() -> None:
    result = merged(
        file("教务处1.xlsx", returned("教务处", "甲群", "乙群", "丙群")),
        file("教务处2.xlsx", returned("教务处", "丁群", "戊群", "己群")),
        file("教务处2更正.xlsx", returned("教务处", "丁群")),
    )
    assert sorted(names(result)) == ["丁群", "丙群", "乙群", "甲群"]


@pytest.mark.parametrize(
    ("received", "days", "reported", "last"),
    [
        ("a.xlsx 2026-03-05\nb.xlsx 2026-03-04", ("2026-03-01", "2026-03-02"), ("2026-03-01", "2026-03-02"), "a.xlsx"),
        ("", ("2026-03-01", "2026-03-02"), ("2026-03-09", "2026-03-08"), "a.xlsx"),
        ("a.xlsx 2026-03-05", ("2026-03-02", "2026-03-01"), ("", ""), "a.xlsx"),
        ("", ("", ""), ("", ""), "b.xlsx"),
    ],
)
def test_which_return_is_later(received: str, days: tuple[str, str], reported: tuple[str, str], last: str) -> None:
    lines = "\n".join(line.replace(" ", " | ") for line in received.splitlines())
    result = merged(
        *(
            file(name, returned("教务处", "甲群", reported=said), day=day)
            for name, day, said in zip(("a.xlsx", "b.xlsx"), days, reported, strict=True)
        ),
        received=log("file | received_on\n" + lines) if received else None,
    )
    assert result.ledger.frame["path"].tolist() == [last]


def test_a_later_card_replaces_the_earlier_of_the_same_group_only() -> None:
    head = "unit | group_name | group_no | platform\n"
    result = merged(
        file(
            "1.xlsx", head + "教务处 | 甲群 | 123456789 | QQ群\n教务处 | 乙群 | | 微信群", form=CARD, day="2026-03-01"
        ),
        file("2.xlsx", head + "教务处 | 甲群（新） | 123456789 | QQ群", form=CARD, day="2026-03-02"),
        file("3.xlsx", head + "教务处 | 乙群 | 223456789 | QQ群", form=CARD, day="2026-03-03"),
        file("4.xlsx", head + "学生处 | 乙群 | | 微信群", form=CARD, day="2026-03-04"),
    )
    assert list(zip(names(result), result.ledger.frame["path"], strict=True)) == [
        ("乙群", "1.xlsx"),
        ("甲群（新）", "2.xlsx"),
        ("乙群", "3.xlsx"),  # another platform
        ("乙群", "4.xlsx"),  # another unit
    ]
    assert (result.submissions[0].merged, result.submissions[0].rejected) == (1, 1)


def test_two_cards_of_one_group_in_one_file_are_left_to_the_rules() -> None:
    head = "unit | group_name | group_no\n"
    result = merged(file("1.xlsx", head + "教务处 | 甲群 | 123456789\n教务处 | 甲群 | 123456789", form=CARD))
    assert names(result) == ["甲群", "甲群"]


def test_a_file_of_which_all_cards_were_replaced_is_superseded() -> None:
    head = "unit | group_name\n"
    result = merged(
        file("1.xlsx", head + "教务处 | 甲群\n教务处 | 乙群", form=CARD, day="2026-03-01"),
        file("2.xlsx", head + "教务处 | 甲群", form=CARD, day="2026-03-02"),
        file("3.xlsx", head + "教务处 | 乙群", form=CARD, day="2026-03-03"),
    )
    assert statuses(result)["1.xlsx"] == "superseded"
    assert result.submissions[0].reason == Note("superseded", {"by": ["2.xlsx", "3.xlsx"]})


def test_an_approval_card_fills_the_blanks_of_the_register_and_stays_a_record() -> None:
    result = merged(
        file(
            "附件1.xlsx",
            "unit | group_name | platform&purpose | party_approved_on | owner&admins | owner.mobile&admins.mobile\n"
            "教务处 | 甲群 | 微信群，用于通知 | 张三 2026年1月5日 | 张三 | 13900000001",
            form=APPROVAL,
        ),
        file("附件3.xlsx", "unit | group_name | purpose | owner\n教务处 | 甲 群 | 教务通知 |\n学生处 | 甲群 | |"),
    )
    frame = result.ledger.frame.set_index("id")
    assert frame["accompanies"].to_dict() == {"r1": "r2", "r2": "", "r3": ""}
    row = frame.loc["r2"]
    assert (row["platform"], row["party_approved_on"]) == ("微信群", "2026-01-05")
    assert (row["owner.name"], row["owner.mobile"], row["purpose"]) == ("张三", "13900000001", "教务通知")
    assert frame.loc["r3", "party_approved_on"] == ""


def rolled_up(**more: Any) -> Merged:
    profile = load_profile("cqny-2021")
    assert "学生处" in profile.parameters.aggregators
    return merged(
        file("计算机学院.xlsx", returned("计算机学院", "甲群", "乙群", numbers="123456789 223456789"), form=ROLLED),
        file(
            "学生处汇总.xlsx",
            "unit | group_name | group_no\n计算机学院 | 甲群 | 123456789\n计算机学院 | 丙群 | 323456789\n"
            "外语学院 | 丁群 | \n学生处 | 戊群 | ",
            form=ROLLED,
        ),
        **more,
    )


def test_a_roll_up_confirms_and_adds_what_is_found_only_there() -> None:
    result = rolled_up()
    found = result.ledger.frame
    via = dict(zip(found["group_name"], found["via"], strict=True))
    assert via == {"甲群": "", "乙群": "", "丙群": "学生处", "丁群": "学生处", "戊群": ""}
    assert {one.path: one.unit for one in result.submissions} == {
        "学生处汇总.xlsx": "学生处",
        "计算机学院.xlsx": "计算机学院",
    }
    assert [row.note.code for row in result.rejections] == ["confirmed-by-rollup"]
    assert set(statuses(result).values()) == {"merged"}


def test_a_roll_up_that_only_confirms_is_accepted() -> None:
    own = file("计算机学院.xlsx", returned("计算机学院", "甲群"), form=ROLLED)
    office = file("学生处.xlsx", returned("计算机学院", "甲群"), form=ROLLED)
    result = merged(own, office)
    assert statuses(result) == {"学生处.xlsx": "merged", "计算机学院.xlsx": "merged"}
    assert names(result) == ["甲群"]


def test_rows_without_a_unit_take_the_file_s() -> None:
    roster = ledger("unit\n教务处").frame.assign(short_names="", former_names="")
    result = merged(
        file("2026/教务处备案表.xlsx", "group_name\n甲群"),
        file("学生处/表.xlsx", "unit | group_name\n| 乙群\n学生处 | 丙群\n学生处 | 丁群"),
        roster=Ledger(roster, ()),
    )
    assert dict(zip(names(result), result.ledger.frame["unit"], strict=True)) == {
        "甲群": "教务处",
        "乙群": "学生处",
        "丙群": "学生处",
        "丁群": "学生处",
    }


def test_the_unit_in_a_path() -> None:
    known = {"计算机学院": "计算机学院", "计算机学院团委": "计算机学院团委", "教务处": "教务处"}
    assert unit_in_path("x/计算机学院团委.xlsx", known) == "计算机学院团委"
    assert unit_in_path("计算机学院/登记表.xlsx", known) == "计算机学院"
    assert unit_in_path("教务处、计算机学院.xlsx", known) == ""
    assert unit_in_path("某处.xlsx", known) == ""


def test_a_row_without_name_and_number_is_rejected_with_its_cell() -> None:
    result = merged(
        file(
            "a.xlsx",
            "unit | group_name | group_no | purpose\n教务处 | | | 通知\n教务处 | | 123456789 |\n教务处 | | 1234 |",
        )
    )
    assert [(row.where.cell, row.note.code) for row in result.rejections] == [("B2", "no-name-no-number")]
    assert len(names(result)) == 2
    only = merged(file("a.xlsx", "unit | group_name | purpose\n教务处 | | 通知"))
    assert (only.submissions[0].status, only.submissions[0].reason) == (
        "rejected",
        Note("no-rows", {"kind": "rejected", "rejected": 1}),
    )


def test_rows_refused_while_reading_and_blank_rows_are_counted() -> None:
    result = merged(file("a.xlsx", returned("教务处", "甲群"), rejected=((5, Note("example-row")),), blank=3))
    assert [(one.merged, one.rejected, one.blank) for one in result.submissions] == [(1, 1, 3)]


def test_faults_follow_their_records_and_those_of_rejected_rows_go() -> None:
    result = merged(
        file("教务处1.xlsx", "unit | group_name | member_count | reported_on\n教务处 | 甲群 | 满员 | 2026-03-01"),
        file("教务处2.xlsx", "unit | group_name | member_count | reported_on\n教务处 | 甲群 | 许多 | 2026-03-02"),
        file("学生处.xlsx", "unit | group_name | member_count\n学生处 | 乙群 | 若干"),
    )
    assert result.faults[["record", "raw"]].to_numpy().tolist() == [["r1", "若干"], ["r2", "许多"]]


def test_the_receipt_log_is_found_by_path_name_or_stem_and_noted() -> None:
    result = merged(
        file("a/甲.xlsx", returned("教务处", "甲群")),
        file("b/甲.xlsx", returned("学生处", "乙群")),
        file("c.zip!/丙.xlsx", returned("校办", "丙群")),
        received=log("file | received_on\na/甲.xlsx | 2026-03-05\n甲.xlsx | 2026-03-06\n丙 | 2026-03-07"),
    )
    assert result.ledger.frame["received_on"].tolist() == ["2026-03-05", "2026-03-06", "2026-03-07"]
    assert {receipt.source for receipt in result.received.values()} == {"log"}


@pytest.mark.parametrize(
    ("days", "sources"),
    [
        (("2026-03-12", "2026-03-05"), ["file", "file"]),
        (("2026-03-30", "2026-03-30"), ["form", ""]),  # copied on one day: says nothing
        (("2026-06-01", "2026-03-05"), ["form", "file"]),  # after the day the run refers to
    ],
)
def test_a_file_s_own_time_is_believed_only_where_it_can_be_a_receipt(
    days: tuple[str, str], sources: list[str]
) -> None:
    result = merged(
        file("a.xlsx", returned("教务处", "甲群", reported="2026-03-04"), day=days[0]),
        file("b.xlsx", returned("学生处", "乙群"), day=days[1]),
    )
    assert [receipt.source for receipt in result.received.values()] == sources
    assert result.ledger.frame["received_on"].tolist() == ["", ""]


def test_every_status_of_reading_passes_through() -> None:
    reason = Note("corrupt", {"kind": "zip"})
    others = [
        Reading("a.xlsx", "1", "rejected", reason=reason),
        Reading("b.xlsx", "2", "nil"),
        Reading("c.xlsx", "3", "empty"),
        Reading("d.zip", "4", "opened"),
        Reading("~$e.xlsx", "", "ignored", reason=Note("lock-file")),
    ]
    result = merged(*others)
    assert [one.status for one in result.submissions] == ["rejected", "nil", "empty", "opened", "ignored"]
    assert result.submissions[0].reason == reason


UNITS, GROUPS = st.sampled_from(["教务处", "学生处", ""]), st.sampled_from(["甲群", "乙群", "丙群", "", "无"])
ROWS = st.lists(st.tuples(UNITS, GROUPS, st.sampled_from(["", "123456789", "223456789"])), max_size=4)


@settings(deadline=None, max_examples=40)  # the first example loads pandas
@given(
    st.lists(
        st.tuples(ROWS, st.sampled_from([LEDGER, APPROVAL, "jsut-2019/account"]), st.sampled_from(["", "更正", "v2"])),
        max_size=5,
    )
)
def test_every_row_is_accounted_for(drawn: list[tuple[list[tuple[str, str, str]], str, str]]) -> None:
    files = [
        file(
            f"{number}{word}.xlsx",
            "unit | group_name | group_no\n" + "\n".join(" | ".join(row) for row in rows) if rows else "",
            form=form,
            sha=str(hash((tuple(rows), form))),
        )
        for number, (rows, form, word) in enumerate(drawn)
    ]
    merged(*files)  # asserts the sums


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    codes = [
        "corrupt",
        "encrypted",
        "not-a-workbook",
        "no-form",
        "too-large",
        "archive-limits",
        "unsafe-path",
        "superseded",
        "duplicate-copy",
        "lock-file",
        "system-file",
        "older-sheet",
        "no-rows",
        "macro",
        "dde",
        "external-link",
        "embedded-object",
        "dtd",
        "hidden-sheet",
        "uncached-formula",
        "recovered",
        "readers-disagree",
        "no-name-no-number",
        "example-row",
        "confirmed-by-rollup",
        "earlier-year",
    ]
    assert {code for code in sentences("files") if "." not in code} == set(codes)
    for entry in sentences("files").values():
        assert set(entry) == {"zh", "en"}
    pdf = sentence(Note("not-a-workbook", {"kind": "pdf", "ending": "pdf"}))
    assert "PDF" in pdf
    assert sentence(Note("not-a-workbook", {"kind": "odd"}), lang="en").startswith("Not a table")
    assert "b.xlsx" in sentence(Note("superseded", {"by": ["b.xlsx"]}))


def test_a_unit_is_found_in_a_path_among_few_names_and_among_thousands() -> None:
    names = {f"第{number}学院": f"第{number}学院" for number in range(1, 3000)} | {"学院团委": "学院团委"}
    for path in ("第12学院登记表.xlsx", "第7学院/表.xlsx", "第1学院、第2学院.xlsx", "第11学院团委.xlsx", "某处.xlsx"):
        few = {name: unit for name, unit in names.items() if name in path}
        assert unit_in_path(path, names) == unit_in_path(path, few)
