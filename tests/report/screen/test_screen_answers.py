"""Answers in the page: given by mouse or keyboard, kept by the browser, saved as one file, taken by the next run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner
from report_outcome import campaign
from two_years import table

from toolkit.cli.commands import build
from toolkit.register.decisions import read_decisions
from toolkit.register.decisions.jottings import read_jottings
from toolkit.register.decisions.saved import open_answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Visit
    from playwright.sync_api import Browser

    Visits = Callable[..., Visit]

YEARS = next(folder for folder in Path(__file__).resolve().parents if (folder / "samples").is_dir()) / "samples"


def saved(seen: Visit, target: Path) -> dict[str, object]:
    """Press the button that saves the answers; keep the file and return what it says."""
    with seen.page.expect_download() as coming:
        seen.page.locator("#hand-in .strong").click()
    told = target / coming.value.suggested_filename
    coming.value.save_as(told)
    found: dict[str, object] = json.loads(told.read_text(encoding="utf-8"))
    return found


def test_a_pair_is_answered_and_saved_as_a_file_that_decisions_takes(visit: Visits, tmp_path: Path) -> None:
    seen = visit(campaign(), "/decide?part=suggestions")
    assert not seen.rested.locator("#hand-in").is_visible()
    form = seen.rested.locator(".answer").first
    assert form.locator("label").all_inner_texts() == ["是", "否", "待定"]
    form.get_by_label("否").check()
    form.get_by_label("备注").fill("章一说不是")
    assert "填了 1 处，还没有交回" in seen.texts("#hand-in p")[0]
    told = saved(seen, tmp_path)
    assert told["format"] == "reconcile-answers/1"
    (path,) = tmp_path.glob("裁定-2*.json")
    (decision,) = read_decisions(open_answers(path), path.name, units=_no_units())
    assert (decision.kind, decision.answer, decision.why) == ("suggestion", "no", "章一说不是")


def test_every_kind_of_question_has_its_own_answers(visit: Visits, tmp_path: Path) -> None:
    seen = visit(campaign(), "/decide?part=duplicates")
    offered = {}
    for part, answer in (("duplicates", "图书馆"), ("renumbered", "填错"), ("unaccounted", "已解散"), ("todo", "是")):
        seen.go(f"/decide?part={part}")
        form = seen.rested.locator(".answer").first
        offered[part] = form.locator("label").all_inner_texts()
        form.get_by_label(answer, exact=True).check()
    assert offered == {
        "duplicates": ["教务处", "图书馆", "待定"],
        "renumbered": ["换号", "新建", "填错", "待定"],
        "unaccounted": ["已解散", "漏报", "仍在用", "并入", "待定"],
        "todo": ["是", "否"],
    }
    saved(seen, tmp_path)
    (path,) = tmp_path.glob("裁定-2*.json")
    book = open_answers(path)
    answers = {(one.kind, one.answer, one.chosen) for one in read_decisions(book, path.name, units=_no_units())}
    assert answers == {
        ("same-number-two-units", "yes", "图书馆"),
        ("renumbered", "yes", "mistyped"),
        ("unaccounted", "yes", "dissolved"),
    }
    assert [told["done"] for question, told in read_jottings(book).items() if question.startswith("todo;")] == ["是"]


def test_the_keyboard_is_enough_and_an_answer_can_be_taken_back(visit: Visits) -> None:
    seen = visit(campaign(), "/decide?part=suggestions")
    seen.page.locator(".answer input[type=radio]").first.focus()
    seen.page.keyboard.press("Space")
    assert seen.rested.locator(".answer input[type=radio]").first.is_checked()
    seen.page.keyboard.press("ArrowRight")
    assert seen.rested.locator(".answer input[type=radio]").nth(1).is_checked()
    seen.page.locator(".answer .clear").first.press("Enter")
    assert not seen.rested.locator("#hand-in").is_visible()
    assert not any(choice.is_checked() for choice in seen.rested.locator(".answer input[type=radio]").all())


def test_what_was_answered_is_there_after_the_page_was_closed(visit: Visits) -> None:
    seen = visit(campaign(), "/decide?part=suggestions")
    seen.page.locator(".answer").first.get_by_label("待定").check()
    seen.page.reload()
    assert seen.rested.locator(".answer").first.get_by_label("待定").is_checked()
    assert "填了 1 处" in seen.texts("#hand-in p")[0]


def test_on_a_phone_the_answers_fit(visit: Visits) -> None:
    seen = visit(campaign(), "/decide?part=unaccounted", size=(360, 740))
    seen.page.locator(".answer").first.get_by_label("并入").check()
    width = seen.said_by("document.documentElement.scrollWidth")
    assert width <= 360
    assert seen.rested.locator("#hand-in .strong").is_visible()


def test_answers_of_the_page_go_round_through_the_next_run(browser: Browser, tmp_path: Path) -> None:
    desk = tmp_path / "示例"
    shutil.copytree(YEARS / "two-years", desk)
    asked = ["run", str(desk / "2025" / "收回"), "--profile", "jsut-2019", "--previous", str(desk / "2024台账.csv")]
    asked += ["--as-of", "2025-04-10", "--out", str(desk / "结果"), "--no-cache", "--quiet"]
    CliRunner().invoke(build("zh"), asked, standalone_mode=False)
    count = len(table(desk / "结果" / "对账报告.xlsx", "相似建议"))
    assert count
    context = browser.new_context(offline=True)
    context.set_default_timeout(120_000)  # a busy machine is no fault of the page
    page = context.new_page()
    page.goto(f"{(desk / '结果' / '对账报告.html').as_uri()}#/decide?part=suggestions")
    page.locator(".answer").nth(count - 1).wait_for()
    assert page.locator(".answer").count() == count
    for form in page.locator(".answer").all():
        form.get_by_label("是", exact=True).check()
    with page.expect_download() as coming:
        page.locator("#hand-in .strong").click()
    answers = tmp_path / coming.value.suggested_filename
    coming.value.save_as(answers)
    context.close()
    done = CliRunner().invoke(build("zh"), [*asked[:-1], "--decisions", str(answers)], standalone_mode=False)
    assert done.exception is None, done.output
    decided = table(desk / "结果" / "对账报告.xlsx", "裁定")
    assert {(row["裁定"], row["采用情况"]) for row in decided} == {("是", "已采用")}
    assert len(decided) == count


def _no_units() -> object:
    from toolkit.normalise.units import UnitIndex

    return UnitIndex()
