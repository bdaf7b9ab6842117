"""A worksheet that prepares each formula once, however many workbooks have it.

XlsxWriter looks through every formula for thirty functions of newer Excels, which took half the time of a unit's
feedback: the forms of all units have the same long ones. Were the method renamed, ours would never be called, and
nothing else would change.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@cache
def form_sheet() -> type[Worksheet]:
    """Return the class of the worksheets of a form, for `Workbook.add_worksheet`."""
    from xlsxwriter.worksheet import Worksheet

    prepare = lru_cache(maxsize=1 << 12)(Worksheet()._prepare_formula)  # noqa: SLF001 - the slow one

    class FormSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - XlsxWriter's own
            return str(prepare(formula, expand_future_functions))

    return FormSheet
