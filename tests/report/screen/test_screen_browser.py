"""对账报告.html in a browser: it opens from a folder, and search, filters, links, keys, paper and phone work."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from report_outcome import campaign, first_filing
from screen_outcome import HOSTILE, aged, hostile, long

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Visit

    Visits = Callable[..., Visit]

PHONE = (375, 812)
WAYS = ("/overview", "/findings", "/groups", "/units", "/unit/图书馆", "/decide?part=duplicates", "/articles", "/files")
ROW = ".rows > .row"


def figures(seen: Visit) -> dict[str, str]:
    """Return the figures on top by their label."""
    labels, values = seen.texts(".figure-group .label"), seen.texts(".figure-group .value")
    return dict(zip(labels, values, strict=True))


def printed(*command: str | Path) -> str:
    """Return what one of poppler's programs says of a PDF."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - on a file of ours


def test_the_first_screen_has_the_figures_and_what_to_do_first(visit: Visits) -> None:
    seen = visit(campaign())
    shown = figures(seen)
    wanted = {"应报": "4", "未报": "1", "退回未补": "1", "在用未备案": "1", "重复（簇）": "1", "疑似停用": "2"}
    assert wanted.items() <= shown.items()
    assert seen.texts(".masthead h1") == ["群组备案对账报告"]
    assert "2026-03-12" in seen.texts(".about")[0]
    assert seen.texts(".steps .task")[0].startswith("马上办")
    assert seen.rested.locator(".stage svg").count() == 4
    seen.page.locator(".figure-missing").click()
    assert seen.texts(f"{ROW} .name") == ["后勤处"]


def test_without_a_source_the_page_says_not_compared(visit: Visits) -> None:
    shown = figures(visit(first_filing(campaign())))
    assert [shown[name] for name in ("应报", "未报", "上年在册", "在用未备案", "去向待核")] == ["未比对"] * 5


def test_search_and_filters_narrow_the_list_and_stand_in_its_address(visit: Visits) -> None:
    seen = visit(campaign(), "/findings")
    assert len(seen.texts(ROW)) == 3
    assert seen.texts(".count") == ["共 3 项"]
    seen.page.locator(".chip.error").click()
    seen.page.locator(".count", has_text="1 项，共 3 项").wait_for()
    assert seen.texts(f"{ROW} .how .tag") == ["须改正"]
    assert seen.texts(".count") == ["1 项，共 3 项"]
    assert "severity=error" in seen.said_by("location.hash")
    seen.page.locator(".chip.warning").click()
    seen.page.locator(".count", has_text="2 项，共 3 项").wait_for()
    assert len(seen.texts(ROW)) == 2
    seen.page.get_by_role("searchbox").fill("考务")
    seen.page.locator(".count", has_text="1 项，共 3 项").wait_for()
    found = seen.texts(ROW)
    seen.page.reload()
    assert seen.texts(ROW) == found
    assert seen.rested.get_by_role("searchbox").input_value() == "考务"
    seen.page.get_by_role("button", name="清除筛选").click()
    assert len(seen.texts(ROW)) == 3


@pytest.mark.parametrize(
    ("query", "count"), [("310000001", 1), ("图书馆", 1), ("登记表!C7", 2), ("CY-1.2a", 1), ("没有这样的", 0)]
)
def test_what_is_searched(visit: Visits, query: str, count: int) -> None:
    seen = visit(campaign(), f"/findings?q={query}")
    assert len(seen.texts(ROW)) == count
    assert seen.rested.locator(".list > .nothing").is_visible() == (count == 0)


def test_the_counts_of_a_filter_follow_the_others(visit: Visits) -> None:
    seen = visit(campaign(), "/findings?severity=review")
    counts = {text.split("\n")[0]: text.split("\n")[-1] for text in seen.texts(".chip")}
    assert (counts["须改正"], counts["待核"], counts["去向待核"]) == ("1", "1", "1")
    assert "超员与命名" not in counts


def test_a_unit_has_its_status_groups_findings_and_the_text_to_send(visit: Visits) -> None:
    seen = visit(campaign(), "/unit/后勤处")
    assert seen.texts("h2 .tag") == ["未报"]
    assert "后勤处您好" in seen.texts(".letter")[0]
    assert seen.texts(f"{ROW} .name") == ["后勤群"]
    seen.page.get_by_role("button", name="复制", exact=True).first.click()
    seen.page.locator("#said.shown").wait_for()
    assert seen.texts("#said")[0] in {"已复制", "请手动选中复制"}


def test_a_group_opens_with_its_lifeline_and_closes_with_escape(visit: Visits) -> None:
    seen = visit(aged(), "/groups?state=changed")
    seen.page.locator(f"{ROW} .group-link").press("Enter")
    seen.page.locator("dialog[open]").wait_for()
    assert seen.texts(".lifeline time") == ["2026-03-12", "2025-03-08", "2024-03-09"]
    line = seen.texts(".lifeline > li")
    assert "馆员工作群" in line[0]
    assert "馆员群" in line[0]
    assert "读者之家" in line[1]
    assert "图书馆.xlsx › 登记表!B4" in line[2]
    assert "group=" in seen.said_by("location.hash")
    seen.page.keyboard.press("Escape")
    seen.page.locator("dialog:not([open])").wait_for(state="attached")
    assert "group=" not in seen.said_by("location.hash")
    assert seen.texts(f"{ROW} .name") == ["馆员群"]


