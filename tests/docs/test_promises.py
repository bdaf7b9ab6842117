"""Each promise of the page on reliability has its tests in a table, and every test that is named there exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
PROMISES = re.findall(r"^- (.+)$", PAGE[: PAGE.index("| 承诺 | 测试 |")], re.MULTILINE)
TABLE = dict(re.findall(r"^\| (\S.*?) \| (`tests/.*?) \|$", PAGE[: PAGE.index("## Goals")], re.MULTILINE))


def test_every_promise_has_a_row_and_every_row_a_promise() -> None:
    begun = {promise: [name for name in TABLE if promise.startswith(name)] for promise in PROMISES}
    assert [promise for promise, rows in begun.items() if len(rows) != 1] == []
    assert {name for rows in begun.values() for name in rows} == set(TABLE)


def test_every_test_that_is_named_exists() -> None:
    named = [test for tests in TABLE.values() for test in re.findall(r"`(tests/[^`]+)`", tests)]
    assert len(named) > 30
    there = {}
    for test in named:
        path, _, function = test.partition("::")
        text = there.setdefault(path, (ROOT / path).read_text(encoding="utf-8"))
        assert re.search(rf"^def {function}\(", text, re.MULTILINE), test
