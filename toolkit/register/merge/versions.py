"""Returns that take the place of earlier ones.

A later return of the same unit on the same form replaces an earlier one, whole, when it repeats at least half of its
groups, or repeats any and is a correction; without a group in common it adds to it. On one-form-per-group forms the
later card of a group replaces the earlier; a file of several cards that repeats another replaces it whole. Cards of
changes are what happened one after the other: none replaces another. Of a form that speaks of a unit (汇总表, 承诺书)
the last counts.

Which is later: a workbook of 反馈/ that came back outranks what it answers; then a name that calls itself a correction;
then the receipt log; then the date written in it; then the file's own time; then its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.intake.layouts.answers import SOME_ROUND
from toolkit.model import Note
from toolkit.normalise.dates import earliest
from toolkit.register.merge.identity import Identity, identity
from toolkit.regulations.roles import OF_A_UNIT

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
    is_correction: bool

    def repeats(self, earlier: Part) -> int:
        """Return how many groups of an earlier return stand here again."""
        return sum(self.has(group) for group in earlier.groups)

    def has(self, group: Identity) -> bool:
        """Return whether a group stands here: by a number, or by its name where neither number nor platform differs.

        What a correction corrects may be the number.
        """
        return any(
            not mine.numbers.isdisjoint(group.numbers)
            or (mine.name == group.name != "" and (self.is_correction or mine.agrees(group)))
            for mine in self.groups
        )


def replace_returns(
    frame: pd.DataFrame, fates: Fates, profile: Profile, of_file: Mapping[str, str], receipts: Mapping[str, Receipt]
) -> None:
    """Reject the rows of returns that later ones replace."""
    cards = _card_forms(profile)
    of_units = {form.key for form in profile.forms if form.role in OF_A_UNIT}
    for form, parts in _parts_of_units(frame, fates, of_file, receipts):
        ordered = _in_order(parts, receipts)
        standing: list[Part] = []
        for later in ordered:
            single = form in cards and len(later.rows) == 1
            replaced = standing if form in of_units else [] if single else _replaced(standing, later)
            for earlier in replaced:
                fates.reject(earlier.rows, Note("superseded", {"by": later.path}))
            standing = [part for part in standing if part not in replaced] + [later]


def replace_cards(frame: pd.DataFrame, fates: Fates, profile: Profile, receipts: Mapping[str, Receipt]) -> None:
    """Reject cards of which a later file has a card of the same unit and group."""
    import numpy as np

    events = {form.key for form in profile.forms if form.role == "change"}
    rows = np.flatnonzero(fates.live & frame["form"].isin(list(_card_forms(profile) - events)).to_numpy())
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


def _parts_of_units(
    frame: pd.DataFrame, fates: Fates, of_file: Mapping[str, str], receipts: Mapping[str, Receipt]
) -> Iterator[tuple[str, list[Part]]]:
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
        yield form, [_part(frame, path, rows[path, form], receipts[path]) for path in found]


def _rows_of(frame: pd.DataFrame, fates: Fates, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    rows: dict[tuple[str, str], list[int]] = {}
    for position, pair in enumerate(zip(frame["path"].tolist(), frame["form"].tolist(), strict=True)):
        if pair in wanted and fates.live[position]:
            rows.setdefault(pair, []).append(position)
    return rows


def _part(frame: pd.DataFrame, path: str, rows: list[int], receipt: Receipt) -> Part:
    is_correction = bool(receipt.answers) or correction_rank(path) > 0
    return Part(path, tuple(rows), tuple(identity(frame, rows)), is_correction)


def _replaced(standing: Sequence[Part], later: Part) -> list[Part]:
    """Return which of the standing returns a later one replaces; without a group in common it replaces none."""
    repeated = [(part, later.repeats(part)) for part in standing]
    least = 0 if later.is_correction else 1
    return [part for part, count in repeated if count and count * _HALF >= len(part.groups) * least]


def _in_order(parts: Sequence[Part], receipts: Mapping[str, Receipt]) -> list[Part]:
    paths = {part.path: part for part in parts}
    return [paths[path] for path in earliest_first(list(paths), receipts)]


def earliest_first(paths: Sequence[str], receipts: Mapping[str, Receipt]) -> list[str]:
    """Return files in the order in which they count, the last one last.

    A day of receipt counts where the log has all of them, a written date where all have one: else nothing is known of
    which came first.
    """
    told = {path: receipts[path] for path in paths}
    logged = all(receipt.source == "log" for receipt in told.values())
    dated = all(receipt.reported_on for receipt in told.values())

    def place(path: str) -> tuple[object, ...]:
        receipt = told[path]
        answers = receipt.answers if _answers_all(path, told) else ""
        return (
            answers,
            correction_rank(path),
            earliest(receipt.day).isoformat() if logged else "",
            earliest(receipt.reported_on).isoformat() if dated else "",
            receipt.file_day,
            _natural(path),
        )

    return sorted(paths, key=place)


def _answers_all(path: str, told: Mapping[str, Receipt]) -> bool:
    """Return whether a workbook of 反馈/ answers the other files; not what the log has after its round."""
    mine = told[path].answers
    others = (receipt for other, receipt in told.items() if other != path and not receipt.answers)
    return bool(mine) and not any(receipt.source == "log" and receipt.day > mine > SOME_ROUND for receipt in others)


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
