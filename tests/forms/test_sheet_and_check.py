"""What the sheet shows while one types is what the check says of the file: never red where it is content, and so on.

`python tests/forms/test_sheet_and_check.py` tries all values on all forms and prints the table of quarrels, with
`--near 50` a hundred more an answer that nobody wrote down; the tests try some. The shapes are held against the readers
by what people type, put together by lot.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import near_values
import sheet_pairs

from toolkit.forms.template import shapes
from toolkit.forms.template.expressions import ALWAYS, NEVER, one_of
from toolkit.forms.template.places import Box
from toolkit.forms.template.texts import Cell
from toolkit.normalise.counts import read_count
from toolkit.normalise.dates import read_date
from toolkit.normalise.numbers import read_numbers
from toolkit.normalise.people import read_people
from toolkit.normalise.phones import read_phone
from toolkit.normalise.text import is_placeholder
from toolkit.regulations.profile import load_profile, profile_ids

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = [(name, form.id) for name in profile_ids() for form in load_profile(name).forms]
LONG = [pair for pair in EVERY if load_profile(pair[0]).form(pair[1]).drawing.layout != "card"]
CARDS = [pair for pair in EVERY if pair not in LONG]


@pytest.mark.office
@pytest.mark.parametrize(("profile", "form"), LONG)
def test_ledger_and_matrix_never_quarrel_with_the_check(profile: str, form: str, tmp_path: Path) -> None:
    tried = sheet_pairs.pairs(profile, form, tmp_path, every=5)
    assert [pair for pair in tried if pair.quarrels] == []
    assert len(tried) > 80
    assert {pair.red for pair in tried} == {pair.yellow for pair in tried} == {True, False}


@pytest.mark.office
@pytest.mark.parametrize(("profile", "form"), CARDS)
def test_cards_never_quarrel_with_the_check(profile: str, form: str, tmp_path: Path) -> None:
    tried = sheet_pairs.pairs(profile, form, tmp_path, every=15)
    assert [pair for pair in tried if pair.quarrels] == []
    assert {pair.red for pair in tried} == {True, False}


@pytest.mark.parametrize(("profile", "form"), EVERY)
def test_what_is_near_to_what_people_type_makes_no_quarrel(profile: str, form: str) -> None:
    cases = near_values.drawn(load_profile(profile).form(form), each=5)
    tried = near_values.pairs(profile, form, cases)
    assert [pair for pair in tried if pair.quarrels] == []
    assert {pair.red for pair in tried} == {pair.yellow for pair in tried} == {True, False}
    assert len(tried) == len(cases) > 100


# the shapes and the readers, without a spreadsheet program

TYPED = yaml.safe_load((Path(sheet_pairs.__file__).parent / "typed_values.yaml").read_text(encoding="utf-8"))
PIECES = [
    *"0123456789年月日.-/ 、\n",
    "2018",
    "19",
    "张三",
    "李四",
    "院长",
    "书记",
    "办公室",
    "139",
    "00000001",
    "12345",
    "QQ",
]
PIECES += [
    "13900000001",
    "人",
    "约",
    "左右",
    "百",
    "一",
    "二〇一八",
    "群",
    "无",
    "微信群",
    "（",
    "）",
    "：",
    "；",
    "abc",
    "@",
    "e5",
]
PIECES += ["×", "拟", "以上", "+", "０", "１２", "主任", "老师", "0557-", "2340001", "转", "—", "余", "共", "万"]


def one_number(text: str) -> bool:
    read = read_numbers(text)
    return len(read.numbers) == 1 and not read.fault


def named(text: str) -> bool:
    read = read_people(text)
    return not read.fault and bool(read.people) and all(person.name for person in read.people)


def mobiles(text: str) -> bool:
    lines = [line for line in text.replace("、", "\n").split("\n") if line.strip()]
    return all(read_phone(line).kind == "mobile" for line in lines)


READERS: list[tuple[str, str, Callable[[str], bool]]] = [
    ("member_count", "kinds/count", lambda text: not read_count(text).fault),
    ("created_on", "kinds/date", lambda text: not read_date(text).fault),
    ("group_no", "kinds/number", one_number),
    ("owner.mobile", "parts/mobile", mobiles),
    ("owner.office_phone", "parts/office_phone", lambda text: not read_phone(text).fault),
    ("owner", "kinds/people", named),
    ("owner.name", "parts/name", named),
]


def told(key: str, text: str) -> str:
    """Return what the sheet would tell of a text: clean, wrong, or nothing."""
    box = Box(0, 0, 0, 0, text, "answer", key, 0)
    shape = shapes.shape_of(box, listed=None, qq=ALWAYS if key == "group_no" else NEVER, account=False)
    found = [
        name
        for name, question in (("clean", shape.clean), ("wrong", shape.wrong), ("wrong", shape.refused))
        if question.value(lambda _: text)
    ]
    assert len(set(found)) < 2, text
    return next(iter(found), "")


def says_nothing(text: str) -> bool:
    cell = Cell(Box(0, 0, 0, 0, text, "answer", "group_no", 0))
    lists = (shapes.blank_words(), shapes.no_number_words(), shapes.ditto_words())
    return is_placeholder(text) or any(one_of(cell, words).value(lambda _: text) for words in lists)


@pytest.mark.parametrize(("key", "where", "reads"), READERS)
def test_what_is_clean_is_read_and_what_is_wrong_is_not(key: str, where: str, reads: Callable[[str], bool]) -> None:
    section, name = where.split("/")
    seen = set()
    for text in TYPED[section][name]:
        if not says_nothing(text):
            seen.add(told(key, text))
            assert told(key, text) != ("wrong" if reads(text) else "clean"), text
    assert "clean" in seen


@settings(derandomize=True, max_examples=500)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), entry=st.sampled_from(READERS[:6]))
def test_so_it_is_whatever_is_typed(pieces: list[str], entry: tuple[str, str, Callable[[str], bool]]) -> None:
    key, _, reads = entry
    text = "".join(pieces)
    if not says_nothing(text):
        assert told(key, text) != ("wrong" if reads(text) else "clean"), text


def main() -> None:
    """Print the table of quarrels of all values on all forms; behind `--near`, how many more by lot for an answer."""
    words = sys.argv[1:]
    each = int(words.pop(words.index("--near") + 1)) if "--near" in words else 0
    wanted = [word for word in words if word != "--near"] or [f"{profile}/{form}" for profile, form in EVERY]
    every = disagree = 0
    for name in wanted:
        profile, form = name.split("/")
        tried = (
            near_values.pairs(profile, form, near_values.drawn(load_profile(profile).form(form), each)) if each else []
        )
        if not each:
            with tempfile.TemporaryDirectory() as folder:
                tried = sheet_pairs.pairs(profile, form, Path(folder))
        quarrels = [pair for pair in tried if pair.quarrels]
        every, disagree = every + len(tried), disagree + len(quarrels)
        sys.stdout.write(f"{name}: {len(tried)} values, {len(quarrels)} quarrels\n")
        for pair in quarrels:
            sys.stdout.write(f"    {pair.case.key} {pair.case.value!r}: {pair.quarrels} {pair.said}\n")
        sys.stdout.flush()
    sys.stdout.write(f"all forms: {every} values, {disagree} quarrels\n")


if __name__ == "__main__":
    main()
