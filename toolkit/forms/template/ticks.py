"""Printed boxes as one line of text: `QQ 群 □    微信群 □` as the annex prints it, `QQ 群 ☑    微信群 □` when chosen.

The blank line stands in the cell from the start, so that the sheet prints like the paper; the drop-down offers each
line with one box ticked. A reader takes the untouched line as blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.regulations.fields import label_key, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.regulations.forms import Drawing

EMPTY, TICKED = "□", "☑"
OTHER = "其他"  # the one printed option that asks for words of one's own
_RULE = "____"
OPEN_END = f"{TICKED}{OTHER}："  # a line that is still to be completed
_GROUP = "群"  # forms print 微信 and mean 微信群


def blank_line(options: Sequence[str], drawing: Drawing) -> str:
    """Return the printed line with no box ticked; "" when the answer has no printed options."""
    return _line(options, drawing, "", "") if options else ""


def choices(options: Sequence[str], drawing: Drawing, others: Sequence[str]) -> tuple[str, ...]:
    """Return all lines to choose from: the blank one, then one for each option.

    `others` are words for the option 其他, one line each; the line with 其他 and no word stays last, to be completed.
    """
    lines = [blank_line(options, drawing)]
    for option in options:
        if option == OTHER:
            lines += [_line(options, drawing, OTHER, word) for word in others]
        lines.append(_line(options, drawing, option, ""))
    return tuple(lines)


def ticked(value: str, options: Sequence[str], drawing: Drawing) -> str:
    """Return the line that says `value` (微信群, 是 …).

    A platform without a box of its own goes to 其他 where there is one; anything else stays as it is.
    """
    if not value:
        return blank_line(options, drawing)
    option = matching(value, options)
    if option:
        return _line(options, drawing, option, "")
    known = vocabulary()["platform"].options
    if OTHER in options and value in known:
        return _line(options, drawing, OTHER, value)
    return value


def matching(value: str, options: Sequence[str]) -> str:
    """Return the printed option that means `value`, "" when there is none: 微信 for 微信群, QQ 群 for QQ群."""
    wanted = label_key(value)
    exact = next((option for option in options if label_key(option) == wanted), "")
    return exact or next((option for option in options if label_key(option + _GROUP) == wanted), "")


def unprinted(options: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return which of the `known` words have no printed box of their own."""
    return tuple(word for word in known if word != OTHER and not matching(word, options))


def _line(options: Sequence[str], drawing: Drawing, chosen: str, word: str) -> str:
    if drawing.box == "after":
        return "    ".join(f"{option} {TICKED if option == chosen else EMPTY}" for option in options)
    return "  ".join(_before(option, chosen, word) for option in options)


def _before(option: str, chosen: str, word: str) -> str:
    box = TICKED if option == chosen else EMPTY
    if option != OTHER:
        return f"{box}{option}"
    return f"{box}{OTHER}：{word}" if option == chosen else f"{box}{OTHER}{_RULE}"
