"""What a row says without a cell of its own: by its form, by its platform, by the rows above it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.engine import spread
from toolkit.names.name_lists import in_bulk
from toolkit.names.names import canonical_name
from toolkit.normalise.text import clean, is_placeholder, simplify_ahead
from toolkit.normalise.words import words
from toolkit.register.rows.distinct import numbered, text_column
from toolkit.register.rows.stack import OTHER
from toolkit.regulations.fields import PERSON_PARTS, common

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.engine import Engine
    from toolkit.names.name_lists import Parts
    from toolkit.register.rows.stack import Raw

GROUP, ACCOUNT, APP = common()["kind"].options
NAMES = 20_000
"""So many distinct names are taken apart at a time: a second's work."""


def settle(frame: pd.DataFrame, raw: Raw, *, engine: Engine | None = None) -> pd.DataFrame:
    """Return the frame with what its forms fix, the default kind, repeated figures filled down, and canonical names."""
    frame = frame.copy(deep=False)
    _fixed(frame, raw)
    _same(frame, raw)
    accounts = frame["platform"].isin(words().accounts)
    frame["kind"] = frame["kind"].mask((frame["kind"] == "") & accounts, ACCOUNT)
    frame["kind"] = frame["kind"].mask((frame["kind"] == "") & (frame["platform"] == APP), APP)
    frame["kind"] = frame["kind"].mask(frame["kind"] == "", _otherwise(frame["platform"]))
    of_account_form = raw.rows_where(lambda form: form.drawing.fixed.get("kind") == ACCOUNT)
    frame["platform"] = frame["platform"].mask((frame["platform"] == "") & of_account_form, ACCOUNT)
    stretches = [frame["sheet"], frame["unit"]]
    frame["prior_group_count"] = frame.groupby(stretches, sort=False)["prior_group_count"].ffill()
    return frame.assign(**name_columns(frame["group_name"], engine=engine))


def _otherwise(platforms: pd.Series) -> pd.Series:
    """Return the kind of rows that nothing tells: a group, or an account where the regulation knows no groups."""
    of_group = platforms.str.endswith("群")
    return of_group.map({True: GROUP, False: ACCOUNT if words().accounts_only else GROUP}).astype("str")


def name_columns(names: pd.Series, *, engine: Engine | None = None) -> dict[str, pd.Series]:
    """Return `name_key`, `name_status` and `name_rest` of a column of group names; a placeholder has none.

    Args:
        names: as typed.
        engine: where very many distinct names are taken apart; None does it here.
    """
    distinct, codes = numbered(names.to_numpy(dtype=object))
    parts = [distinct[start : start + NAMES] for start in range(0, len(distinct), NAMES)]
    columns: dict[str, list[str]] = {"name_key": [], "name_status": [], "name_rest": []}
    for part, found in zip(parts, spread(read_names, parts, engine), strict=True):
        known = dict(zip(part, part, strict=True))  # siblings stand together: what they share is held once
        for held, texts in zip(columns.values(), zip(*found, strict=True), strict=True):
            held.extend(map(known.setdefault, texts, texts))
    return {name: text_column(texts, codes) for name, texts in columns.items()}


def read_names(names: list[str]) -> list[Parts]:
    """Return key, status and rest of each name, all blank for a placeholder."""
    found = in_bulk(names)
    simplify_ahead([name for name, parts in zip(names, found, strict=True) if parts is None])
    return [_alone(name) if parts is None else parts for name, parts in zip(names, found, strict=True)]


def others(raw: Raw) -> pd.Series:
    """Return the column `other`: the answers whose label no form knows, as JSON text {label: text}, "" when none."""
    import numpy as np

    found: dict[int, dict[str, str]] = {}
    for name, texts in raw.texts.items():
        if name.startswith(OTHER):
            for row in (texts != "").nonzero()[0]:
                found.setdefault(int(row), {})[name.removeprefix(OTHER)] = clean(texts[row])
    written = [""] * raw.length
    for row, answers in found.items():
        written[row] = json.dumps(answers, ensure_ascii=False)
    return text_column(written, np.arange(raw.length))


def _alone(text: str) -> Parts:
    if is_placeholder(text):
        return "", "", ""
    name = canonical_name(text)
    return name.key, name.status, name.rest


def _fixed(frame: pd.DataFrame, raw: Raw) -> None:
    """Fill in what a form fixes for all its rows ({kind: 公众号}) where the row does not say otherwise."""
    for form in raw.forms:
        for name, value in form.drawing.fixed.items() if form else ():
            of_form = raw.rows_of(form)
            frame[name] = frame[name].mask((frame[name] == "") & of_form, value)


def _same(frame: pd.DataFrame, raw: Raw) -> None:
    """Fill in a person the form asks for once under two roles ({creator: owner})."""
    for form in raw.forms:
        for name, source in form.drawing.same.items() if form else ():
            of_form = raw.rows_of(form)
            empty = of_form & (frame[[f"{name}.{part}" for part in PERSON_PARTS]] == "").all(axis=1).to_numpy()
            for part in PERSON_PARTS:
                frame[f"{name}.{part}"] = frame[f"{name}.{part}"].mask(empty, frame[f"{source}.{part}"])
