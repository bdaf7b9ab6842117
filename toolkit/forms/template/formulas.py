"""A worksheet that looks for the functions of newer Excels only where a formula has one.

XlsxWriter looks through every formula for a hundred and thirty such functions, one after the other, which took a third
of the time of a campaign with three workbooks to send back. Were the method renamed, ours would never be called, and
nothing else would change.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"[\w.]+\(")


@cache
def form_sheet() -> type[Worksheet]:
    """Return the class of the worksheets of a form, for `Workbook.add_worksheet`."""
    from xlsxwriter.worksheet import Worksheet

    prepare = cache(Worksheet()._prepare_formula)  # noqa: SLF001 - the slow one; asked of each function's name once

    class FormSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - XlsxWriter's own
            if any(prepare(call, expand_future_functions) != call for call in set(_CALLED.findall(formula))):
                return str(super()._prepare_formula(formula, expand_future_functions))
            return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    return FormSheet
