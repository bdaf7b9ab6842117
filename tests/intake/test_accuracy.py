"""Field by field: of all that was typed on retyped forms, how much is read as it was meant? At least 99.5 %.

Every file is one unit's return of one form, typed by somebody with habits of their own. What was meant stands beside
what was typed from the start (`accuracy_values`); each field of each group is counted, and every miss is printed.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from accuracy_pages import Typist
from accuracy_values import ROSTER, UNITS, Maker
from drawing import workbook

from toolkit import Sources, load_profile, reconcile
from toolkit.names.names import canonical_name
from toolkit.regulations.fields import vocabulary
from toolkit.regulations.profile import profile_ids
from toolkit.report.outcome import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from accuracy_values import Group

    from toolkit.regulations.forms import Form

TODAY = dt.date(2026, 3, 11)
WANTED = 0.995
GROUPS = 4
FORMS = [form.key for name in profile_ids() for form in load_profile(name).forms]


def campaign(form: Form, seed: int, folder: Path) -> dict[str, tuple[str, list[Group]]]:
    """Write a file for every unit; return what is meant by path, with the habits it was typed in."""
    meant: dict[str, tuple[str, list[Group]]] = {}
    folder.mkdir(parents=True)
    for number, unit in enumerate(UNITS):
        rng = random.Random(f"{form.key} {seed} {number}")  # noqa: S311 - habits, no secrets
        typist, maker = Typist(form, rng), Maker(form, rng)
        groups = [maker.group(unit, typist.answers) for _ in range(GROUPS)]
        _once_for_all(form, groups)
        ending, data = typist.file(groups)
        path = f"{number}.{ending}"
        (folder / path).write_bytes(data)
        meant[path] = (f"{typist.kind}, {typist.shape}, {typist.labels}, gap {typist.gap}", groups)
    return meant


def _once_for_all(form: Form, groups: list[Group]) -> None:
    """Give all groups of a page what its head says: the unit, who reports, when."""
    for key in form.head_keys:
        for group in groups:
            if key in groups[0].typed:
                group.typed[key] = groups[0].typed[key]
                group.meant[key] = groups[0].meant[key]


def counted(form: Form, seed: int, folder: Path) -> tuple[int, list[str]]:
    """Return how many fields were compared, and the misses."""
    meant = campaign(form, seed, folder / "收回")
    roster = workbook(folder / "名录.xlsx", ROSTER)
    outcome = reconcile(folder / "收回", as_of=TODAY, profile=form.profile, sources=Sources(units=roster), jobs=2)
    told = json.loads(to_json(outcome, with_contacts=True))
    fields, misses = 0, []
    for path, (habits, groups) in meant.items():
        rows = [record["values"] for record in told["records"] if record["source"]["file"] == path]
        for group in groups:
            row = _same_name(rows, group)
            for name, meaning in group.meant.items():
                fields += 1
                read = row.get(name) if row else "(no such row)"
                if row is None or not _as_meant(name, meaning, read):
                    typed = {key: text for key, text in group.typed.items() if name in re.split(r"[.&]", key)}
                    misses.append(
                        f"{form.key} {path} ({habits}) {name}: typed {typed}, meant {meaning!r}, read {read!r}"
                    )
    return fields, misses


def _same_name(rows: list[dict[str, Any]], group: Group) -> dict[str, Any] | None:
    wanted = canonical_name(group.meant["group_name"]).key
    return next((row for row in rows if canonical_name(row["group_name"] or "").key == wanted), None)


def _as_meant(name: str, meaning: Any, read: Any) -> bool:
    if name == "group_name":
        return canonical_name(read or "").key == canonical_name(meaning).key
    kind = vocabulary()[name].kind
    if kind == "count":
        return read is not None and (read["low"], read["high"]) == meaning
    if kind == "people":
        return [{part: text for part, text in person.items() if text} for person in read] == meaning
    if kind == "text":
        return _bare(read or "") == _bare(meaning or "")
    return read == meaning


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _seeds() -> Iterator[Any]:
    for form in FORMS:
        yield pytest.param(form, 1, id=f"{form}-1")
        for seed in range(2, 6):
            yield pytest.param(form, seed, id=f"{form}-{seed}", marks=pytest.mark.soak)


@pytest.mark.parametrize(("key", "seed"), _seeds())
def test_what_was_typed_is_read_as_it_was_meant(key: str, seed: int, tmp_path: Path) -> None:
    profile, _, name = key.partition("/")
    fields, misses = counted(load_profile(profile).form(name), seed, tmp_path)
    print(f"{key}, seed {seed}: {fields} fields, {len(misses)} misses", *misses, sep="\n  ")  # noqa: T201 - on demand
    assert fields > 8 * GROUPS * len(UNITS)
    assert len(misses) <= (1 - WANTED) * fields, "\n".join(misses)


def test_all_seven_forms_are_counted() -> None:
    assert len(FORMS) == 7
