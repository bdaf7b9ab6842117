"""公众号 and what else is no group: their own form, verification, and what is in scope at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.findings.rules.masks import (
    by_unit,
    hit,
    hit_of_unit,
    in_scope,
    kinds,
    mapped,
    no,
    positions,
    several,
    text,
)
from toolkit.findings.rules.standing import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from toolkit.findings.case import Case, Hit
    from toolkit.regulations.profile import Requirement


_PARTS = re.compile(r"[、，,/／;；\s()（）和与及]+")
_WHOSE, _FOR = "(?:同学|学生|班级|个人|自发)", "(?:交流|互助|服务|爱好|需要|娱乐)"


def scope_kind(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """What is in scope but has no form (APP) is listed; what is not in scope is asked about: variant `unknown`."""
    frame, asked = case.ledger.frame, requirement.with_
    what = kinds(frame)
    scope = in_scope(case, requirement)
    for position in positions(scope & what.isin(asked["formless"])):
        yield hit(frame, position, "kind", "formless", kind=what.iat[position])
    for position in positions(scope & ~what.isin(asked["kinds"])):
        yield hit(frame, position, "kind", "unknown", kind=what.iat[position])


def verified(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """An account whose verification is not answered (`not_answered`), or answered with no (`not_verified`)."""
    frame, field = case.ledger.frame, requirement.with_["field"]
    scope = in_scope(case, requirement)
    for position in positions(scope & frame[field].isna() & ~unreadable(case, field)):
        yield hit(frame, position, field, "not_answered")
    for position in positions(scope & no(frame, field)):
        yield hit(frame, position, field, "not_verified")


def reference_category(case: Case, requirement: Requirement) -> Iterator[Hit]:
    """A group for study or social life, to which the regulation applies by analogy: one notice a unit.

    The level of its other findings is lowered when all is settled (`toolkit.findings.rules.settle`).
    """
    frame = case.ledger.frame
    for _, rows in by_unit(frame, in_scope(case, requirement) & by_analogy(case, requirement)):
        names = list(several(frame, "group_name", rows))[:5]
        yield hit_of_unit(frame, rows, "category", "reference", count=len(rows), names=names)


def by_analogy(case: Case, requirement: Requirement) -> pd.Series:
    """Return which rows say in their category that they are for study or social life.

    学习类 · 学习、生活 · 生活服务 · 班级自建       by the words
    学习中心工作群 · 学生生活区管理 · 教学         those of an office: they only hold the letters
    """
    words = "|".join(map(re.escape, requirement.with_["words"]))
    told = re.compile(rf"{_WHOSE}?(?:{words})+{_FOR}?(?:类|型|性)?(?:群组?|用途?)?")

    def fits(category: str) -> bool:
        return any(told.fullmatch(part) for part in _PARTS.split(category) if part)

    return mapped(text(case.ledger.frame, "category"), fits)
