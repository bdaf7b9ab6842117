"""Values near those that people type, and what sheet and check say of them, without a spreadsheet program.

    near(text)                      spellings of a text with other widths, signs, blanks, something before or behind
    drawn(form, each)               of all that is near, and of other kinds' values: so many an answer, always the same
    judged(profile, form, cases)    what the check makes of them
    pairs(profile, form, cases)     a `Pair` a value, the sheet's side worked out by its questions, not by formulas

That the formulas say what the questions say is for the tests with LibreOffice; here a thousand cost five seconds.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from feedback_round import FILE, answers, card
from sheet_pairs import BETWEEN_GROUPS, GRAVE, TODAY, UNIT, Case, Pair, answers_of, place_of, right

from toolkit import Sources
from toolkit.comparison.compare import compare
from toolkit.findings.conclude import conclude
from toolkit.findings.wording import sentence
from toolkit.forms.feedback.items import answer_key
from toolkit.forms.template import plan
from toolkit.forms.template.sheet import Order, lives
from toolkit.model import Reading
from toolkit.register.compile import compile_register
from toolkit.register.known import known_before
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.forms.template import Box, Plan
    from toolkit.forms.template.live import Live
    from toolkit.model import Finding, Outcome
    from toolkit.regulations.forms import Form

WIDE = {ord(letter): chr(ord(letter) + 0xFEE0) for letter in map(chr, range(ord("!"), ord("~") + 1))}
WIDE_FIGURES = {ord(figure): WIDE[ord(figure)] for figure in "0123456789"}
NARROW_SIGNS = str.maketrans("，。；：（）、？！", ",.;:(),?!")
WIDE_SIGNS = str.maketrans(",.;:()-/@+", "，。；：（）—／＠＋")
BEFORE = ("约", "：", "原", "-", "0", "*", "0000", "\u200b", "电话：", "共", "已", "'", " ", "　", "\n")
BEHIND = ("。", "；", "，", ")", "？", "等", "（暂）", "左右", "-", "0", "*", "\xa0", "😀", "个", "\t", " ", "\n")
AROUND = (("（", "）"), ("(", ")"), ("【", "】"), ("“", "”"), (" ", " "))
INSIDE = (" ", "\n", "、")
_BATCH = 600  # groups of one run: a round number of a form's rows or cards


def near(text: str) -> Iterator[str]:
    """Yield a text, and what people make of it."""
    yield text
    yield from (text.translate(table) for table in (WIDE, WIDE_FIGURES, NARROW_SIGNS, WIDE_SIGNS))
    yield from (f"{sign}{text}" for sign in BEFORE)
    yield from (f"{text}{sign}" for sign in BEHIND)
    yield from (f"{first}{text}{last}" for first, last in AROUND)
    middle = len(text) // 2
    if middle:
        yield from (f"{text[:middle]}{sign}{text[middle:]}" for sign in INSIDE)
        yield from (text[:-1], text[1:], text + text[-1], f"{text}、{text}", f"{text}/{text}")


def drawn(form: Form, each: int, seed: int = 0) -> list[Case]:
    """Return values for every answer of a form: `each` near its own kind's, and as many near those of other kinds."""
    typed = yaml.safe_load((Path(__file__).parent / "typed_values.yaml").read_text(encoding="utf-8"))
    every = [value for section in typed.values() for values in section.values() for value in values]
    lot = random.Random(f"{form.key} {seed}")  # noqa: S311 - the same values each time
    found = []
    for box in answers_of(form, plan(form).pages[0]):
        part = box.key.partition(".")[2] if "&" not in box.key else ""
        kind = part or vocabulary()[box.stems[0]].kind
        own = typed["keys"].get(box.key) or (typed["parts"][part] if part else typed["kinds"][kind])
        kept = [spelt for value in lot.choices(own, k=each) for spelt in lot.sample(list(near(value)), 1)]
        kept += [spelt for value in lot.choices(every, k=each) for spelt in lot.sample(list(near(value)), 1)]
        found += [Case(box.key, value) for value in dict.fromkeys(kept) if value]
    return found