def test_a_question_shows_both_sides_and_says_where_to_answer(visit: Visits) -> None:
    seen = visit(campaign(), "/decide?part=suggestions")
    assert "“相似建议”页“是同一个群”栏" in seen.texts(".lead")[0]
    assert len(seen.texts(f"{ROW} .side")) == 2
    assert "62%" in seen.texts(ROW)[0]
    seen.page.locator(".part", has_text="重复").click()
    assert "两单位报同一群" in seen.texts(ROW)[0]


def test_the_articles_lead_to_their_findings(visit: Visits) -> None:
    seen = visit(campaign(), "/articles")
    row = seen.rested.locator("tbody tr", has_text="CY-3.2a")
    row.locator(".col-result a").click()
    assert seen.texts(f"{ROW} .clause")[0].startswith("人数上限")


def test_hostile_texts_are_shown_as_they_are_and_do_nothing(visit: Visits) -> None:
    seen = visit(hostile(), "/groups")
    title = seen.page.title()
    names = [text.replace("\u202e", "‹U+202E›") for text in HOSTILE]
    shown = set(seen.texts(f"{ROW} .group-link"))
    assert {re.sub(r"\s+", " ", name) for name in names} <= {re.sub(r"\s+", " ", text) for text in shown}
    for way in ("/overview", "/findings", "/units", "/files", "/findings?group=2", f"/unit/单位{HOSTILE[0]}"):
        seen.go(way.replace("<", "%3C").replace(">", "%3E").replace("/script", "%2Fscript"))
        assert seen.page.title().endswith(title.rpartition("·")[2].strip())
    assert seen.rested.locator("img, iframe, object, main script").count() == 0


def test_of_a_long_list_only_what_is_on_the_screen_stands_in_the_page(visit: Visits) -> None:
    seen = visit(long(2_400), "/findings")
    assert seen.texts(".count") == ["共 2,400 项"]
    assert 0 < len(seen.texts(ROW)) < 60
    seen.page.keyboard.press("End")
    seen.page.locator(ROW, has_text="第2399工作群").wait_for()
    assert len(seen.texts(ROW)) < 60
    seen.page.evaluate("scrollTo(0, 0)")
    seen.page.locator(ROW, has_text="第0工作群").wait_for()
    places = seen.said_by(
        "[...document.querySelectorAll('.rows > .row')].map((row) => row.getBoundingClientRect())"
        ".map((box) => [Math.round(box.top), Math.round(box.bottom)])"
    )
    assert all(one[1] == other[0] for one, other in pairwise(places))
    seen.page.get_by_role("searchbox").fill("第1234工作群")
    seen.page.locator(".count", has_text="1 项，共 2,400 项").wait_for()
    assert len(seen.texts(ROW)) == 1


def test_on_paper_every_row_stands_and_nothing_that_is_pressed(visit: Visits, tmp_path: Path) -> None:
    seen = visit(long(450), "/findings?severity=warning")
    paper = tmp_path / "page.pdf"
    seen.page.pdf(path=paper, prefer_css_page_size=True)
    flat = re.sub(r"\s+", "", printed("pdftotext", "-layout", paper, "-"))
    assert "第449工作群" in flat
    assert "全部单位" not in flat
    assert "程度需说明" in flat
    assert "(A4)" in printed("pdfinfo", paper)
    assert len(seen.texts(ROW)) < 60


def test_a_phone_never_scrolls_sideways(visit: Visits) -> None:
    seen = visit(campaign(), size=PHONE)
    widths = {}
    for way in WAYS:
        seen.go(way)
        widths[way] = seen.said_by("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(WAYS, PHONE[0])


def test_in_the_dark_the_ground_is_dark(visit: Visits) -> None:
    grounds = [
        visit(campaign(), color_scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", ground)[:3])) for ground in grounds)
    assert light > 600
    assert dark < 120


def test_it_is_all_english_on_demand(visit: Visits) -> None:
    seen = visit(campaign(), lang="en")
    assert seen.texts(".masthead h1") == ["Reconciliation report"]
    for way in ("/findings", "/groups", "/units", "/decide", "/articles", "/files"):
        seen.go(way)
        heads = " ".join(seen.texts("h2, h3, .chip, .facet-name, thead th, button, .part, .sort option, .figure-name"))
        assert not re.search("[一-鿿]", heads.replace("对账报告.xlsx", ""))


def test_it_can_be_worked_by_keys(visit: Visits) -> None:
    seen = visit(campaign(), "/findings")
    seen.page.keyboard.press("Tab")
    assert seen.said_by("document.activeElement.className") == "skip"
    seen.page.keyboard.press("Enter")
    assert seen.said_by("document.activeElement.id") == "main"
    seen.page.keyboard.press("Tab")
    assert seen.said_by("document.activeElement.type") == "search"
    for _ in range(4):
        seen.page.keyboard.press("Tab")
    assert seen.said_by("document.activeElement.getAttribute('aria-pressed')") == "false"
    seen.page.keyboard.press("Space")
    assert len(seen.texts(ROW)) == 1
    assert seen.said_by("document.activeElement.getAttribute('aria-pressed')") == "true"


def test_going_back_returns_to_the_place_that_was_left(visit: Visits) -> None:
    seen = visit(long(2_400), "/findings?severity=warning")
    seen.page.keyboard.press("End")
    last = seen.rested.locator(ROW, has_text="第2399工作群")
    last.locator(".unit-link").click()
    seen.page.locator(".unit-head").wait_for()
    assert seen.said_by("scrollY") == 0
    seen.page.go_back()
    last.wait_for()
