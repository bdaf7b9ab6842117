"""What no form asks for is found wherever it was typed, and nothing that the tool writes repeats it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from campaigns import Written, run
from hypothesis import given
from hypothesis import strategies as st

from toolkit.normalise.private import SEES, hide, is_id_number, those_worth_a_look, worth_a_look
from toolkit.publish.deliver import deliver
from toolkit.regulations.profile import load_profile, profile_ids
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.model import Outcome

ID, BAD_ID, FULL_WIDTH = "800000199003070013", "800000199003070014", "８０００００１９９００３０７００１３"
HOME, BORN = "家庭住址：某市某路12号3单元501室", "1990年3月7日生"
SECRETS = (ID, BAD_ID, FULL_WIDTH, "某路12号", "3单元501", "1990年3月7日", "19900307")


def typed_everywhere(profile: str, folder: Path) -> Outcome:
    """A campaign with such things in a text, a name, a number, an unknown column; one of them new since last year."""
    row = {
        "用途": f"发布通知 {ID}",
        "备注": HOME,
        "群主姓名": f"章三{BORN}",
        "群号": BAD_ID,
        "身份证": "一九九〇年",
        "联络": FULL_WIDTH,
    }
    says = {
        "群": [row, {"群名称": "另一个群", "群号": "310000099", "备注": f"{HOME} {BORN}"}],
        "上年": [{"用途": BORN}],
    }
    return run(Written(profile, "", hit=False, title="", says=says), folder)


@pytest.mark.parametrize("profile", profile_ids())
def test_nothing_private_is_written_anywhere(profile: str, tmp_path: Path) -> None:
    outcome = typed_everywhere(profile, tmp_path)
    kinds = {finding.facts["variant"] for finding in outcome.findings if finding.rule == "sensitive-content"}
    assert kinds == {"id_number", "address", "birth_date"}
    files = deliver(outcome, load_profile(profile), lang="zh")
    files["with contacts"] = to_json(outcome, with_contacts=True)
    told = {name: _text(content) for name, content in files.items()}
    assert [(name, secret) for name, text in told.items() for secret in SECRETS if secret in text] == []
    assert [name for name, text in told.items() if "一九九〇年" in text] == []


def _text(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"章三 {ID}", "章三 ****"),
        (FULL_WIDTH, "****"),
        ("住址：某市某路12号3单元501室，有事请联系", "****"),
        ("家住某路12号3号楼501，有事请联系", "****,有事请联系"),
        ("出生年月：1990.3", "****"),
        ("1990年3月7日生，男", "****,男"),
        ("不得上传家庭住址、电话号码、出生日期等", "不得上传家庭住址、电话号码、出生日期等"),
        ("2018年5月生成的群", "2018年5月生成的群"),
        ("学生公寓3号楼", "学生公寓3号楼"),
        ("通知发到1号楼、2号楼", "通知发到1号楼、2号楼"),
        ("群号123456789、987654321", "群号123456789、987654321"),
    ],
)
def test_only_what_is_private_is_hidden(text: str, shown: str) -> None:
    assert hide(text) == shown


def test_a_dormitory_is_nobodys_home(tmp_path: Path) -> None:
    says = {"群": [{"群名称": "文苑路1号院3号楼业主群"}]}
    outcome = run(Written("sccm-2022", "", hit=False, title="", says=says), tmp_path)
    assert [finding for finding in outcome.findings if finding.rule == "sensitive-content"] == []
    assert "文苑路1号院3号楼业主群" in to_json(outcome).decode()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(ID, True), (BAD_ID, False), ("800000199013070013", False), ("310000001", False)],
)
def test_an_identity_number_is_told_by_its_check_digit_and_date(text: str, *, is_one: bool) -> None:
    assert is_id_number(text) is is_one


@given(
    st.text("身份证住址：家庭出生日期于文苑路街1２号栋室单元年月XxⅨ9 -./", max_size=30)
    | st.from_regex(r"[1-8]\d{16}[0-9X]")
)
def test_what_is_not_worth_a_look_holds_nothing_private(text: str) -> None:
    assert worth_a_look(text) or not any(sees(text) for sees in SEES.values())


@given(
    st.lists(st.text("生址路村1２３ⅨX\n　号 ab", max_size=6) | st.from_regex(r"\d{14,18}", fullmatch=True), max_size=5)
)
def test_of_many_texts_the_same_are_worth_a_look(texts: list[str]) -> None:
    assert those_worth_a_look(texts) == [text for text in texts if worth_a_look(text)]
