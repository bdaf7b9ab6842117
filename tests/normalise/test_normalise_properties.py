"""Goal of the fuzzing: every normaliser takes any text, never raises, never hangs, and is done after one go.

The functions are found, not listed: one that is added to `toolkit.normalise` is tested the day it comes.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
import signal
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit import normalise
from toolkit.names.names import canonical_name, conflict, rolled, same
from toolkit.normalise.dates import certainly_after, earliest, latest, read_date
from toolkit.normalise.masking import masked
from toolkit.normalise.people import align_people
from toolkit.normalise.ticks import read_choices
from toolkit.normalise.units import UnitIndex
from toolkit.regulations.calendar import calendar
from toolkit.regulations.fields import label_key
from toolkit.report.text import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECES = st.sampled_from(
    [
        *(
            "张三",
            "李四",
            "王老师",
            "群主",
            "管理员",
            "：",
            "、",
            "，",
            "；",
            "（",
            "）",
            "/",
            "\n",
            "\u3000",
            "-",
            "—",
            "~",
            "至",
            "约",
        ),
        *(
            "13900000001",
            "139 0000 0001",
            "０２８-１２３４５６７８",
            "a@b.cn",
            "+86",
            "QQ群",
            "微信群",
            "☑",
            "□",
            "√",
            "是",
            "否",
        ),
        *(
            "2026年3月",
            "2026.03.11",
            "二〇二六年",
            "三月五日",
            "45000",
            "99999999999",
            "100人",
            "二百余人",
            "100-200",
            "无",
        ),
        *(
            "310000001",
            "(310000002)",
            "备案编号",
            "计算机学院",
            "宣传部",
            "2023级1班",
            "②群",
            "第三",
            "\u200b",
            "\ud800",
            "\U0010ffff",
        ),
        *(
            "800000199003070013",
            "某路12号3单元",
            "1990年3月7日生",
            "=1+1",
            "é",
            "ﷺ",
            "①",
            "Ⅻ",
            "㈱",
            "½",
            "𝟙",
            "٣",
            "ǆ",
            "ß",
            "İ",
        ),
    ]
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=30) | st.lists(PIECES, max_size=8).map("".join)
OPTIONS = ("QQ群", "微信群", "其他")


def takes_a_text(function: Callable[..., Any]) -> bool:
    """Whether it can be called with one text and nothing else."""
    parameters = list(inspect.signature(function).parameters.values())
    needed = [one for one in parameters if one.default is inspect.Parameter.empty]
    return len(needed) == 1 and needed[0] is parameters[0] and parameters[0].annotation in {"str", str}


def found() -> Iterator[tuple[str, Callable[[str], Any]]]:
    for info in pkgutil.iter_modules(normalise.__path__):
        module = importlib.import_module(f"toolkit.normalise.{info.name}")
        for name, function in vars(module).items():
            own = getattr(function, "__module__", "") == module.__name__ and not name.startswith("_")
            if own and callable(function) and not inspect.isclass(function) and takes_a_text(function):
                yield f"{info.name}.{name}", function


FOUND = dict(found())
NOT_ANY_TEXT = {"dates.earliest", "dates.latest"}
"""They take what `read_date` gave, and have a test of their own."""
ALL: dict[str, Callable[[str], Any]] = {
    **{name: function for name, function in FOUND.items() if name not in NOT_ANY_TEXT},
    "names.canonical_name": canonical_name,
    "names.canonical_name with units": lambda text: canonical_name(text, unit_words=("计算机学院", "计院", "")),
    "ticks.read_choices": lambda text: read_choices(text, OPTIONS, "before"),
    "ticks.read_choices behind": lambda text: read_choices(text, OPTIONS, "after"),
    "units.resolve": UnitIndex(
        [("计算机学院", ["计院"], ["计算机系"]), ("教务处、招生处", [], [])], institutions=["某大学"]
    ).resolve,
    "units.roster": lambda text: UnitIndex([(text, [text], [text])], institutions=[text]).resolve(text),
    "people.align_people": lambda text: align_people({"name": text, "mobile": text, "title": text, "email": text}),
    "fields.label_key": label_key,
    "report.masked": masked,
    "report.fit": fit,
}


def test_the_normalisers_are_found() -> None:
    assert {"text.clean", "people.read_people", "dates.read_date", "compound.split_name_number"} <= set(FOUND)
    assert len(FOUND) > 30


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_any_text_is_taken_and_the_same_comes_out_again(name: str, text: str) -> None:
    assert ALL[name](text) == ALL[name](text)


# --- done after one go ----------------------------------------------------------------------------------------------

ONCE = (
    *("text.clean", "text.fold", "text.one_line", "text.key", "private.hide", "masking.without_identity_numbers"),
    *(
        "phones.mask_phone",
        "phones.mask_email",
        "masking.masked",
        "masking.masked_number",
        "units.unit_key",
        "fields.label_key",
    ),
    *("report.masked", "report.fit", "persons.join_spaced"),
)


@pytest.mark.parametrize("name", ONCE)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_what_was_normalised_stays(name: str, text: str) -> None:
    assume(text.count("@") < 2)  # a@b.c@d.e is no address; what is left of it when one is masked may look like one
    once = ALL[name](text)
    assert ALL[name](once) == once


@pytest.mark.parametrize(
    "name", ["dates.read_date", "numbers.read_numbers", "counts.read_count", "phones.read_phone", "phones.read_email"]
)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_what_was_read_is_read_the_same_when_it_comes_back(name: str, text: str) -> None:
    """Our own register is next year's input: what it says is read as what it says."""
    read = ALL[name]
    for value in written(read(text)):
        assert written(read(value)) == [value]


