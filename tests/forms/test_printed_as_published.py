"""Every printed form held against the annex as its institution published it, line by line; what differs is listed.

`tests/support/printed_forms.yaml` holds the lines of the annexes. Widths of letters and blanks within a line are not
compared: they are the printer's, and differ between two copies of one document.
"""

from __future__ import annotations

import io
import re
import unicodedata
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from toolkit.forms.template import plan, render
from toolkit.forms.template.styles import text_width
from toolkit.regulations.profile import load_profile, profile_ids

PUBLISHED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "support" / "printed_forms.yaml").read_text(encoding="utf-8")
)
FORMS = {form.key: form for name in profile_ids() for form in load_profile(name).forms}
PHONE = re.compile(r"\d{7,}|1[3-9]\d{9}")


def bare(text: str) -> str:
    """Return a text without blanks, letters in one width, rules of any length as one."""
    return re.sub("_+", "_", "".join(unicodedata.normalize("NFKC", text).split()))


def ours(key: str) -> list[list[str]]:
    """Return what stands on the printed page of a blank form, row by row."""
    page = plan(FORMS[key]).pages[0]
    top, left, bottom, right = page.printed
    rows: dict[int, list[str]] = {}
    for box in sorted(page.boxes, key=lambda box: (box.top, box.left)):
        if top <= box.top <= bottom and left <= box.left <= right and box.text:
            rows.setdefault(box.top, []).append(bare(box.text))
    return list(rows.values())


def published(key: str) -> list[list[str]]:
    return [[bare(cell) for cell in line.split("|")] for line in PUBLISHED[key]["lines"].strip().splitlines()]


def test_every_form_is_published_or_says_that_it_is_ours() -> None:
    assert {key for key, form in FORMS.items() if not form.drawing.suggested} == set(PUBLISHED)


@pytest.mark.parametrize("key", sorted(PUBLISHED))
def test_the_page_is_printed_as_published(key: str) -> None:
    told, made = published(key), ours(key)
    theirs, mine = list(chain.from_iterable(told)), list(chain.from_iterable(made))
    differs = [
        ["".join(theirs[a:b]), "".join(mine[c:d])]
        for sort, a, b, c, d in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes()
        if sort != "equal"
    ]
    listed = [entry[:2] for entry in PUBLISHED[key]["differs"]]
    assert ["".join(one) for one in zip(*differs, strict=True)] == ["".join(one) for one in zip(*listed, strict=True)]
    assert all(why for *_, why in PUBLISHED[key]["differs"])
    assert len(told) == len(made)  # and line stands under line


@pytest.mark.parametrize("key", sorted(FORMS))
def test_nobody_is_named_on_a_blank_form(key: str) -> None:
    texts = [cell for row in ours(key) for cell in row]
    assert not [text for text in texts if PHONE.search(text)]


@pytest.mark.parametrize("key", sorted(FORMS))
def test_what_is_printed_and_a_name_with_a_telephone_fit_their_cells(key: str) -> None:
    """A label stands whole in its cell, and a column of people is as wide as a mobile number."""
    form = FORMS[key]
    page = plan(form).pages[0]
    for box in page.boxes:
        wide = sum(page.widths[box.left : box.right + 1])
        high = sum(page.heights[row] for row in range(box.top, box.bottom + 1))
        if box.role in {"label", "prompt", "note", "signature", "plain"} and box.text:
            letters = max(int(wide * 11 / 12) - 1, 1)
            lines = sum(-(-text_width(line) // letters) or 1 for line in box.text.split("\n"))
            assert lines * 12 * 1.15 <= high + 6, (box.text, wide, high)
        if box.key.endswith((".mobile", "owner", "admins")) and "&" not in box.key:
            assert wide > (len("13900000001") if "." in box.key else text_width("欧阳娜娜")), (box.label, wide)


def test_titles_repeat_on_every_page_of_a_long_or_wide_form() -> None:
    rows = [{"platform": "微信群", "group_name": f"声乐系第{number}群"} for number in range(30)]
    profile = load_profile("sccm-2022")
    sheet = openpyxl.load_workbook(io.BytesIO(render(profile.form("register"), profile, rows=rows)))["登记表"]
    assert sheet.print_title_cols == "$A:$A"
    assert sheet.page_setup.fitToWidth > 1
    for key, form in FORMS.items():
        if form.drawing.layout == "ledger":
            own = load_profile(key.partition("/")[0])
            page = openpyxl.load_workbook(io.BytesIO(render(form, own)))[form.drawing.sheet]
            heading = plan(form).pages[0].heading
            assert heading is not None
            assert page.print_title_rows == f"${heading + 1}:${heading + 1}"
