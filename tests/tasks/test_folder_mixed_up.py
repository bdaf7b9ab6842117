"""The wrong folder, or one with more in it than returns: nothing of the round is lost, and no list is a return."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from toolkit.errors import UsageError
from toolkit.findings.definition import load_profile
from toolkit.model import Sources
from toolkit.tasks.campaign import Order, Ran, carry_out
from toolkit.tasks.closing import gone_lines

HEADS = "单位,群名称,群号,平台,人数"
LAST_YEAR = f"{HEADS}\n教务处,教务处考务群,310000001,QQ群,40\n学生处,学生处新生群,310000002,QQ群,90\n"
RETURNS = {
    "教务处.csv": f"{HEADS}\n教务处,教务处考务群,310000001,QQ群,41\n",
    "财务处.csv": f"{HEADS}\n财务处,财务处报账群,310000003,QQ群,60\n",
}


def folder(place: Path, files: dict[str, str]) -> Path:
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def run(place: Path, collected: Path, previous: Path | None = None, day: str = "2026-03-11") -> Ran:
    return carry_out(
        Order(
            collected=collected,
            as_of=dt.date.fromisoformat(day),
            profile=load_profile("jsut-2019"),
            sources=Sources(previous=previous),
            out=place / "对账结果",
            remember=False,
            jobs=1,
        )
    )


def named(ran: Ran) -> list[str]:
    return sorted(ran.outcome.ledger.frame["group_name"])


@pytest.mark.parametrize("given", ["the file among the returns", "a copy of it beside them"])
def test_last_years_list_among_the_returns_is_no_return(tmp_path: Path, given: str) -> None:
    collected = folder(tmp_path / "收回", RETURNS | {"上年台账.csv": LAST_YEAR})
    previous = collected / "上年台账.csv"
    if given != "the file among the returns":
        previous = Path(shutil.copy2(previous, tmp_path))
    ran = run(tmp_path, collected, previous)
    assert named(ran) == ["教务处考务群", "财务处报账群"]
    paper = next(one for one in ran.outcome.submissions if one.path == "上年台账.csv")
    assert paper.status == "ignored"
    assert paper.reason is not None
    assert paper.reason.facts == {"kind": "list"}


def test_a_return_as_last_years_list_was_is_a_return(tmp_path: Path) -> None:
    """A unit that sends the same once more, under a name of its own, has sent a return."""
    same = f"{HEADS}\n学生处,学生处新生群,310000002,QQ群,90\n"
    collected = folder(tmp_path / "收回", RETURNS | {"学生处.csv": same})
    ran = run(tmp_path, collected, folder(tmp_path / "上年", {"台账.csv": same}) / "台账.csv")
    assert "学生处新生群" in named(ran)


def test_an_empty_folder_does_not_replace_the_round(tmp_path: Path) -> None:
    out = run(tmp_path, folder(tmp_path / "收回", RETURNS)).out
    before = (out / "outcome.json").read_bytes()
    with pytest.raises(UsageError) as refused:
        run(tmp_path, folder(tmp_path / "空", {"Thumbs.db": "x"}), day="2026-03-12")
    assert refused.value.code == "nothing-collected-now"
    assert refused.value.facts["count"] == 2
    assert (out / "outcome.json").read_bytes() == before


def test_next_year_begins_with_whatever_is_there(tmp_path: Path) -> None:
    run(tmp_path, folder(tmp_path / "收回", RETURNS))
    assert named(run(tmp_path, folder(tmp_path / "空", {}), day="2027-03-12")) == []


def test_the_units_that_the_last_result_had_are_named_where_they_are_gone(tmp_path: Path) -> None:
    run(tmp_path, folder(tmp_path / "收回", RETURNS))
    late = run(tmp_path, folder(tmp_path / "补交", {"教务处.csv": RETURNS["教务处.csv"]}), day="2026-03-20")
    assert late.gone == ("财务处",)
    assert "财务处" in gone_lines(late)[0]
    units = json.loads((late.out / "outcome.json").read_text(encoding="utf-8"))["units"]
    assert [unit["unit"] for unit in units if unit["status"] in {"filed", "late"}] == ["教务处"]
    again = run(tmp_path, tmp_path / "收回", day="2026-03-21")
    assert again.gone == ()
    assert gone_lines(again) == []
