"""`reconcile institution new` writes what runs as it stands; `check` shows each form and tells what it lacks."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from toolkit import cli
from toolkit.findings.definition import load_profile
from toolkit.forms.template import plan
from toolkit.forms.trial import tried
from toolkit.tasks.institution import examine, new_institution

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 9, 1)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    return new_institution("example-2027", tmp_path, today=TODAY)


def test_the_skeleton_is_a_good_definition(skeleton: Path, tmp_path: Path) -> None:
    found = examine(skeleton, tmp_path / "空白表")

    assert [(form.id, tried.lost) for form, _, tried in found.forms] == [("account", ()), ("register", ())]
    assert found.unasked == ()
    assert sorted(path.name for path in (tmp_path / "空白表").iterdir()) == [
        "示例大学公众号登记表.xlsx",
        "示例大学网络群组登记表.xlsx",
    ]
    assert found.profile.regulation.version == "2027-01-01/1"


def test_the_university_may_give_the_name(tmp_path: Path) -> None:
    profile = load_profile(new_institution("青山学院", tmp_path, today=TODAY))

    assert (profile.id, profile.regulation.institution.name) == ("青山学院", "青山学院")
    assert profile.form("register").drawing.title == "青山学院网络群组登记表"


def test_prepare_fill_check_run(
    skeleton: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    units = openpyxl.Workbook()
    for line in (["单位", "简称"], ["教务处", "教务"], ["机械学院", "机械"]):
        units.active.append(line)
    units.save("单位名录.xlsx")
    with_profile = ["--profile", skeleton.name]
    assert cli.run(["prepare", *with_profile, "--units", "单位名录.xlsx", "--out", "下发"]) == 0
    handed = next((tmp_path / "下发").rglob("*教务处*.xlsx"))
    returned = tmp_path / "收回" / handed.name
    returned.parent.mkdir()
    returned.write_bytes(filled(handed.read_bytes(), skeleton))

    assert cli.run(["check", str(returned), *with_profile, "--as-of", "2027-09-20"]) == 0
    said = capsys.readouterr().out
    assert "300" in said
    assert cli.run(["run", "收回", *with_profile, "--units", "单位名录.xlsx", "--as-of", "2027-09-20"]) == 1

    told = json.loads((tmp_path / "对账结果" / "outcome.json").read_text(encoding="utf-8"))
    assert [record["values"]["group_name"] for record in told["records"]] == ["教务处工作群", "全校通知群"]
    found = {(entry["requirement"], entry["facts"].get("variant", "")) for entry in told["findings"]}
    assert {("A-2a", "missing"), ("A-2b", "over")} <= found
    assert {entry["unit"]: entry["status"] for entry in told["units"]} == {"教务处": "filed", "机械学院": "missing"}


def filled(content: bytes, folder: Path) -> bytes:
    """Fill two groups into the list, each in its own row."""
    profile = load_profile(folder)
    groups = [
        ("教务处工作群", "QQ群", "100000001", "张三", "13900000001", 35, "", "教学通知"),
        ("全校通知群", "微信群", "无", "李四", "13900000002", 300, "", "全校通知"),
    ]
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = plan(profile.form("register")).pages[0]
    sheet = book[page.name]
    keys = [column.answer for column in profile.form("register").drawing.columns]
    for slot, group in enumerate(groups):
        for key, text in zip(keys, group, strict=True):
            box = page.find(key, slot)
            assert box is not None
            sheet[box.cell] = text
    for key, text in {"reporter": "王五", "reported_on": "2027年9月10日"}.items():
        box = page.find(key, None)
        assert box is not None
        sheet[box.cell] = text
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_nothing_is_overwritten(skeleton: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (skeleton / "regulation.yaml").read_bytes()

    assert cli.run(["institution", "new", "example-2027", "--out", str(tmp_path)]) == 2
    assert "已经有了" in capsys.readouterr().err
    assert (skeleton / "regulation.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "said"), [("sccm-2022", "自带"), ("a/b", "名称"), ("..", "名称"), ("示例 大学", "名称")]
)
def test_a_name_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str) -> None:
    assert cli.run(["institution", "new", name, "--out", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_check_draws_each_form_and_names_its_role(
    skeleton: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["institution", "check", str(skeleton), "--out", str(tmp_path / "表")]) == 0

    said = capsys.readouterr().out
    assert [
        word
        for word in ("登记表，", "│ 公众号名称 │ 〔群名称〕", "〔□公众号 □QQ公众号〕", "每一栏都读到了")
        if word not in said
    ] == []


def test_check_tells_every_mistake_and_writes_nothing(
    skeleton: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, right, wrong in (("register", "layout: ledger", "layout: ledgr"), ("account", "{purpose}", "{purpos}")):
        path = skeleton / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")

    assert cli.run(["institution", "check", str(skeleton), "--out", str(tmp_path / "表")]) == 2

    said = capsys.readouterr().err
    assert "ledgr" in said
    assert "purpos" in said
    assert not (tmp_path / "表").exists()


def test_check_tells_what_a_requirement_looks_at_and_no_form_asks(
    skeleton: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in skeleton.glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("is_active, dissolved_on, ", ""), encoding="utf-8")

    assert cli.run(["institution", "check", str(skeleton), "--out", str(tmp_path / "表")]) == 0
    said = capsys.readouterr().out
    assert "A-4b：是否正常运行、解散日期、处置" in said


def test_a_form_that_would_not_be_read_again_is_told(skeleton: Path) -> None:
    """Two answers of one label: what is filled in beside the second would be read as the first."""
    path = skeleton / "account.yaml"
    text = path.read_text(encoding="utf-8").replace('[用途, "{purpose}"', '[关注量, "{purpose}"')
    path.write_text(text, encoding="utf-8")
    profile = load_profile(skeleton)

    assert tried(profile.form("account"), profile).lost != ()
