"""Returns that take the place of earlier ones.

A later return of the same unit on the same form replaces an earlier one when it repeats at least half of its groups or
calls itself a correction in its file's name; otherwise it adds to it. On one-form-per-group forms it is card by card:
the later card of a group replaces the earlier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.model import Note
from toolkit.normalise.dates import earliest
from toolkit.register.merge.identity import Identity, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from toolkit.register.merge.fates import Fates
    from toolkit.register.merge.receipts import Receipt
    from toolkit.regulations.profile import Profile

_CORRECTION = re.compile(
    r"更正|修订|订正|补正|改正|勘误|修改(?:稿|版|后)|重新?(?:报送|上报|提交)|最终|终稿|定稿|最新"
    r"|第(?P<words>[二三四五六七八九])(?:版|稿|次)|(?<![A-Za-z])[vV]\.?(?P<number>[2-9]|1\d)(?!\d)"
)
_LAST = re.compile(r"最终|终稿|定稿")
_HALF = 2


@dataclass(frozen=True)
class Part:
    """What one file returns on one form."""

    path: str
    rows: tuple[int, ...]
    groups: tuple[Identity, ...]
    rank: int

    @property
    def is_correction(self) -> bool:
        """Whether the file calls itself one."""
        return self.rank > 0

    def repeats(self, earlier: Part) -> int:
        """Return how many groups of an earlier return stand here again."""
        numbers = {number for group in self.groups for number in group.numbers}
        names = {group.name for group in self.groups if group.name}
        return sum(bool(names & {group.name}) or not numbers.isdisjoint(group.numbers) for group in earlier.groups)


def replace_returns(
    frame: pd.DataFrame, fates: Fates, profile: Profile, of_file: Mapping[str, str], receipts: Mapping[str, Receipt]
) -> None:
    """Reject the rows of returns that later ones replace, on forms that hold many groups."""
    cards = _card_forms(profile)
    for form, parts in _parts_of_units(frame, fates, of_file):
        if form in cards:
            continue
        ordered = _in_order(parts, receipts)
        standing: list[Part] = []
        for later in ordered:
            replaced = _replaced(standing, later)
            for earlier in replaced:
                fates.reject(earlier.rows, Note("superseded", {"by": later.path}))
            standing = [part for part in standing if part not in replaced] + [later]


def replace_cards(frame: pd.DataFrame, fates: Fates, profile: Profile, receipts: Mapping[str, Receipt]) -> None:
    """Reject cards of which a later file has a card of the same unit and group."""
    import numpy as np

    rows = np.flatnonzero(fates.live & frame["form"].isin(list(_card_forms(profile))).to_numpy())
    chosen = frame.take(rows).assign(position=rows)
    for _, same in chosen.groupby(["unit", "form"], sort=False):
        if len(same["path"].unique()) > 1:
            _replace_cards_of_unit(same, fates, receipts)


def correction_rank(path: str) -> int:
    """Return 0 for a first return, more for one whose file's name calls it a correction: v2 is 2, 最终 beats all."""
    name = re.split(r"[/!]", path)[-1].rpartition(".")[0] or path
    found = _CORRECTION.search(name)
    if not found:
        return 0
    if _LAST.search(name):
        return 100
    if found["number"]:
        return int(found["number"])
    return "二三四五六七八九".index(found["words"]) + 2 if found["words"] else 2


def _card_forms(profile: Profile) -> frozenset[str]:
    return frozenset(form.key for form in profile.forms if form.drawing.layout == "card")


def _parts_of_units(frame: pd.DataFrame, fates: Fates, of_file: Mapping[str, str]) -> Iterator[tuple[str, list[Part]]]:
    """Yield for each unit and form of which several files were returned what each of them has."""
    pairs = frame.loc[fates.live, ["path", "form"]].drop_duplicates()
    paths: dict[tuple[str, str], list[str]] = {}
    for path, form in zip(pairs["path"].tolist(), pairs["form"].tolist(), strict=True):
        if unit := of_file.get(path, ""):
            paths.setdefault((unit, form), []).append(path)
    several = {key: found for key, found in paths.items() if len(found) > 1}
    if not several:
        return
    rows = _rows_of(frame, fates, {(path, form) for (_, form), found in several.items() for path in found})
    for (_, form), found in several.items():
        yield form, [_part(frame, path, rows[path, form]) for path in found]


def _rows_of(frame: pd.DataFrame, fates: Fates, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    rows: dict[tuple[str, str], list[int]] = {}
    for position, pair in enumerate(zip(frame["path"].tolist(), frame["form"].tolist(), strict=True)):
        if pair in wanted and fates.live[position]:
            rows.setdefault(pair, []).append(position)
    return rows


def _part(frame: pd.DataFrame, path: str, rows: list[int]) -> Part:
    return Part(path, tuple(rows), tuple(identity(frame, rows)), correction_rank(path))


def _replaced(standing: Sequence[Part], later: Part) -> list[Part]:
    """Return which of the standing returns a later one replaces.

    A correction replaces what it has a group in common with; one that has none in common with any replaces them all,
    since it says that it corrects something.
    """
    repeated = [(part, later.repeats(part)) for part in standing]
    if later.is_correction:
        touched = [part for part, count in repeated if count]
        return touched or [part for part, _ in repeated]
    return [part for part, count in repeated if count * _HALF >= len(part.groups)]


def _in_order(parts: Sequence[Part], receipts: Mapping[str, Receipt]) -> list[Part]:
    paths = {part.path: part for part in parts}
    return [paths[path] for path in earliest_first(list(paths), receipts)]


def earliest_first(paths: Sequence[str], receipts: Mapping[str, Receipt]) -> list[str]:
    """Return files in the order they came.

    By the receipt log when it has all of them; else by 填报日期 when all have one; else corrections after what they
    correct, then by the file's time, then by its name (表2 before 表10).
    """
    told = [receipts[path] for path in paths]
    if all(receipt.source == "log" for receipt in told):
        days = [receipt.day for receipt in told]
    elif all(receipt.reported_on for receipt in told):
        days = [receipt.reported_on for receipt in told]
    else:
        return sorted(paths, key=lambda path: (correction_rank(path), receipts[path].file_day, _natural(path)))
    day_of = {path: earliest(day) for path, day in zip(paths, days, strict=True)}
    return sorted(
        paths, key=lambda path: (day_of[path], correction_rank(path), receipts[path].file_day, _natural(path))
    )


def _natural(path: str) -> list[tuple[int, str]]:
    return [(int(piece) if piece.isdigit() else -1, piece) for piece in re.split(r"([0-9]+)", path)]


def _replace_cards_of_unit(cards: pd.DataFrame, fates: Fates, receipts: Mapping[str, Receipt]) -> None:
    """Walk the cards from the last file to the first; one that names a group seen in a later file is replaced."""
    order = {path: place for place, path in enumerate(earliest_first(list(cards["path"].unique()), receipts))}
    groups = list(zip(cards["position"], cards["path"], identity(cards, range(len(cards))), strict=True))
    groups.sort(key=lambda card: order[card[1]], reverse=True)
    by_number: dict[str, str] = {}
    by_name: dict[str, list[tuple[str, Identity]]] = {}
    for position, path, group in groups:
        later = next((by_number[number] for number in group.numbers if number in by_number), "")
        same = (file for file, other in by_name.get(group.name, ()) if group.name and group.agrees(other))
        later = later if later and later != path else next((file for file in same if file != path), "")
        if later:
            fates.reject([int(position)], Note("superseded", {"by": later}))
        for number in group.numbers:
            by_number.setdefault(number, path)
        by_name.setdefault(group.name, []).append((path, group))