def written(reading: Any) -> list[str]:
    """Return what of a reading stands in the register."""
    told = reading._asdict()
    values = told.get("numbers") or (told.get("value") or told.get("raw") or "",)
    return [value for value in values if value]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_names_compare_both_ways_alike(texts: list[str]) -> None:
    one, other = map(canonical_name, texts)
    assert same(one, other) == same(other, one)
    assert conflict(one, other) == conflict(other, one)
    assert rolled(one, other) == rolled(other, one)
    assert same(one, one)
    assert not conflict(one, one)


# --- calendar -------------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_a_date_that_was_read_has_a_first_and_a_last_day(text: str, other: str) -> None:
    one, two = read_date(text)[0], read_date(other)[0]
    if one:
        assert earliest(one) <= latest(one)
        assert not certainly_after(one, one)
    if one and two:
        assert not (certainly_after(one, two) and certainly_after(two, one))


@given(st.dates(), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_any_day_has_a_place_in_the_calendar(day: dt.date, start: dt.date, span: int) -> None:
    assert isinstance(calendar().is_workday(day), bool)
    count = calendar().workdays_between(start, start + dt.timedelta(days=span))
    assert 0 <= count.days <= max(span, 0)


# --- no text takes for ever -----------------------------------------------------------------------------------------

LONG = 32_767  # what a cell of Excel holds
REPEATED = (
    *(
        "1",
        "1 ",
        "一",
        "(",
        "（",
        ")",
        "、",
        ",",
        " ",
        "\n",
        "-",
        "—",
        "a",
        "a@",
        "@a.",
        "QQ",
        "QQ群",
        "群",
        "□",
        "☑",
        "√是",
    ),
    *(
        "张三",
        "张三、",
        "张三 ",
        "13900000001",
        "139 ",
        "2026年",
        "2026-",
        "3月",
        "级",
        "1班",
        "第",
        "年",
        "号",
        "人",
        "约",
        "：",
        "/",
    ),
    *(
        "管理员",
        "群主：",
        "学院",
        "_x000D_",
        "a.b",
        "区1",
        "路1",
        "1990.",
        "\u3000",
        "e\u0301",
        "=",
        "((1",
        "1-1",
        "之",
        "教授",
    ),
)


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm")
@pytest.mark.parametrize("length", [4_000, pytest.param(LONG, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", ALL)
def test_a_cell_full_of_one_piece_is_read_in_good_time(name: str, length: int) -> None:
    """A pattern that tries every way to split a text would need centuries for these."""

    def too_long(*_: object) -> None:
        message = f"{name} hangs on {len(text)} letters of {piece!r}"
        raise TimeoutError(message)

    piece = text = ""
    before = signal.signal(signal.SIGALRM, too_long)
    try:
        for piece in REPEATED:
            for tail in ("", "x", "@", "号"):
                text = (piece * length)[:length] + tail
                signal.alarm(20)
                ALL[name](text)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
