"""A list typed anew for a regulation of one's own that lies beside it is not judged by another's: it is to be named."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from institutions import institution

from toolkit.errors import UsageError
from toolkit.tasks.near import see_that_none_lies_beside

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
    form: list
    role: register
    title: 示例大学新媒体账号清单
    sheet: 清单
    layout: ledger
    columns:
      - {label: 单位, answer: unit}
      - {label: 账号名称, answer: group_name}
      - {label: 平台, answer: platform}
      - {label: 账号ID, answer: group_no}
      - {label: 内容审核人, answer: checker.name}
      - {label: 更新频率, answer: frequency}
"""
FIELDS = """\
    fields:
      checker: {zh: 内容审核人, kind: people}
      frequency: {zh: 更新频率, kind: enum, options: [每日, 每周]}
"""
OWN = "示例大学新媒体账号清单\n单位,账号名称,平台,账号ID,内容审核人,更新频率\n{unit},示大在线,公众号,sdzx,张三,每周\n"
OTHERS = "四川音乐学院QQ群、微信群登记表\n序号,单位,群名称,群号,群主,人数\n1,{unit},通知群,100000001,张三,20\n"


def collected(folder: Path, own: int, others: int) -> Path:
    place = folder / "收回"
    place.mkdir()
    for number in range(own):
        (place / f"甲{number}.csv").write_text(OWN.format(unit=f"甲{number}处"), encoding="utf-8")
    for number in range(others):
        (place / f"乙{number}.csv").write_text(OTHERS.format(unit=f"乙{number}处"), encoding="utf-8")
    return place


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    institution(tmp_path, {"list": LIST}, fields=FIELDS)
    return tmp_path


def test_most_of_the_forms_decide_and_it_is_said(beside: Path) -> None:
    with pytest.raises(UsageError) as told:
        see_that_none_lies_beside(collected(beside, own=2, others=1))
    assert told.value.code == "own-regulation-beside"
    assert (told.value.facts["id"], told.value.facts["files"], told.value.facts["among"]) == ("shida-2026", 2, 3)
    assert told.value.facts["path"] == str(beside / "shida-2026")


def test_forms_of_others_stay_theirs(beside: Path) -> None:
    see_that_none_lies_beside(collected(beside, own=1, others=2))  # and nothing is said


def test_as_many_as_anothers_is_asked(beside: Path) -> None:
    with pytest.raises(UsageError) as told:
        see_that_none_lies_beside(collected(beside, own=1, others=1))
    assert told.value.code == "several-profiles-told"


def test_nothing_is_read_where_none_lies_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    see_that_none_lies_beside(collected(tmp_path, own=1, others=0))  # and nothing is said


def test_one_with_mistakes_is_no_bodys(beside: Path, tmp_path: Path) -> None:
    whole, beside = beside, tmp_path / "二"
    shutil.copytree(whole / "shida-2026", beside / "shida-2026")
    path = beside / "shida-2026" / "list.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("ledger", "legder"), encoding="utf-8")
    see_that_none_lies_beside(collected(beside, own=1, others=0))  # and nothing is said
