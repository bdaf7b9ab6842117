"""A definition that cannot be used is told with file, line and key; a sixth institution is a folder of YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import DefinitionError, UsageError
from toolkit.messages import CATALOGUES, sentences
from toolkit.model import Sheet, cell_name
from toolkit.regulations.fields import label_key, vocabulary
from toolkit.regulations.forms import load_form
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from pathlib import Path

PROFILES = ("cqny-2021", "jsut-2019", "sccm-2022", "scnvc-2019", "suzhou-2018")

LEDGER = """\
form: register
title: 示例大学群组登记表
sheet: 登记表
layout: ledger
columns:
  - {label: 部门, answer: unit}
  - {label: 群名, answer: group_name}
  - {label: 人数, answer: member_count}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_five_profiles_are_there() -> None:
    assert profile_ids() == PROFILES


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_loads_with_its_forms(name: str) -> None:
    profile = load_profile(name)

    assert profile.id == name
    assert profile.forms
    assert all("group_name" in form.fields and "unit" in form.fields for form in profile.forms)


def test_an_answer_knows_its_label_and_block() -> None:
    form = load_profile("scnvc-2019").form("registration")
    found = {answer.key: (answer.group, answer.label) for answer in form.answers}

    assert found["leader.mobile"] == ("第一责任人（部门负责人）", "手机")
    assert found["member_count"] == ("", "群人数")
    assert found["purpose"] == ("", "平台用途")


def test_the_administrators_of_suzhou_stand_under_their_labels() -> None:
    form = load_profile("suzhou-2018").form("registration")
    names = [answer for answer in form.answers if answer.key == "admins.name"]

    assert names[0].side == "above"
    assert (names[0].group, names[0].label) == ("管理员", "姓名")


@pytest.mark.parametrize(
    ("wrong", "code", "key"),
    [
        (LEDGER + "colour: red\n", "unknown-key", "colour"),
        (LEDGER.replace("layout: ledger", "layout: poster"), "not-one-of", "layout"),
        (LEDGER + "title: 再来一次\n", "yaml-twice", "title"),
        (LEDGER.replace("answer: member_count", "answer: members"), "unknown-field", "columns › 人数 › answer"),
        (LEDGER.replace("sheet: 登记表\n", ""), "missing-key", "sheet"),
    ],
)
def test_a_wrong_definition_names_the_key(tmp_path: Path, wrong: str, code: str, key: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_form(write(tmp_path, wrong), "sample")

    (mistake,) = caught.value.facts["mistakes"]
    assert (mistake.code, mistake.facts["key"]) == (code, key)


def test_a_wrong_definition_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_form(write(tmp_path, LEDGER + "title: 再来一次\n"), "sample")

    (mistake,) = caught.value.facts["mistakes"]
    assert mistake.facts["line"] == 9


def test_what_is_no_yaml_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_form(write(tmp_path, "form: [register\n"), "sample")

    assert caught.value.codes == ("yaml-bracket",)


def test_an_unknown_profile_lists_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        load_profile("harvard-1636")

    assert caught.value.facts["known"] == PROFILES


def test_labels_are_the_same_however_they_are_typed() -> None:
    assert label_key("群 名 称：") == label_key("群名称") == label_key("群名称*")
    assert vocabulary().by_label[label_key("单位（部门）名称")] == "unit"
    assert vocabulary().part_by_label[label_key("移动电话")] == "mobile"


def test_every_sentence_is_in_both_languages() -> None:
    missing = [
        f"{catalogue}.{code}"
        for catalogue in CATALOGUES
        for code, entry in sentences(catalogue).items()
        if set(entry) != {"zh", "en"} or not all(isinstance(text, str) and text for text in entry.values())
    ]

    assert missing == []


@pytest.mark.parametrize(("row", "column", "name"), [(0, 0, "A1"), (6, 2, "C7"), (0, 25, "Z1"), (9, 26, "AA10")])
def test_a_cell_is_named_as_excel_names_it(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


def test_a_sheet_tells_the_cell_of_every_value() -> None:
    matrix = Sheet("声乐系.xlsx", "登记表", "sccm-2022/register", "column", {"group_name": (4, None), "unit": (1, 1)})

    assert matrix.where("group_name", 3).cell == "D5"
    assert matrix.where("unit", 3).cell == "B2"


def test_a_part_of_a_shared_cell_leads_to_that_cell() -> None:
    card = Sheet(
        "群.xlsx", "登记表", "scnvc-2019/registration", "card", {"group_name&group_no": (2, 1), "unit": (0, 1)}
    )

    assert card.where("group_no", 0).cell == "B3"
