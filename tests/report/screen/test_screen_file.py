"""对账报告.html as a file: what stands in it, what must not, and that it is the same each time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from report_outcome import campaign, first_filing
from screen_outcome import HOSTILE, aged, hostile, long

import toolkit.report.screen
from toolkit.messages import sentences
from toolkit.normalise.masking import masked
from toolkit.regulations.profile import load_profile
from toolkit.report.screen import render_screen
from toolkit.report.screen.content import content
from toolkit.report.screen.steps import WAYS
from toolkit.report.screen.texts import Texts, thin
from toolkit.report.view import View

ROOM = Path(toolkit.report.screen.__file__).parent
VENDORED = (ROOM / "vendor" / "README.md").read_text(encoding="utf-8")
PAIRS = [
    *((f"{tone}-ink", f"{tone}-ground") for tone in ("error", "warning", "review", "notice", "good", "accent")),
    *((ink, ground) for ink in ("ink", "muted", "accent-ink") for ground in ("paper", "card", "hover")),
    *((f"{tone}-ink", "card") for tone in ("error", "warning", "review", "good")),
]


class Parts(HTMLParser):
    """The scripts, the policy and every address of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.data = self.policy = ""
        self.addresses: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.addresses += [told[name] or "" for name in ("src", "href") if name in told]
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told["content"] or ""
        self._inside = (told.get("type") or "text/javascript") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._inside == "application/json":
            self.data += data
        elif self._inside:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as HTMLParser calls it
        self._inside = ""


def told(page: bytes) -> dict[str, Any]:
    return json.loads(Parts(page.decode()).data)


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert render_screen(campaign()) == render_screen(campaign())


def test_no_script_but_the_ones_it_carries_may_run() -> None:
    parts = Parts(render_screen(campaign()).decode())
    sums = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in parts.scripts]
    named = " ".join(f"'sha256-{one}'" for one in sums)
    assert len(sums) == 2
    assert f"script-src {named};" in parts.policy
    assert parts.policy.startswith("default-src 'none'")
    assert set(parts.addresses) == {"data:,", "#main"}


def test_nothing_typed_becomes_part_of_the_page() -> None:
    clean, risky = (Parts(render_screen(outcome).decode()) for outcome in (campaign(), hostile()))
    assert risky.scripts == clean.scripts
    assert risky.addresses == clean.addresses
    assert not re.search("[<>&\u2028\u2029\u202e]", risky.data)
    names = {json.loads(risky.data)["texts"][place] for place in json.loads(risky.data)["groups"]["name"]}
    assert {text.replace("\u202e", "‹U+202E›") for text in HOSTILE} <= names


def test_no_telephone_stands_anywhere_in_the_file() -> None:
    page = render_screen(aged()).decode()
    data = Parts(page).data
    assert not re.search(r"1390000\d{4}", data)
    facts = {"clause": "第三条", "variant": "over", "limit": 150, "raw": "13900000003，Ａ１３９０００００００４"}
    told_of = replace(campaign().findings[0], facts=facts)
    page = render_screen(replace(campaign(), findings=(told_of,))).decode()
    assert "139****0003" in page
    assert "13900000003" not in page
    assert "１３９０００００００４" not in page


@pytest.mark.parametrize(
    "text",
    [
        "章一 13900000001",
        "（0557）2340001",
        "+86 139-0000-0001",
        "１３９０００００００１",
        "a.b@example.edu.cn",
        "a＠example.cn",
        "11010119900307123X",
        "群310000001",
        "第1条",
        "2026-03-11",
        "",
    ],
)
def test_what_is_masked_in_the_workbook_is_masked_here(text: str) -> None:
    texts = Texts()
    texts.column(["甲", text, "乙1", text])
    assert texts.masked() == list(dict.fromkeys(["", "甲", masked(text), "乙1"]))


