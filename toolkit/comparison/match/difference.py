"""What two names do not share, to be told in words: 多出“老乡群”, “教务”改为“学工”."""

from __future__ import annotations

from typing import Literal, NamedTuple

from toolkit.comparison.match.affixes import BETWEEN, at_both_ends, change
from toolkit.comparison.match.sound import sounds_same
from toolkit.comparison.match.spelt import short_for
from toolkit.names.asides import told_apart
from toolkit.names.grades import climbed
from toolkit.names.names import canonical_name, rolled
from toolkit.normalise.text import key

Kind = Literal["more", "less", "sound", "short", "year", "grade", "other", "aside", "none"]
_LONGEST_PART = 2 / 3


class Difference(NamedTuple):
    """How a name became another: what stands there now, and what stood there before.

    `more` and `less` have one of the two; `sound` is other letters of the same sound; `short` is an abbreviation;
    `year` is 年度滚动, the same name a year on; `grade` a class one grade up; `other` is an exchange; `aside` when only
    signs or remarks differ; `none` when the names share too little, or everything but spelling.
    """

    kind: Kind
    now: str = ""
    was: str = ""


def difference(ours: str, theirs: str) -> Difference:
    """Return what this year's name has that last year's has not."""
    if canonical_name(ours).key == canonical_name(theirs).key and told_apart(ours, theirs):
        return Difference("aside", ours, theirs)
    return _of_school_years(ours, theirs) or _of_letters(ours, theirs)


def spelled_otherwise(ours: str, theirs: str) -> bool:
    """Return whether two names that are alike in all their letters are not the same: another order, another remark."""
    return canonical_name(ours).key != canonical_name(theirs).key or told_apart(ours, theirs)


def _of_school_years(ours: str, theirs: str) -> Difference | None:
    """Return what a year made of a name that is the same otherwise: a grade more, or another year."""
    names = canonical_name(ours), canonical_name(theirs)
    if climbed((ours, names[0].key), (theirs, names[1].key)):
        return Difference("grade", ours, theirs)
    if rolled(*names):
        return Difference("year", *(name.tokens.get("year") or name.tokens["cohort"] for name in names))
    return None


def _of_letters(ours: str, theirs: str) -> Difference:
    one, other = key(ours), key(theirs)
    if found := at_both_ends(one, other):
        around = found[0]
        return Difference("more" if around.now else "less", around.now.strip(BETWEEN), around.was.strip(BETWEEN))
    now, was = change(one, other)
    if one == other or max(len(now) / max(len(one), 1), len(was) / max(len(other), 1)) > _LONGEST_PART:
        return Difference("none")
    if not was or not now:
        return Difference("more" if now else "less", now, was)
    if sounds_same(now.rjust(4), was.rjust(4)):
        return Difference("sound", now, was)
    shorter, longer = sorted((now, was), key=len)
    return Difference("short" if short_for(shorter, longer) else "other", now, was)