def pairs(profile_id: str, form_id: str, cases: Sequence[Case]) -> list[Pair]:
    """Return what sheet and check say of each value, each in a group of its own in which all else is well written."""
    batches = (cases[start : start + _BATCH] for start in range(0, len(cases), _BATCH))
    return [pair for batch in batches for pair in _tried(profile_id, form_id, batch)]


def _tried(profile_id: str, form_id: str, cases: Sequence[Case]) -> Iterator[Pair]:
    form = load_profile(profile_id).form(form_id)
    told = _told(judged(profile_id, form, cases), form)
    found = plan(form, rows=[right(form, number) for number in range(len(cases))], unit=UNIT)
    boxes = [place_of(found, number, case)[1] for number, case in enumerate(cases)]
    typed = {id(box): case.value for box, case in zip(boxes, cases, strict=True)}
    sheets = _sheets(profile_id, form, found, typed)
    for number, case in enumerate(cases):
        live = sheets[found.groups[number][0]]
        box = live.watch.page.at[boxes[number].top, boxes[number].left]
        state = live.watch.state(box)
        severity, said = told.get((number, case.key), ("", ""))
        red = state in {"missing", "wrong"}
        yield Pair(form.key, case, red, state == "open", _refused(live, box), severity, said)


def judged(profile_id: str, form: Form, cases: Sequence[Case]) -> Outcome:
    """Return what comes of a form in which each value stands in a group of its own."""
    profile = load_profile(profile_id)
    tables = [card(form, number, answers(form, number, case)) for number, case in enumerate(cases)]
    known = known_before(Sources(), profile)
    register = compile_register(
        [Reading(FILE, FILE, "read", tables=tuple(tables))], known, profile=profile, as_of=TODAY
    )
    return conclude(compare(register, known, profile=profile, as_of=TODAY), register.faults, profile=profile)


def _sheets(profile_id: str, form: Form, found: Plan, typed: dict[int, str]) -> Sequence[Live]:
    """Return what calculates on the sheets when some boxes hold what was typed."""
    pages = [
        replace(page, boxes=tuple(replace(box, text=typed.get(id(box), box.text)) for box in page.boxes))
        for page in found.pages
    ]
    return lives(pages, Order(form, load_profile(profile_id)))


def _refused(live: Live, box: Box) -> bool:
    watch = live.watch.lead or live.watch
    own = [one for one in watch.watched if one.box.key == box.key and one.box.line == 0]
    look = live.groups.look(box.slot)
    return any(question.value(look) for one in own for question in (one.wrong, one.refused))


def _told(outcome: Outcome, form: Form) -> dict[tuple[int, str], tuple[str, str]]:
    """Return the gravest finding about each answer of each group: number and key to severity and sentence."""
    frame = outcome.ledger.frame
    sheets = dict(zip(frame["id"], frame["sheet"], strict=True))
    told: dict[tuple[int, str], tuple[str, str]] = {}
    for finding in outcome.findings:
        if _between_groups(finding):
            continue
        numbers = [int(outcome.ledger.sheets[sheets[record]].name) for record in finding.records]
        fields = finding.facts.get("fields") or [finding.facts.get("field", "")] if finding.records else ["group_name"]
        numbers = numbers or [int(place.sheet) for place in finding.where]
        for place in ((number, answer_key(form, str(field))) for number in numbers for field in fields):
            if GRAVE.index(finding.severity) < GRAVE.index(told.get(place, ("", ""))[0]):
                told[place] = (finding.severity, sentence(finding))
    return told


def _between_groups(finding: Finding) -> bool:
    several = {"prior-count": {"differs", "too_few"}, "filing-no": {"repeated"}}.get(finding.rule, set())
    variant = str(finding.facts.get("variant", ""))
    return finding.rule in BETWEEN_GROUPS or variant in several or variant == "shared"