def test_every_finding_group_unit_and_file_is_there() -> None:
    outcome = campaign()
    held = told(render_screen(outcome))
    assert held["findings"]["count"] == len(held["findings"]["message"]) == len(outcome.findings)
    assert held["groups"]["records"] == len(outcome.ledger.frame)
    assert held["groups"]["previous"] == len(outcome.previous.frame)
    assert {row[0] for row in held["tables"]["units"]["rows"]} >= {unit.unit for unit in outcome.units}
    assert {row[0] for row in held["tables"]["files"]["rows"]} == {file.path for file in outcome.submissions}
    unregistered = (outcome.observed["verdict"] == "unregistered").sum()
    count = len(outcome.ledger.frame) + len(outcome.previous.frame) + unregistered
    assert held["groups"]["count"] == count
    assert {len(held["groups"][name]) for name in ("name", "number", "unit", "state", "mate", "file")} == {count}


def test_what_was_not_compared_has_no_figure() -> None:
    held = told(render_screen(first_filing(campaign())))
    figures = {entry["code"]: entry for group in held["figures"].values() for entry in group}
    for code in ("due", "missing", "before", "new", "changed", "unregistered", "unaccounted"):
        assert figures[code]["value"] is None, code
        assert figures[code]["note"], code
    assert figures["errors"]["value"] == 1


def test_a_group_without_columns_of_numbers_or_several_is_shown_with_all() -> None:
    outcome = campaign()
    frame = outcome.ledger.frame.copy()
    frame.loc[0, "group_nos"] = "310000001\n310000009"
    held = told(render_screen(replace(outcome, ledger=replace(outcome.ledger, frame=frame))))
    assert held["codes"][held["groups"]["number"][0]] == "310000001、310000009"


def test_a_page_too_large_keeps_its_figures_and_the_gravest_findings() -> None:
    outcome = long(40)
    grave = replace(outcome.findings[37], severity="error")
    outcome = replace(outcome, findings=(*outcome.findings[:37], grave, *outcome.findings[38:]))
    view = View(outcome, load_profile(outcome.profile), lang="zh")
    whole, less = content(view), content(view, most=10)
    assert less["figures"] == whole["figures"]
    assert less["left"] == {"findings": 30, "groups": 30}
    assert whole["left"] == {"findings": 0, "groups": 0}
    assert less["findings"]["count"] == less["groups"]["records"] == 10
    first = less["findings"]["groups"][0][0]
    assert less["texts"][less["groups"]["name"][first]] == "第37工作群"


def test_a_column_that_never_changes_is_one_number() -> None:
    assert thin({"a": [3, 3], "b": [3, 4], "c": [], "d": [[1], [1]], "e": {"x": 1}}) == {
        "a": 3,
        "b": [3, 4],
        "c": [],
        "d": [[1], [1]],
        "e": {"x": 1},
    }


def test_every_word_the_page_says_is_in_the_catalogue() -> None:
    known = sentences("screen")
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "page").glob("*.js")))
    whole = set(re.findall(r'say\("([\w-]+)"', scripts))
    stems = set(re.findall(r"say\(`([\w-]+-)\$\{", scripts))
    assert whole
    assert whole - known.keys() == set()
    assert [stem for stem in stems if not any(code.startswith(stem) for code in known)] == []
    used = "\n".join([scripts, *(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))])
    idle = {code for code in known if f'"{code}"' not in used and not any(code.startswith(stem) for stem in stems)}
    assert {code for code in idle if not code.startswith("how-")} == set()


def test_every_task_of_the_report_has_a_way_into_the_page() -> None:
    named = (code for code in sentences("report") if code.startswith("task-") and code.endswith("-how"))
    tasks = {code.removeprefix("task-").removesuffix("-how") for code in named}
    assert tasks == set(WAYS)
    assert {f"how-{task}" for task in tasks} <= sentences("screen").keys()


def test_no_script_reads_text_as_markup() -> None:
    own = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "page").glob("*.js")))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", own)


@pytest.mark.parametrize("line", re.findall(r"^\| `(\S+\.js)` \| `(\w{64})`", VENDORED, re.MULTILINE))
def test_what_is_carried_of_others_is_what_its_page_says(line: tuple[str, str]) -> None:
    name, told_sum = line
    assert hashlib.sha256((ROOM / "vendor" / name).read_bytes()).hexdigest() == told_sum


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(scheme: str) -> None:
    css = (ROOM / "page" / "tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root[^{]*\{(.*?)\n\s*\}", css, re.DOTALL)
    assert len(blocks) == 2
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6});", blocks[1]))
    poor = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 reckons it."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
