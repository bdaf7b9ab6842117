"""Yardstick (a): parse every workbook that is given with bare python-calamine, and nothing else.

`bare_calamine.py 收回 上年台账.xlsx`: the same inputs as the program itself reads, last year's register among them.
"""

import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

cells = 0
for given in map(Path, sys.argv[1:]):
    for path in sorted(given.glob("*.xlsx")) if given.is_dir() else [given]:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            cells += sum(len(row) for row in book.get_sheet_by_name(name).to_python())
print(cells)
